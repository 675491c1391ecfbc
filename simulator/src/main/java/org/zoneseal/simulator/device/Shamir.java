package org.zoneseal.simulator.device;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * Splits a random secret so that so many shares give it back and fewer say nothing: Shamir's scheme
 * over GF(2^8), each byte by itself.
 */
final class Shamir {

    static final int MAX_SHARES = 16;
    static final int LENGTH = 32;

    private Shamir() {}

    /** A new secret and its shares, by number from 1; the caller wipes all. */
    record Split(byte[] secret, List<byte[]> shares) {}

    static Split split(int threshold, int count, SecureRandom random) {
        if (threshold < 2 || count < threshold || count > MAX_SHARES) {
            throw new IllegalArgumentException(
                    "the threshold is at least 2 and at most the number of holders, of whom there"
                            + " are at most "
                            + MAX_SHARES);
        }
        ShamirSplitSecret split =
                ShamirSecretSplitter.getInstance(ShamirSecretSplitter.Algorithm.AES, LENGTH, random)
                        .split(threshold, count);
        try {
            List<byte[]> shares = new ArrayList<>();
            for (ShamirSplitSecretShare share : split.getSecretShares()) {
                shares.add(share.getEncoded());
            }
            return new Split(split.getSecret(), shares);
        } catch (IOException e) {
            throw new IllegalStateException("shares in memory cannot fail", e);
        }
    }

    /** The secret that shares, by their numbers, give back: exactly as many as the threshold. */
    static byte[] combine(Map<Integer, byte[]> shares) {
        ShamirSplitSecretShare[] all =
                shares.entrySet().stream()
                        .map(share -> new ShamirSplitSecretShare(share.getValue(), share.getKey()))
                        .toArray(ShamirSplitSecretShare[]::new);
        try {
            return ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, all)
                    .getSecret();
        } catch (IOException e) {
            throw new IllegalStateException("shares in memory cannot fail", e);
        }
    }
}
