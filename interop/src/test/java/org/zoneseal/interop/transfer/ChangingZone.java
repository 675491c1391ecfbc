package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** A zone that changes at random, from a seed: names come, go, and have other data. */
final class ChangingZone {

    private final Name apex;
    private final Random random;
    private final Map<String, String> names = new TreeMap<>();
    private long serial;

    ChangingZone(Name apex, long seed, int size, long serial) {
        this.apex = apex;
        this.random = new Random(seed);
        this.serial = serial;
        for (int i = 0; i < size; i++) {
            put("n" + random.nextInt(1_000_000));
        }
    }

    private void put(String name) {
        String data =
                switch (random.nextInt(5)) {
                    case 0 -> "A 192.0.2." + random.nextInt(256);
                    case 1 -> "AAAA 2001:db8::" + Integer.toHexString(random.nextInt(0xffff));
                    case 2 -> "TXT \"text " + random.nextLong() + "\" \"and\\; more\"";
                    case 3 -> "MX " + random.nextInt(100) + " mail" + random.nextInt(9);
                    default -> "TYPE65300 \\# 4 " + String.format("%08x", random.nextInt());
                };
        names.put(name, data);
    }

    long serial() {
        return serial;
    }

    /** One to three names change, and the serial. */
    void change() {
        serial = serial + 1 & 0xffffffffL;
        for (int i = 0; i <= random.nextInt(3); i++) {
            String some =
                    names.keySet().stream().skip(random.nextInt(names.size())).findFirst().get();
            switch (random.nextInt(3)) {
                case 0 -> names.remove(some);
                case 1 -> put(some);
                default -> put("n" + random.nextInt(1_000_000));
            }
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("$ORIGIN ").append(apex).append("\n$TTL 300\n");
        text.append("@ SOA ns hostmaster ").append(serial).append(" 3600 600 86400 60\n");
        text.append("@ NS ns\nns A 192.0.2.1\n");
        names.forEach((name, data) -> text.append(name).append(' ').append(data).append('\n'));
        return text.toString();
    }

    ZoneVersion version() {
        return version(apex, text());
    }

    static ZoneVersion version(Name apex, String text) {
        try {
            Path file = Files.createTempFile("zone", ".txt");
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
            ZoneBuilder builder = new ZoneBuilder(apex);
            ZoneFileReader.read(ZoneFileSource.of(file), ZoneFileOptions.of(apex), builder);
            Files.delete(file);
            return builder.build(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
