package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;

class SigningTimesTest {

    private static final long AT = 1_790_000_000L;

    @Test
    void expiration_withJitter_isEarlierByNoMoreAndTheSameEachTime() {
        SigningTimes times = new SigningTimes(AT, 3600, 14 * 86400, 14 * 86400, 6 * 3600, 0);
        Set<Long> all = new HashSet<>();
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] owner = Name.parse("host" + i + ".zone.test.").toWire();
            long expiration = times.expiration(owner, 0, owner.length, 1);
            assertThat(times.expiration(owner, 0, owner.length, 1)).isEqualTo(expiration);
            all.add(expiration);
            lowest = Math.min(lowest, expiration);
            highest = Math.max(highest, expiration);
        }
        long end = AT + 14 * 86400;
        assertThat(lowest).isBetween(end - 6 * 3600, end - 6 * 3600 + 60);
        assertThat(highest).isBetween(end - 60, end);
        assertThat(all).hasSizeGreaterThan(4000);
    }

    @Test
    void expiration_withoutJitter_isTheValidity() {
        SigningTimes times = new SigningTimes(AT, 3600, 100, 200, 0, 0);
        assertThat(times.expiration(new byte[1], 0, 1, 1)).isEqualTo(AT + 100);
        assertThat(times.dnskeyExpiration()).isEqualTo(AT + 200);
        assertThat(times.inception()).isEqualTo(AT - 3600);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 100, 0",
        "0, 100, 0, 0",
        "-1, 100, 100, 0",
        "0, 100, 100, 100",
        "0, 100, 100, -1",
        "3600, 2147483647, 100, 0",
        "0, 100, 2147483648, 0"
    })
    void times_thatMakeNoSense_areRefused(
            long offset, long validity, long dnskeyValidity, long jitter) {
        assertThatThrownBy(() -> new SigningTimes(AT, offset, validity, dnskeyValidity, jitter, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
