package org.zoneseal.simulator.door;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.Group;
import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.device.Peer;

/** A native session whose commands last until a test says so. */
record WaitingSession(Peer peer, CountDownLatch begun, CountDownLatch go) implements NativeSession {

    @Override
    public Value command(String name, Value.MapOf arguments) {
        begun.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Value.Nothing.NOTHING;
    }

    @Override
    public List<byte[]> sign(byte[] reference, Mechanism mechanism, List<byte[]> data) {
        return data;
    }

    @Override
    public void require(Group group, int slot) {}

    @Override
    public List<String> users() {
        return List.of();
    }

    @Override
    public void close() {}
}
