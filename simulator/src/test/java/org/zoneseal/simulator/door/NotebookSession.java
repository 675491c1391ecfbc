package org.zoneseal.simulator.door;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Group;
import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.device.Peer;

/** The native side of {@link NotebookCryptoki}: answers a command with its own arguments. */
final class NotebookSession implements NativeSession {

    private final Peer peer;
    private final AtomicInteger closed = new AtomicInteger();

    NotebookSession(Peer peer) {
        this.peer = peer;
    }

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
    public void require(Group group, int slot) {}

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public List<String> users() {
        return List.of();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
