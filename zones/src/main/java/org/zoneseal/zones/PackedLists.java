package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.zoneseal.storage.StorageException;

/**
 * Page lists as they are stored: pages as they are in memory, behind a directory of them.
 *
 * <pre>
 * directory length 4, format of the pages 2, lists 2
 * for each list: pages 4; for each of its pages: bytes 4, CRC-32C 4
 * CRC-32C of all that 4
 * then the bytes of the pages                                              (big-endian)
 * </pre>
 *
 * <p>Nothing is encoded or decoded, so reading a zone back costs what reading the file costs. A
 * version is two lists, a delta four.
 */
final class PackedLists {

    private static final int HEAD = 8;
    private static final int PAGE_ENTRY = 8;
    private static final int MAX_DIRECTORY_BYTES = 1 << 30;

    /** Where stored bytes are read from. */
    interface Source {

        /** Fills the array with what is at an offset. */
        void read(byte[] into, long at);

        long length();
    }

    private PackedLists() {}

    static List<PageList> of(ZoneVersion version) {
        return List.of(version.names, version.hashes);
    }

    static List<PageList> of(ZoneDelta delta) {
        return List.of(
                delta.removed().names,
                delta.removed().hashes,
                delta.added().names,
                delta.added().hashes);
    }

    /** Bytes that these take. */
    static long length(List<PageList> lists) {
        long sum = directoryLength(lists);
        for (PageList list : lists) {
            sum += list.bytes;
        }
        return sum;
    }

    private static long directoryLength(List<PageList> lists) {
        long sum = HEAD + Integer.BYTES;
        for (PageList list : lists) {
            sum += Integer.BYTES + (long) PAGE_ENTRY * list.pages.length;
        }
        return sum;
    }

    /** Writes all, in as many pieces as there are pages. */
    static void write(List<PageList> lists, Consumer<ByteBuffer> out) {
        out.accept(directory(lists));
        for (PageList list : lists) {
            for (byte[] page : list.pages) {
                out.accept(ByteBuffer.wrap(page));
            }
        }
    }

    private static ByteBuffer directory(List<PageList> lists) {
        int length = Math.toIntExact(directoryLength(lists));
        ByteBuffer directory = ByteBuffer.allocate(length);
        directory
                .putInt(length)
                .putShort((short) PageFormat.VERSION)
                .putShort((short) lists.size());
        for (PageList list : lists) {
            directory.putInt(list.pages.length);
            for (byte[] page : list.pages) {
                directory.putInt(page.length).putInt(sum(page, page.length));
            }
        }
        return directory.putInt(sum(directory.array(), length - Integer.BYTES)).flip();
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    /**
     * Reads all that is from an offset on to the end.
     *
     * @throws StorageException of kind DAMAGED if anything is not as it was written, or
     *     NEWER_FORMAT
     */
    static List<PageList> read(Source source, long at) {
        ByteBuffer directory = readDirectory(source, at);
        List<PageList> lists = new ArrayList<>();
        long end = at + directory.capacity();
        int count = directory.getShort() & 0xffff;
        for (int i = 0; i < count; i++) {
            Stored stored = new Stored(directory, end);
            lists.add(stored.read(source));
            end = stored.end;
        }
        if (end != source.length()) {
            throw damaged("it has " + source.length() + " bytes, not " + end);
        }
        return lists;
    }

    private static ByteBuffer readDirectory(Source source, long at) {
        byte[] head = new byte[HEAD];
        require(source, at, HEAD);
        source.read(head, at);
        int length = ByteBuffer.wrap(head).getInt();
        if (length < HEAD + Integer.BYTES || length > MAX_DIRECTORY_BYTES) {
            throw damaged("its directory is not as it was written");
        }
        require(source, at, length);
        byte[] bytes = new byte[length];
        source.read(bytes, at);
        ByteBuffer directory = ByteBuffer.wrap(bytes);
        if (directory.getInt(length - Integer.BYTES) != sum(bytes, length - Integer.BYTES)) {
            throw damaged("its directory is not as it was written");
        }
        directory.position(Integer.BYTES);
        int format = directory.getShort() & 0xffff;
        if (format != PageFormat.VERSION) {
            throw new StorageException(
                    StorageException.Kind.NEWER_FORMAT,
                    "its pages have format "
                            + format
                            + ", this version reads format "
                            + PageFormat.VERSION);
        }
        return directory;
    }

    private static void require(Source source, long at, long length) {
        if (at + length > source.length()) {
            throw damaged("it is cut short");
        }
    }

    private static StorageException damaged(String how) {
        return new StorageException(StorageException.Kind.DAMAGED, how);
    }

    /** One list's entries in a directory. */
    private static final class Stored {
        private final int[] bytes;
        private final int[] sums;
        private final long[] offsets;
        private final long end;

        Stored(ByteBuffer directory, long start) {
            int count = directory.getInt();
            bytes = new int[count];
            sums = new int[count];
            offsets = new long[count];
            long at = start;
            for (int i = 0; i < count; i++) {
                bytes[i] = directory.getInt();
                sums[i] = directory.getInt();
                offsets[i] = at;
                at += bytes[i];
            }
            end = at;
        }

        PageList read(Source source) {
            require(source, end, 0);
            byte[][] pages = new byte[bytes.length][];
            IntStream.range(0, pages.length)
                    .parallel()
                    .forEach(i -> pages[i] = readPage(source, i));
            return PageList.of(Arrays.asList(pages));
        }

        private byte[] readPage(Source source, int index) {
            byte[] page = new byte[bytes[index]];
            source.read(page, offsets[index]);
            if (sum(page, page.length) != sums[index]) {
                throw damaged("the page at offset " + offsets[index] + " is not as it was written");
            }
            return page;
        }
    }
}
