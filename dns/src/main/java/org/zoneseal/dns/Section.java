package org.zoneseal.dns;

/** The four parts of a message behind its header, in their order (RFC 1035 §4.1). */
public enum Section {
    /** The questions; in an update, the zone (RFC 2136 §2.3). */
    QUESTION(4),
    /** The answers; in an update, the prerequisites (RFC 2136 §2.4). */
    ANSWER(6),
    /** The authority records; in an update, the changes (RFC 2136 §2.5). */
    AUTHORITY(8),
    /** Everything else, OPT and TSIG among it. */
    ADDITIONAL(10);

    private final int countOffset;

    Section(int countOffset) {
        this.countOffset = countOffset;
    }

    /** Where in the header the section's count of entries stands. */
    int countOffset() {
        return countOffset;
    }

    /** The section behind this one; the last one follows itself. */
    Section following() {
        return switch (this) {
            case QUESTION -> ANSWER;
            case ANSWER -> AUTHORITY;
            case AUTHORITY, ADDITIONAL -> ADDITIONAL;
        };
    }

    /** The section whose count stands there. */
    static Section ofCountOffset(int offset) {
        return switch (offset) {
            case 4 -> QUESTION;
            case 6 -> ANSWER;
            case 8 -> AUTHORITY;
            default -> ADDITIONAL;
        };
    }
}
