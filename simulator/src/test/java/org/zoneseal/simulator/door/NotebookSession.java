package org.zoneseal.simulator.door;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.NativeSession;

/** The native side of {@link NotebookCryptoki}: answers a command with its own arguments. */
final class NotebookSession implements NativeSession {

    private final AtomicInteger closed = new AtomicInteger();

    int closed() {
        return closed.get();
    }

    @Override
    public Value command(String name, Value.MapOf arguments) {
        if (name.equals("unknown")) {
            throw new CryptokiException(Ckr.FUNCTION_NOT_SUPPORTED, "no command unknown");
        }
        return new Value.Fields().put("name", name).put("arguments", arguments).map();
    }

    @Override
    public List<byte[]> sign(byte[] reference, Mechanism mechanism, List<byte[]> data) {
        return data.stream().map(NotebookCryptoki::turned).toList();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
