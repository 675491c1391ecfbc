package org.zoneseal.simulator.door;

import java.util.function.Consumer;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;
import org.zoneseal.simulator.token.Cryptoki.Output;

/** p11-kit's calls that encrypt, decrypt, digest, sign, verify and make random bytes. */
final class RpcOperationCalls {

    private final Cryptoki cryptoki;
    private final Line line;

    RpcOperationCalls(Cryptoki cryptoki, Line line) {
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

    void encryptInit(RpcReader in) {
        init(in, Ckf.ENCRYPT, cryptoki::encryptInit);
    }

    void encrypt(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::encrypt);
    }

    void encryptUpdate(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::encryptUpdate);
    }

    void encryptFinal(RpcReader in, RpcWriter out) {
        last(in, out, cryptoki::encryptFinal);
    }

    void decryptInit(RpcReader in) {
        init(in, Ckf.DECRYPT, cryptoki::decryptInit);
    }

    void decrypt(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::decrypt);
    }

    void decryptUpdate(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::decryptUpdate);
    }

    void decryptFinal(RpcReader in, RpcWriter out) {
        last(in, out, cryptoki::decryptFinal);
    }

    void digestInit(RpcReader in) {
        long session = in.u64();
        RpcMechanism mechanism = in.mechanism();
        in.end();
        begin(session, mechanism, Ckf.DIGEST, named -> cryptoki.digestInit(session, named));
    }

    void digest(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::digest);
    }

    void digestUpdate(RpcReader in) {
        take(in, cryptoki::digestUpdate);
    }

    void digestKey(RpcReader in) {
        long session = in.u64();
        cryptoki.digestKey(session, in.last());
    }

    void digestFinal(RpcReader in, RpcWriter out) {
        last(in, out, cryptoki::digestFinal);
    }

    void signInit(RpcReader in) {
        init(in, Ckf.SIGN, cryptoki::signInit);
    }

    void sign(RpcReader in, RpcWriter out) {
        step(in, out, cryptoki::sign);
    }

    void signUpdate(RpcReader in) {
        take(in, cryptoki::signUpdate);
    }

    void signFinal(RpcReader in, RpcWriter out) {
        last(in, out, cryptoki::signFinal);
    }

    void verifyInit(RpcReader in) {
        init(in, Ckf.VERIFY, cryptoki::verifyInit);
    }

    void verify(RpcReader in) {
        long session = in.u64();
        byte[] data = in.bytes();
        byte[] signature = in.bytes();
        in.end();
        cryptoki.verify(session, data, signature);
    }

    void verifyUpdate(RpcReader in) {
        take(in, cryptoki::verifyUpdate);
    }

    void verifyFinal(RpcReader in) {
        take(in, cryptoki::verifyFinal);
    }

    void seedRandom(RpcReader in) {
        take(in, cryptoki::seedRandom);
    }

    void random(RpcReader in, RpcWriter out) {
        long session = in.u64();
        long count = Math.max(in.room(), 0);
        in.end();
        if (count > WireOperationCalls.MOST_RANDOM) {
            throw new CryptokiException(
                    Ckr.ARGUMENTS_BAD,
                    "%d random bytes at once, at most %d"
                            .formatted(count, WireOperationCalls.MOST_RANDOM));
        }
        line.expect(WireOperationCalls.RANDOM_COPIES * count);
        out.output(new Output(cryptoki.random(session, (int) count), count));
    }

    void getState(RpcReader in) {
        in.u64();
        in.room();
        in.end();
        throw new CryptokiException(
                Ckr.STATE_UNSAVEABLE, "the state of an operation cannot be saved on this HSM");
    }

    void setState(RpcReader in) {
        in.u64();
        in.bytes();
        in.u64();
        in.last();
        throw new CryptokiException(
                Ckr.SAVED_STATE_INVALID,
                "the state of an operation cannot be restored on this HSM");
    }

    private void init(RpcReader in, long operation, Init init) {
        long session = in.u64();
        RpcMechanism mechanism = in.mechanism();
        long key = in.last();
        begin(session, mechanism, operation, named -> init.with(session, named, key));
    }

    /** With a NULL mechanism the operation ends (PKCS#11 3.2, 5.8.1 and its like). */
    private void begin(
            long session, RpcMechanism mechanism, long operation, Consumer<Mechanism> init) {
        switch (mechanism) {
            case RpcMechanism.Null _ -> cryptoki.cancel(session, operation);
            case RpcMechanism.Named(Mechanism named) -> init.accept(named);
        }
    }

    private static void step(RpcReader in, RpcWriter out, Step step) {
        long session = in.u64();
        byte[] data = in.bytes();
        long room = in.room();
        in.end();
        out.output(step.of(session, data, room));
    }

    private static void last(RpcReader in, RpcWriter out, Last last) {
        long session = in.u64();
        long room = in.room();
        in.end();
        out.output(last.of(session, room));
    }

    private static void take(RpcReader in, Take take) {
        long session = in.u64();
        byte[] data = in.bytes();
        in.end();
        take.in(session, data);
    }
}
