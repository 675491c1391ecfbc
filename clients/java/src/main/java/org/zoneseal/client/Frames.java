package org.zoneseal.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** The frames of docs/design/wire.md, as the client writes and reads them. */
final class Frames {

    /** The longest answer that is believed; a backup of a large device is the largest there is. */
    static final long MAX_ANSWER = 256L << 20;

    /** Request id, return value and an empty message. */
    static final long MIN_ANSWER = Long.BYTES + 2 * Integer.BYTES;

    private static final byte[] MAGIC = {'Z', 'S', 'H', 'M'};
    private static final int VERSION = 1;
    private static final int BEGIN = 0;
    private static final int ATTACH = 1;

    /** Magic, version, return value: what comes before the length of the message. */
    static final int OPENING_HEAD = 4 + 2 + 4 + 4;

    /** What follows the message in the server's opening. */
    static final int OPENING_TAIL =
            2 * ServerIdentity.ID_LENGTH + ServerIdentity.SECRET_LENGTH + 2 * Integer.BYTES;

    static final int MAX_MESSAGE = 64 << 10;

    private Frames() {}

    static void writeBegin(WireWriter writer, String program) {
        writer.raw(MAGIC).u16(VERSION).u8(BEGIN);
        writer.raw(new byte[ServerIdentity.ID_LENGTH + ServerIdentity.SECRET_LENGTH]);
        writer.text(program);
    }

    static void writeAttach(WireWriter writer, String program, ServerIdentity server) {
        writer.raw(MAGIC).u16(VERSION).u8(ATTACH);
        writer.raw(server.application()).raw(server.secret()).text(program);
    }

    /** Reads the head of the server's opening up to and with the length of its message. */
    static OpeningHead readOpening(WireReader reader) {
        for (byte expected : MAGIC) {
            if (reader.u8() != expected) {
                throw malformed("it does not speak our protocol");
            }
        }
        int version = reader.u16();
        if (version != VERSION) {
            throw malformed("it speaks version " + version + " of the protocol, not " + VERSION);
        }
        long returnValue = reader.u32();
        long length = reader.u32();
        if (length > MAX_MESSAGE) {
            throw malformed("its message has " + length + " bytes");
        }
        return new OpeningHead(returnValue, (int) length);
    }

    record OpeningHead(long returnValue, int messageLength) {}

    static void writeRequest(
            WireWriter writer,
            long id,
            Duration deadline,
            Call call,
            Consumer<WireWriter> payload) {
        int start = writer.length();
        writer.u32(0).u64(id).u32(Math.min(deadline.toMillis(), 0xffff_ffffL)).u16(call.number());
        payload.accept(writer);
        writer.u32At(start, writer.length() - start - Integer.BYTES);
    }

    /**
     * Reads the head of an answer.
     *
     * @return the reader, at the payload
     * @throws HsmClientException what the HSM answered, unless that is CKR_OK
     */
    static WireReader readAnswer(WireReader reader, long id) {
        if (reader.u64() != id) {
            throw malformed("it answered another request");
        }
        long returnValue = reader.u32();
        String message = reader.text();
        if (returnValue != Ckr.OK) {
            throw refused(returnValue, message);
        }
        return reader;
    }

    static HsmClientException refused(long returnValue, String message) {
        String name = ReturnValueNames.of(returnValue);
        return new HsmClientException(
                returnValue, message.isEmpty() ? "the HSM answered " + name : message);
    }

    static HsmClientException malformed(String what) {
        return new HsmClientException(
                Ckr.DEVICE_ERROR, "what answers is no HSM of ours, or of another version: " + what);
    }
}
