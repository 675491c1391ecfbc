package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialPolicyTest {

    private static final long AT = Instant.parse("2026-11-22T13:00:00Z").getEpochSecond();

    @ParameterizedTest
    @CsvSource({
        "KEEP, 7, 7",
        "INCREMENT, 7, 8",
        "INCREMENT, 4294967295, 0",
        "UNIXTIME, 7, 1795352400",
        "UNIXTIME, 1795352400, 1795352401",
        "UNIXTIME, 1795352500, 1795352501",
        // Ahead by more than half the circle: the time comes after it (RFC 1982 section 3.2).
        "UNIXTIME, 4294967295, 1795352400",
        "UNIXTIME, 3942836049, 1795352400",
        // Exactly half the circle apart is neither before nor after.
        "UNIXTIME, 3942836048, 3942836049",
        "DATE, 7, 2026112200",
        "DATE, 2026112200, 2026112201",
        "DATE, 2026112299, 2026112300",
        "DATE, 2026120100, 2026120101",
        "DATE, 4294967295, 2026112200"
    })
    void next_fromTheCurrentSerial_comesAfterIt(SerialPolicy policy, long current, long next) {
        assertThat(policy.next(current, AT)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, true",
        "0, 1, false",
        "0, 0, false",
        "0, 4294967295, true",
        "4294967295, 0, false",
        "2147483647, 0, true",
        "2147483648, 0, false",
        "0, 2147483648, false",
        "2147483649, 0, false",
        "0, 2147483649, true"
    })
    void isAfter_aroundTheCircle_isThatOfRfc1982(long serial, long other, boolean after) {
        assertThat(SerialPolicy.isAfter(serial, other)).isEqualTo(after);
    }
}
