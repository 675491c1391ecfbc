package org.zoneseal.client.slot;

import java.io.ByteArrayOutputStream;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;

/** The three calls of an operation on data, and how data that is longer than a frame takes them. */
enum Parts {
    ENCRYPTION(Call.ENCRYPT_INIT, Call.ENCRYPT, Call.ENCRYPT_UPDATE, Call.ENCRYPT_FINAL),
    DECRYPTION(Call.DECRYPT_INIT, Call.DECRYPT, Call.DECRYPT_UPDATE, Call.DECRYPT_FINAL),
    SIGNATURE(Call.SIGN_INIT, Call.SIGN, Call.SIGN_UPDATE, Call.SIGN_FINAL);

    /** How much goes into one call; well below what frames hold. */
    static final int LENGTH = 256 << 10;

    private static final long ANY_ROOM = Long.MAX_VALUE;

    private final Call init;
    private final Call whole;
    private final Call update;
    private final Call last;

    Parts(Call init, Call whole, Call update, Call last) {
        this.init = init;
        this.whole = whole;
        this.update = update;
        this.last = last;
    }

    byte[] run(RemoteSession session, Mechanism mechanism, long key, byte[] data) {
        session.call(init, w -> w.u64(session.handle()).mechanism(mechanism).u64(key));
        if (data.length <= LENGTH) {
            return RemoteSession.read(
                    session.call(whole, w -> w.u64(session.handle()).bytes(data).u64(ANY_ROOM)),
                    RemoteSession::output);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream(data.length + 64);
        for (int at = 0; at < data.length; at += LENGTH) {
            update(session, data, at, output);
        }
        output.writeBytes(
                RemoteSession.read(
                        session.call(last, w -> w.u64(session.handle()).u64(ANY_ROOM)),
                        RemoteSession::output));
        return output.toByteArray();
    }

    private void update(RemoteSession session, byte[] data, int at, ByteArrayOutputStream output) {
        int length = Math.min(LENGTH, data.length - at);
        if (this == SIGNATURE) {
            session.call(update, w -> w.u64(session.handle()).u32(length).raw(data, at, length));
            return;
        }
        output.writeBytes(
                RemoteSession.read(
                        session.call(
                                update,
                                w ->
                                        w.u64(session.handle())
                                                .u32(length)
                                                .raw(data, at, length)
                                                .u64(ANY_ROOM)),
                        RemoteSession::output));
    }
}
