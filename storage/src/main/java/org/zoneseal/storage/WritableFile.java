package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file that is written by position; nothing is durable before {@link #sync} returns. */
public interface WritableFile extends Closeable {

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes, long position) throws IOException;

    long length() throws IOException;

    /** Cuts the file. */
    void truncate(long length) throws IOException;

    /** Makes everything written so far durable; after a failure the file is not to be trusted. */
    void sync() throws IOException;
}
