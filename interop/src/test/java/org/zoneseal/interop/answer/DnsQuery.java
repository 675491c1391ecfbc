package org.zoneseal.interop.answer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordTypes;

/**
 * A question to be put to several servers, by UDP with EDNS.
 *
 * @param payload how long an answer may be
 */
record DnsQuery(String name, String type, boolean dnssecOk, int flags, int payload) {

    private static final int LARGE = 4096;
    private static final int SMALL = 512;

    DnsQuery(String name, String type, boolean dnssecOk) {
        this(name, type, dnssecOk, 0, LARGE);
    }

    /** The same with no room for a long answer. */
    DnsQuery small() {
        return new DnsQuery(name, type, dnssecOk, flags, SMALL);
    }

    boolean isSmall() {
        return payload == SMALL;
    }

    /** The same for a resolver. */
    DnsQuery recursive() {
        return new DnsQuery(name, type, dnssecOk, MessageFlags.RECURSION_DESIRED, payload);
    }

    byte[] bytes(int id) {
        byte[] buffer = new byte[512];
        MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.length, NameCompression.NONE, id, flags);
        writer.question(Name.parse(name).toWire(), 0, RecordTypes.parse(type), RecordClass.IN);
        writer.opt(payload, 0, dnssecOk ? Edns.DNSSEC_OK : 0, new EdnsOptions());
        return Arrays.copyOf(buffer, writer.end());
    }

    @Nullable DnsAnswer askOnce(InetSocketAddress server, int milliseconds) throws IOException {
        byte[] query = bytes(0x1234);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(milliseconds);
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            try {
                socket.send(new DatagramPacket(query, query.length));
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            } catch (PortUnreachableException e) {
                // Not there yet: nothing to wait for but time.
                LockSupport.parkNanos(milliseconds * 1_000_000L);
                return null;
            }
            return DnsAnswer.read(packet.getData(), packet.getLength());
        }
    }

    /** Asks our engine, without a socket. */
    DnsAnswer ask(QueryEngine engine, AnswerContext context, long nowSeconds) {
        byte[] query = bytes(0x1234);
        byte[] out = new byte[payload];
        RequestFacts facts =
                new RequestFacts()
                        .begin(Transport.UDP, nowSeconds)
                        .client(new byte[] {127, 0, 0, 1}, 0, 4, 1024);
        int length = engine.answer(context, query, 0, query.length, facts, out, 0);
        return DnsAnswer.read(out, length);
    }

    @Override
    public String toString() {
        return name + " " + type + (dnssecOk ? " +do" : "") + (isSmall() ? " +bufsize=512" : "");
    }
}
