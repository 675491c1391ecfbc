package org.zoneseal.signer;

import java.util.IdentityHashMap;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.Token;

/** One worker's sessions: one lane with each token that it signs in. For one thread. */
final class Lanes implements AutoCloseable {

    private final IdentityHashMap<Token, Lane> open = new IdentityHashMap<>();

    Lane of(Token token) {
        return open.computeIfAbsent(token, Token::openLane);
    }

    @Override
    public void close() {
        open.values().forEach(Lane::close);
        open.clear();
    }
}
