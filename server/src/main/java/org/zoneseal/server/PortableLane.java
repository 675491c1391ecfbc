package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Supplier;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.Transport;
import org.zoneseal.server.LaneCounters.Single;
import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.PeerGoneException;

/**
 * A lane for any system: one datagram a call, by Java's own channels.
 *
 * <p>Java does not tell which address of a wildcard socket was asked: the system chooses from which
 * one the answer goes.
 */
final class PortableLane implements DatagramLane, Runnable {

    private static final SeldomLog LOG = new SeldomLog(PortableLane.class);

    private static final int BUFFER = 4 << 20;
    private static final int MAX_ANSWER = 65_535;

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Supplier<AnswerContext> context;
    private final DatagramSources sources;
    private final HandOver handOver;
    private final InstantSource clock;
    private final Desk desk;
    private final ByteBuffer in = ByteBuffer.allocateDirect(DatagramBatch.MAX_QUERY + 1);
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_ANSWER);
    private final byte[] query = new byte[DatagramBatch.MAX_QUERY + 1];
    private final Thread thread;

    PortableLane(InetSocketAddress wanted, boolean first, LaneSurroundings around)
            throws IOException {
        this.desk = new Desk(around.engines().get());
        this.context = around.context();
        this.sources = new DatagramSources(around.proxies());
        this.handOver = around.handOver();
        this.clock = around.clock();
        this.channel =
                DatagramChannel.open(
                        wanted.getAddress() instanceof Inet4Address
                                ? StandardProtocolFamily.INET
                                : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
            if (!first) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(wanted);
            if (first && isShareable(channel)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            this.address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        this.thread =
                Thread.ofPlatform()
                        .name("udp " + address.getAddress().getHostAddress())
                        .daemon()
                        .unstarted(this);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isShareable() {
        return isShareable(channel);
    }

    private static boolean isShareable(DatagramChannel channel) {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    @Override
    public LaneCounters counters() {
        return desk.counters();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(ERROR, "closing " + address + " failed", e);
        }
    }

    @Override
    public boolean awaitEnd(long nanoseconds) throws InterruptedException {
        return thread.getState() == Thread.State.NEW
                || thread.join(Duration.ofNanos(Math.max(nanoseconds, 0)));
    }

    @Override
    public void run() {
        while (channel.isOpen()) {
            try {
                in.clear();
                if (channel.receive(in) instanceof InetSocketAddress sender) {
                    answer(sender);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // An ICMP error about an earlier answer, as a rule; it does not concern this one.
                desk.counters().count(Single.NOT_SENT);
            } catch (RuntimeException | Error e) {
                // Whatever one datagram brings about, those after it are answered.
                desk.counters().count(Single.FAILED);
                LOG.log(ERROR, "taking a datagram failed", e);
            }
        }
    }

    private void answer(InetSocketAddress sender) throws IOException {
        long begun = System.nanoTime();
        int length = in.flip().remaining();
        if (length < DatagramSources.SHORTEST || length > DatagramBatch.MAX_QUERY) {
            desk.counters().count(Single.MALFORMED);
            return;
        }
        if (sender.getPort() == 0) {
            desk.counters().count(Single.DROPPED);
            return;
        }
        in.get(query, 0, length);
        InetAddress host = sender.getAddress();
        byte[] client = host.getAddress();
        long now = Math.floorDiv(clock.millis(), 1000L);
        int offset =
                sources.place(
                        query, length, client, client.length, sender.getPort(), desk.facts, now);
        if (offset < 0) {
            desk.counters().count(Single.MALFORMED);
            return;
        }
        int answer = desk.answer(context.get(), Transport.UDP, query, offset, length - offset, 0);
        if (answer > 0) {
            out.clear().put(desk.out, 0, answer).flip();
            channel.send(out, sender);
            desk.counters().latency(System.nanoTime() - begun, 1);
        } else if (answer == QueryEngine.HAND_OVER) {
            handOver(sender, offset, length);
        }
    }

    private void handOver(InetSocketAddress sender, int offset, int length) {
        byte[] message = Arrays.copyOfRange(query, offset, length);
        if (!handOver.offerDatagram(
                message, sources.peer(), new Reply(sender, DatagramPayload.of(message)))) {
            desk.counters().count(Single.DROPPED);
        }
    }

    private final class Reply implements MessageSink {

        private final InetSocketAddress to;
        private final int maxLength;

        Reply(InetSocketAddress to, int maxLength) {
            this.to = to;
            this.maxLength = maxLength;
        }

        @Override
        public int maxLength() {
            return maxLength;
        }

        @Override
        public void send(byte[] message, int offset, int length) {
            try {
                channel.send(ByteBuffer.wrap(message, offset, length), to);
            } catch (IOException e) {
                throw new PeerGoneException("the datagram could not be sent", e);
            }
        }

        @Override
        public void abort() {
            // A datagram is sent or not; there is nothing to end.
        }
    }
}
