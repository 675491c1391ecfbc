package org.zoneseal.simulator.token;

/** How an object comes to be, and which footnotes apply then. */
enum Origin {
    CREATED(Footnote.CREATE_NEEDS, Footnote.CREATE_REFUSES),
    GENERATED(Footnote.GENERATE_NEEDS, Footnote.GENERATE_REFUSES),
    UNWRAPPED(Footnote.UNWRAP_NEEDS, Footnote.UNWRAP_REFUSES),
    DERIVED(Footnote.UNWRAP_NEEDS, Footnote.UNWRAP_REFUSES);

    private final Footnote needs;
    private final Footnote refuses;

    Origin(Footnote needs, Footnote refuses) {
        this.needs = needs;
        this.refuses = refuses;
    }

    Footnote needs() {
        return needs;
    }

    Footnote refuses() {
        return refuses;
    }
}
