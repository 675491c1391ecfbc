package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.UNKRecord;

/**
 * Another implementation reads what we write, and writes what we read, for every type it knows.
 *
 * <p>Where the two differ, the RFC decides; each such place is a method or a set with its reason.
 */
class DnsjavaOracleTest {

    private static final int ROUNDS = 200;

    /**
     * dnsjava lower-cases the names in these; RFC 4034 §6.2 (as corrected by RFC 6840 §5.1) lists
     * the types whose names are, and these are not among them.
     */
    private static final Set<Integer> LOWERED_AGAINST_THE_RFC =
            Set.of(
                    RecordType.NSAP_PTR,
                    RecordType.IPSECKEY,
                    RecordType.HIP,
                    RecordType.SVCB,
                    RecordType.HTTPS);

    /** Their text has mnemonics of types, of which dnsjava does not know the newest. */
    private static final Set<Integer> NAMING_TYPES =
            Set.of(
                    RecordType.SIG,
                    RecordType.RRSIG,
                    RecordType.NXT,
                    RecordType.NSEC,
                    RecordType.NSEC3);

    static Stream<Named<Integer>> types() {
        return RecordGenerator.types()
                .filter(DnsjavaOracleTest::knows)
                .mapToObj(type -> Named.of(RecordTypes.name(type), type));
    }

    private static boolean knows(int type) {
        try {
            return !(theirs(type, rdata(type, 1)) instanceof UNKRecord);
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void ourText_readByDnsjava_isTheSameData(int type) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            if (breaksDnsjava(type, rdata)) {
                continue;
            }
            String text = inTheirWords(type, RecordForm.of(type).toText(rdata));
            String about = about(type, round, rdata) + " as " + text;
            assertThat(asMeant(type, rdata, wire(read(type, text, about))))
                    .as(about)
                    .isEqualTo(rdata);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void dnsjavasText_readByUs_isTheSameData(int type) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            String text = theirs(type, rdata).rdataToString();
            assertThat(RecordForm.of(type).fromText(text, Name.ROOT))
                    .as(about(type, round, rdata) + " as " + text)
                    .isEqualTo(rdata);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void canonicalForm_ofDnsjava_isOurs(int type) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            byte[] ours = new byte[rdata.length];
            RecordForm.of(type).canonical(rdata, 0, rdata.length, ours, 0);
            if (LOWERED_AGAINST_THE_RFC.contains(type)) {
                assertThat(ours).isEqualTo(rdata);
            } else if (!breaksDnsjava(type, rdata)) {
                assertThat(theirs(type, rdata).rdataToWireCanonical())
                        .as(about(type, round, rdata))
                        .isEqualTo(ours);
            }
        }
    }

    /** WKS without a single service (RFC 1035 §3.4.2 asks for none): dnsjava cannot write it. */
    private static boolean breaksDnsjava(int type, byte[] rdata) {
        return type == RecordType.WKS && rdata.length == 5;
    }

    private static String inTheirWords(int type, String text) {
        if (!NAMING_TYPES.contains(type)) {
            return text;
        }
        return Arrays.stream(text.split(" "))
                .map(DnsjavaOracleTest::inTheirWord)
                .collect(Collectors.joining(" "));
    }

    private static String inTheirWord(String word) {
        int type = RecordTypes.parse(word);
        return type >= 0 && Type.value(word, true) < 0 ? "TYPE" + type : word;
    }

    /**
     * The altitude of LOC is in centimetres (RFC 1876 §2); dnsjava takes it through a double and
     * cuts off, so it may lose one.
     */
    private static byte[] asMeant(int type, byte[] ours, byte[] theirs) {
        boolean cut =
                type == RecordType.LOC
                        && NumberField.load(ours, 12, 4) == NumberField.load(theirs, 12, 4) + 1
                        && Arrays.equals(ours, 0, 12, theirs, 0, 12);
        return cut ? ours : theirs;
    }

    private static Record read(int type, String text, String about) {
        org.xbill.DNS.Name root = org.xbill.DNS.Name.root;
        try {
            return Record.fromString(root, type, RecordClass.IN, 60, text, root);
        } catch (IOException e) {
            throw new AssertionError(about, e);
        }
    }

    private static byte[] rdata(int type, int round) {
        return new RecordGenerator(SeededGenerator.round(type, round)).rdata(type);
    }

    private static Record theirs(int type, byte[] rdata) throws IOException {
        return Record.newRecord(
                org.xbill.DNS.Name.root, type, RecordClass.IN, 60, rdata.length, rdata);
    }

    /** Uncompressed, behind the root as owner and ten bytes of type, class, TTL and length. */
    private static byte[] wire(Record theirs) {
        byte[] whole = theirs.toWire(org.xbill.DNS.Section.ANSWER);
        return Arrays.copyOfRange(whole, 11, whole.length);
    }

    private static String about(int type, int round, byte[] rdata) {
        return RecordTypes.name(type) + " round " + round + ": " + HexFormat.of().formatHex(rdata);
    }
}
