package org.zoneseal.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A fixed number of mutations of the seed corpus and of generated data, through the targets of
 * {@link Hostile}: the same in every run.
 */
class MutationTest {

    /** Mutations of each target (of zone text, which takes longer, a sixth of it). */
    private static final int MUTATIONS = 60_000;

    private static final int LONG_FACTOR = 50;

    @Test
    void names_mutated_holdWhatTheyMust() {
        run(20, names(), MUTATIONS, Hostile::name);
    }

    @Test
    void recordText_mutated_holdsWhatItMust() {
        run(21, recordTexts(), MUTATIONS, Hostile::recordText);
    }

    @Test
    void recordWire_mutated_holdsWhatItMust() {
        run(22, recordWires(), MUTATIONS, Hostile::recordWire);
    }

    @Test
    void zoneText_mutated_holdsWhatItMust() {
        run(23, corpus("zoneText"), MUTATIONS / 6, Hostile::zoneText);
    }

    @Test
    void messages_mutated_holdWhatTheyMust() {
        run(24, messages(), MUTATIONS, Hostile::message);
    }

    @Test
    @Tag("long")
    void everything_mutatedForLong_holdsWhatItMust() {
        run(30, names(), LONG_FACTOR * MUTATIONS, Hostile::name);
        run(31, recordTexts(), LONG_FACTOR * MUTATIONS, Hostile::recordText);
        run(32, recordWires(), LONG_FACTOR * MUTATIONS, Hostile::recordWire);
        run(33, corpus("zoneText"), LONG_FACTOR * MUTATIONS / 6, Hostile::zoneText);
        run(34, messages(), LONG_FACTOR * MUTATIONS, Hostile::message);
    }

    private static List<byte[]> names() {
        List<byte[]> seeds = corpus("name");
        for (int i = 0; i < 200; i++) {
            Name name = SeededGenerator.round(20, i).name();
            seeds.add(name.toString().getBytes(StandardCharsets.ISO_8859_1));
            seeds.add(name.toWire());
        }
        return seeds;
    }

    private static List<byte[]> recordTexts() {
        List<byte[]> seeds = corpus("recordText");
        for (int type : RecordGenerator.types().toArray()) {
            for (int i = 0; i < 5; i++) {
                String text = RecordForm.of(type).toText(rdata(type, i));
                seeds.add(withType(type, text.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return seeds;
    }

    private static List<byte[]> recordWires() {
        List<byte[]> seeds = corpus("recordWire");
        for (int type : RecordGenerator.types().toArray()) {
            for (int i = 0; i < 5; i++) {
                seeds.add(withType(type, rdata(type, i)));
            }
        }
        return seeds;
    }

    private static List<byte[]> messages() {
        List<byte[]> seeds = corpus("message");
        byte[] buffer = new byte[MessageReader.MAX_LENGTH];
        MessageWriter writer = new MessageWriter();
        for (int i = 0; i < 200; i++) {
            MessageGenerator message = new MessageGenerator(SeededGenerator.round(24, i));
            writer.begin(buffer, 0, buffer.length, NameCompression.ANY_CASE, 1, 0);
            message.write(writer);
            seeds.add(Arrays.copyOf(buffer, writer.end()));
        }
        return seeds;
    }

    private static byte[] rdata(int type, int round) {
        return new RecordGenerator(SeededGenerator.round(type, round)).rdata(type);
    }

    private static byte[] withType(int type, byte[] data) {
        byte[] input = new byte[data.length + 2];
        input[0] = (byte) (type >> 8);
        input[1] = (byte) type;
        System.arraycopy(data, 0, input, 2, data.length);
        return input;
    }

    private static void run(long seed, List<byte[]> seeds, int mutations, Consumer<byte[]> target) {
        seeds.forEach(input -> runOne(target, input, "a seed"));
        for (int round = 0; round < mutations; round++) {
            SeededGenerator generator = SeededGenerator.round(seed, round);
            byte[] parent = seeds.get(generator.below(seeds.size()));
            byte[] mutant = new Mutator(generator).mutate(parent, seeds);
            runOne(target, mutant, "round " + round);
        }
    }

    private static void runOne(Consumer<byte[]> target, byte[] input, String what) {
        try {
            target.accept(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    what
                            + ", input "
                            + HexFormat.of().formatHex(input)
                            + "\n"
                            + new String(input, StandardCharsets.ISO_8859_1),
                    e);
        }
    }

    private static List<byte[]> corpus(String target) {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder(target))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inputs;
    }

    private static Path folder(String target) {
        var url = MutationTest.class.getResource("DnsFuzzTestInputs/" + target);
        try {
            return Path.of(Objects.requireNonNull(url, target).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
