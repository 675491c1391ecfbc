package org.zoneseal.proof;

/** What one thread of a crew works with. */
final class Hand {

    private final NamesProver names;
    private final HashesProver hashes;

    Hand(ZoneFacts facts, ProofOptions options) {
        this.names = new NamesProver(facts, options);
        this.hashes = new HashesProver(facts, options);
    }

    NamesProver names() {
        return names;
    }

    HashesProver hashes() {
        return hashes;
    }
}
