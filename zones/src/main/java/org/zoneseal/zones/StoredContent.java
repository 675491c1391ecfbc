package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.StorageException;

/**
 * A version and the changes that led to it, as they are stored together.
 *
 * @param history as in {@link Publication}
 */
record StoredContent(ZoneVersion version, List<ZoneDelta> history) {

    private static final int LISTS_OF_A_VERSION = 2;
    private static final int LISTS_OF_A_DELTA = 4;

    static StoredContent of(Publication publication) {
        return new StoredContent(publication.version(), publication.history());
    }

    List<PageList> lists() {
        List<PageList> lists = new ArrayList<>(PackedLists.of(version));
        history.forEach(delta -> lists.addAll(PackedLists.of(delta)));
        return lists;
    }

    /** What the lists say. */
    static StoredContent of(Name apex, List<PageList> lists) {
        if (lists.size() % LISTS_OF_A_DELTA != LISTS_OF_A_VERSION) {
            throw new StorageException(
                    StorageException.Kind.DAMAGED, "it has " + lists.size() + " lists of pages");
        }
        ZoneVersion version = new ZoneVersion(apex, lists.get(0), lists.get(1));
        List<ZoneDelta> history = new ArrayList<>();
        for (int i = LISTS_OF_A_VERSION; i < lists.size(); i += LISTS_OF_A_DELTA) {
            history.add(delta(apex, lists.subList(i, i + LISTS_OF_A_DELTA)));
        }
        return new StoredContent(version, history);
    }

    /** The delta that four lists are. */
    static ZoneDelta delta(Name apex, List<PageList> lists) {
        if (lists.size() != LISTS_OF_A_DELTA) {
            throw new StorageException(
                    StorageException.Kind.DAMAGED, "it has " + lists.size() + " lists of pages");
        }
        return ZoneDelta.of(
                new ZoneVersion(apex, lists.get(0), lists.get(1)),
                new ZoneVersion(apex, lists.get(2), lists.get(3)));
    }

    /** Stored bytes in memory. */
    static PackedLists.Source inMemory(ByteBuffer content) {
        return new PackedLists.Source() {
            @Override
            public void read(byte[] into, long at) {
                content.get(content.position() + (int) at, into);
            }

            @Override
            public long length() {
                return content.remaining();
            }
        };
    }
}
