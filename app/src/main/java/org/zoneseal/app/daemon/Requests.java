package org.zoneseal.app.daemon;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;

/**
 * One-line requests to a daemon: a JSON object, read as a section of a configuration is, for each
 * JSON text is YAML 1.2 and the daemon has that reader anyway.
 */
public final class Requests {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setAllowDuplicateKeys(true)
                    .setMaxAliasesForCollections(0)
                    .setCodePointLimit(1 << 16)
                    .build();

    /** Requests are flat, or nearly so; the reader's stack is not for whoever asks to fill. */
    private static final int DEEPEST = 16;

    private Requests() {}

    /**
     * Reads a request.
     *
     * @throws CommandException of exit code 2 if it is none, or something in it is wrong
     */
    public static <T> T read(String line, Function<Section, T> reader) {
        Problems problems = new Problems(Path.of("request"));
        Section section = compose(line, problems);
        T request = reader.apply(section);
        section.end();
        problems.throwIfAny();
        return request;
    }

    private static Section compose(String line, Problems problems) {
        try {
            refuseDepth(line);
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            Optional<Node> node =
                    new Compose(SETTINGS).composeInputStream(new ByteArrayInputStream(bytes));
            return node.map(found -> Section.of(problems, found))
                    .orElseGet(() -> Section.empty(problems));
        } catch (YamlEngineException e) {
            throw new CommandException(ExitCode.USAGE, "the request is no JSON object", e);
        }
    }

    // Events come one by one, whatever the depth; nodes are composed by recursion.
    private static void refuseDepth(String line) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(line)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw CommandException.usage(
                        "the request is nested more than " + DEEPEST + " times");
            }
        }
    }
}
