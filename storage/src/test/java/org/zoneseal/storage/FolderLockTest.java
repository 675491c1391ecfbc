package org.zoneseal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {

    @TempDir Path folder;

    @Test
    void take_heldByThisProcess_saysSo() {
        try (FolderLock _ = FolderLock.take(FileLayer.real(), folder)) {
            assertThatThrownBy(() -> FolderLock.take(FileLayer.real(), folder.resolve(".")))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOCKED))
                    .hasMessageContaining("this process");
        }
    }

    @Test
    void take_afterClose_works() {
        FolderLock.take(FileLayer.real(), folder).close();
        FolderLock.take(FileLayer.real(), folder).close();
        assertThat(folder.resolve(FolderLock.FILE_NAME)).exists();
    }

    @Test
    void take_refusedOnce_doesNotDropTheHoldersLock() throws Exception {
        try (FolderLock _ = FolderLock.take(FileLayer.real(), folder)) {
            assertThatThrownBy(() -> FolderLock.take(FileLayer.real(), folder))
                    .isInstanceOf(StorageException.class);
            Process other = holder();
            assertThat(firstLine(other)).contains("in use by process");
            assertThat(other.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void take_heldByAnotherProcess_namesItAndWorksWhenItIsKilled() throws Exception {
        Process other = holder();
        try {
            assertThat(firstLine(other)).isEqualTo("taken");
            assertThatThrownBy(() -> FolderLock.take(FileLayer.real(), folder))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("process " + other.pid())
                    .hasMessageContaining(folder.getFileName().toString());
        } finally {
            other.destroyForcibly().waitFor();
        }
        FolderLock.take(FileLayer.real(), folder).close();
    }

    @Test
    void take_lockFileIsAFolder_saysSo() throws IOException {
        Files.createDirectory(folder.resolve(FolderLock.FILE_NAME));
        assertThatThrownBy(() -> FolderLock.take(FileLayer.real(), folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not a regular file");
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(reader.readLine());
    }

    /** A process that takes a folder and keeps it until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (FolderLock _ = FolderLock.take(FileLayer.real(), Path.of(arguments[0]))) {
                System.out.println("taken");
                System.in.read();
            } catch (StorageException e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }
}
