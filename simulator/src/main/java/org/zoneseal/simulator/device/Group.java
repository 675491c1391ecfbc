package org.zoneseal.simulator.device;

/** What a permission is for: one digit of a permission mask, counted from the left. */
public enum Group {
    ADMINISTRATION(0, "administration (A)"),
    USERS(1, "user management (U)"),
    AUDIT(4, "audit (L)"),
    BACKUP(5, "backup (B)"),
    KEYS(6, "key management (K)"),
    CRYPTO(7, "crypto use (C)");

    private final int digit;
    private final String words;

    Group(int digit, String words) {
        this.digit = digit;
        this.words = words;
    }

    int digit() {
        return digit;
    }

    @Override
    public String toString() {
        return words;
    }
}
