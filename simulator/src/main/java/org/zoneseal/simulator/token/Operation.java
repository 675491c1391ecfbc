package org.zoneseal.simulator.token;

/** What a session is in the middle of; at most one thing, as SoftHSM has it. */
sealed interface Operation permits SignatureOperation, CipherOperation, DigestOperation, Search {

    /** CKF_SIGN, CKF_VERIFY …: what C_SessionCancel calls it; 0 for a search. */
    long flag();

    /** Whether it goes on only while the user is logged in. */
    default boolean needsLogin() {
        return false;
    }

    /** Wipes what it holds. */
    default void end() {}
}
