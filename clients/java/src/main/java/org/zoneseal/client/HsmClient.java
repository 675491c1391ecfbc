package org.zoneseal.client;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * A program's access to a software HSM: one application, with as many connections as calls are
 * under way. Safe for several threads.
 *
 * <p>Every method throws {@link HsmClientException} with what the HSM answered. A lost connection
 * is made again by itself. Calls that may run twice are then asked again; for others the caller
 * hears CKR_DEVICE_REMOVED, because nobody knows whether the HSM had done it. When the HSM was
 * restarted, the first call that notices says so with CKR_DEVICE_REMOVED, {@link #generation} goes
 * up, and sessions, logins and handles have to be made anew.
 */
public final class HsmClient implements AutoCloseable {

    private final HsmAddress address;
    private final ClientOptions options;
    private final ConnectionPool pool;

    private HsmClient(HsmAddress address, ClientOptions options) {
        this.address = address;
        this.options = options;
        this.pool = new ConnectionPool(address, options);
    }

    /**
     * Connects and begins an application.
     *
     * @throws HsmUnreachableException if nobody listens there
     * @throws HsmClientException with the HSM's reason why it does not take us
     */
    public static HsmClient connect(HsmAddress address, ClientOptions options) {
        HsmClient client = new HsmClient(address, options);
        try {
            client.pool.take().close();
            return client;
        } catch (IOException | MalformedWireException e) {
            throw client.unreachable(e);
        }
    }

    /** Where the HSM is. */
    public HsmAddress address() {
        return address;
    }

    /** How long calls may take, and the like. */
    public ClientOptions options() {
        return options;
    }

    /** Goes up when the HSM has been restarted or forgot us: all handles are void then. */
    public long generation() {
        return pool.generation();
    }

    /** The most signatures in one request. */
    public int mostInBatch() {
        return pool.server().mostInBatch();
    }

    /** The longest request in bytes. */
    public long longestRequest() {
        return pool.server().longestFrame();
    }

    /**
     * Runs a command of the native API (docs/design/commands.md).
     *
     * @param arguments passwords stand in it as bytes, which the caller wipes
     */
    public Value command(String name, Value.MapOf arguments) {
        WireReader answer = call(Call.COMMAND, writer -> writer.text(name).value(arguments));
        return read(answer, WireReader::value);
    }

    /** Runs a command without arguments. */
    public Value command(String name) {
        return command(name, new Value.Fields().map());
    }

    /** Asks whether the HSM is there; the answer is the id of its running instance in hex. */
    public String ping() {
        return HexFormat.of().formatHex(read(call(Call.PING, writer -> {}), WireReader::bytes));
    }

    /**
     * Makes one call of the wire.
     *
     * @param payload writes the request; may run twice
     * @return the answer, at its payload
     */
    public WireReader call(Call call, Consumer<WireWriter> payload) {
        return call(generation(), call, payload);
    }

    /**
     * Makes one call with handles in it, which mean something to one application only.
     *
     * @param generation the one that the handles are of; after a restart CKR_DEVICE_REMOVED, even
     *     if somebody else's call has noticed it before
     */
    public WireReader call(long generation, Call call, Consumer<WireWriter> payload) {
        return run(generation, call, connection -> connection.call(call, payload));
    }

    /**
     * Makes many calls on one connection, without waiting for one answer before the next request.
     *
     * @throws HsmClientException the first refusal, after all have been answered
     */
    public List<WireReader> callAll(Call call, List<Consumer<WireWriter>> payloads) {
        return callAll(generation(), call, payloads);
    }

    /** The same, with handles of one generation in them. */
    public List<WireReader> callAll(
            long generation, Call call, List<Consumer<WireWriter>> payloads) {
        return run(generation, call, connection -> connection.callAll(call, payloads));
    }

    private interface Work<T> {
        T on(WireConnection connection) throws IOException;
    }

    private <T> T run(long before, Call call, Work<T> work) {
        try {
            return attempt(before, call, work);
        } catch (IOException e) {
            if (!Repetition.isHarmless(call)) {
                throw unreachable(e);
            }
        }
        try {
            return attempt(before, call, work);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private <T> T attempt(long generation, Call call, Work<T> work) throws IOException {
        try (ConnectionPool.Lent lent = pool.take()) {
            if (lent.generation != generation && !Repetition.needsNoSession(call)) {
                throw new HsmClientException(
                        Ckr.DEVICE_REMOVED,
                        address
                                + ": the HSM has been restarted, or forgot us; open sessions and"
                                + " log in again");
            }
            return on(lent, work);
        } catch (MalformedWireException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static <T> T on(ConnectionPool.Lent lent, Work<T> work) throws IOException {
        try {
            return work.on(lent.connection);
        } catch (IOException | MalformedWireException e) {
            lent.breakUp();
            throw e;
        }
    }

    /** Reads an answer's payload; what cannot be read is a fault of the device. */
    static <T> T read(WireReader answer, Function<WireReader, T> reading) {
        try {
            return reading.apply(answer);
        } catch (MalformedWireException e) {
            throw Frames.malformed(String.valueOf(e.getMessage()));
        }
    }

    private HsmUnreachableException unreachable(Exception cause) {
        return new HsmUnreachableException(address, cause);
    }

    /** Ends the application: sessions close, everybody is logged out. */
    @Override
    public void close() {
        endApplication();
        pool.close();
    }

    @SuppressWarnings("EmptyCatch")
    private void endApplication() {
        try (ConnectionPool.Lent lent = pool.take()) {
            lent.breakUp();
            lent.connection.call(Call.END_APPLICATION, writer -> {});
        } catch (IOException | RuntimeException e) {
            // It ends by itself after its time of grace.
        }
    }
}
