package org.zoneseal.app.hsm;

/**
 * Usual sets of permissions; the digits are administration, users, -, -, audit, backup, keys, use.
 */
enum Role {
    /** Sets the device and its users up, but cannot use keys. */
    ADMINISTRATOR("22000000"),
    KEY_MANAGER("00000020"),
    CRYPTO_USER("00000002"),
    AUDITOR("00002000"),
    BACKUP("00000200"),
    /** Everything, alone. */
    ALL("22002222"),
    /** Everything, but only together with a second one. */
    HALF("11001111");

    private final String mask;

    Role(String mask) {
        this.mask = mask;
    }

    String mask() {
        return mask;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
