package org.zoneseal.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Record types and their mnemonics, from the pinned copy of the IANA registry in {@code
 * record-types.tsv}; every other number is {@code TYPEnnn} (RFC 3597 §5).
 *
 * <p>Neither direction makes objects: text is looked up where it lies, mnemonics are shared arrays.
 */
public final class RecordTypes {

    private static final SortedMap<Integer, String> REGISTERED = readRegistry();
    private static final MnemonicTable TABLE = new MnemonicTable("TYPE", REGISTERED);

    private RecordTypes() {}

    /**
     * The type that the text names by mnemonic or as {@code TYPEnnn}, in any case.
     *
     * @return 0 to 65535, or -1 if the text names no type
     */
    public static int parse(byte[] text, int from, int to) {
        return TABLE.parse(text, from, to);
    }

    /** As {@link #parse(byte[], int, int)}, of a whole string. */
    public static int parse(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return parse(bytes, 0, bytes.length);
    }

    /** The mnemonic, or {@code TYPEnnn}, in ASCII: a shared array that nobody changes. */
    public static byte[] mnemonic(int type) {
        return TABLE.written(type);
    }

    /** The mnemonic, or {@code TYPEnnn}. */
    public static String name(int type) {
        return new String(mnemonic(type), US_ASCII);
    }

    /** Whether the registry has a mnemonic for the type. */
    public static boolean isRegistered(int type) {
        return REGISTERED.containsKey(type);
    }

    /** The registered types, ascending. */
    public static int[] registered() {
        return REGISTERED.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Whether no zone can hold records of the type: it is asked for or computed, never stored (RFC
     * 6895 §3.1: 128 to 255, and OPT).
     */
    public static boolean isMeta(int type) {
        return type >= 128 && type <= 255 || type == RecordType.OPT || type == 0;
    }

    private static SortedMap<Integer, String> readRegistry() {
        InputStream resource = RecordTypes.class.getResourceAsStream("record-types.tsv");
        if (resource == null) {
            throw new IllegalStateException("record-types.tsv is missing from the program");
        }
        SortedMap<Integer, String> types = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split("\t");
                    types.put(Integer.valueOf(fields[0]), fields[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }
}
