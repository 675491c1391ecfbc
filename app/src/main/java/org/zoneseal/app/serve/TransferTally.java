package org.zoneseal.app.serve;

import java.util.concurrent.atomic.LongAdder;

/**
 * How transfers in went.
 *
 * @param good versions that were taken
 * @param failed attempts that came to nothing
 */
record TransferTally(LongAdder good, LongAdder failed) {

    TransferTally() {
        this(new LongAdder(), new LongAdder());
    }
}
