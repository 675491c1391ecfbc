package org.zoneseal.simulator.device;

import java.util.List;
import java.util.function.IntPredicate;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/** Stands where nobody was told to run the commands about keys and certificates. */
enum NoKeyService implements KeyService, KeyService.KeySession {
    NONE;

    @Override
    public KeySession open(Peer peer) {
        return this;
    }

    @Override
    public Value command(String name, Value.MapOf arguments, IntPredicate slots) {
        throw new CryptokiException(
                Ckr.FUNCTION_NOT_SUPPORTED, "this device has no command " + name);
    }

    @Override
    public List<byte[]> sign(
            byte[] reference, Mechanism mechanism, List<byte[]> data, IntPredicate slots) {
        throw new CryptokiException(
                Ckr.FUNCTION_NOT_SUPPORTED, "this device signs through PKCS#11 only");
    }

    @Override
    public void close() {}
}
