package org.zoneseal.app.serve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.Peer;
import org.zoneseal.transfer.TransferHandler;

/** Transfers of a zone of which each is begun while the ones before it are under way. */
final class NestedTransfers implements MessageSink {

    private static final Peer PEER = Peer.tcp(InetAddress.getLoopbackAddress(), 1024);

    private final TransferHandler handler;
    private final byte[] request;
    private final int count;
    private final List<Integer> codes = new ArrayList<>();

    private NestedTransfers(TransferHandler handler, byte[] request, int count) {
        this.handler = handler;
        this.request = request;
        this.count = count;
    }

    /** The response codes of so many. */
    static List<Integer> codes(TransferHandler handler, Name zone, int count) {
        byte[] name = zone.toWire();
        byte[] request = new byte[MessageReader.HEADER_LENGTH + name.length + 4];
        request[5] = 1;
        System.arraycopy(name, 0, request, MessageReader.HEADER_LENGTH, name.length);
        request[request.length - 3] = (byte) RecordType.AXFR;
        request[request.length - 1] = 1;
        NestedTransfers all = new NestedTransfers(handler, request, count);
        all.next();
        return all.codes;
    }

    private void next() {
        handler.handle(request.clone(), 0, request.length, PEER, this);
    }

    @Override
    public int maxLength() {
        return MessageReader.MAX_LENGTH;
    }

    @Override
    public void send(byte[] message, int offset, int length) {
        codes.add(message[offset + 3] & 15);
        if (codes.size() < count) {
            next();
        }
    }

    @Override
    public void abort() {
        throw new IllegalStateException("nobody hung up");
    }
}
