package org.zoneseal.simulator.door;

import java.io.IOException;

/** Somebody who may not come in. */
final class TurnedAwayException extends IOException {

    TurnedAwayException(String message) {
        super(message);
    }
}
