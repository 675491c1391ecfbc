package org.zoneseal.app.hsm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.Json;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.TextTable;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.Option;

/** How a command shows what it found: a table or lines for people, JSON for programs. */
final class Output {

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** A table with these columns, in this order; JSON has all that was answered. */
    void table(Terminal terminal, List<Answer> rows, String... columns) {
        if (json) {
            Json.print(terminal.out(), rows.stream().map(Answer::json).toList());
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings(columns));
        for (Answer row : rows) {
            lines.add(Arrays.stream(columns).map(row::text).toList());
        }
        TextTable.print(terminal.out(), lines);
    }

    /** One line for each field. */
    void fields(Terminal terminal, Answer answer) {
        if (json) {
            Json.print(terminal.out(), answer.json());
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        for (String field : answer.fields()) {
            lines.add(List.of(field, answer.text(field)));
        }
        TextTable.print(terminal.out(), lines);
    }

    /** Some of the fields, one line each; JSON has the same ones. */
    void some(Terminal terminal, Answer answer, String... fields) {
        Value.Fields chosen = new Value.Fields();
        for (String field : fields) {
            chosen.put(field, answer.map().get(field));
        }
        fields(terminal, new Answer(chosen.map()));
    }

    /** Bytes to a file, whole or not at all, or to stdout if there is none. */
    static void write(Terminal terminal, byte[] content, @Nullable Path file) {
        if (file == null) {
            terminal.out().write(content, 0, content.length);
            terminal.out().flush();
        } else {
            AtomicFile.replace(FileLayer.real(), file, Access.SHARED, content);
        }
    }

    private static List<String> headings(String... columns) {
        return Arrays.stream(columns)
                .map(column -> column.replace('-', ' ').toUpperCase(Locale.ROOT))
                .toList();
    }
}
