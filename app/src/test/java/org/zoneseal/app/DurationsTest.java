package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "14d, P14D",
        "1h30m, PT1H30M",
        "2w, P14D",
        "90s, PT1M30S",
        "1w2d3h4m5s, P9DT3H4M5S",
        "0s, PT0S",
        "P14D, P14D",
        "PT36H, PT36H"
    })
    void parse_unitsOrIso_isTheDuration(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "14",
                "d",
                "-1d",
                "1d1w",
                "1.5h",
                "PT-5S",
                "99999999999999999999d",
                "14D"
            })
    void parse_anythingElse_isRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("14d");
    }
}
