package org.zoneseal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The secrets of server cookies (RFC 9018 §5): one that makes them, and others that are believed.
 *
 * <p>Servers that share an address share their secrets. To roll one, first add the new one as
 * believed everywhere, then make it the current one everywhere, and take the old one out an hour
 * later. The secrets stay inside: there is no text of them.
 */
public final class CookieSecrets {

    /** Bytes of a secret (RFC 9018 §4.4). */
    public static final int LENGTH = SipHash.KEY_LENGTH;

    /**
     * Secrets that are believed beside the current one, at most: each costs time on a bad cookie.
     */
    public static final int MOST_OTHERS = 2;

    /** Cookies are not answered. */
    public static final CookieSecrets NONE = new CookieSecrets(List.of(), Enforcement.LENIENT);

    /** What a client gets that sends a cookie without a server's part, or with a wrong one. */
    public enum Enforcement {
        /** Its answer, and a cookie for the next time. */
        LENIENT,
        /** By UDP BADCOOKIE and a cookie, no answer (RFC 7873 §5.2.3). */
        BADCOOKIE
    }

    private final long[] keys;
    private final Enforcement enforcement;

    private CookieSecrets(List<byte[]> secrets, Enforcement enforcement) {
        keys = new long[2 * secrets.size()];
        for (int i = 0; i < secrets.size(); i++) {
            byte[] secret = secrets.get(i);
            if (secret.length != LENGTH) {
                throw new IllegalArgumentException(
                        "a cookie secret has 16 bytes, this one has " + secret.length);
            }
            keys[2 * i] = SipHash.keyHalf(secret, 0);
            keys[2 * i + 1] = SipHash.keyHalf(secret, 8);
        }
        this.enforcement = enforcement;
    }

    /**
     * Secrets that were configured.
     *
     * @param current makes cookies
     * @param others are believed too: the one before, or the next one
     * @throws IllegalArgumentException if one has not 16 bytes, or there are more than {@value
     *     #MOST_OTHERS} others
     */
    public static CookieSecrets of(byte[] current, List<byte[]> others) {
        if (others.size() > MOST_OTHERS) {
            throw new IllegalArgumentException(
                    "beside the current cookie secret " + MOST_OTHERS + " may be believed");
        }
        List<byte[]> all = new ArrayList<>(others);
        all.addFirst(current);
        return new CookieSecrets(all, Enforcement.LENIENT);
    }

    /** A secret of this process alone, for a server that shares its address with no other. */
    public static CookieSecrets random(RandomGenerator secure) {
        byte[] secret = new byte[LENGTH];
        secure.nextBytes(secret);
        return of(secret, List.of());
    }

    private CookieSecrets(long[] keys, Enforcement enforcement) {
        this.keys = keys;
        this.enforcement = enforcement;
    }

    /** The same secrets, with what is done about cookies that are not good. */
    public CookieSecrets with(Enforcement other) {
        return new CookieSecrets(keys, other);
    }

    /** Whether cookies are answered at all. */
    boolean isPresent() {
        return keys.length > 0;
    }

    boolean isEnforced() {
        return enforcement == Enforcement.BADCOOKIE;
    }

    /** How many secrets are believed; the first one makes cookies. */
    int count() {
        return keys.length / 2;
    }

    long hash(int secret, byte[] data, int length) {
        return SipHash.hash(keys[2 * secret], keys[2 * secret + 1], data, length);
    }

    /** How many secrets there are. */
    @Override
    public String toString() {
        return count() + " cookie secrets, " + enforcement;
    }
}
