package org.zoneseal.simulator.door;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.token.Cryptoki;
import org.zoneseal.simulator.token.Cryptoki.Output;

/** Calls that encrypt, decrypt, digest, sign, verify and make random bytes. */
final class WireOperationCalls {

    /** The longest signature: ML-DSA-87 has 4627 bytes. */
    static final int LONGEST_SIGNATURE = 8 * 1024;

    static final int MOST_RANDOM = 1 << 20;

    /** The token's array, and the answer's old and new one. */
    static final long RANDOM_COPIES = 5;

    private final Cryptoki cryptoki;
    private final Line line;
    private final byte[] signature = new byte[LONGEST_SIGNATURE];

    WireOperationCalls(Cryptoki cryptoki, Line line) {
        this.cryptoki = cryptoki;
        this.line = line;
    }

    /** Init with session, mechanism, key. */
    @FunctionalInterface
    private interface Init {
        void with(long session, Mechanism mechanism, long key);
    }

    /** A piece of data in, a piece out. */
    @FunctionalInterface
    private interface Step {
        Output of(long session, byte[] data, long room);
    }

    /** The last piece out. */
    @FunctionalInterface
    private interface Last {
        Output of(long session, long room);
    }

    /** A piece of data in. */
    @FunctionalInterface
    private interface Take {
        void in(long session, byte[] data);
    }

    void encryptInit(WireReader in) {
        init(in, cryptoki::encryptInit);
    }

    void encrypt(WireReader in, WireWriter out) {
        step(in, out, cryptoki::encrypt);
    }

    void encryptUpdate(WireReader in, WireWriter out) {
        step(in, out, cryptoki::encryptUpdate);
    }

    void encryptFinal(WireReader in, WireWriter out) {
        last(in, out, cryptoki::encryptFinal);
    }

    void decryptInit(WireReader in) {
        init(in, cryptoki::decryptInit);
    }

    void decrypt(WireReader in, WireWriter out) {
        step(in, out, cryptoki::decrypt);
    }

    void decryptUpdate(WireReader in, WireWriter out) {
        step(in, out, cryptoki::decryptUpdate);
    }

    void decryptFinal(WireReader in, WireWriter out) {
        last(in, out, cryptoki::decryptFinal);
    }

    void digestInit(WireReader in) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        in.end();
        cryptoki.digestInit(session, mechanism);
    }

    void digest(WireReader in, WireWriter out) {
        step(in, out, cryptoki::digest);
    }

    void digestUpdate(WireReader in) {
        take(in, cryptoki::digestUpdate);
    }

    void digestKey(WireReader in) {
        long session = in.u64();
        long key = in.u64();
        in.end();
        cryptoki.digestKey(session, key);
    }

    void digestFinal(WireReader in, WireWriter out) {
        last(in, out, cryptoki::digestFinal);
    }

    void signInit(WireReader in) {
        init(in, cryptoki::signInit);
    }

    void sign(WireReader in, WireWriter out) {
        step(in, out, cryptoki::sign);
    }

    void signUpdate(WireReader in) {
        take(in, cryptoki::signUpdate);
    }

    void signFinal(WireReader in, WireWriter out) {
        last(in, out, cryptoki::signFinal);
    }

    void verifyInit(WireReader in) {
        init(in, cryptoki::verifyInit);
    }

    void verify(WireReader in) {
        long session = in.u64();
        byte[] data = in.bytes();
        byte[] value = in.bytes();
        in.end();
        cryptoki.verify(session, data, value);
    }

    void verifyUpdate(WireReader in) {
        take(in, cryptoki::verifyUpdate);
    }

    void verifyFinal(WireReader in) {
        take(in, cryptoki::verifyFinal);
    }

    void seedRandom(WireReader in) {
        take(in, cryptoki::seedRandom);
    }

    void random(WireReader in, WireWriter out) {
        long session = in.u64();
        long count = in.u32();
        in.end();
        if (count > MOST_RANDOM) {
            throw new MalformedWireException(count + " random bytes at once");
        }
        line.expect(RANDOM_COPIES * count);
        out.bytes(cryptoki.random(session, (int) count));
    }

    /** The hot path: the data is read where it was received. */
    void signOnce(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long key = in.u64();
        int length = in.skipBytes();
        int offset = in.position() - length;
        in.end();
        int signed =
                cryptoki.signOnce(session, mechanism, key, in.array(), offset, length, signature);
        out.u32(signed).raw(signature, 0, signed);
    }

    void signBatch(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long key = in.u64();
        List<byte[]> data = batch(in, line.limits().batch());
        in.end();
        writeBatch(out, cryptoki.signBatch(session, mechanism, key, data));
    }

    static List<byte[]> batch(WireReader in, int most) {
        long count = in.u32();
        if (count > most || count * 4 > in.remaining()) {
            throw new MalformedWireException("a batch of " + count + ", at most " + most);
        }
        List<byte[]> data = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            data.add(in.bytes());
        }
        return data;
    }

    static void writeBatch(WireWriter out, List<byte[]> signatures) {
        out.u32(signatures.size());
        signatures.forEach(out::bytes);
    }

    static void write(WireWriter out, Output output) {
        byte[] bytes = output.bytes();
        if (bytes == null) {
            out.u8(0).u64(output.size());
        } else {
            out.u8(1).bytes(bytes);
        }
    }

    /** A size beyond what Java counts is as good as the largest. */
    static long room(WireReader in) {
        long room = in.u64();
        return room >= Cryptoki.SIZE_ONLY ? room : Long.MAX_VALUE;
    }

    private static void init(WireReader in, Init init) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long key = in.u64();
        in.end();
        init.with(session, mechanism, key);
    }

    private static void step(WireReader in, WireWriter out, Step step) {
        long session = in.u64();
        byte[] data = in.bytes();
        long room = room(in);
        in.end();
        write(out, step.of(session, data, room));
    }

    private static void last(WireReader in, WireWriter out, Last last) {
        long session = in.u64();
        long room = room(in);
        in.end();
        write(out, last.of(session, room));
    }

    private static void take(WireReader in, Take take) {
        long session = in.u64();
        byte[] data = in.bytes();
        in.end();
        take.in(session, data);
    }
}
