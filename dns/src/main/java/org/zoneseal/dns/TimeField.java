package org.zoneseal.dns;

import java.io.IOException;

/** A time of an RRSIG: YYYYMMDDHHmmSS, or seconds since 1970 modulo 2^32 (RFC 4034 §3.2). */
final class TimeField extends Field {

    private static final int[] DAYS_BEFORE = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
    };

    private final String what;
    private final String expected;

    TimeField(String what) {
        this.what = what;
        this.expected = what + ", YYYYMMDDHHmmSS or seconds up to 4294967295";
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(expected);
        long seconds =
                in.end - in.start == 14 ? seconds(in, expected) : in.number(0xffffffffL, expected);
        return NumberField.store(seconds, 4, out, at);
    }

    private static long seconds(ZoneScanner in, String expected) {
        byte[] text = in.bytes;
        for (int i = in.start; i < in.end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw in.problem(expected);
            }
        }
        int year = pair(text, in.start) * 100 + pair(text, in.start + 2);
        int month = pair(text, in.start + 4);
        int day = pair(text, in.start + 6);
        int hour = pair(text, in.start + 8);
        int minute = pair(text, in.start + 10);
        int second = pair(text, in.start + 12);
        if (year < 1970
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(year, month)
                || hour > 23
                || minute > 59
                || second > 60) {
            throw in.problem(expected);
        }
        int past = year - 1;
        long days = past * 365L + past / 4 - past / 100 + past / 400 - 719162;
        days += DAYS_BEFORE[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
        return days * 86400 + hour * 3600L + minute * 60L + second;
    }

    private static int pair(byte[] text, int at) {
        return (text[at] - '0') * 10 + text[at + 1] - '0';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, 4, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        long seconds = NumberField.load(rdata, at, 4);
        byte[] to = out.reserve(14);
        int put = putDate((int) (seconds / 86400), to, out.length);
        int ofDay = (int) (seconds % 86400);
        put = putPair(ofDay / 3600, to, put);
        put = putPair(ofDay / 60 % 60, to, put);
        out.length = putPair(ofDay % 60, to, put);
        return at + 4;
    }

    /** Writes the date of a day counted from 1970-01-01, reckoning in years that begin in March. */
    private static int putDate(int day, byte[] to, int at) {
        int shifted = day + 719468;
        int era = shifted / 146097;
        int ofEra = shifted - era * 146097;
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * ofYear + 2) / 153;
        int dayOfMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int put = putPair(year / 100, to, at);
        put = putPair(year % 100, to, put);
        put = putPair(month, to, put);
        return putPair(dayOfMonth, to, put);
    }

    private static int putPair(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 10);
        to[at + 1] = (byte) ('0' + value % 10);
        return at + 2;
    }
}
