package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixSortTest {

    @ParameterizedTest
    @CsvSource({
        "0, random",
        "1, random",
        "2, reversed",
        "24, reversed",
        "25, random",
        "127, organPipe",
        "20000, random",
        "20000, equal",
        "20000, sorted",
        "20000, reversed",
        "20000, organPipe",
        "20000, sawtooth",
        "20000, fewValues",
        "20000, killer",
        "100000, random"
    })
    void sort_anyInput_ordersByPrefixKeyAndPlace(int count, String shape) {
        IntUnaryOperator values = values(shape, count);
        int[] keys = new int[count];
        long[] prefixes = new long[count];
        long[] places = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = values.applyAsInt(i);
            // Half of all comparisons have to look at the whole key; the top bit counts.
            prefixes[i] = (long) (keys[i] / 16) << 40 | (keys[i] % 32 >= 16 ? Long.MIN_VALUE : 0);
            places[i] = i;
        }
        long[] prefixesBefore = prefixes.clone();
        new PrefixSort((a, b) -> Integer.compare(keys[(int) a], keys[(int) b]), prefixes, places)
                .sort(count);
        for (int i = 1; i < count; i++) {
            int before = (int) places[i - 1];
            int at = (int) places[i];
            int order = Long.compareUnsigned(prefixesBefore[before], prefixesBefore[at]);
            order = order == 0 ? Integer.compare(keys[before], keys[at]) : order;
            assertThat(order < 0 || order == 0 && before < at).isTrue();
            assertThat(prefixes[i]).isEqualTo(prefixesBefore[at]);
        }
        Arrays.sort(places);
        for (int i = 0; i < count; i++) {
            assertThat(places[i]).isEqualTo(i);
        }
    }

    private static IntUnaryOperator values(String shape, int count) {
        Random random = new Random(count);
        return switch (shape) {
            case "random" -> i -> random.nextInt(1 << 20);
            case "equal" -> i -> 17;
            case "sorted" -> i -> i;
            case "reversed" -> i -> count - i;
            case "organPipe" -> i -> Math.min(i, count - i);
            case "sawtooth" -> i -> i % 100;
            case "fewValues" -> i -> random.nextInt(3);
            // The pattern that makes a median of three quadratic.
            case "killer" -> i -> i % 2 == 0 ? i / 2 : count / 2 + i / 2;
            default -> throw new IllegalArgumentException(shape);
        };
    }
}
