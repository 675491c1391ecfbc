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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CommitLogTest {

    private static final LogKind KIND = new LogKind("ZSTESTLG", 1);
    private static final Path FOLDER = Path.of("/state");
    private static final Path LOG = FOLDER.resolve("log");
    private static final int MAX_LENGTH = 1 << 20;
    private static final int CONFIRMATION_LENGTH = 12 + 32 + 1;

    @TempDir Path temp;

    @Test
    @Timeout(60)
    void commit_manyAtOnce_shareOneSync() throws Exception {
        FaultyFiles files = created();
        List<String> durable = new ArrayList<>();
        try (CommitLog log = open(files, new ArrayList<>())) {
            List<Thread> others = new ArrayList<>();
            int before = files.operations();
            log.commit(
                    new Text("first", durable) {
                        @Override
                        public ByteBuffer record() {
                            for (int i = 0; i < 5; i++) {
                                String text = "other " + i;
                                Thread other =
                                        Thread.ofPlatform()
                                                .start(() -> log.commit(new Text(text, durable)));
                                awaitWaiting(other);
                                others.add(other);
                            }
                            return super.record();
                        }
                    });
            for (Thread other : others) {
                other.join();
            }
            int appendsAndSyncs = files.operations() - before;
            assertThat(appendsAndSyncs).as("6 records, 2 syncs, 2 confirmations").isEqualTo(10);
        }
        assertThat(durable).hasSize(6).startsWith("first");
        assertThat(read(files.afterCrash(FaultyFiles.Loss.EVERYTHING))).isEqualTo(durable);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void open_anyByteOfTheLastRecordChanged_isDamage() throws IOException {
        FaultyFiles files = created("one", "two");
        byte[] content = files.read(LOG, MAX_LENGTH);
        int confirmed = content.length - CONFIRMATION_LENGTH;
        for (int at = 0; at < confirmed; at++) {
            byte[] changed = content.clone();
            changed[at] ^= 0x40;
            files.edit(LOG, changed);
            assertThatThrownBy(() -> read(files))
                    .as("byte %d", at)
                    .isInstanceOf(StorageException.class);
        }
        for (int at = confirmed; at < content.length; at++) {
            byte[] changed = content.clone();
            changed[at] ^= 0x40;
            files.edit(LOG, changed);
            assertThat(read(files)).as("confirmation, byte %d", at).containsExactly("one", "two");
        }
    }

    @Test
    void salvage_damageInTheMiddle_givesWhatIsOnBothSides() throws IOException {
        FaultyFiles files = created("one", "two", "three");
        byte[] content = files.read(LOG, MAX_LENGTH);
        content[indexOf(content, "two")] ^= 1;
        files.edit(LOG, content);
        List<String> found = new ArrayList<>();
        CommitLog.salvage(files, LOG, KIND, check(), record -> found.add(text(record)));
        assertThat(found).containsExactly("one", "three");
        assertThat(files.read(LOG, MAX_LENGTH)).isEqualTo(content);
    }

    @Test
    void open_withNotes_handsThemOverBehindWhatTheyConfirm() throws IOException {
        FaultyFiles files = created();
        List<String> durable = new ArrayList<>();
        try (CommitLog log =
                CommitLog.create(files, LOG, KIND, check(), () -> bytes("after " + durable))) {
            log.commit(new Text("one", durable));
            log.commit(new Text("two", durable));
        }
        assertThat(read(files))
                .containsExactly("after []", "one", "after []", "two", "after [one]");
    }

    @Test
    void commit_noRoom_failsAloneAndGoesOnWithRoom() throws IOException {
        FaultyFiles files = created();
        List<String> durable = new ArrayList<>();
        try (CommitLog log = open(files, new ArrayList<>())) {
            files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
            assertThatThrownBy(() -> log.commit(new Text("a long one that does not fit", durable)))
                    .hasMessageContaining("disk is full");
            log.commit(new Text("fits", durable));
        }
        assertThat(durable).containsExactly("fits");
        assertThat(read(files)).containsExactly("fits");
    }

    @Test
    void commit_syncFails_takesNothingMore() throws IOException {
        FaultyFiles files = created();
        List<String> durable = new ArrayList<>();
        try (CommitLog log = open(files, new ArrayList<>())) {
            files.failAt(files.operations() + 2, FaultyFiles.Failure.INPUT_OUTPUT);
            assertThatThrownBy(() -> log.commit(new Text("one", durable)))
                    .hasMessageContaining("did not confirm");
            assertThatThrownBy(() -> log.commit(new Text("two", durable)))
                    .hasMessageContaining("failed before");
        }
        assertThat(durable).isEmpty();
    }

    @Test
    void commit_threadInterrupted_keepsTheLogOpen() {
        Path file = temp.resolve("log");
        List<String> durable = new ArrayList<>();
        try (CommitLog log = CommitLog.create(FileLayer.real(), file, KIND, check())) {
            Thread.currentThread().interrupt();
            log.commit(new Text("while interrupted", durable));
            assertThat(Thread.interrupted()).as("it is still told to stop").isTrue();
            log.commit(new Text("after", durable));
        }
        List<String> found = new ArrayList<>();
        CommitLog.open(FileLayer.real(), file, KIND, check(), record -> found.add(text(record)))
                .close();
        assertThat(found).containsExactly("while interrupted", "after");
    }

    @ParameterizedTest
    @EnumSource
    void rewrite_crashAnywhere_hasTheOldLogOrTheNewOne(FaultyFiles.Loss loss) throws IOException {
        int points = rewriteUntil(Integer.MAX_VALUE, new FaultyFiles[1]);
        for (int point = 1; point <= points; point++) {
            FaultyFiles[] files = new FaultyFiles[1];
            rewriteUntil(point, files);
            List<String> found = read(files[0].afterCrash(loss));
            assertThat(found)
                    .as("crash before operation %d", point)
                    .isIn(List.of("one", "two"), List.of("both"), List.of("both", "three"));
        }
    }

    private static int rewriteUntil(int crash, FaultyFiles[] out) throws IOException {
        FaultyFiles files = created("one", "two");
        out[0] = files;
        List<String> durable = new ArrayList<>();
        int before = files.operations();
        try (CommitLog log = open(files, new ArrayList<>())) {
            files.crashAt(crash == Integer.MAX_VALUE ? crash : before + crash);
            log.rewrite(records -> records.accept(bytes("both")), () -> durable.add("both"));
            log.commit(new Text("three", durable));
        } catch (FaultyFiles.Crash e) {
            if (durable.contains("three")) {
                assertThat(read(files.afterCrash(FaultyFiles.Loss.EVERYTHING)))
                        .containsExactly("both", "three");
            }
        }
        return files.operations() - before;
    }

    private static FaultyFiles created(String... texts) throws IOException {
        FaultyFiles files = new FaultyFiles();
        files.createFolders(FOLDER, Access.SECRET);
        try (CommitLog log = CommitLog.create(files, LOG, KIND, check())) {
            for (String text : texts) {
                log.commit(new Text(text, new ArrayList<>()));
            }
        }
        return files;
    }

    private static CommitLog open(FaultyFiles files, List<String> found) {
        return CommitLog.open(files, LOG, KIND, check(), record -> found.add(text(record)));
    }

    private static List<String> read(FaultyFiles files) {
        List<String> found = new ArrayList<>();
        open(files, found).close();
        return found;
    }

    private static FrameCheck check() {
        return FrameCheck.authenticated(new SecretKeySpec(new byte[32], "HmacSHA256"));
    }

    private static int indexOf(byte[] content, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + wanted.length <= content.length; at++) {
            if (Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError(text + " is not there");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer record) {
        return StandardCharsets.US_ASCII.decode(record).toString();
    }

    /** A change that notes when it is durable. */
    private static class Text implements CommitLog.Change {
        private final String text;
        private final List<String> durable;

        Text(String text, List<String> durable) {
            this.text = text;
            this.durable = durable;
        }

        @Override
        public ByteBuffer record() {
            return bytes(text);
        }

        @Override
        public void appended() {}

        @Override
        public void durable() {
            durable.add(text);
        }
    }
}
