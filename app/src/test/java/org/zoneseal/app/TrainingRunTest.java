package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start usually needs is really run: a command that fails trains nothing. */
class TrainingRunTest {

    @TempDir Path folder;

    @Test
    void commands_allOfThem_areFine() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream screen = new PrintStream(said, true, StandardCharsets.UTF_8);
        TrainingRun.run(Files.createDirectory(folder.resolve("training")), screen);
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("ended with");
    }
}
