package org.zoneseal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordLogTest {

    private static final LogKind KIND = new LogKind("ZSTESTLG", 1);
    private static final Path FOLDER = Path.of("/state");
    private static final Path LOG = FOLDER.resolve("log");
    private static final int RECORDS = 7;

    @TempDir Path temp;

    @Test
    void open_afterClose_givesAllRecordsInOrder() {
        Path log = temp.resolve("log");
        FrameCheck check = FrameCheck.authenticated(new SecretKeySpec(new byte[32], "HmacSHA256"));
        try (RecordLog made = RecordLog.create(FileLayer.real(), log, KIND, check, Access.SECRET)) {
            made.append(record(1));
            made.append(ByteBuffer.allocate(0));
            made.append(record(2));
            made.sync();
        }
        List<String> found = new ArrayList<>();
        try (RecordLog opened =
                RecordLog.open(FileLayer.real(), log, KIND, check, r -> found.add(text(r)))) {
            assertThat(found).containsExactly("record 1", "", "record 2");
            assertThat(opened.cut()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void append_crashAnywhere_keepsWhatWasSyncedAndAPrefixOfTheRest(FaultyFiles.Loss loss)
            throws IOException {
        int points = operationsOfRun();
        for (int point = 1; point <= points; point++) {
            FaultyFiles files = created();
            files.crashAt(files.operations() + point);
            int synced = runUntilCrash(files);
            FaultyFiles after = files.afterCrash(loss);
            List<String> found = read(after);
            assertThat(found)
                    .as("crash before operation %d", point)
                    .isEqualTo(expected(found.size()));
            assertThat(found.size()).isGreaterThanOrEqualTo(synced);
            assertThat(read(after)).isEqualTo(found);
        }
    }

    @Test
    void open_holeInTheUnsyncedPart_cutsFromTheHole() throws IOException {
        FaultyFiles files = created();
        long hole;
        long length;
        try (RecordLog log = open(files)) {
            log.append(record(0));
            log.sync();
            hole = log.length();
            log.append(record(1));
            log.append(record(2));
            length = log.length();
        }
        byte[] content = files.read(LOG, 1000);
        content[(int) hole + 20] ^= 1;
        files.edit(LOG, content);
        assertThat(read(files)).isEqualTo(expected(1));
        assertThat(files.read(LOG, 1000).length).isLessThan((int) length);
    }

    @Test
    void open_changedByteInWhatWasSynced_saysDamagedAndLeavesTheFile() throws IOException {
        FaultyFiles files = created();
        runUntilCrash(files);
        byte[] good = files.read(LOG, 1000);
        int lastRecord = good.length - record(0).remaining() - 16;
        for (int at = 0; at < lastRecord; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            files.edit(LOG, bad);
            assertThatThrownBy(() -> open(files))
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isIn(
                                                    StorageException.Kind.DAMAGED,
                                                    StorageException.Kind.NEWER_FORMAT));
            assertThat(files.read(LOG, 1000)).isEqualTo(bad);
        }
    }

    @Test
    void open_recordsSwapped_saysDamaged() throws IOException {
        FaultyFiles files = created();
        runUntilCrash(files);
        byte[] content = files.read(LOG, 1000);
        int header = 32;
        int frame = 16 + record(0).remaining();
        byte[] swapped = content.clone();
        System.arraycopy(content, header + frame, swapped, header, frame);
        System.arraycopy(content, header, swapped, header + frame, frame);
        files.edit(LOG, swapped);
        assertThatThrownBy(() -> open(files)).hasMessageContaining("damaged");
    }

    @Test
    void open_newerFormat_saysWhichAndLeavesTheFile() throws IOException {
        FaultyFiles files = new FaultyFiles();
        files.createFolders(FOLDER, Access.SECRET);
        LogKind newer = new LogKind(KIND.magic(), 2);
        RecordLog.create(files, LOG, newer, FrameCheck.checksum(), Access.SECRET).close();
        assertThatThrownBy(() -> open(files))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NEWER_FORMAT))
                .hasMessageContaining("format 2");
    }

    @Test
    void open_withAnotherKey_givesNoRecord() throws IOException {
        FaultyFiles files = new FaultyFiles();
        files.createFolders(FOLDER, Access.SECRET);
        FrameCheck right = FrameCheck.authenticated(new SecretKeySpec(new byte[32], "HmacSHA256"));
        try (RecordLog log = RecordLog.create(files, LOG, KIND, right, Access.SECRET)) {
            log.append(record(0));
            log.sync();
        }
        byte[] other = new byte[32];
        Arrays.fill(other, (byte) 1);
        FrameCheck wrong = FrameCheck.authenticated(new SecretKeySpec(other, "HmacSHA256"));
        List<String> found = new ArrayList<>();
        RecordLog.open(files, LOG, KIND, wrong, r -> found.add(text(r))).close();
        assertThat(found).isEmpty();
    }

    @Test
    void append_afterAFailedSync_isRefusedUntilOpenedAgain() throws IOException {
        FaultyFiles files = created();
        try (RecordLog log = open(files)) {
            log.append(record(0));
            log.sync();
            log.append(record(1));
            files.failAt(files.operations() + 1, FaultyFiles.Failure.INPUT_OUTPUT);
            assertThatThrownBy(log::sync).isInstanceOf(StorageException.class);
            assertThatThrownBy(log::sync)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("failed before");
            assertThatThrownBy(() -> log.append(record(2))).isInstanceOf(StorageException.class);
        }
        assertThat(read(files.afterCrash(FaultyFiles.Loss.EVERYTHING))).isEqualTo(expected(1));
    }

    @Test
    void append_diskFull_saysSoAndKeepsWhatWasThere() throws IOException {
        FaultyFiles files = created();
        try (RecordLog log = open(files)) {
            log.append(record(0));
            log.sync();
            files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
            assertThatThrownBy(() -> log.append(record(1))).hasMessageContaining("disk is full");
        }
        assertThat(read(files)).isEqualTo(expected(1));
    }

    private static FaultyFiles created() throws IOException {
        FaultyFiles files = new FaultyFiles();
        files.createFolders(FOLDER, Access.SECRET);
        RecordLog.create(files, LOG, KIND, FrameCheck.checksum(), Access.SECRET).close();
        return files;
    }

    private static RecordLog open(FaultyFiles files) {
        return RecordLog.open(files, LOG, KIND, FrameCheck.checksum(), record -> {});
    }

    private static List<String> read(FaultyFiles files) {
        List<String> found = new ArrayList<>();
        RecordLog.open(files, LOG, KIND, FrameCheck.checksum(), r -> found.add(text(r))).close();
        return found;
    }

    private static int operationsOfRun() throws IOException {
        FaultyFiles files = created();
        int before = files.operations();
        runUntilCrash(files);
        return files.operations() - before + 1;
    }

    /** Appends all records, syncing after every second one; returns how many were synced. */
    private static int runUntilCrash(FaultyFiles files) {
        int synced = 0;
        try (RecordLog log = open(files)) {
            for (int i = 0; i < RECORDS; i++) {
                log.append(record(i));
                if (i % 2 == 1) {
                    log.sync();
                    synced = i + 1;
                }
            }
            log.sync();
            return RECORDS;
        } catch (FaultyFiles.Crash e) {
            return synced;
        }
    }

    private static List<String> expected(int count) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add("record " + i);
        }
        return expected;
    }

    private static ByteBuffer record(int number) {
        return ByteBuffer.wrap(("record " + number).getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer record) {
        return StandardCharsets.US_ASCII.decode(record).toString();
    }
}
