package org.zoneseal.app.daemon;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.zoneseal.app.Durations;

/**
 * A section of a configuration file: who reads it asks key by key, and what is wrong is noted with
 * its line while the reading goes on with the default.
 *
 * <p>A key that nobody asked for is a problem too ({@link #end}). Messages quote values of known
 * keys only: under an unknown one may stand a secret.
 */
public final class Section {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Problems problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private Section(Problems problems, int line) {
        this.problems = problems;
        this.line = line;
    }

    /** An empty section: all that is asked for has its default. */
    static Section empty(Problems problems) {
        return new Section(problems, 1);
    }

    /** A file with nothing in it. */
    public static Section ofNothing() {
        return empty(new Problems(Path.of("")));
    }

    static Section of(Problems problems, Node node) {
        Section section = new Section(problems, lineOf(node));
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(section::take);
        } else if (!isNothing(node)) {
            problems.add(section.line, "expected keys with values here");
        }
        return section;
    }

    private void take(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            problems.add(lineOf(key), "a key must be a word");
        } else if (values.putIfAbsent(scalar.getValue(), tuple.getValueNode()) != null) {
            problems.add(lineOf(key), scalar.getValue() + " is there twice");
        } else {
            lines.put(scalar.getValue(), lineOf(key));
        }
    }

    /** A section inside this one, empty if it is not there. */
    public Section section(String key) {
        Node node = value(key);
        return node == null ? empty(problems) : of(problems, node);
    }

    public Optional<String> text(String key) {
        Node node = value(key);
        return node == null ? Optional.empty() : scalar(key, node);
    }

    public Optional<Path> path(String key) {
        return text(key)
                .flatMap(text -> {
                    if (text.indexOf('\0') >= 0) {
                        problem(key, "is no path");
                        return Optional.empty();
                    }
                    return Optional.of(Path.of(text));
                });
    }

    public List<String> texts(String key) {
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            return scalar(key, node).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        sequence.getValue().forEach(item -> scalar(key, item).ifPresent(texts::add));
        return texts;
    }

    public boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty() || text.get().equals("true") || text.get().equals("false")) {
            return text.map(Boolean::parseBoolean).orElse(otherwise);
        }
        problem(key, "must be true or false, not '" + text.get() + "'");
        return otherwise;
    }

    public int number(String key, int least, int most, int otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (WHOLE_NUMBER.matcher(text.get()).matches()) {
            BigInteger number = new BigInteger(text.get());
            if (number.compareTo(BigInteger.valueOf(least)) >= 0
                    && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return number.intValue();
            }
        }
        problem(
                key,
                "must be a number from " + least + " to " + most + ", not '" + text.get() + "'");
        return otherwise;
    }

    public Duration duration(String key, Duration least, Duration most, Duration otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            Duration duration = Durations.parse(text.get());
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
            problem(key, "must be from " + least + " to " + most + ", not " + text.get());
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    /** Reads a key with a reader that throws IllegalArgumentException for what it does not take. */
    public void each(String key, Consumer<String> reader) {
        for (String text : texts(key)) {
            try {
                reader.accept(text);
            } catch (IllegalArgumentException e) {
                problem(key, String.valueOf(e.getMessage()));
            }
        }
    }

    /** A key that must not be there any more, or never may, and what to write in its place. */
    public void refuse(String key, String hint) {
        if (value(key) != null) {
            problem(key, "is not taken: " + hint);
        }
    }

    /** Notes something wrong about a key. */
    public void problem(String key, String what) {
        problems.add(lines.getOrDefault(key, line), key + " " + what);
    }

    /** After the last question: every key that was not asked for is a problem. */
    public void end() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        lines.getOrDefault(key, line),
                        "there is no key '"
                                + key
                                + "' here; known are "
                                + String.join(", ", known));
            }
        }
    }

    private @Nullable Node value(String key) {
        known.add(key);
        Node node = values.get(key);
        return node == null || isNothing(node) ? null : node;
    }

    private Optional<String> scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problems.add(lineOf(node), key + " must be one value");
        return Optional.empty();
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
