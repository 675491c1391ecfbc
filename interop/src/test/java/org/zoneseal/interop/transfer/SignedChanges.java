package org.zoneseal.interop.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.signer.GeneratedZone;
import org.zoneseal.signer.ZoneSigner;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/**
 * A generated zone, odd names and all, that changes at random, from a seed: names go and come back,
 * others get more data; signed again after each change, or not at all.
 */
final class SignedChanges {

    private static final int NAMES = 60;

    private final Name apex;
    private final Random random;
    private final List<GeneratedZone.Entry> entries;
    private final List<Name> names;
    private final Set<Name> hidden = new HashSet<>();
    private final List<GeneratedZone.Entry> more = new ArrayList<>();
    private final Optional<ZoneSigner> signer;
    private Optional<ZoneVersion> last = Optional.empty();
    private long serial;

    /**
     * @param serial of the first version
     */
    SignedChanges(Name apex, long seed, long serial, Optional<ZoneSigner> signer) {
        this.apex = apex;
        this.random = new Random(seed);
        this.serial = serial;
        this.signer = signer;
        this.entries =
                GeneratedZone.of(seed, apex, NAMES, GeneratedZone.Loads.ANYWHERE).entries().stream()
                        .filter(entry -> entry.type() != RecordType.SOA)
                        .toList();
        Set<Name> owners = new TreeSet<>();
        entries.forEach(entry -> owners.add(entry.owner()));
        owners.remove(apex);
        owners.remove(child("ns1"));
        this.names = List.copyOf(owners);
    }

    private Name child(String label) {
        return apex.child(label.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next version; the first one is the generated zone. */
    ZoneVersion next() {
        if (last.isPresent()) {
            change();
        }
        ZoneVersion source = source();
        ZoneVersion version =
                signer.map(each ->
                                last.map(before -> each.sign(source, before))
                                        .orElseGet(() -> each.sign(source))
                                        .version())
                        .orElse(source);
        last = Optional.of(version);
        return version;
    }

    private void change() {
        serial = serial + 1 & 0xffff_ffffL;
        for (int i = random.nextInt(3); i >= 0; i--) {
            Name name = names.get(random.nextInt(names.size()));
            if (!hidden.remove(name)) {
                hidden.add(name);
            }
        }
        if (random.nextBoolean()) {
            Name name = child("More" + random.nextInt(20));
            byte[] text = ("text " + random.nextInt()).getBytes(StandardCharsets.US_ASCII);
            byte[] rdata = new byte[text.length + 1];
            rdata[0] = (byte) text.length;
            System.arraycopy(text, 0, rdata, 1, text.length);
            more.removeIf(entry -> entry.owner().equals(name) && random.nextBoolean());
            more.removeIf(entry -> entry.owner().equals(name) && entry.ttl() != serial % 7 * 60);
            more.add(new GeneratedZone.Entry(name, RecordType.TXT, serial % 7 * 60, rdata));
        }
    }

    private ZoneVersion source() {
        ZoneBuilder builder = new ZoneBuilder(apex);
        add(builder, new GeneratedZone.Entry(apex, RecordType.SOA, 3600, soa()));
        entries.stream()
                .filter(entry -> !hidden.contains(entry.owner()))
                .forEach(entry -> add(builder, entry));
        more.forEach(entry -> add(builder, entry));
        return builder.build(1);
    }

    private static void add(ZoneBuilder builder, GeneratedZone.Entry entry) {
        byte[] owner = entry.owner().toWire();
        byte[] rdata = entry.rdata();
        builder.record(
                owner,
                0,
                owner.length,
                entry.type(),
                1,
                entry.ttl(),
                rdata,
                0,
                rdata.length,
                new SourcePosition("generated", 1));
    }

    private byte[] soa() {
        byte[] server = child("ns1").toWire();
        byte[] person = child("HostMaster").toWire();
        return ByteBuffer.allocate(server.length + person.length + 20)
                .put(server)
                .put(person)
                .putInt((int) serial)
                .putInt(3600)
                .putInt(600)
                .putInt(1_209_600)
                .putInt(300)
                .array();
    }
}
