package org.zoneseal.interop.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;

/** Bytes that are wrong in ways that somebody might think of, and in ways that nobody would. */
final class Garbage {

    private final Random random;

    Garbage(Random random) {
        this.random = random;
    }

    void sendTo(RawClient client) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> client.send(bytes(1 + random.nextInt(300)));
            case 1 -> client.send(mutated(RawClient.opening()));
            case 2 -> client.send(p11Kit());
            case 3 -> afterOpening(client, frameOf(bytes(random.nextInt(200))));
            case 4 -> afterOpening(client, mutated(good()));
            default -> afterOpening(client, good());
        }
    }

    private void afterOpening(RawClient client, byte[] frame) throws IOException {
        if (client.open() && client.send(frame) && isWhole(frame)) {
            client.answer();
        }
    }

    /** Nobody waits for the answer to a frame whose end has not been sent. */
    private static boolean isWhole(byte[] frame) {
        return frame.length >= 4 && ByteBuffer.wrap(frame).getInt() == frame.length - 4;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A frame of the right length with any call in it, so that the payload is looked at. */
    private byte[] frameOf(byte[] payload) {
        Call[] calls = Call.values();
        Call call = calls[random.nextInt(calls.length)];
        return Frames.request(random.nextLong(), call, writer -> writer.raw(payload));
    }

    /** p11-kit's version byte, and then what looks a little like a call of it. */
    private byte[] p11Kit() {
        byte[] bytes = bytes(13 + random.nextInt(100));
        bytes[0] = (byte) random.nextInt(3);
        if (random.nextBoolean()) {
            Arrays.fill(bytes, 5, 12, (byte) 0);
            bytes[8] = 10;
            bytes[12] = (byte) (bytes.length - 23);
        }
        return bytes;
    }

    private byte[] good() {
        List<Attribute> template =
                List.of(Attribute.number(Cka.CLASS, 3), Attribute.bytes(Cka.LABEL, bytes(9)));
        Mechanism mechanism = Mechanism.of(Ckm.ECDSA);
        return switch (random.nextInt(6)) {
            case 0 -> Frames.request(1, Call.GET_SLOT_LIST, w -> w.flag(true));
            case 1 -> Frames.request(2, Call.FIND_OBJECTS_INIT, w -> w.u64(1).attributes(template));
            case 2 ->
                    Frames.request(
                            3,
                            Call.CREATE_OBJECT,
                            w -> w.u64(1).attributes(template).bytes(new byte[16]));
            case 3 ->
                    Frames.request(
                            4,
                            Call.SIGN_ONCE,
                            w -> w.u64(1).mechanism(mechanism).u64(1).bytes(bytes(32)));
            case 4 -> Frames.request(5, Call.COMMAND, w -> w.text("user.list").value(nested()));
            default -> Frames.request(6, Call.LOGIN, w -> w.u64(1).u64(1).bytes(bytes(8)));
        };
    }

    private Value nested() {
        Value value = new Value.Text("deep");
        for (int depth = random.nextInt(20); depth > 0; depth--) {
            value = new Value.ListOf(List.of(value));
        }
        return new Value.Fields().put("argument", value).map();
    }

    /** Some bits changed, a length made huge, a part cut off or doubled. */
    private byte[] mutated(byte[] good) {
        byte[] bytes = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> Arrays.fill(bytes, at(bytes), bytes.length, (byte) 0xff);
            case 2 -> bytes = Arrays.copyOf(bytes, at(bytes));
            default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(50));
        }
        return bytes;
    }

    private int at(byte[] bytes) {
        return random.nextInt(bytes.length);
    }
}
