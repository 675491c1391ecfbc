package org.zoneseal.hsm.pkcs11;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.TokenInfo;

/**
 * Which token is meant, and perhaps which key in it: a PKCS#11 URI (RFC 7512).
 *
 * <p>Slot numbers are refused, because they change when tokens are added; so is a PIN in the URI
 * itself, because URIs are written down.
 */
public final class Pkcs11Uri {

    private static final String SCHEME = "pkcs11:";

    /** The attributes that we understand; the rest would silently match nothing. */
    private enum Attribute {
        TOKEN("token"),
        MANUFACTURER("manufacturer"),
        SERIAL("serial"),
        MODEL("model"),
        OBJECT("object"),
        ID("id"),
        TYPE("type"),
        MODULE_PATH("module-path"),
        PIN_SOURCE("pin-source");

        private final String text;

        Attribute(String text) {
            this.text = text;
        }

        boolean isQuery() {
            return this == MODULE_PATH || this == PIN_SOURCE;
        }
    }

    private final Map<Attribute, byte[]> attributes = new EnumMap<>(Attribute.class);

    private Pkcs11Uri() {}

    /** A URI if it begins like one, else the label of a token. */
    public static Pkcs11Uri of(String labelOrUri) {
        return labelOrUri.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? parse(labelOrUri)
                : ofTokenLabel(labelOrUri);
    }

    public static Pkcs11Uri ofTokenLabel(String label) {
        Pkcs11Uri uri = new Pkcs11Uri();
        uri.attributes.put(Attribute.TOKEN, label.getBytes(StandardCharsets.UTF_8));
        return uri;
    }

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Pkcs11Uri parse(String text) {
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new IllegalArgumentException("a PKCS#11 URI begins with \"" + SCHEME + "\"");
        }
        Pkcs11Uri uri = new Pkcs11Uri();
        String rest = text.substring(SCHEME.length());
        int query = rest.indexOf('?');
        uri.read(query < 0 ? rest : rest.substring(0, query), ';', false);
        uri.read(query < 0 ? "" : rest.substring(query + 1), '&', true);
        return uri;
    }

    private void read(String part, char separator, boolean isQuery) {
        for (String item : split(part, separator)) {
            int equals = item.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "PKCS#11 URI: \"" + item + "\" is not of the form name=value");
            }
            put(item.substring(0, equals), decode(item.substring(equals + 1)), isQuery);
        }
    }

    private static List<String> split(String part, char separator) {
        List<String> items = new ArrayList<>();
        int start = 0;
        while (start < part.length()) {
            int end = part.indexOf(separator, start);
            end = end < 0 ? part.length() : end;
            if (end > start) {
                items.add(part.substring(start, end));
            }
            start = end + 1;
        }
        return items;
    }

    private void put(String name, byte[] value, boolean isQuery) {
        Attribute attribute = attribute(name, isQuery);
        if (attributes.putIfAbsent(attribute, value) != null) {
            throw new IllegalArgumentException("PKCS#11 URI: \"" + name + "\" stands there twice");
        }
    }

    private static Attribute attribute(String name, boolean isQuery) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.text.equals(name) && attribute.isQuery() == isQuery) {
                return attribute;
            }
        }
        throw new IllegalArgumentException("PKCS#11 URI: " + refusal(name));
    }

    private static String refusal(String name) {
        return switch (name) {
            case "slot-id" -> "slot numbers change: name the token by its label or serial number";
            case "pin-value" -> "a PIN does not belong in a URI: use pin-source with a file";
            default -> "\"" + name + "\" is not understood here";
        };
    }

    private static byte[] decode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException(
                        "PKCS#11 URI: after \"%\" come two hexadecimal digits");
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toByteArray();
    }

    /** Whether the token is one of those that are meant. */
    boolean matches(TokenInfo token) {
        return fits(Attribute.TOKEN, token.label())
                && fits(Attribute.MANUFACTURER, token.manufacturer())
                && fits(Attribute.MODEL, token.model())
                && fits(Attribute.SERIAL, token.serial());
    }

    private boolean fits(Attribute attribute, String value) {
        byte[] wanted = attributes.get(attribute);
        return wanted == null || Arrays.equals(wanted, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The label of the key that is meant. */
    public Optional<String> keyLabel() {
        return text(Attribute.OBJECT);
    }

    /** The id of the key that is meant. */
    public Optional<KeyId> keyId() {
        return Optional.ofNullable(attributes.get(Attribute.ID)).map(KeyId::new);
    }

    /** The module to load. */
    public Optional<Path> modulePath() {
        return text(Attribute.MODULE_PATH).map(Path::of);
    }

    /** The file that holds the PIN. */
    public Optional<Path> pinFile() {
        return text(Attribute.PIN_SOURCE)
                .map(s -> s.startsWith("file:") ? s.substring("file:".length()) : s)
                .map(Path::of);
    }

    private Optional<String> text(Attribute attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** What of it names a token, for messages. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        attributes.forEach((attribute, value) -> {
            if (attribute.compareTo(Attribute.OBJECT) < 0) {
                String text = new String(value, StandardCharsets.UTF_8);
                parts.add(attribute.text + " \"" + text + "\"");
            }
        });
        return parts.isEmpty() ? "any token" : String.join(", ", parts);
    }
}
