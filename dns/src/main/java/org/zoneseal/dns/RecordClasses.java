package org.zoneseal.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;

/** Record classes and their mnemonics; every other number is {@code CLASSnnn} (RFC 3597 §5). */
public final class RecordClasses {

    private static final MnemonicTable TABLE =
            new MnemonicTable(
                    "CLASS",
                    Map.of(
                            RecordClass.IN, "IN",
                            RecordClass.CH, "CH",
                            RecordClass.HS, "HS",
                            RecordClass.NONE, "NONE",
                            RecordClass.ANY, "ANY"));

    private RecordClasses() {}

    /**
     * The class that the text names by mnemonic or as {@code CLASSnnn}, in any case.
     *
     * @return 0 to 65535, or -1 if the text names no class
     */
    public static int parse(byte[] text, int from, int to) {
        return TABLE.parse(text, from, to);
    }

    /** The mnemonic, or {@code CLASSnnn}, in ASCII: a shared array that nobody changes. */
    public static byte[] mnemonic(int recordClass) {
        return TABLE.written(recordClass);
    }

    /** The mnemonic, or {@code CLASSnnn}. */
    public static String name(int recordClass) {
        return new String(mnemonic(recordClass), US_ASCII);
    }
}
