package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.UnusableKeyException;
import org.zoneseal.dnssec.VerifyPolicy;

/** The published zone keys with a verifier each. One per thread. */
final class KeyRing {

    /**
     * A published key.
     *
     * @param algorithmBit which bit stands for its algorithm in sets of algorithms
     * @param verifier null if the key is not one that can be verified with
     */
    record Entry(
            Dnskey key,
            int keyTag,
            int algorithm,
            long algorithmBit,
            boolean revoked,
            @Nullable SignatureVerifier verifier) {}

    private final List<Integer> algorithms = new ArrayList<>();
    private final Entry[] entries;
    private final long required;

    KeyRing(List<Dnskey> keys, VerifyPolicy policy) {
        entries = new Entry[keys.size()];
        long all = 0;
        for (int i = 0; i < entries.length; i++) {
            Dnskey key = keys.get(i);
            entries[i] =
                    new Entry(
                            key,
                            key.keyTag(),
                            key.algorithm(),
                            1L << indexOf(key.algorithm()),
                            key.isRevoked(),
                            verifier(key, policy));
            all |= key.isRevoked() ? 0 : entries[i].algorithmBit();
        }
        required = all;
    }

    private int indexOf(int algorithm) {
        int index = algorithms.indexOf(algorithm);
        if (index < 0) {
            index = algorithms.size();
            algorithms.add(algorithm);
        }
        return index;
    }

    private static @Nullable SignatureVerifier verifier(Dnskey key, VerifyPolicy policy) {
        try {
            return SignatureVerifier.of(key, policy);
        } catch (UnusableKeyException e) {
            return null;
        }
    }

    int size() {
        return entries.length;
    }

    Entry entry(int index) {
        return entries[index];
    }

    /** The algorithms that every RRset must be signed with (RFC 4035 §2.2, RFC 6840 §5.11). */
    long requiredAlgorithms() {
        return required;
    }

    /** The names of a set of algorithms. */
    String names(long bits) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < algorithms.size(); i++) {
            if ((bits >> i & 1) != 0) {
                names.append(names.isEmpty() ? "" : ", ").append(Algorithm.name(algorithms.get(i)));
            }
        }
        return names.toString();
    }
}
