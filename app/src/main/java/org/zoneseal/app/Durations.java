package org.zoneseal.app;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as the command line takes them: ISO 8601 ({@code P14D}, {@code PT1H30M}) or numbers
 * with units from weeks to seconds ({@code 14d}, {@code 1h30m}).
 */
public final class Durations implements ITypeConverter<Duration> {

    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final long[] SECONDS = {604_800, 86_400, 3_600, 60, 1};

    @Override
    public Duration convert(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /**
     * Reads a duration, zero or more.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parse(String text) {
        Matcher units = UNITS.matcher(text);
        if (!text.isEmpty() && units.matches()) {
            return ofUnits(units, text);
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static Duration ofUnits(Matcher units, String text) {
        try {
            Duration sum = Duration.ZERO;
            for (int i = 0; i < SECONDS.length; i++) {
                String number = units.group(i + 1);
                if (number != null) {
                    long part = Math.multiplyExact(Long.parseLong(number), SECONDS[i]);
                    sum = sum.plusSeconds(part);
                }
            }
            return sum;
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(text, e);
        }
    }

    private static IllegalArgumentException refused(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + text + "' is no duration; write it like 14d, 1h30m or PT36H", cause);
    }

    /** Reads an ISO 8601 instant: {@code 2026-08-05T00:00:00Z}. */
    public static final class Instants implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no time; write it like 2026-08-05T00:00:00Z");
            }
        }
    }
}
