package org.zoneseal.app.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.zoneseal.app.CommandException;

/**
 * A configuration file: YAML 1.2 with {@code version: 1} on top.
 *
 * <p>All problems are reported at once. Nothing of the file is quoted when it is no YAML at all:
 * the broken place may hold anything.
 */
public final class ConfigurationFile {

    private static final int LONGEST = 16 << 20;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setAllowDuplicateKeys(true)
                    .setMaxAliasesForCollections(0)
                    .setCodePointLimit(LONGEST)
                    .build();

    private ConfigurationFile() {}

    /**
     * Reads a file.
     *
     * @param reader asks its section for what it needs; problems are noted there
     * @throws ConfigurationException with all problems
     */
    public static <T> T read(Path file, Function<Section, T> reader) throws IOException {
        Problems problems = new Problems(file);
        Section root =
                compose(content(file), problems)
                        .map(node -> Section.of(problems, node))
                        .orElseGet(() -> Section.empty(problems));
        problems.throwIfAny();
        Optional<String> version = root.text("version");
        if (!version.equals(Optional.of("1"))) {
            root.problem("version", "must be 1: write 'version: 1' in the first line");
        }
        T settings = reader.apply(root);
        root.end();
        problems.throwIfAny();
        return settings;
    }

    private static byte[] content(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > LONGEST) {
                throw CommandException.usage(
                        file + " is longer than a configuration may be: 16 MiB");
            }
            return Channels.newInputStream(channel).readNBytes(LONGEST);
        }
    }

    private static Optional<Node> compose(byte[] content, Problems problems) {
        try {
            return new Compose(SETTINGS).composeInputStream(new ByteArrayInputStream(content));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "this is no YAML as it is taken here: no aliases, at most 16 MiB");
        }
        return Optional.empty();
    }
}
