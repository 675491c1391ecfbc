package org.zoneseal.dnssec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms that we know (IANA "DNS Security Algorithm Numbers").
 *
 * <p>A number that is not here is no error: keys and signatures of unknown algorithms are carried
 * along and cannot be checked.
 */
public enum Algorithm {
    /** RFC 3110. Verified only where SHA-1 is allowed explicitly (RFC 9905). */
    RSASHA1(5, "RSASHA1", Use.LEGACY),
    /** RFC 5155 §2: algorithm 5 under a number that announces NSEC3. */
    RSASHA1_NSEC3_SHA1(7, "RSASHA1-NSEC3-SHA1", Use.LEGACY),
    /** RFC 5702. */
    RSASHA256(8, "RSASHA256", Use.STANDARD),
    /** RFC 5702. */
    RSASHA512(10, "RSASHA512", Use.STANDARD),
    /** RFC 6605. */
    ECDSAP256SHA256(13, "ECDSAP256SHA256", Use.STANDARD),
    /** RFC 6605. */
    ECDSAP384SHA384(14, "ECDSAP384SHA384", Use.STANDARD),
    /** RFC 8080. */
    ED25519(15, "ED25519", Use.STANDARD),
    /** RFC 8080. */
    ED448(16, "ED448", Use.STANDARD),
    /** FIPS 204 under a number that is not assigned yet. */
    ML_DSA_44(18, "MLDSA44", Use.EXPERIMENTAL);

    /** What an algorithm is good for here. */
    private enum Use {
        STANDARD,
        LEGACY,
        EXPERIMENTAL
    }

    private static final List<Algorithm> ALL = List.of(values());

    private final int number;
    private final String mnemonic;
    private final Use use;

    Algorithm(int number, String mnemonic, Use use) {
        this.number = number;
        this.mnemonic = mnemonic;
        this.use = use;
    }

    /** The algorithm of a number, or null if we do not know it. */
    public static @Nullable Algorithm of(int number) {
        for (Algorithm algorithm : ALL) {
            if (algorithm.number == number) {
                return algorithm;
            }
        }
        return null;
    }

    /** The mnemonic of a number, or the number itself. */
    public static String name(int number) {
        Algorithm algorithm = of(number);
        return algorithm == null ? Integer.toString(number) : algorithm.mnemonic;
    }

    public int number() {
        return number;
    }

    /** The registry's mnemonic. */
    public String mnemonic() {
        return mnemonic;
    }

    /** Whether we make signatures with it; the experimental one needs an explicit switch. */
    public boolean maySign() {
        return use != Use.LEGACY;
    }

    /** Whether it hashes with SHA-1, so that it is verified only when that is allowed. */
    public boolean isSha1() {
        return use == Use.LEGACY;
    }

    public boolean isExperimental() {
        return use == Use.EXPERIMENTAL;
    }

    public boolean isRsa() {
        return this == RSASHA1
                || this == RSASHA1_NSEC3_SHA1
                || this == RSASHA256
                || this == RSASHA512;
    }

    /** Whether the same key and data always give the same signature as we sign. */
    public boolean isDeterministic() {
        return isRsa() || this == ED25519 || this == ED448;
    }
}
