package org.zoneseal.app.hsm;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.cryptoki.wire.Value;

/** What the software HSM answered to a command: fields by name, as text for people and as JSON. */
record Answer(Value.MapOf map) {

    private static final String NONE = "-";

    static Answer of(String command, Value value) {
        if (value instanceof Value.MapOf map) {
            return new Answer(map);
        }
        throw new CommandException(
                ExitCode.ENVIRONMENT,
                "the HSM answered " + command + " with something else than fields");
    }

    /** A field as a person reads it, {@code -} if it is not there. */
    String text(String field) {
        return text(map.get(field));
    }

    boolean flag(String field) {
        return map.get(field) instanceof Value.Flag flag && flag.value();
    }

    /** A number, 0 if it is not there. */
    long number(String field) {
        return map.get(field) instanceof Value.Unsigned number ? number.value() : 0;
    }

    byte[] bytes(String field) {
        if (map.get(field) instanceof Value.Bytes bytes) {
            return bytes.value();
        }
        throw new CommandException(
                ExitCode.ENVIRONMENT,
                "the HSM's answer has no " + field + "; is it of another version?");
    }

    List<Answer> list(String field) {
        return map.get(field) instanceof Value.ListOf list
                ? list.values().stream().map(item -> of(field, item)).toList()
                : List.of();
    }

    List<String> fields() {
        return List.copyOf(map.fields().keySet());
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Nothing _ -> NONE;
            case Value.Flag flag -> flag.value() ? "yes" : "no";
            case Value.Unsigned number -> Long.toUnsignedString(number.value());
            case Value.Bytes bytes -> HexFormat.of().formatHex(bytes.value());
            case Value.Text text -> text.value().isEmpty() ? NONE : printable(text.value());
            case Value.ListOf list ->
                    list.values().isEmpty()
                            ? NONE
                            : list.values().stream()
                                    .map(Answer::text)
                                    .collect(Collectors.joining(", "));
            case Value.MapOf fields ->
                    fields.fields().entrySet().stream()
                            .map(field -> field.getKey() + "=" + text(field.getValue()))
                            .collect(Collectors.joining(" "));
        };
    }

    // Names were given by others: no escape sequences to whoever lists them.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** For {@code --json}: maps, lists, numbers, words; bytes in hex. */
    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        map.fields().forEach((name, value) -> put(object, name, value));
        return object;
    }

    private static void put(Map<String, Object> object, String name, Value value) {
        if (!(value instanceof Value.Nothing)) {
            object.put(name, json(value));
        }
    }

    private static Object json(Value value) {
        return switch (value) {
            case Value.Nothing _ -> "";
            case Value.Flag flag -> flag.value();
            case Value.Unsigned number -> number.value();
            case Value.Bytes bytes -> HexFormat.of().formatHex(bytes.value());
            case Value.Text text -> text.value();
            case Value.ListOf list -> {
                List<Object> items = new ArrayList<>();
                list.values().forEach(item -> items.add(json(item)));
                yield items;
            }
            case Value.MapOf fields -> new Answer(fields).json();
        };
    }
}
