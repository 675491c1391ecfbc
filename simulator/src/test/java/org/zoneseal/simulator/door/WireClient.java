package org.zoneseal.simulator.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** A client of our protocol, written from docs/design/wire.md. */
final class WireClient implements AutoCloseable {

    private final AutoCloseable socket;
    private final InputStream in;
    private final OutputStream out;
    private long nextRequest = 1;

    WireClient(AutoCloseable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = in;
        this.out = out;
    }

    static WireClient connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        return new WireClient(
                channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** What the server answered to the opening. */
    record Opening(
            long returnValue,
            String message,
            byte[] id,
            byte[] secret,
            byte[] instance,
            long longestFrame,
            long longestBatch) {}

    /** An answer, its payload ready to be read. */
    record Answer(long request, long returnValue, String message, WireReader payload) {}

    static WireClient begin(Path path) throws IOException {
        WireClient client = connect(path);
        Opening opening = client.open(0, new byte[16], new byte[32], "test");
        if (opening.returnValue() != 0) {
            throw new IOException(opening.message());
        }
        return client;
    }

    Opening open(int kind, byte[] id, byte[] secret, String program) throws IOException {
        send(opening(kind, id, secret, program).toBytes());
        return readOpening();
    }

    static WireWriter opening(int kind, byte[] id, byte[] secret, String program) {
        return new WireWriter().u32(0x5a53484d).u16(1).u8(kind).raw(id).raw(secret).text(program);
    }

    Opening readOpening() throws IOException {
        WireReader head = new WireReader(read(14));
        if (head.u32() != 0x5a53484d || head.u16() != 1) {
            throw new IOException("no server of ours");
        }
        long returnValue = head.u32();
        int length = (int) head.u32();
        WireWriter message = new WireWriter().u32(length).raw(read(length));
        WireReader rest = new WireReader(read(16 + 32 + 16 + 8));
        return new Opening(
                returnValue,
                new WireReader(message.toBytes()).text(),
                rest.raw(16),
                rest.raw(32),
                rest.raw(16),
                rest.u32(),
                rest.u32());
    }

    Answer call(Call call, Consumer<WireWriter> payload) throws IOException {
        return call(call.number(), 0, payload);
    }

    Answer call(int call, long deadline, Consumer<WireWriter> payload) throws IOException {
        send(frame(nextRequest++, deadline, call, payload));
        return readAnswer();
    }

    static byte[] frame(long request, long deadline, int call, Consumer<WireWriter> payload) {
        WireWriter frame = new WireWriter().u32(0).u64(request).u32(deadline).u16(call);
        payload.accept(frame);
        return frame.u32At(0, frame.length() - 4).toBytes();
    }

    Answer readAnswer() throws IOException {
        int length = (int) new WireReader(read(4)).u32();
        WireReader answer = new WireReader(read(length));
        return new Answer(answer.u64(), answer.u32(), answer.text(), answer);
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the server has closed the connection");
        }
        return bytes;
    }

    /** All that comes until the server closes. */
    byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
