package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    record Sample(int keyTag, Instant validUntil, Duration timeLeft, List<String> names) {}

    @Test
    void text_ofARecord_hasDashesAndIsoTimes() {
        Sample sample =
                new Sample(
                        4711,
                        Instant.parse("2026-08-05T00:00:00Z"),
                        Duration.ofDays(1),
                        List.of("a."));
        assertThat(Json.text(sample))
                .isEqualTo(
                        """
                        {
                          "key-tag" : 4711,
                          "valid-until" : "2026-08-05T00:00:00Z",
                          "time-left" : "PT24H",
                          "names" : [
                            "a."
                          ]
                        }\
                        """);
    }
}
