package org.zoneseal.simulator.device;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zoneseal.cryptoki.Ckr;

/**
 * Makes somebody who guesses passwords wait, longer with each wrong one; nobody's thread sleeps.
 *
 * <p>The first few are free, people mistype. A peer is whom the system says it is, whatever it
 * calls itself; the least recent of many are forgotten.
 */
final class Throttle {

    private static final int FREE = 5;
    private static final long FIRST_WAIT_MILLIS = 1000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final int MAX_PEERS = 10_000;

    private record Guesser(int failures, long waitUntil) {}

    private final InstantSource clock;
    private final Map<String, Guesser> guessers =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Guesser> eldest) {
                    return size() > MAX_PEERS;
                }
            };

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Refuses whoever has to wait still. */
    synchronized void check(Peer peer) {
        Guesser guesser = guessers.get(key(peer));
        long left = guesser == null ? 0 : guesser.waitUntil() - clock.millis();
        if (left > 0) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "too many wrong passwords from "
                            + peer.identity()
                            + "; try again in "
                            + (left + 999) / 1000
                            + " s");
        }
    }

    synchronized void failed(Peer peer) {
        Guesser before = guessers.getOrDefault(key(peer), new Guesser(0, 0));
        int failures = before.failures() + 1;
        guessers.put(key(peer), new Guesser(failures, clock.millis() + waitAfter(failures)));
    }

    synchronized void succeeded(Peer peer) {
        guessers.remove(key(peer));
    }

    private static long waitAfter(int failures) {
        if (failures <= FREE) {
            return 0;
        }
        int doublings = Math.min(failures - FREE - 1, 16);
        return Math.min(FIRST_WAIT_MILLIS << doublings, LONGEST_WAIT_MILLIS);
    }

    private static String key(Peer peer) {
        return peer.transport() + ' ' + peer.identity();
    }
}
