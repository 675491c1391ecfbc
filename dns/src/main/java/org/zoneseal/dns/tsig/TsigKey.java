package org.zoneseal.dns.tsig;

import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Destroyable;
import org.zoneseal.dns.Name;

/**
 * A secret shared with a peer, and the name that both have for it (RFC 8945 §4.2).
 *
 * <p>The secret is bytes and stays inside: there is no text of it, and {@link #destroy} overwrites
 * it here. What the Java platform holds of it for a running computation goes with that computation.
 */
public final class TsigKey implements Destroyable {

    private final Name name;
    private final byte[] canonicalName;
    private final TsigAlgorithm algorithm;
    private final byte[] secret;
    private final int leastMacLength;
    private volatile boolean destroyed;

    private TsigKey(Name name, TsigAlgorithm algorithm, byte[] secret, int leastMacLength) {
        this.name = name;
        this.canonicalName = name.toCanonicalWire();
        this.algorithm = algorithm;
        this.secret = secret;
        this.leastMacLength = leastMacLength;
    }

    /**
     * A key that takes whole MACs only.
     *
     * @param secret copied; the caller overwrites its own
     * @throws IllegalArgumentException if the secret is empty
     */
    public static TsigKey of(Name name, TsigAlgorithm algorithm, byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("the secret of the TSIG key " + name + " is empty");
        }
        return new TsigKey(name, algorithm, secret.clone(), algorithm.macLength());
    }

    /**
     * The same key, taking MACs that are cut down to so many bytes (RFC 8945 §5.2.2.1).
     *
     * @throws IllegalArgumentException if that is less than the algorithm's least, or more than it
     *     has
     */
    public TsigKey takingMacsFrom(int bytes) {
        if (bytes < algorithm.leastMacLength() || bytes > algorithm.macLength()) {
            throw new IllegalArgumentException(
                    "MACs of the TSIG key "
                            + name
                            + " have "
                            + algorithm.leastMacLength()
                            + " to "
                            + algorithm.macLength()
                            + " bytes, not "
                            + bytes);
        }
        return new TsigKey(name, algorithm, secret.clone(), bytes);
    }

    public Name name() {
        return name;
    }

    public TsigAlgorithm algorithm() {
        return algorithm;
    }

    /** Bytes of the shortest MAC that is taken. */
    public int leastMacLength() {
        return leastMacLength;
    }

    byte[] canonicalName() {
        return canonicalName;
    }

    /** A computation of a MAC with this key. */
    Mac newMac() {
        if (destroyed) {
            throw new IllegalStateException("the TSIG key " + name + " is destroyed");
        }
        Mac mac = algorithm.newMac();
        try {
            mac.init(new SecretKeySpec(secret, algorithm.jcaName()));
        } catch (InvalidKeyException e) {
            // The exception of the platform stays outside: what it says of the key is not ours.
            throw new IllegalStateException("the TSIG key " + name + " is refused by Java", null);
        }
        return mac;
    }

    /** Overwrites the secret; the key cannot be used any more. */
    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Name and algorithm. */
    @Override
    public String toString() {
        return "TSIG key " + name + " (" + algorithm.wireName() + ")";
    }
}
