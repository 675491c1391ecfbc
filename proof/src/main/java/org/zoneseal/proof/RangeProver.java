package org.zoneseal.proof;

import org.zoneseal.zones.NodeCursor;

/**
 * Proves ranges of a zone while the rest of it is still being made. One per thread, from {@link
 * ZoneProver#rangeProver}.
 *
 * <p>What it is given are whole pages, and what it finds is kept by page: {@link ZoneProver#finish}
 * takes it for every page that the finished version shares, and proves the others itself.
 */
public final class RangeProver {

    private final ZoneProver prover;
    private final NamesProver names;
    private final HashesProver hashes;

    RangeProver(ZoneProver prover, ZoneFacts facts, ProofOptions options) {
        this.prover = prover;
        this.names = new NamesProver(facts, options);
        this.hashes = new HashesProver(facts, options);
    }

    /**
     * Proves pages of the names tree.
     *
     * @param nodes over whole pages, before their first node
     */
    public void proveNames(NodeCursor nodes, Enclosing enclosing) {
        names.prove(nodes, enclosing.key(), prover::keep);
    }

    /**
     * Proves pages of the NSEC3 tree.
     *
     * @param nodes over whole pages, before their first node
     */
    public void proveNsec3(NodeCursor nodes) {
        hashes.prove(nodes, prover::keep);
    }
}
