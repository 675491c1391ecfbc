package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zoneseal.answer.CookieSecretFile;
import org.zoneseal.answer.CookieSecrets;
import org.zoneseal.app.daemon.Section;

/**
 * DNS cookies (RFC 7873, RFC 9018).
 *
 * @param isOn whether they are spoken
 * @param isEnforced whether a client with a wrong one gets no answer by UDP
 * @param secrets what is in the file that several servers of one address share; without it this
 *     process makes its own
 */
record CookieRules(boolean isOn, boolean isEnforced, Optional<CookieSecrets> secrets) {

    static CookieRules read(Section section, Surroundings surroundings) {
        section.refuse("secret", "secrets stand in a file of their own: name it in secret-file");
        List<CookieSecrets> secrets = new ArrayList<>();
        section.each(
                "secret-file",
                text -> {
                    Path file = surroundings.secret(surroundings.base().resolve(text));
                    secrets.add(secrets(file));
                });
        CookieRules rules =
                new CookieRules(
                        section.flag("on", true),
                        section.flag("enforce", false),
                        secrets.stream().findFirst());
        section.end();
        return rules;
    }

    private static CookieSecrets secrets(Path file) {
        try {
            return CookieSecretFile.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("names " + file + ", which cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("names " + e.getMessage(), e);
        }
    }
}
