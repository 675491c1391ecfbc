package org.zoneseal.proof;

import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameText;
import org.zoneseal.dns.RecordType;

/** Describes a link of a denial chain that does not name the next owner. */
final class ChainProblems {

    private ChainProblems() {}

    /**
     * Notes that the link at one owner does not lead to the other.
     *
     * @param type NSEC or NSEC3
     * @param page holds the key of the link's owner
     * @param follower wire form of the owner that it should name
     */
    static void broken(
            ZoneFacts facts,
            int type,
            byte[] page,
            int offset,
            int length,
            byte[] follower,
            Findings findings) {
        Name owner = name(facts, page, offset, length);
        boolean nsec3 = type == RecordType.NSEC3;
        findings.add(
                owner,
                type,
                nsec3 ? ProblemCode.NSEC3_CHAIN : ProblemCode.NSEC_CHAIN,
                (nsec3 ? "the next hash" : "the next name")
                        + " does not lead to "
                        + NameText.format(follower, 0)
                        + ", which is the next owner");
    }

    /** The name of a key. */
    static Name name(ZoneFacts facts, byte[] key, int offset, int length) {
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        CanonicalKey.decode(key, offset, length, facts.apex().toWire(), wire, 0);
        return Name.fromWire(wire, 0);
    }
}
