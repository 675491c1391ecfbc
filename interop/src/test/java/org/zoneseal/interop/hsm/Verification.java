package org.zoneseal.interop.hsm;

import java.nio.file.Path;
import org.zoneseal.interop.Peer;

/** A verifier of somebody else. */
final class Verification {

    private Verification() {}

    /** BIND's opinion on a signed zone. */
    static void of(Path folder, Path zone, String origin) {
        Peer.of("dnssec-verify").run(folder, "-o", origin, zone.toString()).mustBeFine();
    }
}
