package org.zoneseal.signer;

import java.util.Arrays;
import java.util.List;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.zones.PrefixSort;

/**
 * The hashed names of a zone in hash order, each with its type bitmap (RFC 5155 §7.1).
 *
 * <p>Workers hash the names of their shares into {@link HashedNames}; here these are sorted by hash
 * as places, nothing is moved. An empty non-terminal may be found by two workers, or be found at
 * the beginning of one share although it is a name in another: of equal hashes, the one with types
 * stays.
 */
final class Nsec3Chain {

    /** Flags field of NSEC3 (RFC 5155 §3.1.2.1). */
    private static final int OPT_OUT = 1;

    private final List<HashedNames> shares;
    private final long[] places;
    private final int count;
    private final byte[] fixed;

    Nsec3Chain(List<HashedNames> shares, Denial.Nsec3 parameters) {
        this.shares = shares;
        this.fixed = fixedPart(parameters, parameters.optOut() ? OPT_OUT : 0);
        int total = shares.stream().mapToInt(HashedNames::count).sum();
        long[] prefixes = new long[total];
        this.places = new long[total];
        int filled = 0;
        for (int i = 0; i < shares.size(); i++) {
            filled = shares.get(i).fill(i, prefixes, places, filled);
        }
        new PrefixSort(this::compare, prefixes, places).sort(total);
        this.count = dropDuplicates();
    }

    /** NSEC3PARAM rdata (RFC 5155 §4.2); its flags are always 0. */
    static byte[] param(Denial.Nsec3 parameters) {
        return fixedPart(parameters, 0);
    }

    private static byte[] fixedPart(Denial.Nsec3 parameters, int flags) {
        byte[] salt = parameters.salt();
        byte[] fixed = new byte[5 + salt.length];
        fixed[0] = Nsec3Hash.SHA1;
        fixed[1] = (byte) flags;
        fixed[2] = (byte) (parameters.iterations() >> 8);
        fixed[3] = (byte) parameters.iterations();
        fixed[4] = (byte) salt.length;
        System.arraycopy(salt, 0, fixed, 5, salt.length);
        return fixed;
    }

    private HashedNames share(long place) {
        return shares.get((int) (place >>> 32));
    }

    private int compare(long a, long b) {
        HashedNames shareA = share(a);
        HashedNames shareB = share(b);
        return Arrays.compareUnsigned(
                shareA.bytes(),
                (int) a,
                (int) a + Nsec3Hash.LENGTH,
                shareB.bytes(),
                (int) b,
                (int) b + Nsec3Hash.LENGTH);
    }

    private int dropDuplicates() {
        int kept = 0;
        for (int i = 0; i < places.length; i++) {
            if (kept > 0 && compare(places[kept - 1], places[i]) == 0) {
                boolean first = hasTypes(places[kept - 1]);
                boolean second = hasTypes(places[i]);
                if (first && second) {
                    throw new SigningException(
                            "two names have the same NSEC3 hash: sign with NSEC or a salt");
                }
                places[kept - 1] = first ? places[kept - 1] : places[i];
            } else {
                places[kept++] = places[i];
            }
        }
        return kept;
    }

    private boolean hasTypes(long place) {
        return HashedNames.bitmapLength(share(place).bytes(), (int) place) > 0;
    }

    int count() {
        return count;
    }

    /** Writes the owner's label in base32hex and returns its length, 32. */
    int label(int index, byte[] out, int at) {
        long place = places[index];
        return Base32Hex.encode(share(place).bytes(), (int) place, Nsec3Hash.LENGTH, out, at) - at;
    }

    /** Writes the NSEC3 record's rdata and returns its length. */
    int rdata(int index, byte[] out) {
        System.arraycopy(fixed, 0, out, 0, fixed.length);
        int at = fixed.length;
        out[at++] = Nsec3Hash.LENGTH;
        long next = places[index + 1 == count ? 0 : index + 1];
        System.arraycopy(share(next).bytes(), (int) next, out, at, Nsec3Hash.LENGTH);
        at += Nsec3Hash.LENGTH;
        long place = places[index];
        byte[] bytes = share(place).bytes();
        int length = HashedNames.bitmapLength(bytes, (int) place);
        System.arraycopy(bytes, HashedNames.bitmapAt((int) place), out, at, length);
        return at + length;
    }
}
