package org.zoneseal.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * One connection of an application: requests out, answers in, in the same order.
 *
 * <p>Mutable, for one thread at a time. After an {@link IOException} it is of no use any more.
 */
final class WireConnection implements AutoCloseable {

    /** Threads that write a pipeline's requests; kept for a minute, because a start is dear. */
    private static final ExecutorService SENDERS =
            Executors.newCachedThreadPool(new DaemonThreads("zoneseal-client-sender"));

    private final Transport transport;
    private final ClientOptions options;
    private final WireWriter writer = new WireWriter();
    private final byte[] lengthBytes = new byte[Integer.BYTES];
    private final ServerIdentity server;
    private long lastId;

    private WireConnection(Transport transport, ClientOptions options, Consumer<WireWriter> opening)
            throws IOException {
        this.transport = transport;
        this.options = options;
        this.server = open(opening);
    }

    /** Connects and begins a new application. */
    static WireConnection begin(HsmAddress address, ClientOptions options) throws IOException {
        return connect(address, options, writer -> Frames.writeBegin(writer, options.program()));
    }

    /** Connects and attaches to an application; CKR_DEVICE_REMOVED if that is gone. */
    static WireConnection attach(
            HsmAddress address, ClientOptions options, ServerIdentity application)
            throws IOException {
        return connect(
                address,
                options,
                writer -> Frames.writeAttach(writer, options.program(), application));
    }

    private static WireConnection connect(
            HsmAddress address, ClientOptions options, Consumer<WireWriter> opening)
            throws IOException {
        Transport transport = Transport.connect(address, options);
        try {
            return new WireConnection(transport, options, opening);
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private ServerIdentity open(Consumer<WireWriter> opening) throws IOException {
        Duration patience = options.connectTimeout();
        opening.accept(writer);
        transport.write(writer.array(), 0, writer.length(), patience);
        writer.clear();
        Frames.OpeningHead head =
                Frames.readOpening(new WireReader(read(Frames.OPENING_HEAD, patience)));
        byte[] message = read(head.messageLength(), patience);
        if (head.returnValue() != Ckr.OK) {
            WireWriter text = new WireWriter().bytes(message);
            throw Frames.refused(head.returnValue(), new WireReader(text.toBytes()).text());
        }
        return ServerIdentity.read(new WireReader(read(Frames.OPENING_TAIL, patience)));
    }

    ServerIdentity server() {
        return server;
    }

    boolean isFresh() {
        return transport.isQuiet();
    }

    /** One call, there and back. */
    WireReader call(Call call, Consumer<WireWriter> payload) throws IOException {
        long id = ++lastId;
        try {
            send(writer, id, call, payload);
        } finally {
            writer.clear();
        }
        return answer(id);
    }

    /**
     * Many calls at once: all are written while the answers are read.
     *
     * @throws HsmClientException the first refusal, after all answers have come
     */
    List<WireReader> callAll(Call call, List<Consumer<WireWriter>> payloads) throws IOException {
        long first = lastId + 1;
        lastId += payloads.size();
        Future<?> sending = SENDERS.submit(() -> sendAll(first, call, payloads));
        List<WireReader> answers = new ArrayList<>(payloads.size());
        HsmClientException refusal = null;
        for (int i = 0; i < payloads.size(); i++) {
            try {
                answers.add(answer(first + i));
            } catch (HsmClientException e) {
                refusal = firstOf(refusal, e);
            }
        }
        awaitEnd(sending);
        if (refusal != null) {
            throw refusal;
        }
        return answers;
    }

    /** All has been answered, so all has been sent; the sender is about to end. */
    private void awaitEnd(Future<?> sending) throws IOException {
        try {
            sending.get(options.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the sender does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HsmClientException firstOf(
            @Nullable HsmClientException first, HsmClientException next) {
        return first == null ? next : first;
    }

    /** A failure closes the connection, so that whoever reads the answers hears of it. */
    private void sendAll(long first, Call call, List<Consumer<WireWriter>> payloads) {
        WireWriter own = new WireWriter();
        try {
            for (int i = 0; i < payloads.size(); i++) {
                send(own, first + i, call, payloads.get(i));
                own.clear();
            }
        } catch (IOException | RuntimeException e) {
            transport.close();
        }
    }

    private void send(WireWriter into, long id, Call call, Consumer<WireWriter> payload)
            throws IOException {
        Frames.writeRequest(into, id, options.callTimeout(), call, payload);
        if (into.length() - Integer.BYTES > server.longestFrame()) {
            throw new HsmClientException(
                    Ckr.DATA_LEN_RANGE,
                    "the request has "
                            + into.length()
                            + " bytes, the HSM takes "
                            + server.longestFrame());
        }
        transport.write(into.array(), 0, into.length(), options.callTimeout());
    }

    private WireReader answer(long id) throws IOException {
        Duration patience = options.callTimeout();
        transport.read(lengthBytes, 0, lengthBytes.length, patience);
        long length = new WireReader(lengthBytes).u32();
        if (length < Frames.MIN_ANSWER || length > Frames.MAX_ANSWER) {
            throw new IOException("the HSM announced an answer of " + length + " bytes");
        }
        try {
            return Frames.readAnswer(new WireReader(read((int) length, patience)), id);
        } catch (MalformedWireException e) {
            throw new IOException("the HSM's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] read(int length, Duration patience) throws IOException {
        byte[] bytes = new byte[length];
        transport.read(bytes, 0, length, patience);
        return bytes;
    }

    @Override
    public void close() {
        transport.close();
    }
}
