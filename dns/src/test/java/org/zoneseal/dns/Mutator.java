package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Changes inputs a little, again and again, as a seed says. */
final class Mutator {

    private static final int MAX_LENGTH = 4000;

    private static final List<String> WORDS =
            List.of(
                    "\\",
                    "\\000",
                    "\\255",
                    "\\256",
                    "\\#",
                    "\"",
                    "(",
                    ")",
                    ";",
                    "@",
                    "*",
                    ".",
                    "..",
                    "\n",
                    "\r\n",
                    "\t",
                    " ",
                    "$ORIGIN ",
                    "$TTL ",
                    "$INCLUDE ",
                    "$GENERATE 1-3 ",
                    "${0,3,x}",
                    "IN",
                    "CH",
                    "A",
                    "TYPE65280",
                    "SOA",
                    "-",
                    "0",
                    "4294967295",
                    "65536",
                    "1w2d",
                    "key7=",
                    "alpn=",
                    "=\"",
                    "::",
                    "1.2.3.4",
                    "xn--",
                    "\0",
                    "\u00c0\f",
                    "\u00ff\u00ff");

    private final SeededGenerator generator;

    Mutator(SeededGenerator generator) {
        this.generator = generator;
    }

    /** One to eight changes. */
    byte[] mutate(byte[] input, List<byte[]> others) {
        byte[] mutant = input;
        for (int i = generator.between(1, 8); i > 0; i--) {
            mutant = mutateOnce(mutant, others);
        }
        return mutant;
    }

    private byte[] mutateOnce(byte[] input, List<byte[]> others) {
        int at = generator.between(0, input.length);
        int end = generator.between(at, Math.min(input.length, at + 16));
        return switch (generator.below(8)) {
            case 0 -> splice(input, at, end, new byte[0]);
            case 1 -> splice(input, at, at, generator.bytes(generator.between(1, 4)));
            case 2 -> splice(input, at, at, word());
            case 3 -> splice(input, at, end, word());
            case 4 -> splice(input, at, at, Arrays.copyOfRange(input, at, end));
            case 5 -> splice(input, at, end, part(others.get(generator.below(others.size()))));
            case 6 -> flip(input);
            default -> step(input);
        };
    }

    private byte[] word() {
        return WORDS.get(generator.below(WORDS.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] part(byte[] of) {
        int from = generator.between(0, of.length);
        return Arrays.copyOfRange(of, from, generator.between(from, of.length));
    }

    private byte[] flip(byte[] input) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[generator.below(copy.length)] ^= (byte) (1 << generator.below(8));
        }
        return copy;
    }

    private byte[] step(byte[] input) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[generator.below(copy.length)] += (byte) (generator.onceIn(2) ? 1 : -1);
        }
        return copy;
    }

    private static byte[] splice(byte[] input, int at, int end, byte[] with) {
        int length = input.length - (end - at) + with.length;
        byte[] whole = new byte[length];
        System.arraycopy(input, 0, whole, 0, at);
        System.arraycopy(with, 0, whole, at, with.length);
        System.arraycopy(input, end, whole, at + with.length, input.length - end);
        return length > MAX_LENGTH ? Arrays.copyOf(whole, MAX_LENGTH) : whole;
    }
}
