package org.zoneseal.transfer.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Reads a catalog zone (RFC 9432 §4); mutable, for one version.
 *
 * <p>One walk over the zone. A node is told by its key, in which the labels stand from the right,
 * each closed by a zero byte: {@code version}, {@code zones} and one label, or that and {@code
 * group} or {@code coo}. A member's node comes right before the nodes of its properties.
 *
 * <p>Everything else is none of ours and ignored (§3). What makes a catalog broken as a whole, by
 * the RFC: no version property, several, or another version than 2; a PTR RRset of several records
 * at a member or as change of ownership; one zone at two nodes. And by us: more members than are
 * taken, so that the list does not grow beyond what the server was made for.
 */
public final class CatalogZone {

    private static final byte[] VERSION = key("version");
    private static final byte[] ZONES = key("zones");
    private static final byte[] GROUP = key("group");
    private static final byte[] COO = key("coo");

    private final ZoneVersion version;
    private final int most;
    private final Map<Name, CatalogMember> members = new HashMap<>();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private boolean hasVersion;
    private byte[] memberKey = new byte[0];
    private @Nullable Name zone;
    private @Nullable Name node;
    private List<String> groups = new ArrayList<>();
    private @Nullable Name newCatalog;

    private CatalogZone(ZoneVersion version, int most) {
        this.version = version;
        this.most = most;
    }

    /**
     * Reads a version of a catalog zone.
     *
     * @param most how many members are taken; with more, the catalog is broken
     */
    public static CatalogReading read(ZoneVersion version, int most) {
        try {
            return new CatalogReading.Members(new CatalogZone(version, most).read());
        } catch (BrokenCatalogException e) {
            return new CatalogReading.Broken(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] key(String label) {
        return (label + "\0").getBytes(ISO_8859_1);
    }

    private Map<Name, CatalogMember> read() {
        NodeCursor nodes = version.nodeCursor();
        while (nodes.next()) {
            if (is(nodes, VERSION)) {
                readVersion(nodes.rrsets());
            } else if (startsWith(nodes, ZONES)) {
                readBelowZones(nodes);
            }
        }
        closeMember();
        if (!hasVersion) {
            throw new BrokenCatalogException("it has no version property");
        }
        return members;
    }

    private void readVersion(RrsetCursor rrsets) {
        if (!rrsets.find(RecordType.TXT) || rrsets.count() == 0) {
            return;
        }
        if (rrsets.count() > 1) {
            throw new BrokenCatalogException("it has several version properties");
        }
        RdataCursor rdata = rrsets.rdatas();
        rdata.next();
        String found = text(rdata).orElse("");
        if (!found.equals("2")) {
            throw new BrokenCatalogException(
                    "its version is \"" + printable(found) + "\"; known is \"2\"");
        }
        hasVersion = true;
    }

    private void readBelowZones(NodeCursor nodes) {
        int depth = labels(nodes);
        if (depth == 2) {
            closeMember();
            openMember(nodes);
        } else if (depth == 3 && zone != null && startsWith(nodes, memberKey)) {
            if (endsWith(nodes, GROUP)) {
                readGroups(nodes.rrsets());
            } else if (endsWith(nodes, COO)) {
                newCatalog = pointer(nodes, "change of ownership");
            }
        }
    }

    private void openMember(NodeCursor nodes) {
        Name named = pointer(nodes, "member");
        if (named != null) {
            zone = named;
            nodes.owner(owner, 0);
            node = Name.fromWire(owner, 0);
            memberKey =
                    Arrays.copyOfRange(
                            nodes.page(), nodes.keyOffset(), nodes.keyOffset() + nodes.keyLength());
        }
    }

    private void closeMember() {
        if (zone != null && node != null) {
            CatalogMember member =
                    new CatalogMember(zone, node, groups, Optional.ofNullable(newCatalog));
            CatalogMember before = members.put(zone, member);
            if (before != null) {
                throw new BrokenCatalogException(
                        "the zone " + zone + " is listed at " + before.node() + " and at " + node);
            }
            if (members.size() > most) {
                throw new BrokenCatalogException(
                        "it lists more zones than the " + most + " that are taken");
            }
        }
        zone = null;
        node = null;
        groups = new ArrayList<>();
        newCatalog = null;
    }

    /** The name that the one PTR record of a node has; null if there is none. */
    private @Nullable Name pointer(NodeCursor nodes, String what) {
        RrsetCursor rrsets = nodes.rrsets();
        if (!rrsets.find(RecordType.PTR) || rrsets.count() == 0) {
            return null;
        }
        if (rrsets.count() > 1) {
            nodes.owner(owner, 0);
            throw new BrokenCatalogException(
                    "a "
                            + what
                            + " with "
                            + rrsets.count()
                            + " PTR records at "
                            + Name.fromWire(owner, 0));
        }
        RdataCursor rdata = rrsets.rdatas();
        rdata.next();
        return Name.fromWire(rdata.bytes(), rdata.offset());
    }

    private void readGroups(RrsetCursor rrsets) {
        if (rrsets.find(RecordType.TXT)) {
            RdataCursor rdata = rrsets.rdatas();
            while (rdata.next()) {
                text(rdata).filter(value -> !value.isEmpty()).ifPresent(groups::add);
            }
        }
    }

    /** The value of a TXT record of one string; none for one of several. */
    private static Optional<String> text(RdataCursor rdata) {
        byte[] bytes = rdata.bytes();
        int length = rdata.length() == 0 ? -1 : bytes[rdata.offset()] & 0xff;
        return length == rdata.length() - 1
                ? Optional.of(new String(bytes, rdata.offset() + 1, length, ISO_8859_1))
                : Optional.empty();
    }

    private static String printable(String text) {
        String shown = text.substring(0, Math.min(text.length(), 20));
        return shown.replaceAll("[^!-~]", "?");
    }

    private static boolean is(NodeCursor nodes, byte[] key) {
        return nodes.keyLength() == key.length && startsWith(nodes, key);
    }

    private static boolean startsWith(NodeCursor nodes, byte[] key) {
        int at = nodes.keyOffset();
        return nodes.keyLength() >= key.length
                && Arrays.equals(nodes.page(), at, at + key.length, key, 0, key.length);
    }

    /** Whether the key has one label more than the member's, and it is this one. */
    private boolean endsWith(NodeCursor nodes, byte[] label) {
        int at = nodes.keyOffset() + memberKey.length;
        int end = nodes.keyOffset() + nodes.keyLength();
        return Arrays.equals(nodes.page(), at, end, label, 0, label.length);
    }

    /** In a key, a zero byte closes a label and stands nowhere else. */
    private static int labels(NodeCursor nodes) {
        int count = 0;
        for (int i = 0; i < nodes.keyLength(); i++) {
            count += nodes.page()[nodes.keyOffset() + i] == 0 ? 1 : 0;
        }
        return count;
    }

    /** Ends the reading of a broken catalog. */
    private static final class BrokenCatalogException extends RuntimeException {
        BrokenCatalogException(String message) {
            super(message, null, false, false);
        }
    }
}
