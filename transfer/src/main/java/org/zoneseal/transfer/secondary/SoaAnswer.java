package org.zoneseal.transfer.secondary;

/** What came of asking a primary which version it has. */
sealed interface SoaAnswer {

    /** It has this one. */
    record Found(long serial) implements SoaAnswer {}

    /** It does not say. */
    record Failed(Failure failure) implements SoaAnswer {}
}
