package org.zoneseal.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * The other side of a socket, as dumb as can be: it says what the test says, right or wrong.
 *
 * <p>For what a real HSM never does; what it does is tried against the real one.
 */
final class ScriptedServer implements AutoCloseable {

    /** Answers one request; writes the whole frame or whatever it likes. */
    interface Script {
        void answer(Request request, OutputStream out) throws IOException;
    }

    record Request(long id, long deadline, int call, byte[] payload) {

        byte[] answer(long returnValue, String message, byte[] content) {
            WireWriter writer =
                    new WireWriter().u32(0).u64(id).u32(returnValue).text(message).raw(content);
            return writer.u32At(0, writer.length() - 4L).toBytes();
        }
    }

    /** What clients sent to open a connection: kind, and the program's name. */
    record Opening(int kind, String program) {}

    final List<Opening> openings = new CopyOnWriteArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();

    private final ServerSocketChannel listener;
    private volatile Script script;
    private volatile long openingAnswer;
    private volatile byte instance = 1;

    ScriptedServer(Path socket, Script script) throws IOException {
        this.script = script;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        new DaemonThreads("server").newThread(this::accept).start();
    }

    void follow(Script next) {
        script = next;
    }

    /** From now on openings get this return value. */
    void answerOpeningsWith(long returnValue) {
        openingAnswer = returnValue;
    }

    /** From now on attaching is refused as after a restart. */
    void restart() {
        instance = 2;
    }

    @SuppressWarnings("EmptyCatch")
    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                new DaemonThreads("server").newThread(() -> serve(channel)).start();
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    @SuppressWarnings("EmptyCatch")
    private void serve(SocketChannel channel) {
        try (channel) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            if (!open(in, out)) {
                return;
            }
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                WireReader reader = new WireReader(frame);
                Request request =
                        new Request(
                                reader.u64(),
                                reader.u32(),
                                reader.u16(),
                                reader.raw(reader.remaining()));
                requests.add(request);
                script.answer(request, out);
            }
        } catch (IOException e) {
            // The client went away, or the script said so.
        }
    }

    private boolean open(DataInputStream in, OutputStream out) throws IOException {
        in.readNBytes(6);
        int kind = in.readUnsignedByte();
        byte[] id = in.readNBytes(48);
        openings.add(
                new Opening(kind, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
        long returnValue = openingAnswer;
        if (kind == 1 && id[0] != instance) {
            returnValue = 0x32;
        }
        WireWriter answer =
                new WireWriter()
                        .raw("ZSHM".getBytes(StandardCharsets.US_ASCII))
                        .u16(1)
                        .u32(returnValue);
        answer.text(returnValue == 0 ? "" : "not you");
        ByteBuffer ids = ByteBuffer.allocate(64);
        ids.put(0, instance);
        answer.raw(ids.array()).u32(1 << 20).u32(1000);
        out.write(answer.toBytes());
        return returnValue == 0;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
