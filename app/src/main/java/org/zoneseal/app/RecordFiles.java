package org.zoneseal.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.proof.TrustAnchor;

/** Reads the few records that commands take in files: keys, trust anchors, brought signatures. */
public final class RecordFiles {

    private RecordFiles() {}

    private static final Pattern STARTS_WITH_TYPE =
            Pattern.compile("\\s*(DS|DNSKEY)\\s", Pattern.CASE_INSENSITIVE);

    private record Entry(int type, byte[] rdata) {}

    /** The DNSKEY records of a zone in a file. */
    static List<Dnskey> dnskeys(Path file, Name zone) throws IOException {
        List<Dnskey> keys = new ArrayList<>();
        for (Entry entry : read(file, zone)) {
            if (entry.type() != RecordType.DNSKEY) {
                throw other(file.toString(), entry, "DNSKEY");
            }
            keys.add(Dnskey.parse(entry.rdata(), 0, entry.rdata().length));
        }
        return keys;
    }

    /** DS and DNSKEY records of a zone in a file. */
    public static List<TrustAnchor> anchors(Path file, Name zone) throws IOException {
        return anchors(ZoneFileSource.of(file), zone);
    }

    /** DS and DNSKEY records of a zone, a line each, with or without the zone's name in front. */
    public static List<TrustAnchor> anchors(String text, Name zone) throws IOException {
        String named =
                text.lines()
                        .map(line ->
                                STARTS_WITH_TYPE.matcher(line).lookingAt() ? "@ " + line : line)
                        .collect(Collectors.joining("\n", "", "\n"));
        InputStream in = new ByteArrayInputStream(named.getBytes(StandardCharsets.UTF_8));
        return anchors(ZoneFileSource.of(in, "the anchors"), zone);
    }

    private static List<TrustAnchor> anchors(ZoneFileSource source, Name zone) throws IOException {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Entry entry : read(source, zone)) {
            byte[] rdata = entry.rdata();
            anchors.add(
                    switch (entry.type()) {
                        case RecordType.DS ->
                                new TrustAnchor.ByDs(Ds.parse(rdata, 0, rdata.length));
                        case RecordType.DNSKEY ->
                                new TrustAnchor.ByKey(Dnskey.parse(rdata, 0, rdata.length));
                        default -> throw other(source.name(), entry, "DS and DNSKEY");
                    });
        }
        return anchors;
    }

    /** Rdatas of the RRSIG records over the key types of a zone in a file. */
    static List<byte[]> signatures(Path file, Name zone) throws IOException {
        List<byte[]> rrsigs = new ArrayList<>();
        for (Entry entry : read(file, zone)) {
            int covered =
                    entry.type() == RecordType.RRSIG ? Rrsig.typeCovered(entry.rdata(), 0) : 0;
            boolean keyType =
                    covered == RecordType.DNSKEY
                            || covered == RecordType.CDS
                            || covered == RecordType.CDNSKEY;
            if (keyType) {
                rrsigs.add(entry.rdata());
            } else if (entry.type() != RecordType.DNSKEY) {
                throw other(file.toString(), entry, "RRSIG over DNSKEY, CDS or CDNSKEY");
            }
        }
        return rrsigs;
    }

    private static List<Entry> read(Path file, Name zone) throws IOException {
        return read(ZoneFileSource.of(file), zone);
    }

    private static List<Entry> read(ZoneFileSource source, Name zone) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try {
            ZoneFileReader.read(
                    source,
                    ZoneFileOptions.of(zone).withDefaultTtl(3600),
                    (owner,
                            ownerAt,
                            ownerLength,
                            type,
                            recordClass,
                            ttl,
                            rdata,
                            at,
                            length,
                            pos) -> {
                        if (!Name.fromWire(owner, ownerAt).equals(zone)) {
                            throw CommandException.usage(
                                    pos
                                            + ": a record of "
                                            + Name.fromWire(owner, ownerAt)
                                            + ", not of "
                                            + zone);
                        }
                        entries.add(new Entry(type, Arrays.copyOfRange(rdata, at, at + length)));
                    });
        } catch (ZoneFileException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
        if (entries.isEmpty()) {
            throw CommandException.usage(source.name() + ": there are no records in it");
        }
        return entries;
    }

    private static CommandException other(String file, Entry entry, String wanted) {
        return CommandException.usage(
                file
                        + ": a record of type "
                        + RecordTypes.name(entry.type())
                        + " where only "
                        + wanted
                        + " belongs");
    }
}
