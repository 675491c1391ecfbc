package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeyFile;
import org.zoneseal.dns.tsig.TsigKeyFileException;
import org.zoneseal.dns.tsig.TsigKeys;

/**
 * The TSIG keys, in files of their own.
 *
 * @param byName all of them
 * @param sha1 whether keys for HMAC-SHA-1 are taken
 * @param mark another one when the content of a file is another
 */
record TsigSettings(Map<Name, TsigKey> byName, TsigKeys.Sha1 sha1, String mark) {

    static TsigSettings read(Section section, Surroundings surroundings) {
        TsigKeys.Sha1 sha1 =
                section.flag("allow-sha1", false) ? TsigKeys.Sha1.ALLOWED : TsigKeys.Sha1.REFUSED;
        Map<Name, TsigKey> keys = new LinkedHashMap<>();
        StringBuilder marks = new StringBuilder();
        section.refuse("secret", "keys stand in files of their own: name them in keys");
        section.each(
                "keys",
                text -> {
                    Path file = surroundings.secret(surroundings.base().resolve(text));
                    read(file, sha1, keys);
                    marks.append(FileMark.of(file));
                });
        section.end();
        return new TsigSettings(keys, sha1, marks.toString());
    }

    private static void read(Path file, TsigKeys.Sha1 sha1, Map<Name, TsigKey> keys) {
        try {
            for (TsigKey key : TsigKeyFile.read(file)) {
                if (key.algorithm() == TsigAlgorithm.HMAC_SHA1 && sha1 == TsigKeys.Sha1.REFUSED) {
                    throw new IllegalArgumentException(
                            "names "
                                    + file
                                    + ", whose key "
                                    + key.name()
                                    + " is for hmac-sha1: better make one for hmac-sha256; if the"
                                    + " other side knows nothing better, allow-sha1: true");
                }
                if (keys.putIfAbsent(key.name(), key) != null) {
                    throw new IllegalArgumentException(
                            "names " + file + ", but the key " + key.name() + " was read before");
                }
            }
        } catch (TsigKeyFileException e) {
            throw new IllegalArgumentException("names " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("names " + file + ", which cannot be read", e);
        }
    }

    Set<Name> names() {
        return byName.keySet();
    }

    TsigKeys keys() {
        return TsigKeys.of(byName.values(), sha1);
    }
}
