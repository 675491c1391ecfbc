package org.zoneseal.simulator.door;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** A client of p11-kit's RPC, as far as tests need one. */
final class RpcClient implements AutoCloseable {

    private static final String HANDSHAKE = "PRIVATE-GNOME-KEYRING-PKCS11-PROTOCOL-V-1";

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final int version;
    private int code = 0x10;

    private RpcClient(SocketChannel channel, int offered) throws IOException {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = Channels.newOutputStream(channel);
        out.write(offered);
        this.version = in.read();
    }

    static RpcClient connect(Path path, int offered) throws IOException {
        return new RpcClient(SocketChannel.open(UnixDomainSocketAddress.of(path)), offered);
    }

    static RpcClient begin(Path path, int offered) throws IOException {
        RpcClient client = connect(path, offered);
        Answer answer = client.initialize();
        if (answer.call() != 1) {
            throw new IOException("C_Initialize was refused");
        }
        return client;
    }

    Answer initialize() throws IOException {
        return call(
                1,
                "ayyay",
                body -> {
                    ay(body, HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
                    body.u8(0);
                    ay(body, new byte[1]);
                });
    }

    static void ay(WireWriter body, byte[] bytes) {
        body.u8(1).bytes(bytes);
    }

    int version() {
        return version;
    }

    /** An answer: 0 as its call is an error, whose number is the payload. */
    record Answer(long code, long call, String signature, WireReader payload) {

        long error() {
            return payload.u64();
        }
    }

    Answer call(int call, String signature, Consumer<WireWriter> values) throws IOException {
        WireWriter body = new WireWriter().u32(call).text(signature);
        values.accept(body);
        WireWriter frame = new WireWriter().u32(code++).u32(6).u32(body.length());
        frame.raw("client".getBytes(StandardCharsets.US_ASCII)).raw(body.toBytes());
        return send(frame.toBytes());
    }

    /** Sends calls from another thread until nobody takes them, and reads no answer. */
    void flood() {
        byte[] body = new WireWriter().u32(3).text("").toBytes();
        byte[] frame = new WireWriter().u32(code).u32(0).u32(body.length).raw(body).toBytes();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        while (true) {
                            out.write(frame);
                        }
                    } catch (IOException closed) {
                        // The server has had enough.
                    }
                });
    }

    Answer send(byte[] frame) throws IOException {
        out.write(frame);
        out.flush();
        WireReader head = new WireReader(read(12));
        long answered = head.u32();
        int options = (int) head.u32();
        WireReader body = new WireReader(read(options + (int) head.u32()));
        body.raw(options);
        return new Answer(answered, body.u32(), body.text(), body);
    }

    private byte[] read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the server has closed the connection");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
