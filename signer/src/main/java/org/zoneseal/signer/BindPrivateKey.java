package org.zoneseal.signer;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;

/**
 * The fields of a BIND {@code .private} file, format v1.2 or v1.3.
 *
 * <p>Lines of a field name, a colon and a value; binary values in base64. The file's bytes stay in
 * arrays that closing wipes: no part of a private value ever becomes a String, nor a number object.
 * What is secret in the material that {@link #rsa} and {@link #raw} give is a copy, for its owner
 * to wipe.
 */
final class BindPrivateKey implements AutoCloseable {

    private static final int MAX_LENGTH = 64 * 1024;

    private final Path file;
    private final byte[] content;
    private final int length;

    /** Where each value is: its first byte and the one behind it. */
    private final Map<String, int[]> values = new LinkedHashMap<>();

    private BindPrivateKey(Path file, byte[] content, int length) {
        this.file = file;
        this.content = content;
        this.length = length;
    }

    static BindPrivateKey read(Path file) throws IOException {
        byte[] content = new byte[MAX_LENGTH];
        int length;
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            length = buffer.position();
        }
        BindPrivateKey key = new BindPrivateKey(file, content, length);
        boolean read = false;
        try {
            key.findValues();
            key.checkFormat();
            read = true;
            return key;
        } finally {
            if (!read) {
                key.close();
            }
        }
    }

    int algorithm() {
        String value = text("Algorithm");
        int end = value.indexOf(' ');
        try {
            return Integer.parseInt(end < 0 ? value : value.substring(0, end));
        } catch (NumberFormatException e) {
            throw broken("its algorithm is not a number");
        }
    }

    /**
     * The key as RSA numbers.
     *
     * @param published the public key of the DNSKEY (RFC 3110), which must be this key's
     */
    PrivateMaterial rsa(SignatureScheme scheme, byte[] published) {
        byte[] modulus = binary("Modulus");
        byte[] exponent = binary("PublicExponent");
        if (!Arrays.equals(dnskeyForm(exponent, modulus), published)) {
            throw broken("its modulus is not that of the .key file beside it");
        }
        return new PrivateMaterial.Rsa(
                scheme,
                modulus,
                exponent,
                binary("PrivateExponent"),
                binary("Prime1"),
                binary("Prime2"),
                binary("Exponent1"),
                binary("Exponent2"),
                binary("Coefficient"));
    }

    /** The key as one scalar or secret string. */
    PrivateMaterial raw(SignatureScheme scheme, byte[] published) {
        byte[] secret = binary("PrivateKey");
        int full = secretLength(scheme);
        if (secret.length > full || (secret.length < full && !isScalar(scheme))) {
            int found = secret.length;
            Arrays.fill(secret, (byte) 0);
            throw broken("its private key has " + found + " bytes, not " + full);
        }
        if (secret.length == full) {
            return new PrivateMaterial.Raw(scheme, secret, published);
        }
        // Older tools left out a scalar's leading zeros.
        byte[] padded = new byte[full];
        System.arraycopy(secret, 0, padded, full - secret.length, secret.length);
        Arrays.fill(secret, (byte) 0);
        return new PrivateMaterial.Raw(scheme, padded, published);
    }

    @Override
    public void close() {
        Arrays.fill(content, (byte) 0);
    }

    private static boolean isScalar(SignatureScheme scheme) {
        return scheme == SignatureScheme.ECDSA_P256_SHA256
                || scheme == SignatureScheme.ECDSA_P384_SHA384;
    }

    private static int secretLength(SignatureScheme scheme) {
        return switch (scheme) {
            case ECDSA_P256_SHA256, ED25519, ML_DSA_44 -> 32;
            case ECDSA_P384_SHA384 -> 48;
            case ED448 -> 57;
            case RSA_SHA256, RSA_SHA512 ->
                    throw new IllegalArgumentException("RSA keys are several numbers");
        };
    }

    private static byte[] dnskeyForm(byte[] exponent, byte[] modulus) {
        byte[] digits = unsigned(exponent);
        byte[] rest = unsigned(modulus);
        int prefix = digits.length > 0xff ? 3 : 1;
        byte[] form = new byte[prefix + digits.length + rest.length];
        if (prefix == 3) {
            form[1] = (byte) (digits.length >>> Byte.SIZE);
        }
        form[prefix - 1] = (byte) digits.length;
        System.arraycopy(digits, 0, form, prefix, digits.length);
        System.arraycopy(rest, 0, form, prefix + digits.length, rest.length);
        return form;
    }

    private static byte[] unsigned(byte[] number) {
        byte[] digits = new BigInteger(1, number).toByteArray();
        return digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
    }

    private void findValues() {
        if (length == content.length) {
            throw broken("it has more than " + MAX_LENGTH + " bytes");
        }
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && content[end] != '\n') {
                end++;
            }
            findValue(start, end);
            start = end + 1;
        }
    }

    private void findValue(int start, int lineEnd) {
        int colon = start;
        while (colon < lineEnd && content[colon] != ':') {
            colon++;
        }
        if (colon == lineEnd) {
            return;
        }
        int from = colon + 1;
        int to = lineEnd;
        while (from < to && content[from] <= ' ') {
            from++;
        }
        while (to > from && content[to - 1] <= ' ') {
            to--;
        }
        values.put(
                new String(content, start, colon - start, StandardCharsets.US_ASCII),
                new int[] {from, to});
    }

    private void checkFormat() {
        if (!values.containsKey("Private-key-format")) {
            throw broken("it is no private key file of BIND");
        }
        String format = text("Private-key-format");
        if (!format.equals("v1.2") && !format.equals("v1.3")) {
            throw broken("its format is " + format + ", and v1.2 and v1.3 are known");
        }
        if (values.containsKey("Label") || values.containsKey("Engine")) {
            throw broken(
                    "the key itself is in a token: use that token with --pkcs11 instead of importing");
        }
    }

    /** A value that is no secret. */
    private String text(String field) {
        int[] value = value(field);
        return new String(content, value[0], value[1] - value[0], StandardCharsets.US_ASCII);
    }

    /** A value in base64, decoded by way of arrays that are wiped. */
    private byte[] binary(String field) {
        int[] value = value(field);
        byte[] encoded = Arrays.copyOfRange(content, value[0], value[1]);
        byte[] decoded = new byte[encoded.length];
        try {
            return Arrays.copyOf(decoded, Base64.getDecoder().decode(encoded, decoded));
        } catch (IllegalArgumentException e) {
            throw broken("its " + field + " is not in base64");
        } finally {
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(decoded, (byte) 0);
        }
    }

    private int[] value(String field) {
        int[] value = values.get(field);
        if (value == null) {
            throw broken("it has no " + field);
        }
        return value;
    }

    private SigningException broken(String why) {
        return new SigningException("cannot use the private key file " + file + ": " + why);
    }
}
