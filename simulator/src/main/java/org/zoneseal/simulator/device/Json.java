package org.zoneseal.simulator.device;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zoneseal.cryptoki.wire.Value;

/** Writes a value as JSON (RFC 8259) on one line; bytes as base64. */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String line(Value value) {
        Json json = new Json();
        json.write(value);
        return json.out.append('\n').toString();
    }

    private void write(Value value) {
        switch (value) {
            case Value.Nothing _ -> out.append("null");
            case Value.Flag(boolean flag) -> out.append(flag);
            case Value.Unsigned(long number) -> out.append(Long.toUnsignedString(number));
            case Value.Bytes(byte[] bytes) -> text(Base64.getEncoder().encodeToString(bytes));
            case Value.Text(String text) -> text(text);
            case Value.ListOf(List<Value> values) -> list(values);
            case Value.MapOf(Map<String, Value> fields) -> map(fields);
        }
    }

    private void list(List<Value> values) {
        out.append('[');
        String before = "";
        for (Value value : values) {
            out.append(before);
            write(value);
            before = ",";
        }
        out.append(']');
    }

    private void map(Map<String, Value> fields) {
        out.append('{');
        String before = "";
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            out.append(before);
            text(field.getKey());
            out.append(':');
            write(field.getValue());
            before = ",";
        }
        out.append('}');
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(this::character);
        out.append('"');
    }

    private void character(int each) {
        if (each == '"' || each == '\\') {
            out.append('\\').append((char) each);
        } else if (each < ' '
                || each == 0x2028
                || each == 0x2029
                || Character.isSurrogate((char) each)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", each));
        } else {
            out.append((char) each);
        }
    }
}
