package org.zoneseal.app.serve;

import java.nio.file.Path;

/** Where a running server is spoken to. */
final class ControlSocket {

    private static final String NAME = "control.socket";

    private ControlSocket() {}

    /** The socket in a state folder. */
    static Path in(Path state) {
        return state.resolve(NAME);
    }
}
