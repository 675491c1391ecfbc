package org.zoneseal.signer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * Version 1 of the key file: lines of words.
 *
 * <pre>
 * zoneseal-keys v1
 * zone NAME
 * key  ROLE FLAGS ALGORITHM TAG CREATED token TOKEN ID FINGERPRINT PUBLICKEY
 * key  ksk  FLAGS ALGORITHM TAG CREATED elsewhere PUBLICKEY
 * end
 * </pre>
 *
 * <p>TOKEN is percent-encoded, ID and FINGERPRINT are hex, PUBLICKEY is base64 as in a DNSKEY
 * record. Tag and fingerprint follow from the public key and are checked: a slip of an editor must
 * not lead to another key. The last line shows that nothing is cut off: a ring that has lost its
 * keys must not look like one that has none yet.
 */
final class KeyRingFileV1 {

    private static final String HEADER = "zoneseal-keys v1";
    private static final String END = "end";
    private static final String ZONE = "zone ";
    private static final String ANY_VERSION = "zoneseal-keys v";

    private KeyRingFileV1() {}

    static String format(List<KeyEntry> entries, Name zone) {
        StringBuilder text =
                new StringBuilder(HEADER).append('\n').append(ZONE).append(zone).append('\n');
        for (KeyEntry entry : entries) {
            Dnskey key = entry.dnskey();
            text.append("key ")
                    .append(entry.role().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(key.flags())
                    .append(' ')
                    .append(key.algorithm())
                    .append(' ')
                    .append(key.keyTag())
                    .append(' ')
                    .append(entry.created())
                    .append(
                            switch (entry) {
                                case KeyEntry.InToken in ->
                                        " token "
                                                + encode(in.token())
                                                + " "
                                                + in.id()
                                                + " "
                                                + fingerprint(key);
                                case KeyEntry.Elsewhere elsewhere -> " elsewhere";
                            })
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(key.publicKey()))
                    .append('\n');
        }
        return text.append(END).append('\n').toString();
    }

    private static String fingerprint(Dnskey key) {
        return new PublicHalf(SignatureScheme.ofAlgorithm(key.algorithm()), key.publicKey())
                .fingerprint();
    }

    static List<KeyEntry> parse(String text, Name zone) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(HEADER)) {
            throw new IllegalArgumentException(
                    lines[0].startsWith(ANY_VERSION)
                            ? "it was written by a newer Zoneseal (" + lines[0] + ")"
                            : "its first line is not \"" + HEADER + "\"");
        }
        int end = lines.length - 2;
        if (end < 2 || !lines[end + 1].isEmpty() || !lines[end].equals(END)) {
            throw new IllegalArgumentException("it is cut short");
        }
        if (!lines[1].startsWith(ZONE) || !isName(lines[1].substring(ZONE.length()), zone)) {
            throw new IllegalArgumentException("it is not about " + zone + " but says " + lines[1]);
        }
        List<KeyEntry> entries = new ArrayList<>();
        for (int i = 2; i < end; i++) {
            entries.add(entry(lines[i].split(" ", -1), i + 1));
        }
        return entries;
    }

    private static boolean isName(String text, Name zone) {
        try {
            return Name.parse(text).equals(zone);
        } catch (InvalidNameException e) {
            return false;
        }
    }

    private static KeyEntry entry(String[] words, int line) {
        try {
            boolean inToken = words.length == 11 && words[6].equals("token");
            boolean elsewhere =
                    words.length == 8 && words[6].equals("elsewhere") && words[1].equals("ksk");
            if (!words[0].equals("key") || !inToken && !elsewhere) {
                throw new IllegalArgumentException("not a key");
            }
            byte[] publicKey = Base64.getDecoder().decode(words[words.length - 1]);
            Dnskey key =
                    Dnskey.of(Integer.parseInt(words[2]), Integer.parseInt(words[3]), publicKey);
            if (key.keyTag() != Integer.parseInt(words[4])) {
                throw new IllegalArgumentException("the key's tag is " + key.keyTag());
            }
            Instant created = Instant.parse(words[5]);
            if (elsewhere) {
                return new KeyEntry.Elsewhere(key, created);
            }
            if (!fingerprint(key).equals(words[9])) {
                throw new IllegalArgumentException("the fingerprint is of another key");
            }
            return new KeyEntry.InToken(
                    ZoneKey.Role.valueOf(words[1].toUpperCase(Locale.ROOT)),
                    key,
                    created,
                    decode(words[7]),
                    KeyId.ofHex(words[8]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
        }
    }

    private static String encode(String token) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '%';
            encoded.append(plain ? "" + (char) b : "%" + HexFormat.of().toHexDigits(b));
        }
        return encoded.toString();
    }

    private static String decode(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '%' && i + 2 < token.length()) {
                bytes.write(HexFormat.fromHexDigits(token, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(token.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
