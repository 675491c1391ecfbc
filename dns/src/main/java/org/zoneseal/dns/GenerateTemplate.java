package org.zoneseal.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The text of a {@code $GENERATE} directive with its places for the counter, as BIND has it: {@code
 * $} or <code>${offset,width,base}</code>, and {@code \$} or {@code $$} for a dollar sign.
 *
 * <p>Generated entries are zone text again and read as such: no second way to make a record.
 */
final class GenerateTemplate {

    static final int WIDTH_LIMIT = 255;

    private static final String PLACE =
            "${offset,width,base} with a width up to 255 and a base of d, o, x, X, n or N";
    private static final String RANGE = "a range like 1-100 or 0-254/2";

    /** A place for the counter, behind the bytes of the text up to {@code textEnd}. */
    private record Place(int textEnd, long offset, int width, char base) {}

    final long first;
    final long last;
    final long step;
    private final byte[] text;
    private final List<Place> places;

    private GenerateTemplate(long first, long last, long step, byte[] text, List<Place> places) {
        this.first = first;
        this.last = last;
        this.step = step;
        this.text = text;
        this.places = places;
    }

    /** Reads the rest of a directive, whose name is the current token. */
    static GenerateTemplate read(ZoneScanner in) throws IOException {
        in.need(RANGE);
        int dash = indexOf(in, '-', in.start);
        int slash = indexOf(in, '/', dash);
        long first = number(in, in.start, dash);
        long last = number(in, dash + 1, slash);
        long step = slash < in.end ? number(in, slash + 1, in.end) : 1;
        if (last < first || step == 0) {
            throw in.problem(RANGE);
        }
        TextOutput template = new TextOutput(256);
        List<Place> places = new ArrayList<>();
        readEntry(in, template, places);
        return new GenerateTemplate(
                first, last, step, Arrays.copyOf(template.bytes, template.length), places);
    }

    long count() {
        return (last - first) / step + 1;
    }

    private static int indexOf(ZoneScanner in, char ascii, int from) {
        int at = from;
        while (at < in.end && in.bytes[at] != ascii) {
            at++;
        }
        return at;
    }

    private static long number(ZoneScanner in, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = in.bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > Integer.MAX_VALUE) {
                throw in.problem(RANGE);
            }
            value = value * 10 + digit;
        }
        if (from >= to || value > Integer.MAX_VALUE) {
            throw in.problem(RANGE);
        }
        return value;
    }

    /** Owner, TTL, class and type, then the record data: words, or one string that holds them. */
    private static void readEntry(ZoneScanner in, TextOutput text, List<Place> places)
            throws IOException {
        in.need("an owner name");
        if (in.quoted) {
            throw in.problem("an owner name without quotes");
        }
        addToken(in, text, places);
        do {
            in.need("a record type");
            text.put(' ');
            addToken(in, text, places);
        } while (RecordTypes.parse(in.bytes, in.start, in.end) < 0);
        in.need("record data");
        text.put(' ');
        if (!in.quoted) {
            addToken(in, text, places);
        } else {
            readQuoted(in, text, places);
        }
        while (in.next()) {
            text.put(' ');
            addQuotedToken(in, text, places);
        }
    }

    /** A first quoted string: if it is all, its content is the record data. */
    private static void readQuoted(ZoneScanner in, TextOutput text, List<Place> places)
            throws IOException {
        int before = text.length;
        addQuotedToken(in, text, places);
        if (in.next()) {
            in.pushBack();
            return;
        }
        text.bytes[before] = ' ';
        text.bytes[text.length - 1] = ' ';
    }

    private static void addQuotedToken(ZoneScanner in, TextOutput text, List<Place> places) {
        if (!in.quoted) {
            addToken(in, text, places);
            return;
        }
        text.put('"');
        addToken(in, text, places);
        text.put('"');
    }

    private static void addToken(ZoneScanner in, TextOutput text, List<Place> places) {
        byte[] bytes = in.bytes;
        int i = in.start;
        while (i < in.end) {
            byte b = bytes[i++];
            if (b == '\\' && i < in.end) {
                text.put('\\');
                text.put((char) (bytes[i++] & 0xff));
            } else if (b != '$') {
                text.put((char) (b & 0xff));
            } else if (i < in.end && bytes[i] == '$') {
                text.put("\\$");
                i++;
            } else if (i < in.end && bytes[i] == '{') {
                i = readPlace(in, i + 1, text.length, places);
            } else {
                places.add(new Place(text.length, 0, 0, 'd'));
            }
        }
    }

    /** Reads {@code offset[,width[,base]]} and the closing brace. */
    private static int readPlace(ZoneScanner in, int from, int textEnd, List<Place> places) {
        int close = indexOf(in, '}', from);
        if (close == in.end) {
            throw in.problem(PLACE);
        }
        String[] parts = ascii(in, from, close).split(",", -1);
        try {
            int offset = Integer.parseInt(parts[0]);
            int width = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            String base = parts.length > 2 ? parts[2] : "d";
            if (parts.length > 3
                    || width < 0
                    || width > WIDTH_LIMIT
                    || base.length() != 1
                    || "doxXnN".indexOf(base.charAt(0)) < 0) {
                throw in.problem(PLACE);
            }
            places.add(new Place(textEnd, offset, width, base.charAt(0)));
        } catch (NumberFormatException e) {
            throw in.problem(PLACE);
        }
        return close + 1;
    }

    private static String ascii(ZoneScanner in, int from, int to) {
        int end = Math.min(to, from + 40);
        return new String(in.bytes, from, end - from, StandardCharsets.US_ASCII);
    }

    /**
     * Writes the entry for one value of the counter.
     *
     * @throws InvalidRdataException if a number gets negative
     */
    void expand(long counter, TextOutput out) {
        int from = 0;
        for (Place place : places) {
            out.put(text, from, place.textEnd - from);
            from = place.textEnd;
            long value = counter + place.offset;
            if (value < 0) {
                throw new InvalidRdataException("the counter and its offset are below 0");
            }
            if (place.base == 'n' || place.base == 'N') {
                putNibbles(value, place.width, place.base == 'n', out);
            } else {
                putPadded(digits(value, place.base), place.width, out);
            }
        }
        out.put(text, from, text.length - from);
    }

    private static String digits(long value, char base) {
        return switch (base) {
            case 'o' -> Long.toOctalString(value);
            case 'x' -> Long.toHexString(value);
            case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
            default -> Long.toString(value);
        };
    }

    private static void putPadded(String digits, int width, TextOutput out) {
        for (int i = digits.length(); i < width; i++) {
            out.put('0');
        }
        out.put(digits);
    }

    /** Hexadecimal digits from the lowest on, dots between them; the width counts the dots too. */
    private static void putNibbles(long value, int width, boolean lower, TextOutput out) {
        byte[] digits = lower ? HexText.LOWER : HexText.UPPER;
        long rest = value;
        int left = width;
        do {
            out.put((char) digits[(int) (rest & 0xf)]);
            rest >>= 4;
            left--;
            if (rest != 0 || left > 0) {
                out.put('.');
                left--;
            }
        } while (rest != 0 || left > 0);
    }
}
