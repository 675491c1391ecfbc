package org.zoneseal.interop.answer;

import java.util.Locale;
import org.zoneseal.signer.Denial;

/** The ways in which the zones of a test are signed, each a run of its own. */
enum Signing {
    UNSIGNED,
    NSEC,
    NSEC3,
    OPTOUT;

    /** The word for it in a list. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Denial denial() {
        return switch (this) {
            case UNSIGNED -> throw new IllegalStateException("nothing is denied with a proof");
            case NSEC -> new Denial.Nsec();
            case NSEC3 -> Denial.Nsec3.plain(false);
            case OPTOUT -> Denial.Nsec3.plain(true);
        };
    }
}
