package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * External keys: one object each, sealed under the master backup key.
 *
 * <pre>
 * "ZSKEYBLB" 8 | format 2 = 1 | id of the key 8 | salt 32 | sealed: slot, attributes, secret
 * </pre>
 */
final class WrappedKeys implements ExternalKeys {

    private static final String PURPOSE = "external key v1";
    private static final byte[] MAGIC = "ZSKEYBLB".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int HEAD_LENGTH = 10;

    private final BackupKey key;

    WrappedKeys(BackupKey key) {
        this.key = key;
    }

    @Override
    public byte[] wrap(int slot, Vault.NewObject object) {
        key.checkThere();
        WireWriter out =
                new WireWriter().u32(slot).attributes(object.attributes()).bytes(object.secret());
        byte[] plain = out.toBytes();
        out.clear();
        try {
            return key.seal(PURPOSE, new WireWriter().raw(MAGIC).u16(FORMAT).toBytes(), plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public Opened unwrap(byte[] blob) {
        if (blob.length < HEAD_LENGTH
                || !Arrays.equals(blob, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || blob[MAGIC.length] != 0
                || blob[MAGIC.length + 1] != FORMAT) {
            throw new CryptokiException(Ckr.WRAPPED_KEY_INVALID, "this is no external key");
        }
        byte[] plain = key.open(PURPOSE, HEAD_LENGTH, blob);
        try {
            WireReader in = new WireReader(plain);
            int slot = (int) in.u32();
            Vault.NewObject object = new Vault.NewObject(List.copyOf(in.attributes()), in.bytes());
            in.end();
            return new Opened(slot, object);
        } catch (MalformedWireException e) {
            throw new CryptokiException(
                    Ckr.WRAPPED_KEY_INVALID, "this external key is of another version");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
