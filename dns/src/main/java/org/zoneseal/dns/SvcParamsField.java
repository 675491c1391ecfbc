package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;

/**
 * The parameters of an SVCB or HTTPS record (RFC 9460 §2.1, §2.2): in text {@code key=value} in any
 * order, in wire form ascending by key.
 *
 * <p>What makes a record inconsistent in itself (§2.4.3, §8: a mandatory key that is missing,
 * {@code no-default-alpn} without {@code alpn}) is refused like what makes it malformed: no client
 * would use it.
 */
final class SvcParamsField extends Field {

    private static final int HEADER = 4;
    private static final int INVALID_KEY = 65535;

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        long[] places = new long[8];
        int count = 0;
        int put = at;
        while (in.nextParameter()) {
            room(in, put, HEADER);
            int behind = readParameter(in, out, put);
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
            }
            places[count++] = NumberField.load(out, put, 2) << 32 | put - at;
            put = behind;
        }
        sort(in, Arrays.copyOf(places, count), out, at, put);
        checkConsistency(in, out, at, put);
        return put;
    }

    private static int readParameter(ZoneScanner in, byte[] out, int at) {
        byte[] text = in.bytes;
        int equals = in.start;
        while (equals < in.end && text[equals] != '=') {
            equals++;
        }
        int key = in.quoted ? -1 : SvcParam.key(text, in.start, equals);
        if (key < 0 || key == INVALID_KEY) {
            throw in.problem("a parameter like alpn=h2, or keyNNN=…");
        }
        boolean named = text[in.start] != 'k' && text[in.start] != 'K';
        SvcParam param = named ? SvcParam.of(key) : SvcParam.OPAQUE;
        int from = Math.min(equals + 1, in.end);
        int to = in.end;
        if (from < to && text[from] == '"') {
            from++;
            to--;
        }
        int value = at + HEADER;
        int behind = param.read(in, from, to, out, value);
        if (behind - value > RecordForm.MAX_LENGTH) {
            throw in.problem("a value of more than 65535 bytes", "less");
        }
        NumberField.store(key, 2, out, at);
        NumberField.store(behind - value, 2, out, at + 2);
        checkGiven(in, key, named, out, value, behind);
        return behind;
    }

    private static void checkGiven(
            ZoneScanner in, int key, boolean named, byte[] out, int value, int behind) {
        if (named) {
            return;
        }
        try {
            SvcParam.of(key).check(out, value, behind);
        } catch (InvalidRdataException e) {
            throw in.problem("a value that fits the key: " + e.getMessage());
        }
    }

    /** Brings the parameters into the order of their keys; they mostly are in it. */
    private static void sort(ZoneScanner in, long[] places, byte[] out, int at, int end) {
        long[] sorted = places.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] >>> 32 == sorted[i - 1] >>> 32) {
                throw in.problem(
                        "the key " + SvcParam.name((int) (sorted[i] >>> 32)) + " twice", "it once");
            }
        }
        if (Arrays.equals(sorted, places)) {
            return;
        }
        byte[] given = Arrays.copyOfRange(out, at, end);
        int put = at;
        for (long place : sorted) {
            int from = (int) place;
            int length = HEADER + (int) NumberField.load(given, from + 2, 2);
            System.arraycopy(given, from, out, put, length);
            put += length;
        }
    }

    private static void checkConsistency(ZoneScanner in, byte[] out, int at, int end) {
        try {
            checkAll(out, at, end);
        } catch (InvalidRdataException e) {
            throw in.problem("parameters that go together: " + e.getMessage());
        }
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        checkAll(rdata, at, end);
        return end;
    }

    private static void checkAll(byte[] rdata, int at, int end) {
        int last = -1;
        int mandatory = -1;
        boolean alpn = false;
        boolean noDefaultAlpn = false;
        for (int i = at; i < end; ) {
            int from = fixed(i, HEADER, end, "a service parameter");
            int key = (int) NumberField.load(rdata, i, 2);
            int behind =
                    fixed(
                            from,
                            (int) NumberField.load(rdata, i + 2, 2),
                            end,
                            "a service parameter");
            if (key <= last) {
                throw new InvalidRdataException("the keys of the parameters do not ascend");
            }
            SvcParam.of(key).check(rdata, from, behind);
            mandatory = key == SvcParam.MANDATORY ? i : mandatory;
            alpn |= key == SvcParam.ALPN;
            noDefaultAlpn |= key == SvcParam.NO_DEFAULT_ALPN;
            last = key;
            i = behind;
        }
        if (noDefaultAlpn && !alpn) {
            throw new InvalidRdataException("no-default-alpn without alpn");
        }
        if (mandatory >= 0) {
            checkMandatory(rdata, mandatory, end);
        }
    }

    /** Walks the ascending list of mandatory keys and the ascending parameters side by side. */
    private static void checkMandatory(byte[] rdata, int at, int end) {
        int listEnd = at + HEADER + (int) NumberField.load(rdata, at + 2, 2);
        int param = listEnd;
        for (int i = at + HEADER; i < listEnd; i += 2) {
            int wanted = (int) NumberField.load(rdata, i, 2);
            while (param < end && NumberField.load(rdata, param, 2) < wanted) {
                param += HEADER + (int) NumberField.load(rdata, param + 2, 2);
            }
            if (param >= end || NumberField.load(rdata, param, 2) != wanted) {
                throw new InvalidRdataException(
                        "the mandatory key " + SvcParam.name(wanted) + " is missing");
            }
        }
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        for (int i = at; i < end; ) {
            int key = (int) NumberField.load(rdata, i, 2);
            int behind = i + HEADER + (int) NumberField.load(rdata, i + 2, 2);
            if (key == INVALID_KEY) {
                return NO_TEXT;
            }
            if (i > at) {
                out.put(' ');
            }
            out.put(SvcParam.name(key));
            if (behind > i + HEADER) {
                out.put('=');
                SvcParam.of(key).write(rdata, i + HEADER, behind, out);
            }
            i = behind;
        }
        return end;
    }

    @Override
    boolean mayBeAbsent() {
        return true;
    }
}
