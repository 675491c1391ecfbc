package org.zoneseal.app.daemon;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
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
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([KMG]?)");

    private final Problems problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private final Set<String> blank = new TreeSet<>();

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
        return node == null ? new Section(problems, line) : of(problems, node);
    }

    /** Whether the key is there, be it with an empty list; without a value it must not be. */
    public boolean has(String key) {
        return valueOfItsOwn(key) != null;
    }

    /**
     * A list of sections. One that stands alone counts as a list of one, and an item that is one
     * value counts as a section with that value under a key.
     *
     * @param shorthand the key of an item that is one value
     */
    public List<Section> sections(String key, String shorthand) {
        Node node = valueOfItsOwn(key);
        if (node == null) {
            return List.of();
        }
        List<Node> items =
                node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        return items.stream().map(item -> ofItem(item, shorthand)).toList();
    }

    private Section ofItem(Node item, String shorthand) {
        if (!(item instanceof ScalarNode) || isNothing(item)) {
            return of(problems, item);
        }
        Section section = new Section(problems, lineOf(item));
        section.values.put(shorthand, item);
        section.lines.put(shorthand, section.line);
        return section;
    }

    /** The keys of a section whose names are the writer's choice, in the file's order. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** The sections that stand under names of the writer's choice, in the file's order. */
    public Map<String, Section> named(String key) {
        Section all = section(key);
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String name : all.values.keySet()) {
            sections.put(name, all.section(name));
        }
        return sections;
    }

    public Optional<String> text(String key) {
        Node node = valueOfItsOwn(key);
        return node == null ? Optional.empty() : scalar(key, node);
    }

    /** One of some words. */
    public <T> T choice(String key, Map<String, T> words, T otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        T chosen = words.get(text.get());
        if (chosen == null) {
            problem(
                    key,
                    "must be one of "
                            + String.join(", ", new TreeSet<>(words.keySet()))
                            + ", not '"
                            + text.get()
                            + "'");
            return otherwise;
        }
        return chosen;
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
        Node node = valueOfItsOwn(key);
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

    /** A number of bytes: {@code 4096}, {@code 64K}, {@code 512M}, {@code 2G}, by 1024. */
    public long bytes(String key, long least, long most, long otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher size = SIZE.matcher(text.get());
        if (size.matches()) {
            int shift = 10 * " KMG".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
            BigInteger number = new BigInteger(size.group(1)).shiftLeft(shift);
            if (number.compareTo(BigInteger.valueOf(least)) >= 0
                    && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return number.longValue();
            }
        }
        problem(
                key,
                "must be a size from "
                        + sizeText(least)
                        + " to "
                        + sizeText(most)
                        + ", such as 64M, not '"
                        + text.get()
                        + "'");
        return otherwise;
    }

    private static String sizeText(long bytes) {
        int unit = 0;
        long size = bytes;
        while (size >= 1024 && size % 1024 == 0 && unit < 3) {
            size /= 1024;
            unit++;
        }
        return size + " KMG".substring(unit, unit + 1).strip();
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
        problems.add(line(key), key + " " + what);
    }

    /** Notes something wrong about the section as a whole. */
    public void problem(String what) {
        problems.add(line, what);
    }

    /** Where the key stands, or where the section begins if it is not there. */
    public int line(String key) {
        return lines.getOrDefault(key, line);
    }

    /** Where the section begins, from 1. */
    public int line() {
        return line;
    }

    /** After the last question: every key that was not asked for is a problem. */
    public void end() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String like = closest(key);
                problems.add(
                        line(key),
                        "there is no key '"
                                + key
                                + "' here; "
                                + (like.isEmpty() ? "" : "is " + like + " meant? ")
                                + "known are "
                                + String.join(", ", known));
            }
        }
    }

    private String closest(String key) {
        return known.stream()
                .filter(other -> distance(key, other) <= Math.max(1, key.length() / 3))
                .min(Comparator.comparingInt(other -> distance(key, other)))
                .orElse("");
    }

    // How many letters must be added, taken away or changed (Levenshtein).
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[other.length()];
    }

    private @Nullable Node value(String key) {
        known.add(key);
        Node node = values.get(key);
        return node == null || isNothing(node) ? null : node;
    }

    // A blank value is mostly an empty variable of whatever made the file. To read it as the
    // default
    // would drop a key or a check in silence. A section may be blank: nothing in it is said.
    private @Nullable Node valueOfItsOwn(String key) {
        Node node = value(key);
        if (node == null && values.containsKey(key) && blank.add(key)) {
            problem(key, "has no value: give it one, or leave the key out for the default");
        }
        return node;
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
