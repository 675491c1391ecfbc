package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * p11-kit's RPC on one connection: version, frames, C_Initialize and C_Finalize.
 *
 * <p>A connection is an application: nothing in this protocol names one. Versions 0 and 1 are
 * spoken. Version 2 is offered by newer clients and answered with 1, which they take: releases that
 * call themselves 2 differ in how a mechanism without a parameter is written, and 1 is the same in
 * all of them.
 */
final class RpcCodec implements Codec {

    /** What a client may open with. */
    static final int LARGEST_FIRST_BYTE = 2;

    private static final int OUR_VERSION = 1;
    private static final int HEAD = 12;
    private static final int LONGEST_OPTIONS = 4096;
    private static final String PROGRAM = "p11-kit";
    private static final byte[] HANDSHAKE =
            "PRIVATE-GNOME-KEYRING-PKCS11-PROTOCOL-V-1".getBytes(StandardCharsets.US_ASCII);

    private final Line line;
    private final Visitor visitor;
    private final Hall hall;
    private int version;
    private boolean wasOpened;
    private @Nullable Application application;
    private @Nullable RpcCalls calls;

    RpcCodec(Line line, Visitor visitor, Hall hall) {
        this.line = line;
        this.visitor = visitor;
        this.hall = hall;
    }

    @Override
    public void serve() throws IOException {
        Receiver receiver = line.receiver();
        version = Math.min(receiver.array()[receiver.start()], OUR_VERSION);
        receiver.consume(1);
        line.out().u8(version);
        line.sendOpening();
        boolean goesOn = true;
        while (goesOn && receiver.awaitFrame()) {
            goesOn = frame(receiver);
        }
    }

    /** There is no way to come back, so there is no grace time. */
    @Override
    public void leave() {
        finish();
    }

    private boolean frame(Receiver receiver) throws IOException {
        receiver.need(HEAD);
        WireReader head = new WireReader(receiver.array(), receiver.start(), HEAD);
        long code = head.u32();
        long options = head.u32();
        long length = head.u32();
        long whole = HEAD + options + length;
        if (code == 0 || options > LONGEST_OPTIONS || length > 4L * line.limits().frame()) {
            return false;
        }
        if (length > mostBytes()) {
            receiver.skip(whole);
            return refuse(code, new Refusal(Ckr.ARGUMENTS_BAD, "a frame too long"));
        }
        try {
            receiver.need((int) whole);
        } catch (CryptokiException noMemory) {
            receiver.skip(whole);
            return refuse(code, Refusal.of(noMemory));
        }
        return answer(code, (int) options, (int) whole);
    }

    private int mostBytes() {
        Application mine = application;
        return mine != null && mine.hasLoggedIn()
                ? line.limits().frame()
                : line.limits().frameBeforeLogin();
    }

    private boolean answer(long code, int options, int whole) throws IOException {
        Receiver receiver = line.receiver();
        receiver.frameIsWhole();
        int skipped = HEAD + options;
        WireReader in =
                new WireReader(receiver.array(), receiver.start() + skipped, whole - skipped);
        line.counters().allCalls.increment();
        begin(code);
        try {
            run(in);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            write(code, Refusal.of(e));
        }
        receiver.consume(whole);
        send();
        return true;
    }

    private void run(WireReader in) {
        long number = in.u32();
        byte[] signature = in.bytes();
        RpcCall call = RpcCall.ofNumber(number);
        if (call == null) {
            Refusal unknown = Refusal.notSupported(number);
            throw new CryptokiException(unknown.returnValue(), unknown.message());
        }
        if (!Arrays.equals(signature, call.request())) {
            throw new MalformedWireException("arguments of another shape than " + call + " has");
        }
        line.out().u32(call.number()).bytes(call.answer());
        RpcReader values = new RpcReader(in, version);
        switch (call) {
            case INITIALIZE -> initialize(values);
            case FINALIZE -> {
                values.end();
                finish();
            }
            default -> begun().run(call, values, new RpcWriter(line.out()));
        }
    }

    private void initialize(RpcReader in) {
        byte[] handshake = in.bytes();
        in.u8();
        in.bytes();
        in.end();
        if (!Arrays.equals(handshake, HANDSHAKE)) {
            throw new CryptokiException(Ckr.GENERAL_ERROR, "a handshake of another protocol");
        }
        if (application != null) {
            throw new CryptokiException(
                    Ckr.CRYPTOKI_ALREADY_INITIALIZED, "C_Initialize was called before");
        }
        Application mine = hall.applications().begin(visitor, PROGRAM).application();
        application = mine;
        calls = new RpcCalls(line, mine, version);
        wasOpened = true;
        line.receiver().opened();
    }

    private RpcCalls begun() {
        RpcCalls mine = calls;
        if (mine == null) {
            throw new CryptokiException(
                    Ckr.CRYPTOKI_NOT_INITIALIZED, "C_Initialize comes before everything else");
        }
        return mine;
    }

    private void finish() {
        Application mine = application;
        application = null;
        calls = null;
        if (mine != null) {
            hall.applications().end(mine);
        }
    }

    private void begin(long code) {
        line.out().u32(code).u32(0).u32(0);
    }

    private boolean refuse(long code, Refusal refusal) throws IOException {
        write(code, refusal);
        send();
        return true;
    }

    private void write(long code, Refusal refusal) {
        WireWriter out = line.out();
        out.clear();
        begin(code);
        out.u32(RpcCall.ERROR).bytes(RpcCall.ERROR_ANSWER).u64(refusal.returnValue());
    }

    private void send() throws IOException {
        line.out().u32At(8, line.out().length() - (long) HEAD);
        if (wasOpened) {
            line.send();
        } else {
            line.sendOpening();
        }
    }
}
