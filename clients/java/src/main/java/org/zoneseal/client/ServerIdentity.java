package org.zoneseal.client;

import org.zoneseal.cryptoki.wire.WireReader;

/**
 * What the server said when a connection opened: the application that it belongs to, and limits.
 *
 * @param application the application's id
 * @param secret lets other connections attach to it
 * @param instance changes when the daemon restarts
 * @param longestFrame the most bytes of one request
 * @param mostInBatch the most signatures in one request
 */
record ServerIdentity(
        byte[] application, byte[] secret, byte[] instance, long longestFrame, int mostInBatch) {

    static final int ID_LENGTH = 16;
    static final int SECRET_LENGTH = 32;

    static ServerIdentity read(WireReader reader) {
        return new ServerIdentity(
                reader.raw(ID_LENGTH),
                reader.raw(SECRET_LENGTH),
                reader.raw(ID_LENGTH),
                reader.u32(),
                (int) Math.max(1, Math.min(reader.u32(), WireReader.MAX_COUNT)));
    }

    @Override
    public String toString() {
        return "ServerIdentity[hidden]";
    }
}
