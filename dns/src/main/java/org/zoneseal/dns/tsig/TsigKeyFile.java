package org.zoneseal.dns.tsig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;

/**
 * Reads files of TSIG keys as {@code tsig-keygen} writes them.
 *
 * <pre>{@code
 * key "xfr.example." {
 *     algorithm hmac-sha256;     // hmac-sha256-128: MACs cut to 128 bits are taken too
 *     secret "c2VjcmV0…";
 * };
 * }</pre>
 *
 * <p>Comments are those of such files: {@code //}, {@code #} and between {@code /*} and {@code *}
 * {@code /}. Secrets stay bytes, and the file's bytes are overwritten when they are read. Errors
 * name the file and the line and nothing that might be a secret.
 */
public final class TsigKeyFile {

    private static final int MAX_LENGTH = 1 << 20;

    private final String source;
    private final byte[] text;
    private int position;
    private int line = 1;
    private int tokenStart;
    private int tokenEnd;

    private TsigKeyFile(String source, byte[] text) {
        this.source = source;
        this.text = text;
    }

    /**
     * The keys of a file, in its order.
     *
     * @throws TsigKeyFileException if it is no such file, or longer than 1 MiB
     */
    public static List<TsigKey> read(Path file) throws IOException {
        if (Files.size(file) > MAX_LENGTH) {
            throw new TsigKeyFileException(file + " is longer than 1 MiB: no file of TSIG keys");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            return new TsigKeyFile(file.toString(), text).keys();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * The keys in a text.
     *
     * @param source what errors call it
     */
    public static List<TsigKey> parse(String source, byte[] text) {
        return new TsigKeyFile(source, text).keys();
    }

    private List<TsigKey> keys() {
        List<TsigKey> keys = new ArrayList<>();
        while (nextToken()) {
            if (!is("key")) {
                throw problem("expected the word key");
            }
            keys.add(key());
        }
        if (keys.isEmpty()) {
            throw problem("there is no key in it");
        }
        return keys;
    }

    private TsigKey key() {
        Name name = name("the name of the key");
        expect("{");
        byte[] secret = null;
        Form form = null;
        try {
            token("algorithm, secret or }");
            while (!is("}")) {
                if (is("algorithm") && form == null) {
                    form = form();
                } else if (is("secret") && secret == null) {
                    secret = secret();
                } else {
                    throw problem("expected algorithm and secret, each once, and a }");
                }
                expect(";");
                token("algorithm, secret or }");
            }
            if (secret == null || form == null) {
                throw problem("the key " + name + " lacks its algorithm or its secret");
            }
            optionalSemicolon();
            return form.key(name, secret);
        } finally {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    private Name name(String what) {
        token(what);
        try {
            return Name.parse(word());
        } catch (InvalidNameException e) {
            throw problem(what + " is no domain name: " + e.getMessage());
        }
    }

    /** An algorithm, and the bits that MACs may be cut to. */
    private record Form(TsigAlgorithm algorithm, int leastBytes) {

        TsigKey key(Name name, byte[] secret) {
            TsigKey whole = TsigKey.of(name, algorithm, secret);
            if (leastBytes == algorithm.macLength()) {
                return whole;
            }
            TsigKey cut = whole.takingMacsFrom(leastBytes);
            whole.destroy();
            return cut;
        }
    }

    private Form form() {
        token("an algorithm");
        String word = word();
        int dash = word.indexOf('-', "hmac-".length());
        String bits = dash < 0 ? "" : word.substring(dash + 1);
        try {
            TsigAlgorithm algorithm =
                    TsigAlgorithm.of(Name.parse(dash < 0 ? word : word.substring(0, dash)))
                            .orElseThrow(this::unknownAlgorithm);
            int least = bits.isEmpty() ? algorithm.macLength() : Integer.parseInt(bits) / 8;
            if (least < algorithm.leastMacLength() || least > algorithm.macLength()) {
                throw problem(
                        "MACs of this algorithm have "
                                + 8 * algorithm.leastMacLength()
                                + " to "
                                + 8 * algorithm.macLength()
                                + " bits");
            }
            return new Form(algorithm, least);
        } catch (InvalidNameException | NumberFormatException e) {
            throw unknownAlgorithm();
        }
    }

    private TsigKeyFileException unknownAlgorithm() {
        return problem(
                "the algorithm is not known; known are hmac-sha256, hmac-sha384, hmac-sha512,"
                        + " hmac-sha224 and hmac-sha1");
    }

    private byte[] secret() {
        token("a secret");
        byte[] base64 = Arrays.copyOfRange(text, tokenStart, tokenEnd);
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // What is wrong with it might tell a part of it.
            throw problem("the secret is not in base64");
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
        if (secret.length == 0) {
            throw problem("the secret is empty");
        }
        return secret;
    }

    private void optionalSemicolon() {
        int before = position;
        int lineBefore = line;
        if (nextToken() && !is(";")) {
            position = before;
            line = lineBefore;
        }
    }

    private void expect(String punctuation) {
        token(punctuation);
        if (!is(punctuation)) {
            throw problem("expected " + punctuation);
        }
    }

    private void token(String what) {
        if (!nextToken()) {
            throw problem("it ends where " + what + " was expected");
        }
    }

    /** Only for what is no secret. */
    private String word() {
        return new String(text, tokenStart, tokenEnd - tokenStart, StandardCharsets.ISO_8859_1);
    }

    private boolean is(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(text, tokenStart, tokenEnd, bytes, 0, bytes.length);
    }

    private boolean nextToken() {
        skipSpace();
        if (position == text.length) {
            return false;
        }
        if (text[position] == '"') {
            quoted();
        } else {
            tokenStart = position++;
            if (!isPunctuation(text[tokenStart])) {
                while (position < text.length && isPlain(text[position])) {
                    position++;
                }
            }
            tokenEnd = position;
        }
        return true;
    }

    private void quoted() {
        tokenStart = ++position;
        while (position < text.length && text[position] != '"' && text[position] != '\n') {
            position++;
        }
        tokenEnd = position;
        if (position == text.length || text[position] != '"') {
            throw problem("a quotation mark is not closed on its line");
        }
        position++;
    }

    private void skipSpace() {
        while (position < text.length) {
            if (text[position] == '\n') {
                line++;
                position++;
            } else if (text[position] <= ' ' && text[position] >= 0) {
                position++;
            } else if (text[position] == '#' || startsWith("//")) {
                skipTo("\n", 0);
            } else if (startsWith("/*")) {
                position += 2;
                skipTo("*/", 2);
            } else {
                return;
            }
        }
    }

    private void skipTo(String closing, int closingLength) {
        while (position < text.length && !startsWith(closing)) {
            if (text[position] == '\n') {
                line++;
            }
            position++;
        }
        position = Math.min(position + closingLength, text.length);
    }

    private boolean startsWith(String two) {
        for (int i = 0; i < two.length(); i++) {
            if (position + i >= text.length || text[position + i] != two.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPunctuation(byte b) {
        return b == '{' || b == '}' || b == ';';
    }

    private static boolean isPlain(byte b) {
        return (b > ' ' || b < 0) && !isPunctuation(b) && b != '"' && b != '#';
    }

    private TsigKeyFileException problem(String what) {
        return new TsigKeyFileException(source + ", line " + line + ": " + what);
    }
}
