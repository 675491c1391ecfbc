package org.zoneseal.zones;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.ReadableFile;
import org.zoneseal.storage.StorageException;

/**
 * One version of one zone in a file of its own, with the changes that led to it.
 *
 * <pre>
 * magic 8, format 2, number of the file 8, apex length 1, apex, CRC-32C of these 4
 * then page lists ({@link PackedLists}): the version's two, and four for each change
 * </pre>
 *
 * <p>Written once, whole, under a name that no other snapshot ever had; the journal says which file
 * counts. So a file that the journal does not name is rubbish, and one that it names is complete.
 *
 * @param number unique in the folder
 */
record SnapshotFile(Path path, long number) {

    private static final byte[] MAGIC = "ZSZONESN".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int FIXED = 8 + 2 + 8 + 1;
    private static final String SUFFIX = ".zone";
    private static final int MAX_READABLE_NAME = 100;
    private static final int BUFFER_BYTES = 1 << 20;

    /** The file of this number; its name begins with the zone's, for people. */
    static SnapshotFile of(Path folder, Name apex, long number) {
        String text = apex.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
        String readable =
                apex.isRoot()
                        ? "root"
                        : text.substring(0, Math.min(text.length() - 1, MAX_READABLE_NAME));
        return new SnapshotFile(folder.resolve(readable + "~" + number + SUFFIX), number);
    }

    /** The number in a snapshot's name; -1 if it is no snapshot. */
    static long numberOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int tilde = name.lastIndexOf('~');
        if (tilde < 0 || !name.endsWith(SUFFIX)) {
            return -1;
        }
        String digits = name.substring(tilde + 1, name.length() - SUFFIX.length());
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    /** Writes it; durable when this returns. */
    void write(FileLayer files, Name apex, StoredContent content) {
        try (AtomicFile file = AtomicFile.begin(files, path, Access.SECRET)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            gather(head(apex), buffer, file);
            PackedLists.write(content.lists(), bytes -> gather(bytes, buffer, file));
            file.write(buffer.flip());
            file.commit();
        }
    }

    /** Many small writes become few. */
    private static void gather(ByteBuffer bytes, ByteBuffer buffer, AtomicFile file) {
        if (bytes.remaining() > buffer.remaining()) {
            file.write(buffer.flip());
            buffer.clear();
        }
        if (bytes.remaining() > buffer.remaining()) {
            file.write(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    private ByteBuffer head(Name apex) {
        byte[] name = apex.toWire();
        ByteBuffer head = ByteBuffer.allocate(FIXED + name.length + Integer.BYTES);
        head.put(MAGIC).putShort((short) FORMAT).putLong(number).put((byte) name.length).put(name);
        return head.putInt(sum(head.array(), FIXED + name.length)).flip();
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    /**
     * Reads it back.
     *
     * @throws StorageException of kind DAMAGED, MISSING or NEWER_FORMAT, or if it cannot be read
     */
    StoredContent read(FileLayer files, Name apex) {
        try (ReadableFile file = files.openForReading(path)) {
            Contents contents = new Contents(path, file, file.length());
            byte[] expected = head(apex).array();
            byte[] found = new byte[(int) Math.min(expected.length, contents.length())];
            contents.read(found, 0);
            checkFormat(found);
            if (!Arrays.equals(found, expected)) {
                throw new StorageException(
                        StorageException.Kind.DAMAGED, "its header is not as it was written");
            }
            return StoredContent.of(apex, PackedLists.read(contents, expected.length));
        } catch (IOException e) {
            throw StorageException.of("cannot read", path, e);
        }
    }

    private static void checkFormat(byte[] head) {
        if (head.length < FIXED || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return;
        }
        int format = PageFormat.u16(head, MAGIC.length);
        if (format > FORMAT
                && PageFormat.u32(head, head.length - 4)
                        == (sum(head, head.length - 4) & 0xffff_ffffL)) {
            throw new StorageException(
                    StorageException.Kind.NEWER_FORMAT,
                    "it has format " + format + ", this version reads format " + FORMAT);
        }
    }

    /** A file's bytes. */
    private record Contents(Path path, ReadableFile file, long length)
            implements PackedLists.Source {

        @Override
        public void read(byte[] into, long at) {
            try {
                if (file.read(ByteBuffer.wrap(into), at) != into.length) {
                    throw new StorageException(StorageException.Kind.DAMAGED, "it is cut short");
                }
            } catch (IOException e) {
                throw StorageException.of("cannot read", path, e);
            }
        }
    }
}
