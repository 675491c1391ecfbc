package org.zoneseal.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {

    private static final int ROUNDS = 20_000;

    /** The order that RFC 4034 §6.1 gives as its example. */
    private static final List<String> RFC_ORDER =
            List.of(
                    "example.",
                    "a.example.",
                    "yljkjljk.a.example.",
                    "Z.a.example.",
                    "zABC.a.EXAMPLE.",
                    "z.example.",
                    "\\001.z.example.",
                    "*.z.example.",
                    "\\200.z.example.");

    @Test
    void order_exampleOfTheRfc_isKept() {
        List<Name> names = new ArrayList<>(RFC_ORDER.stream().map(Name::parse).toList());
        Collections.shuffle(names, new java.util.Random(1));
        Collections.sort(names);
        assertThat(names).map(Name::toString).containsExactlyElementsOf(RFC_ORDER);
    }

    @Test
    void order_generatedNames_isThatOfTheLabelsFromTheRight() {
        for (int round = 0; round < ROUNDS; round++) {
            SeededGenerator generator = SeededGenerator.round(1, round);
            Name left = generator.name();
            Name right =
                    generator.onceIn(2)
                            ? generator.nameBelow(left, generator.below(3))
                            : generator.name();
            int expected = byLabels().compare(left, right);
            assertThat(Integer.signum(left.compareTo(right)))
                    .as("round %d: %s against %s", round, left, right)
                    .isEqualTo(Integer.signum(expected));
            assertThat(Integer.signum(compareKeys(left, right)))
                    .as("keys, round %d: %s against %s", round, left, right)
                    .isEqualTo(Integer.signum(expected));
            assertThat(left.equals(right)).isEqualTo(expected == 0);
        }
    }

    @Test
    void order_generatedNames_isThatOfDnsjava() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SeededGenerator generator = SeededGenerator.round(2, round);
            Name left = generator.name();
            Name right = generator.nameBelow(left.isRoot() ? left : left.parent(), 2);
            int theirs =
                    new org.xbill.DNS.Name(left.toWire())
                            .compareTo(new org.xbill.DNS.Name(right.toWire()));
            assertThat(Integer.signum(left.compareTo(right))).isEqualTo(Integer.signum(theirs));
        }
    }

    @Test
    void text_generatedNames_comesBackAsGiven() {
        for (int round = 0; round < ROUNDS; round++) {
            Name name = SeededGenerator.round(3, round).name();
            assertThat(Name.parse(name.toString()).toWire())
                    .as("round %d: %s", round, name)
                    .isEqualTo(name.toWire());
        }
    }

    @Test
    void text_generatedNames_dnsjavaReadsTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Name name = SeededGenerator.round(4, round).name();
            var theirs = org.xbill.DNS.Name.fromString(name.toString());
            assertThat(theirs.toWire()).as(name.toString()).isEqualTo(name.toWire());
            assertThat(Name.parse(theirs.toString()).toWire()).isEqualTo(name.toWire());
        }
    }

    @Test
    void key_generatedNames_decodesToTheLowerCaseName() {
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        for (int round = 0; round < ROUNDS; round++) {
            SeededGenerator generator = SeededGenerator.round(5, round);
            Name apex = generator.nameBelow(Name.ROOT, generator.below(4));
            Name name = generator.recase(generator.nameBelow(apex, generator.below(5)));
            int keyLength = CanonicalKey.encodeBelow(name.toWire(), 0, apex.wireLength(), key, 0);
            int length = CanonicalKey.decode(key, 0, keyLength, apex.toCanonicalWire(), wire, 0);
            assertThat(Arrays.copyOf(wire, length)).isEqualTo(name.toCanonicalWire());
            assertThat(CanonicalKey.labelCount(key, 0, keyLength))
                    .isEqualTo(name.labelCount() - apex.labelCount());
        }
    }

    @Test
    void key_parent_isAPrefixOfTheChilds() {
        byte[] parentKey = new byte[CanonicalKey.MAX_LENGTH];
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        for (int round = 0; round < ROUNDS; round++) {
            Name name = SeededGenerator.round(6, round).name();
            if (name.isRoot()) {
                continue;
            }
            int length = CanonicalKey.encode(name.toWire(), 0, key, 0);
            int parent = CanonicalKey.encode(name.parent().toWire(), 0, parentKey, 0);
            assertThat(CanonicalKey.parentLength(key, 0, length)).isEqualTo(parent);
            assertThat(Arrays.copyOf(key, parent)).isEqualTo(Arrays.copyOf(parentKey, parent));
        }
    }

    @Test
    void key_everyByteEscapedInTheLongestName_fitsItsLimit() {
        Name name = Name.ROOT;
        for (int i = 0; i < 3; i++) {
            name = name.child(new byte[63]);
        }
        name = name.child(new byte[61]);
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        assertThat(name.wireLength()).isEqualTo(255);
        assertThat(CanonicalKey.encode(name.toWire(), 0, key, 0)).isLessThanOrEqualTo(510);
    }

    @Test
    void key_offsetsInsideBuffers_areKept() {
        byte[] wire = new byte[30];
        int end = Name.parse("B.a.").writeTo(wire, 7);
        byte[] key = new byte[40];
        int length = CanonicalKey.encode(wire, 7, key, 11);
        assertThat(end).isEqualTo(12);
        assertThat(Arrays.copyOfRange(key, 11, 11 + length)).containsExactly('a', 0, 'b', 0);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                ". | 00",
                "a. | 016100",
                "a | 016100",
                "A.b. | 0141016200",
                "\\065. | 014100",
                "\\.. | 012e00",
                "\\\\.x. | 015c017800",
                "a\\000b. | 0361006200",
                "\\255. | 01ff00",
                "\\@. | 014000",
                "\\ . | 012000",
                "*.a. | 012a016100",
            },
            delimiter = '|')
    void text_escapes_areRead(String text, String hex) {
        assertThat(Name.parse(text).toWire()).isEqualTo(java.util.HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                ".a.",
                "a..b.",
                "a..",
                "\\",
                "a\\",
                "\\1",
                "\\12",
                "\\12a.",
                "\\256.",
                "\\999.",
                "@",
                "b\u00fccher.example.",
                "\u4e2d.example."
            })
    void text_noName_isRefused(String text) {
        assertThatThrownBy(() -> Name.parse(text)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void label_of63_isTaken_of64_refused() {
        assertThat(Name.parse("a".repeat(63)).labelCount()).isEqualTo(1);
        assertThatThrownBy(() -> Name.parse("a".repeat(64)))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContaining("64");
        assertThat(Name.parse("\\097".repeat(63)).wireLength()).isEqualTo(65);
        assertThatThrownBy(() -> Name.parse("\\097".repeat(64)))
                .isInstanceOf(InvalidNameException.class);
    }

    @Test
    void name_of255_isTaken_of256_refused() {
        String label = "a".repeat(63) + ".";
        String longest = label.repeat(3) + "a".repeat(61);
        assertThat(Name.parse(longest).wireLength()).isEqualTo(255);
        assertThat(Name.parse(longest + ".").wireLength()).isEqualTo(255);
        assertThatThrownBy(() -> Name.parse(longest + "a"))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> Name.parse(longest + "a."))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> Name.parse("a.".repeat(128)))
                .isInstanceOf(InvalidNameException.class);
        assertThat(Name.parse("a.".repeat(127)).wireLength()).isEqualTo(255);
        assertThatThrownBy(() -> Name.parse(longest).child(new byte[] {'a'}))
                .isInstanceOf(InvalidNameException.class);
    }

    @Test
    void text_relative_isCompletedWithTheOrigin() {
        Name origin = Name.parse("example.com.");
        byte[] out = new byte[255];
        assertThat(parse("www", origin, out)).isEqualTo("www.example.com.");
        assertThat(parse("@", origin, out)).isEqualTo("example.com.");
        assertThat(parse("\\@", origin, out)).isEqualTo("\\@.example.com.");
        assertThat(parse(".", origin, out)).isEqualTo(".");
        assertThat(parse("www.", origin, out)).isEqualTo("www.");
        assertThatThrownBy(
                        () -> parse(("a".repeat(63) + ".").repeat(3) + "a".repeat(60), origin, out))
                .isInstanceOf(InvalidNameException.class);
    }

    private static String parse(String text, Name origin, byte[] out) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        NameText.parse(bytes, 0, bytes.length, origin, out);
        return NameText.format(out, 0);
    }

    @Test
    void text_longestOfEscapes_fitsItsLimit() {
        Name name = SeededGenerator.round(7, 0).longNameBelow(Name.ROOT);
        byte[] out = new byte[NameText.MAX_TEXT_LENGTH];
        assertThat(NameText.format(name.toWire(), 0, out, 0)).isLessThanOrEqualTo(out.length);
        byte[] binary = new byte[63];
        Name escaped = Name.ROOT.child(binary).child(binary).child(binary).child(new byte[61]);
        assertThat(NameText.format(escaped.toWire(), 0, out, 0)).isEqualTo(250 * 4 + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0361", "40", "c00c", "016101", "ff"})
    void wire_broken_isRefused(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Name.fromWire(bytes, 0)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void wire_256Bytes_isRefused() {
        byte[] wire = new byte[256];
        for (int i = 0; i < 254; i += 2) {
            wire[i] = 1;
        }
        wire[254] = 0;
        assertThat(Name.fromWire(wire, 0).wireLength()).isEqualTo(255);
        wire[252] = 2;
        wire[254] = 'a';
        assertThatThrownBy(() -> Name.fromWire(wire, 0)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void family_generatedNames_holdsTogether() {
        for (int round = 0; round < ROUNDS; round++) {
            SeededGenerator generator = SeededGenerator.round(8, round);
            Name apex = generator.name();
            Name below = generator.nameBelow(apex, 1 + generator.below(3));
            assertThat(generator.recase(below).isAtOrBelow(apex)).isTrue();
            assertThat(apex.isAtOrBelow(generator.recase(apex))).isTrue();
            assertThat(apex.isAtOrBelow(below)).isEqualTo(apex.equals(below));
            if (!below.equals(apex)) {
                byte[] wire = below.toWire();
                byte[] label = Arrays.copyOfRange(wire, 1, 1 + wire[0]);
                assertThat(below.parent().child(label)).isEqualTo(below);
            }
        }
    }

    @Test
    void below_suffixInsideALabel_isNotBelow() {
        Name apex = Name.parse("b.");
        Name tricky = Name.parse("x\\001b.");
        assertThat(tricky.isAtOrBelow(apex)).isFalse();
        assertThat(Name.parse("ab.").isAtOrBelow(apex)).isFalse();
    }

    @Test
    void equality_caseDiffers_isEqual() {
        for (int round = 0; round < 2000; round++) {
            SeededGenerator generator = SeededGenerator.round(9, round);
            Name name = generator.name();
            Name other = generator.recase(name);
            assertThat(other).isEqualTo(name).hasSameHashCodeAs(name);
            assertThat(other.compareTo(name)).isZero();
        }
        assertThat(Name.parse("[.")).isNotEqualTo(Name.parse("{."));
        assertThat(Name.parse("@a.")).isNotEqualTo(Name.parse("`a."));
        assertThat(Name.parse("\\193.")).isNotEqualTo(Name.parse("\\225."));
    }

    @Test
    void wildcard_onlyALoneAsteriskLabel_isOne() {
        assertThat(Name.parse("*.a.").isWildcard()).isTrue();
        assertThat(Name.parse("*.").isWildcard()).isTrue();
        assertThat(Name.parse("**.a.").isWildcard()).isFalse();
        assertThat(Name.parse("a.*.").isWildcard()).isFalse();
        assertThat(Name.ROOT.isWildcard()).isFalse();
    }

    @Test
    void root_hasNoParent() {
        assertThatThrownBy(Name.ROOT::parent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void upperCase_isFoundAndLowered() {
        byte[] wire = Name.parse("aBc.").toWire();
        assertThat(WireNames.hasUpperCase(wire, 0, wire.length)).isTrue();
        WireNames.toLowerCase(wire, 0, wire.length);
        assertThat(WireNames.hasUpperCase(wire, 0, wire.length)).isFalse();
        assertThat(NameText.format(wire, 0)).isEqualTo("abc.");
    }

    private static int compareKeys(Name left, Name right) {
        byte[] mine = new byte[CanonicalKey.MAX_LENGTH];
        byte[] theirs = new byte[CanonicalKey.MAX_LENGTH];
        int mineLength = CanonicalKey.encode(left.toWire(), 0, mine, 0);
        int theirsLength = CanonicalKey.encode(right.toWire(), 0, theirs, 0);
        return Arrays.compareUnsigned(mine, 0, mineLength, theirs, 0, theirsLength);
    }

    /** The order read straight off RFC 4034 §6.1, as slow and plain as can be. */
    private static Comparator<Name> byLabels() {
        return (left, right) -> {
            List<String> mine = labels(left).reversed();
            List<String> theirs = labels(right).reversed();
            for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
                int order = mine.get(i).compareTo(theirs.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return mine.size() - theirs.size();
        };
    }

    /** Latin-1 strings compare as their bytes do; lower-casing is by hand, for ASCII alone. */
    private static List<String> labels(Name name) {
        List<String> labels = new ArrayList<>();
        byte[] wire = name.toWire();
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            StringBuilder label = new StringBuilder();
            for (char c : new String(wire, at + 1, wire[at], ISO_8859_1).toCharArray()) {
                label.append(c < 0x80 ? String.valueOf(c).toLowerCase(Locale.ROOT) : c);
            }
            labels.add(label.toString());
        }
        return labels;
    }
}
