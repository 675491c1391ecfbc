package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.CryptokiException;

/** Our own protocol on one connection: opening, frames, answers (docs/design/wire.md). */
final class WireCodec implements Codec {

    static final int FIRST_BYTE = 'Z';

    private static final int MAGIC = 0x5a53484d;
    private static final int VERSION = 1;
    private static final int OPENING = 4 + 2 + 1 + ApplicationId.LENGTH + 32 + 4;
    private static final int LONGEST_PROGRAM = 256;
    private static final int BEGIN = 0;
    private static final int ATTACH = 1;

    /** Request id, deadline and call. */
    private static final int HEAD = 8 + 4 + 2;

    /** What all lists of one request may have together. */
    private static final int ELEMENTS = WireReader.MAX_COUNT;

    private final Line line;
    private final Visitor visitor;
    private final Hall hall;
    private @Nullable Application application;

    WireCodec(Line line, Visitor visitor, Hall hall) {
        this.line = line;
        this.visitor = visitor;
        this.hall = hall;
    }

    @Override
    public void serve() throws IOException {
        Application mine = open();
        if (mine == null) {
            return;
        }
        application = mine;
        line.receiver().opened();
        WireCalls calls = new WireCalls(line, hall, mine);
        boolean goesOn = true;
        while (goesOn && line.receiver().awaitFrame()) {
            goesOn = frame(mine, calls);
        }
    }

    @Override
    public void leave() {
        Application mine = application;
        if (mine != null) {
            hall.applications().leave(mine);
        }
    }

    private @Nullable Application open() throws IOException {
        Receiver receiver = line.receiver();
        receiver.need(OPENING);
        WireReader in = new WireReader(receiver.array(), receiver.start(), OPENING);
        if (in.u32() != MAGIC) {
            return null;
        }
        int version = in.u16();
        int kind = in.u8();
        ApplicationId id = new ApplicationId(in.raw(ApplicationId.LENGTH));
        byte[] secret = in.raw(ApplicationTable.SECRET_LENGTH);
        long programLength = in.u32();
        receiver.consume(OPENING);
        try {
            requireVersion(version);
            String program = program(programLength);
            return switch (kind) {
                case BEGIN -> greet(hall.applications().begin(visitor, program));
                case ATTACH -> welcome(hall.applications().attach(id, secret, visitor), secret);
                default -> throw new MalformedWireException("kind of opening " + kind);
            };
        } catch (CryptokiException | MalformedWireException e) {
            refuseOpening(Refusal.of(e));
            return null;
        } finally {
            Secrets.wipe(secret);
        }
    }

    private static void requireVersion(int version) {
        if (version != VERSION) {
            throw new CryptokiException(
                    Ckr.FUNCTION_NOT_SUPPORTED,
                    "the client speaks version %d of the protocol, this HSM version %d; update the older one"
                            .formatted(version, VERSION));
        }
    }

    private String program(long length) throws IOException {
        if (length > LONGEST_PROGRAM) {
            throw new MalformedWireException("a program name of " + length + " bytes");
        }
        Receiver receiver = line.receiver();
        receiver.need((int) length);
        byte[] name =
                new WireReader(receiver.array(), receiver.start(), (int) length).raw((int) length);
        receiver.consume((int) length);
        return printable(new String(name, StandardCharsets.UTF_8));
    }

    /** A name goes into log lines: no control characters, no quotes. */
    private static String printable(String name) {
        return name.replaceAll("[\\p{C}\"\\\\]", "?");
    }

    private Application greet(ApplicationTable.Begun begun) throws IOException {
        return welcome(begun.application(), begun.secret());
    }

    private Application welcome(Application mine, byte[] secret) throws IOException {
        application = mine;
        writeOpening(new Refusal(Ckr.OK, ""), mine.id().bytes(), secret);
        return mine;
    }

    private void refuseOpening(Refusal refusal) throws IOException {
        writeOpening(
                refusal, new byte[ApplicationId.LENGTH], new byte[ApplicationTable.SECRET_LENGTH]);
    }

    private void writeOpening(Refusal refusal, byte[] id, byte[] secret) throws IOException {
        line.out()
                .u32(MAGIC)
                .u16(VERSION)
                .u32(refusal.returnValue())
                .text(refusal.message())
                .raw(id)
                .raw(secret)
                .raw(hall.instance())
                .u32(line.limits().frame())
                .u32(line.limits().batch());
        line.sendOpening();
    }

    /** Answers one request; false if the connection ends with it. */
    private boolean frame(Application mine, WireCalls calls) throws IOException {
        Receiver receiver = line.receiver();
        receiver.need(4);
        long length = new WireReader(receiver.array(), receiver.start(), 4).u32();
        int most = mine.hasLoggedIn() ? line.limits().frame() : line.limits().frameBeforeLogin();
        if (length < HEAD) {
            receiver.skip(4 + length);
            return refuse(0, new Refusal(Ckr.ARGUMENTS_BAD, "a frame of " + length + " bytes"));
        }
        if (length > most) {
            return tooLong(length, most);
        }
        int whole = 4 + (int) length;
        try {
            receiver.need(whole);
        } catch (CryptokiException noMemory) {
            return skip(length, Refusal.of(noMemory));
        }
        return answer(whole, calls);
    }

    private boolean answer(int whole, WireCalls calls) throws IOException {
        Receiver receiver = line.receiver();
        receiver.frameIsWhole();
        WireReader in = new WireReader(receiver.array(), receiver.start() + 4, whole - 4, ELEMENTS);
        long id = in.u64();
        long deadline = in.u32();
        int number = in.u16();
        line.counters().allCalls.increment();
        WireWriter out = line.out();
        begin(out, id);
        boolean goesOn = true;
        try {
            goesOn = run(number, deadline, in, out, calls);
            line.requireSendable(out.length() - 4);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            write(id, Refusal.of(e));
        }
        receiver.consume(whole);
        finish();
        return goesOn;
    }

    private boolean run(int number, long deadline, WireReader in, WireWriter out, WireCalls calls) {
        if (line.isLate(deadline)) {
            throw new CryptokiException(
                    Ckr.FUNCTION_CANCELED,
                    "the request waited longer than its deadline of %d ms and was not run"
                            .formatted(deadline));
        }
        Call call = Call.ofNumber(number);
        if (call == null) {
            Refusal unknown = Refusal.notSupported(number);
            throw new CryptokiException(unknown.returnValue(), unknown.message());
        }
        return calls.run(call, in, out);
    }

    private boolean tooLong(long length, int most) throws IOException {
        Refusal refusal =
                new Refusal(
                        Ckr.ARGUMENTS_BAD,
                        "a frame of %d bytes, at most %d are taken%s"
                                .formatted(
                                        length,
                                        most,
                                        most < line.limits().frame() ? " before a login" : ""));
        if (length <= 4L * line.limits().frame()) {
            return skip(length, refusal);
        }
        refuse(requestId(), refusal);
        return false;
    }

    private boolean skip(long length, Refusal refusal) throws IOException {
        long id = requestId();
        line.receiver().skip(4 + length);
        return refuse(id, refusal);
    }

    private long requestId() throws IOException {
        Receiver receiver = line.receiver();
        receiver.need(4 + 8);
        return new WireReader(receiver.array(), receiver.start() + 4, 8).u64();
    }

    private boolean refuse(long id, Refusal refusal) throws IOException {
        write(id, refusal);
        finish();
        return true;
    }

    private static void begin(WireWriter out, long id) {
        out.u32(0).u64(id).u32(Ckr.OK).u32(0);
    }

    private void write(long id, Refusal refusal) {
        line.out().clear();
        line.out().u32(0).u64(id).u32(refusal.returnValue()).text(refusal.message());
    }

    private void finish() throws IOException {
        line.out().u32At(0, line.out().length() - 4L);
        line.send();
    }
}
