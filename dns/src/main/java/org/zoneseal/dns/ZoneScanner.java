package org.zoneseal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a zone file (RFC 1035 §5.1) into entries and tokens. Mutable, for one thread.
 *
 * <p>A token is two offsets into the window's bytes: {@link #start} and {@link #end}, valid until
 * the next call. Escapes are left as they are; who reads a token resolves them, so a token's bytes
 * are looked at twice and nothing is made of them in between. The zero byte behind the window is in
 * no token, so the inner loop needs one table lookup a byte and no check for the window's end.
 *
 * <p>Limits on a token and on an entry bound the memory.
 */
final class ZoneScanner extends StreamWindow {

    /** Longest token in bytes: the longest record data with each byte written as {@code \DDD}. */
    static final int TOKEN_LIMIT = 4 * 65535 + 64;

    /** Longest entry in bytes, comments inside parentheses included. */
    static final int ENTRY_LIMIT = 1 << 20;

    private static final byte WORD = 0;
    private static final byte ESCAPE = 1;
    private static final byte BLANK = 2;
    private static final byte LINE_END = 3;
    private static final byte RETURN = 4;
    private static final byte COMMENT = 5;
    private static final byte OPEN = 6;
    private static final byte CLOSE = 7;
    private static final byte QUOTE = 8;
    private static final byte CONTROL = 9;

    private static final byte[] KIND = new byte[256];

    static {
        Arrays.fill(KIND, 0, ' ', CONTROL);
        KIND[0x7f] = CONTROL;
        KIND[' '] = BLANK;
        KIND['\t'] = BLANK;
        KIND['\n'] = LINE_END;
        KIND['\r'] = RETURN;
        KIND[';'] = COMMENT;
        KIND['('] = OPEN;
        KIND[')'] = CLOSE;
        KIND['"'] = QUOTE;
        KIND['\\'] = ESCAPE;
    }

    /** First byte of the current token, behind the quote of a quoted one. */
    int start;

    /** Behind the last byte of the current token. */
    int end;

    /** Whether the current token was written in quotes. */
    boolean quoted;

    /** Whether the current entry's line begins with white space: it has the owner of the last. */
    boolean blankOwner;

    /** Completes relative names. */
    byte[] origin = {0};

    int originLength = 1;

    /** Scratch for type bitmaps: a bit for each type, all 0 between uses. */
    final byte[] typeBits = new byte[8192];

    private boolean again;
    private boolean parameters;
    private long line = 1;
    private long lineStart;
    private long entryLine = 1;
    private long entryStart;
    private int depth;
    private long openLine;
    private long openColumn;

    ZoneScanner(InputStream in) {
        super(in, 1 << 16);
    }

    /** A scanner whose buffer begins with {@code capacity} bytes. */
    ZoneScanner(InputStream in, int capacity) {
        super(in, capacity);
    }

    /** Scans a text in memory instead, as if it stood on {@code textLine}. */
    void reset(byte[] text, int length, long textLine) {
        show(text, length);
        line = textLine;
        lineStart = 0;
        entryLine = textLine;
        entryStart = 0;
        depth = 0;
        again = false;
    }

    /** Line on which the current entry begins. */
    long entryLine() {
        return entryLine;
    }

    /** Bytes taken from the stream so far. */
    long offset() {
        return base + at;
    }

    /**
     * Goes to the next line that holds an entry; what is left of the current one must have been
     * read.
     *
     * @return false at the end of the file
     */
    boolean nextEntry() throws IOException {
        again = false;
        boolean blank = false;
        while (true) {
            switch (KIND[bytes[at] & 0xff]) {
                case BLANK -> {
                    at++;
                    blank = true;
                }
                case LINE_END -> {
                    endLine();
                    blank = false;
                }
                case RETURN -> skipReturn();
                case COMMENT -> skipComment();
                case CONTROL -> {
                    if (at < limit) {
                        return beginEntry(blank);
                    }
                    boolean more = fill(at);
                    at -= moved;
                    if (!more) {
                        return false;
                    }
                }
                default -> {
                    return beginEntry(blank);
                }
            }
        }
    }

    private boolean beginEntry(boolean blank) {
        blankOwner = blank;
        entryLine = line;
        entryStart = base + at;
        start = at;
        end = at;
        return true;
    }

    /**
     * Goes to the next token of the entry.
     *
     * @return false at the entry's end
     */
    boolean next() throws IOException {
        if (again) {
            again = false;
            return true;
        }
        while (true) {
            switch (KIND[bytes[at] & 0xff]) {
                case WORD, ESCAPE -> {
                    return word();
                }
                case BLANK -> at++;
                case LINE_END -> {
                    if (depth == 0) {
                        start = at;
                        end = at;
                        return false;
                    }
                    endLine();
                    checkEntrySize();
                }
                case QUOTE -> {
                    return quotedString();
                }
                case OPEN -> open();
                case CLOSE -> close();
                case COMMENT -> skipComment();
                case RETURN -> skipReturn();
                default -> {
                    if (at < limit) {
                        throw badByte(at);
                    }
                    boolean more = fill(at);
                    at -= moved;
                    if (!more) {
                        return endOfFile();
                    }
                }
            }
        }
    }

    /** Makes {@link #next} give the current token once more. */
    void pushBack() {
        again = true;
    }

    /** Goes to the next token, which must be there. */
    void need(String expected) throws IOException {
        if (!next()) {
            throw problem("the end of the entry", expected);
        }
    }

    /**
     * Goes to the next token, which may hold a quoted part behind an equals sign, as in {@code
     * alpn="h2,h3"} (RFC 9460 §2.1).
     */
    boolean nextParameter() throws IOException {
        parameters = true;
        try {
            return next();
        } finally {
            parameters = false;
        }
    }

    private boolean word() throws IOException {
        quoted = false;
        start = at;
        int to = at;
        while (true) {
            to = behindPlain(bytes, to);
            switch (KIND[bytes[to] & 0xff]) {
                case ESCAPE -> to = behindEscape(to);
                case CONTROL -> {
                    if (to < limit) {
                        throw badByte(to);
                    }
                    checkTokenSize(to);
                    boolean more = fill(start);
                    start -= moved;
                    to -= moved;
                    if (!more) {
                        return endWord(to);
                    }
                }
                case QUOTE -> {
                    return endWord(behindQuotedValue(to));
                }
                default -> {
                    return endWord(to);
                }
            }
        }
    }

    /** The offset of the first byte that is no part of a plain word, four bytes at a time. */
    private static int behindPlain(byte[] buffer, int from) {
        int to = from;
        int last = buffer.length - 4;
        while (to <= last
                && (KIND[buffer[to] & 0xff]
                                | KIND[buffer[to + 1] & 0xff]
                                | KIND[buffer[to + 2] & 0xff]
                                | KIND[buffer[to + 3] & 0xff])
                        == WORD) {
            to += 4;
        }
        while (KIND[buffer[to] & 0xff] == WORD) {
            to++;
        }
        return to;
    }

    private boolean endWord(int to) {
        end = to;
        at = to;
        return true;
    }

    private int behindQuotedValue(int quote) throws IOException {
        if (!parameters || bytes[quote - 1] != '=') {
            start = quote;
            end = quote + 1;
            at = quote;
            throw problem("a quote inside a word", "white space in front of it, or \\\"");
        }
        return behindQuotes(quote + 1);
    }

    private boolean quotedString() throws IOException {
        start = at + 1;
        int behind = behindQuotes(start);
        quoted = true;
        end = behind - 1;
        at = behind;
        return true;
    }

    /** From behind an opening quote to behind the closing one; keeps what begins at start. */
    private int behindQuotes(int from) throws IOException {
        int to = from;
        while (true) {
            byte b = bytes[to];
            if (b == '"') {
                return checkAfterQuote(to + 1);
            } else if (b == '\\') {
                to = behindEscape(to);
            } else if (b == '\n' || (b == 0 && to < limit)) {
                end = to;
                at = to;
                throw problem(b == 0 ? "a zero byte" : "the end of the line", "the closing quote");
            } else if (b == 0) {
                checkTokenSize(to);
                boolean more = fill(start);
                start -= moved;
                to -= moved;
                if (!more) {
                    end = to;
                    at = to;
                    throw problem("the end of the file", "the closing quote");
                }
            } else {
                to++;
            }
        }
    }

    private int checkAfterQuote(int behind) throws IOException {
        int to = behind;
        if (to == limit) {
            fill(start);
            start -= moved;
            to -= moved;
        }
        byte kind = KIND[bytes[to] & 0xff];
        if (to < limit && (kind == WORD || kind == ESCAPE)) {
            start = to;
            end = to + 1;
            at = to;
            throw problem("text right behind a closing quote", "white space");
        }
        return to;
    }

    /** From a backslash to behind the byte that it escapes, or its first digit. */
    private int behindEscape(int backslash) throws IOException {
        int to = backslash + 1;
        if (to == limit) {
            boolean more = fill(start);
            start -= moved;
            to -= moved;
            if (!more) {
                end = to;
                at = to;
                throw problem("a backslash at the end of the file", "the byte that it escapes");
            }
        }
        if (bytes[to] == '\n' || bytes[to] == '\r') {
            start = to - 1;
            end = to;
            at = to;
            throw problem("a backslash at the end of the line", "the byte that it escapes");
        }
        return to + 1;
    }

    private void open() {
        if (depth == 0) {
            openLine = line;
            openColumn = column(at);
        }
        depth++;
        at++;
    }

    private void close() {
        if (depth == 0) {
            start = at;
            end = ++at;
            throw problem("\")\"", "a \"(\" in front of it");
        }
        depth--;
        at++;
    }

    private boolean endOfFile() {
        start = at;
        end = at;
        if (depth > 0) {
            depth = 0;
            throw new EntryProblem(
                    openLine, openColumn, "\"(\" that is never closed", "\")\" before the end");
        }
        return false;
    }

    private void endLine() {
        at++;
        line++;
        lineStart = base + at;
    }

    private void skipReturn() throws IOException {
        if (at + 1 == limit) {
            fill(at);
            at -= moved;
        }
        if (bytes[at + 1] != '\n' && at + 1 < limit) {
            start = at;
            end = ++at;
            throw problem("a carriage return inside a line", "it only in front of a line feed");
        }
        at++;
    }

    private void skipComment() throws IOException {
        while (true) {
            byte[] buffer = bytes;
            int to = at;
            while (buffer[to] != '\n' && buffer[to] != 0) {
                to++;
            }
            at = to;
            if (buffer[to] == '\n') {
                return;
            }
            if (to < limit) {
                at++;
                continue;
            }
            if (depth > 0) {
                checkEntrySize();
            }
            boolean more = fill(at);
            at -= moved;
            if (!more) {
                return;
            }
        }
    }

    /**
     * Leaves the current entry after a problem: behind its last line, or, inside parentheses, at a
     * line that looks like the beginning of another entry. (A parenthesis left open would swallow
     * the rest of the file.)
     */
    void skipEntry() throws IOException {
        again = false;
        while (skipToLineEnd()) {
            if (depth <= 0) {
                depth = 0;
                return;
            }
            endLine();
            if (at == limit) {
                fill(at);
                at -= moved;
            }
            byte kind = KIND[bytes[at] & 0xff];
            if (kind == WORD || kind == ESCAPE) {
                depth = 0;
                return;
            }
        }
        depth = 0;
    }

    /** To the line's end, counting parentheses; false at the end of the file. */
    private boolean skipToLineEnd() throws IOException {
        boolean inQuotes = false;
        boolean inComment = false;
        while (true) {
            byte b = bytes[at];
            if (b == '\n') {
                return true;
            }
            if (b == 0 && at == limit) {
                boolean more = fill(at);
                at -= moved;
                if (!more) {
                    return false;
                }
                continue;
            }
            if (inComment) {
                at++;
                continue;
            }
            if (b == '"') {
                inQuotes = !inQuotes;
            } else if (b == '\\') {
                skipBackslash();
            } else if (!inQuotes) {
                inComment = b == ';';
                depth += b == '(' ? 1 : b == ')' ? -1 : 0;
            }
            at++;
        }
    }

    /** To the byte behind a backslash, if there is one on the line; else to the backslash. */
    private void skipBackslash() throws IOException {
        if (at + 1 == limit) {
            fill(at);
            at -= moved;
        }
        if (at + 1 < limit && bytes[at + 1] != '\n') {
            at++;
        }
    }

    private void checkEntrySize() {
        if (base + at - entryStart > ENTRY_LIMIT) {
            depth = 0;
            throw new EntryProblem(
                    openLine,
                    openColumn,
                    "an entry of more than " + ENTRY_LIMIT + " bytes",
                    "\")\" before that");
        }
    }

    private void checkTokenSize(int to) {
        if (to - start > TOKEN_LIMIT) {
            end = to;
            at = to;
            throw problem("a word of more than " + TOKEN_LIMIT + " bytes", "a shorter one");
        }
    }

    private long column(int offset) {
        return base + offset - lineStart + 1;
    }

    private EntryProblem badByte(int where) {
        start = where;
        end = where + 1;
        at = where + 1;
        return problem("the control byte " + (bytes[where] & 0xff), "text; write it as \\DDD");
    }

    /** A problem with the current token. */
    EntryProblem problem(String expected) {
        return problem(shown(), expected);
    }

    /** A problem at the current token, with other words for what was found. */
    EntryProblem problem(String found, String expected) {
        return new EntryProblem(line, column(start), found, expected);
    }

    private String shown() {
        int to = Math.min(end, start + 60);
        StringBuilder text = new StringBuilder("\"");
        for (int i = start; i < to; i++) {
            int b = bytes[i] & 0xff;
            if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append('\\').append((char) ('0' + b / 100));
                text.append((char) ('0' + b / 10 % 10)).append((char) ('0' + b % 10));
            }
        }
        return text.append(to < end ? "…\"" : "\"").toString();
    }

    /** Whether the current token is this one byte. */
    boolean isOnly(char ascii) {
        return end - start == 1 && bytes[start] == ascii && !quoted;
    }

    /** The current token as a decimal number of at most {@code max}, itself at most 10^18. */
    long number(long max, String expected) {
        long value = 0;
        if (start == end) {
            throw problem(expected);
        }
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 10 - 1) {
                throw problem(expected);
            }
            value = value * 10 + digit;
            if (value > max) {
                throw problem(expected);
            }
        }
        return value;
    }
}
