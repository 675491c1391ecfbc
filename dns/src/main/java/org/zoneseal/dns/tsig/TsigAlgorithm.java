package org.zoneseal.dns.tsig;

import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import org.zoneseal.dns.Name;

/** The algorithms that a TSIG key can have (RFC 8945 §6, those that must or should be there). */
public enum TsigAlgorithm {
    /** There because RFC 8945 §6 demands it; {@link TsigKeys} refuses it unless it is allowed. */
    HMAC_SHA1("HmacSHA1", 20),
    HMAC_SHA224("HmacSHA224", 28),
    HMAC_SHA256("HmacSHA256", 32),
    HMAC_SHA384("HmacSHA384", 48),
    HMAC_SHA512("HmacSHA512", 64);

    private final String jcaName;
    private final int macLength;
    private final Name wireName;
    private final byte[] canonicalWire;

    TsigAlgorithm(String jcaName, int macLength) {
        this.jcaName = jcaName;
        this.macLength = macLength;
        this.wireName = Name.parse(name().toLowerCase(Locale.ROOT).replace('_', '-'));
        this.canonicalWire = wireName.toCanonicalWire();
    }

    /** The algorithm that goes by this name in messages, such as {@code hmac-sha256.} */
    public static Optional<TsigAlgorithm> of(Name name) {
        for (TsigAlgorithm algorithm : values()) {
            if (algorithm.wireName.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name that stands for it in messages. */
    public Name wireName() {
        return wireName;
    }

    /** Bytes of a whole MAC. */
    public int macLength() {
        return macLength;
    }

    /**
     * The shortest MAC that may be in a message at all: half of it, and ten bytes (RFC 8945
     * §5.2.2.1).
     */
    public int leastMacLength() {
        return Math.max(10, macLength / 2);
    }

    byte[] canonicalWire() {
        return canonicalWire;
    }

    String jcaName() {
        return jcaName;
    }

    Mac newMac() {
        try {
            return Mac.getInstance(jcaName);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + jcaName, e);
        }
    }
}
