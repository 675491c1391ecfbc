package org.zoneseal.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * A digest of all that a version holds, case of names included: by it two that have verified a zone
 * know whether it was the same.
 *
 * <p>SHA-256 over the nodes as they are packed, the names' first, then the NSEC3 owners'. What else
 * a page holds is left out, so that it does not depend on where pages begin.
 */
public final class ContentDigest {

    private ContentDigest() {}

    /** In hexadecimal. */
    public static String of(ZoneVersion version) {
        MessageDigest digest = sha256();
        digest.update(version.apex().toCanonicalWire());
        for (int i = 0; i < version.pageCount(); i++) {
            update(digest, version.nodes(i, i + 1));
        }
        digest.update((byte) 0);
        for (int i = 0; i < version.nsec3PageCount(); i++) {
            update(digest, version.nsec3Nodes(i, i + 1));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, NodeCursor page) {
        if (page.next()) {
            int first = page.nodeOffset();
            digest.update(page.page(), first, page.page().length - first);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
