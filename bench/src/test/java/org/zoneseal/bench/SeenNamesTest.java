package org.zoneseal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeenNamesTest {

    @Test
    void add_sameNameTwice_isNoticed() {
        SeenNames names = new SeenNames(10);
        assertThat(names.add("abc-def123")).isTrue();
        assertThat(names.add("abc-def124")).isTrue();
        assertThat(names.add("abc-def123")).isFalse();
        assertThat(names.size()).isEqualTo(2);
    }

    @Test
    void add_namesThatDifferInTheirTails_areDifferent() {
        SeenNames names = new SeenNames(10);
        assertThat(names.add("abcdefghijklm")).isTrue();
        assertThat(names.add("abcdefghijkln")).isTrue();
        assertThat(names.add("abcdefghijkl")).isTrue();
        assertThat(names.add("abcdefghijkln")).isFalse();
    }

    @Test
    void add_longerThanItHolds_isRefused() {
        assertThatThrownBy(() -> new SeenNames(10).add("a".repeat(25)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
