package org.zoneseal.proof;

/** Is told how far a proof has come; called from any of its threads, now and then. */
@FunctionalInterface
public interface ProofProgress {

    /** Tells nobody. */
    ProofProgress NONE = (done, all) -> {};

    /**
     * @param pagesDone pages of the zone that are proved
     * @param pages pages that there are
     */
    void proved(int pagesDone, int pages);
}
