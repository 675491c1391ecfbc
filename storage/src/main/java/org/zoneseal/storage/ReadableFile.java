package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file that is read by position. */
public interface ReadableFile extends Closeable {

    /** Reads until the buffer is full or the file ends; returns the number of bytes. */
    int read(ByteBuffer bytes, long position) throws IOException;

    long length() throws IOException;
}
