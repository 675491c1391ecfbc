package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * Where an audit log ended at some time, signed by its device. Kept elsewhere, it shows later
 * whether the past is still the same.
 *
 * <pre>
 * "ZSAUDHED" 8 | format 2 = 1 | device id 16 | sequence 8 | time 8 (milliseconds) | hash 32
 * | public key 32 | Ed25519 signature 64 over all before
 * </pre>
 */
record AuditHead(
        byte[] deviceId,
        long sequence,
        Instant time,
        byte[] hash,
        byte[] publicKey,
        byte[] signature) {

    private static final byte[] MAGIC = "ZSAUDHED".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int DEVICE_ID_LENGTH = 16;
    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    /** Signs where the log is now. */
    static AuditHead of(AuditLog.Head end, byte[] deviceId, Identity identity) {
        AuditHead unsigned =
                new AuditHead(
                        deviceId,
                        end.sequence(),
                        end.time(),
                        end.hash(),
                        identity.publicKey(),
                        new byte[0]);
        return unsigned.with(identity.sign(unsigned.signed()));
    }

    private AuditHead with(byte[] newSignature) {
        return new AuditHead(deviceId, sequence, time, hash, publicKey, newSignature);
    }

    private byte[] signed() {
        return new WireWriter()
                .raw(MAGIC)
                .u16(FORMAT)
                .raw(deviceId)
                .u64(sequence)
                .u64(time.toEpochMilli())
                .raw(hash)
                .raw(publicKey)
                .toBytes();
    }

    byte[] toBytes() {
        return new WireWriter().raw(signed()).raw(signature).toBytes();
    }

    /**
     * Reads a head.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AuditHead read(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            if (!Arrays.equals(in.raw(MAGIC.length), MAGIC) || in.u16() != FORMAT) {
                throw new IllegalArgumentException("this is no head of an audit log");
            }
            AuditHead head =
                    new AuditHead(
                            in.raw(DEVICE_ID_LENGTH),
                            in.u64(),
                            Instant.ofEpochMilli(in.u64()),
                            in.raw(AuditEntry.HASH_LENGTH),
                            in.raw(KEY_LENGTH),
                            in.raw(SIGNATURE_LENGTH));
            in.end();
            return head;
        } catch (MalformedWireException e) {
            throw new IllegalArgumentException("this head of an audit log is cut short", e);
        }
    }

    /** Whether a device made it. */
    boolean isFrom(byte[] device, byte[] identity) {
        return Arrays.equals(deviceId, device)
                && Arrays.equals(publicKey, identity)
                && KeyFiles.verifies(identity, signed(), signature);
    }

    /** A line for people. */
    String text() {
        return "device "
                + HexFormat.of().formatHex(deviceId)
                + " audit entry "
                + sequence
                + " of "
                + time
                + " hash "
                + HexFormat.of().formatHex(hash);
    }
}
