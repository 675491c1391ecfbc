package org.zoneseal.signer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dnssec.Dnskey;

/** The DNSKEY of a BIND {@code .key} file, which is a zone file with this one record. */
record BindPublicKey(Name zone, Dnskey dnskey) {

    static BindPublicKey read(Path file) throws IOException {
        List<BindPublicKey> found = new ArrayList<>();
        ZoneFileReader.read(
                ZoneFileSource.of(file),
                ZoneFileOptions.of(Name.ROOT).withDefaultTtl(0),
                (owner, at, length, type, recordClass, ttl, rdata, rdataAt, rdataLength, where) -> {
                    if (type == RecordType.DNSKEY) {
                        found.add(
                                new BindPublicKey(
                                        Name.fromWire(owner, at),
                                        Dnskey.parse(rdata, rdataAt, rdataLength)));
                    }
                });
        if (found.size() != 1) {
            throw new SigningException(
                    file + " has " + found.size() + " DNSKEY records where one is expected");
        }
        return found.getFirst();
    }
}
