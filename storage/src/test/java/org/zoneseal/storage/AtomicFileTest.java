package org.zoneseal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AtomicFileTest {

    private static final Path FOLDER = Path.of("/state");
    private static final Path TARGET = FOLDER.resolve("file");
    private static final byte[] OLD = bytes("the old content");
    private static final byte[] NEW = bytes("the new content, which is longer");

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void replace_crashAnywhere_leavesOldOrNewAndNewOnceReturned(FaultyFiles.Loss loss)
            throws IOException {
        int points = operationsOfReplace();
        for (int point = 1; point <= points + 1; point++) {
            FaultyFiles files = withOld();
            files.crashAt(files.operations() + point);
            boolean returned = replaceOrCrash(files);
            byte[] found = files.afterCrash(loss).read(TARGET, 100);
            assertThat(found).as("crash before operation %d", point).isIn(OLD, NEW);
            if (returned) {
                assertThat(found).isEqualTo(NEW);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void replace_failureAnywhere_leavesOldOrNewAndNothingAside(FaultyFiles.Failure failure)
            throws IOException {
        int points = operationsOfReplace();
        for (int point = 1; point <= points; point++) {
            FaultyFiles files = withOld();
            files.failAt(files.operations() + point, failure);
            assertThatThrownBy(() -> replace(files)).isInstanceOf(StorageException.class);
            assertThat(files.read(TARGET, 100)).isIn(OLD, NEW);
            assertThat(files.list(FOLDER)).containsExactly(TARGET);
        }
    }

    @Test
    void replace_syncOfTheFileFails_saysNotDurableAndKeepsTheOld() throws IOException {
        FaultyFiles files = withOld();
        int createWriteSync = 3;
        files.failAt(files.operations() + createWriteSync, FaultyFiles.Failure.INPUT_OUTPUT);
        assertThatThrownBy(() -> replace(files))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NOT_DURABLE))
                .hasMessageContaining("did not confirm");
        assertThat(files.read(TARGET, 100)).isEqualTo(OLD);
    }

    @Test
    void replace_diskFull_saysSoAndKeepsTheOld() throws IOException {
        FaultyFiles files = withOld();
        files.failAt(files.operations() + 2, FaultyFiles.Failure.NO_SPACE);
        assertThatThrownBy(() -> replace(files))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NO_SPACE))
                .hasMessageContaining("disk is full");
        assertThat(files.read(TARGET, 100)).isEqualTo(OLD);
    }

    @Test
    void replace_secret_hasOwnerModeEvenOverAnOpenFile() throws IOException {
        Path target = temp.resolve("secret");
        Files.write(target, OLD);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        AtomicFile.replace(FileLayer.real(), target, Access.SECRET, NEW);
        assertThat(mode(target)).isEqualTo("rw-------");
    }

    @Test
    void replace_shared_keepsTheModeOfTheOldFile() throws IOException {
        Path target = temp.resolve("zone");
        Files.write(target, OLD);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
        AtomicFile.replace(FileLayer.real(), target, Access.SHARED, NEW);
        assertThat(mode(target)).isEqualTo("rw-rw-r--");
        assertThat(target).hasBinaryContent(NEW);
    }

    @Test
    void replace_symbolicLink_replacesWhatItPointsToAndKeepsTheLink() throws IOException {
        Path real = Files.createDirectory(temp.resolve("elsewhere")).resolve("zone");
        Files.write(real, OLD);
        Path link = Files.createSymbolicLink(temp.resolve("zone"), real);
        AtomicFile.replace(FileLayer.real(), link, Access.SHARED, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(real).hasBinaryContent(NEW);
        assertThat(temp.resolve("elsewhere")).isDirectoryNotContaining(AtomicFile::isLeftover);
    }

    @Test
    void begin_targetIsAFolder_saysSo() {
        assertThatThrownBy(() -> AtomicFile.replace(FileLayer.real(), temp, Access.SHARED, NEW))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void begin_noSuchFolder_saysSo() {
        Path target = temp.resolve("missing").resolve("zone");
        assertThatThrownBy(() -> AtomicFile.replace(FileLayer.real(), target, Access.SHARED, NEW))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.MISSING));
    }

    @Test
    void close_withoutCommit_leavesTheOldAndNothingAside() throws IOException {
        Path target = temp.resolve("zone");
        Files.write(target, OLD);
        try (AtomicFile file = AtomicFile.begin(FileLayer.real(), target, Access.SHARED)) {
            file.write(ByteBuffer.wrap(NEW));
            assertThat(file.isOpen()).isTrue();
        }
        assertThat(target).hasBinaryContent(OLD);
        assertThat(temp).isDirectoryNotContaining(AtomicFile::isLeftover);
    }

    @Test
    void begin_afterAWriterThatWasKilled_removesWhatItLeft() throws Exception {
        Path target = temp.resolve("zone");
        Path left = temp.resolve(".zone.0123.aside");
        Path foreign = temp.resolve(".other.0123.aside");
        Files.write(left, OLD);
        Files.write(foreign, OLD);
        AtomicFile.replace(FileLayer.real(), target, Access.SHARED, NEW);
        assertThat(target).hasBinaryContent(NEW);
        assertThat(left).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void begin_whileAnotherWriterIsAtWork_leavesItAlone() throws IOException {
        Path target = temp.resolve("zone");
        try (AtomicFile first = AtomicFile.begin(FileLayer.real(), target, Access.SHARED)) {
            first.write(ByteBuffer.wrap(OLD));
            AtomicFile.replace(FileLayer.real(), target, Access.SHARED, NEW);
            first.commit();
        }
        assertThat(target).hasBinaryContent(OLD);
    }

    private static int operationsOfReplace() throws IOException {
        FaultyFiles files = withOld();
        int before = files.operations();
        replace(files);
        return files.operations() - before;
    }

    private static FaultyFiles withOld() throws IOException {
        FaultyFiles files = new FaultyFiles();
        files.createFolders(FOLDER, Access.SECRET);
        AtomicFile.replace(files, TARGET, Access.SECRET, OLD);
        return files;
    }

    private static boolean replaceOrCrash(FaultyFiles files) {
        try {
            replace(files);
            return true;
        } catch (FaultyFiles.Crash e) {
            return false;
        }
    }

    private static void replace(FaultyFiles files) {
        AtomicFile.replace(files, TARGET, Access.SECRET, NEW);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
