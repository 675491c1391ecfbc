package org.zoneseal.signer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * What a signed zone must hold, worked out by the book with maps of objects: slow, plain, and with
 * nothing in common with the signer.
 */
final class BookZone {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";

    private final Name apex;
    private final SortedMap<Name, SortedMap<Integer, List<GeneratedZone.Entry>>> names =
            new TreeMap<>();
    private final List<GeneratedZone.Entry> denials = new ArrayList<>();

    /** Of unsigned records, those that signing adds to the apex included. */
    BookZone(Name apex, List<GeneratedZone.Entry> entries) {
        this.apex = apex;
        for (GeneratedZone.Entry entry : entries) {
            names.computeIfAbsent(entry.owner(), name -> new TreeMap<>())
                    .computeIfAbsent(entry.type(), type -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** RFC 4035 §2.2 to §2.4, RFC 2136 §7.18, RFC 6672 §2.4. */
    private boolean isOccluded(Name name) {
        if (name.equals(apex)) {
            return false;
        }
        for (Name above = name; !above.equals(apex); ) {
            above = above.parent();
            SortedMap<Integer, List<GeneratedZone.Entry>> types = names.get(above);
            if (types != null
                    && (types.containsKey(RecordType.DNAME)
                            || types.containsKey(RecordType.NS) && !above.equals(apex))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDelegation(Name name) {
        return !name.equals(apex) && names.getOrDefault(name, NONE).containsKey(RecordType.NS);
    }

    private static final SortedMap<Integer, List<GeneratedZone.Entry>> NONE = new TreeMap<>();

    /** Types at the name that the zone has authority over, in a denial's bitmap. */
    private SortedSet<Integer> ownTypes(Name name) {
        SortedSet<Integer> types = new TreeSet<>(names.getOrDefault(name, NONE).keySet());
        if (isDelegation(name)) {
            types.removeIf(type -> type != RecordType.NS && type != RecordType.DS);
        }
        return types;
    }

    BookZone withNsec(long ttl) {
        List<Name> chain = names.keySet().stream().filter(name -> !isOccluded(name)).toList();
        for (int i = 0; i < chain.size(); i++) {
            Name name = chain.get(i);
            SortedSet<Integer> types = ownTypes(name);
            types.add(RecordType.NSEC);
            types.add(RecordType.RRSIG);
            byte[] next = chain.get((i + 1) % chain.size()).toWire();
            denials.add(
                    new GeneratedZone.Entry(
                            name, RecordType.NSEC, ttl, concatenated(next, bitmap(types))));
        }
        return this;
    }

    /** RFC 5155 §7.1. */
    BookZone withNsec3(long ttl, Denial.Nsec3 parameters) {
        SortedMap<String, byte[]> bitmaps = new TreeMap<>();
        Map<String, byte[]> hashes = new HashMap<>();
        for (Name name : names.keySet()) {
            boolean insecure =
                    isDelegation(name)
                            && !names.getOrDefault(name, NONE).containsKey(RecordType.DS);
            if (isOccluded(name)) {
                continue;
            }
            if (insecure && parameters.optOut()) {
                besideWildcards(name)
                        .forEach(above -> {
                            byte[] hash = hash(above, parameters);
                            bitmaps.putIfAbsent(base32(hash), new byte[0]);
                            hashes.put(base32(hash), hash);
                        });
                continue;
            }
            SortedSet<Integer> types = ownTypes(name);
            if (!insecure) {
                types.add(RecordType.RRSIG);
            }
            byte[] hash = hash(name, parameters);
            bitmaps.put(base32(hash), bitmap(types));
            hashes.put(base32(hash), hash);
            for (Name above = name; !above.equals(apex); above = above.parent()) {
                byte[] ancestor = hash(above, parameters);
                bitmaps.putIfAbsent(base32(ancestor), new byte[0]);
                hashes.put(base32(ancestor), ancestor);
            }
        }
        List<String> chain = new ArrayList<>(bitmaps.keySet());
        for (int i = 0; i < chain.size(); i++) {
            String label = chain.get(i);
            String next = chain.get((i + 1) % chain.size());
            denials.add(
                    new GeneratedZone.Entry(
                            apex.child(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                            RecordType.NSEC3,
                            ttl,
                            nsec3(
                                    parameters,
                                    hashes.getOrDefault(next, new byte[0]),
                                    bitmaps.getOrDefault(label, new byte[0]))));
        }
        return this;
    }

    /** Names above a name that have a wildcard as sibling. */
    private List<Name> besideWildcards(Name name) {
        List<Name> found = new ArrayList<>();
        for (Name above = name.parent(); !above.equals(apex); above = above.parent()) {
            Name wildcard = above.parent().child(new byte[] {'*'});
            if (names.keySet().stream().anyMatch(other -> other.isAtOrBelow(wildcard))) {
                found.add(above);
            }
        }
        return found;
    }

    private static byte[] nsec3(Denial.Nsec3 parameters, byte[] next, byte[] bitmap) {
        byte[] salt = parameters.salt();
        return ByteBuffer.allocate(5 + salt.length + 21 + bitmap.length)
                .put((byte) 1)
                .put((byte) (parameters.optOut() ? 1 : 0))
                .putShort((short) parameters.iterations())
                .put((byte) salt.length)
                .put(salt)
                .put((byte) 20)
                .put(next)
                .put(bitmap)
                .array();
    }

    /** RFC 5155 §5. */
    private static byte[] hash(Name name, Denial.Nsec3 parameters) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] hash = sha1.digest(concatenated(name.toCanonicalWire(), parameters.salt()));
            for (int i = 0; i < parameters.iterations(); i++) {
                hash = sha1.digest(concatenated(hash, parameters.salt()));
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base32(byte[] hash) {
        StringBuilder text = new StringBuilder();
        String bits = new java.math.BigInteger(1, hash).toString(2);
        String all = "0".repeat(160 - bits.length()) + bits;
        for (int i = 0; i < 160; i += 5) {
            text.append(DIGITS.charAt(Integer.parseInt(all.substring(i, i + 5), 2)));
        }
        return text.toString();
    }

    /** RFC 4034 §4.1.2. */
    private static byte[] bitmap(SortedSet<Integer> types) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int window = 0; window < 256; window++) {
            byte[] bits = new byte[32];
            int length = 0;
            for (int type : types) {
                if (type >> 8 == window) {
                    int bit = type & 0xff;
                    bits[bit / 8] |= (byte) (0x80 >> bit % 8);
                    length = bit / 8 + 1;
                }
            }
            if (length > 0) {
                out.write(window);
                out.write(length);
                out.write(bits, 0, length);
            }
        }
        return out.toByteArray();
    }

    private static byte[] concatenated(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Every record but the signatures. */
    List<GeneratedZone.Entry> records() {
        List<GeneratedZone.Entry> records = new ArrayList<>(denials);
        names.values().forEach(node -> node.values().forEach(records::addAll));
        return records;
    }

    /** {@code owner type} of every RRset that is signed. */
    SortedSet<String> signed() {
        SortedSet<String> signed = new TreeSet<>();
        denials.forEach(denial -> signed.add(set(denial.owner(), denial.type())));
        names.forEach((name, node) -> {
            if (!isOccluded(name)) {
                node.keySet().stream()
                        .filter(type -> !isDelegation(name) || type == RecordType.DS)
                        .forEach(type -> signed.add(set(name, type)));
            }
        });
        return signed;
    }

    static String set(Name owner, int type) {
        return owner.toString().toLowerCase(Locale.ROOT) + " " + type;
    }
}
