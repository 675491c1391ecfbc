package org.zoneseal.transfer;

import java.util.OptionalLong;
import org.zoneseal.dns.Name;

/** Whoever is told that a primary has a new version of a zone (RFC 1996). */
public interface NotifyIntake {

    /** What becomes of a NOTIFY. */
    enum Verdict {
        /** It will be looked into; NOERROR. */
        ACCEPTED,
        /** It comes from somebody who is not to tell us; REFUSED. */
        REFUSED,
        /** The zone is not one that is taken from elsewhere; NOTAUTH. */
        NOT_AUTHORITATIVE
    }

    /** Nothing is taken from elsewhere. */
    NotifyIntake NONE = (zone, serial, peer) -> Verdict.NOT_AUTHORITATIVE;

    /**
     * Takes a NOTIFY; must not wait.
     *
     * @param zone the name in its question
     * @param serial the serial of the SOA that came along as a hint (RFC 1996 §3.7), if one did
     * @param peer who sent it, its TSIG key checked
     */
    Verdict notified(Name zone, OptionalLong serial, Peer peer);
}
