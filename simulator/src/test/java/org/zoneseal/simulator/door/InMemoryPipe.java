package org.zoneseal.simulator.door;

import java.io.ByteArrayOutputStream;

/** A client that sends these bytes and goes. */
final class InMemoryPipe implements Pipe {

    private final byte[] sent;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int at;

    InMemoryPipe(byte[] sent) {
        this.sent = sent;
    }

    byte[] received() {
        return received.toByteArray();
    }

    @Override
    public int read(byte[] into, int offset, int most) {
        if (at == sent.length) {
            return -1;
        }
        int count = Math.min(most, sent.length - at);
        System.arraycopy(sent, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        received.write(from, offset, count);
    }

    @Override
    public void endInput() {
        at = sent.length;
    }

    @Override
    public void close() {
        at = sent.length;
    }
}
