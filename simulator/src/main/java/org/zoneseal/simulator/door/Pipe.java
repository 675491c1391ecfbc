package org.zoneseal.simulator.door;

import java.io.IOException;

/** Bytes to and from a client, blocking; closing it from another thread ends every wait. */
interface Pipe {

    /** Reads at least one byte and at most {@code most}; -1 at the end. */
    int read(byte[] into, int offset, int most) throws IOException;

    void write(byte[] from, int offset, int count) throws IOException;

    /** Lets no more requests in; the answer under way still goes out. */
    void endInput();

    void close();
}
