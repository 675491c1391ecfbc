package org.zoneseal.answer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * Limits how many answers of a kind go to one network by UDP, so that the server is of little use
 * to those who send queries under the address of somebody else. Mutable, shared by all lanes;
 * nothing is allocated, nothing locked, and the memory is fixed.
 *
 * <p>There is an account for each pair of a network (/24 of IPv4, /56 of IPv6) and a kind of
 * answer. Every second pays {@code rate} answers in, up to {@code rate}; every answer takes one
 * out, down to {@code -rate × window}; answers go out while the account is not in the red. Who goes
 * on asking stays limited until it is quiet for a while: the scheme of Vixie and Schryver
 * (ISC-TN-2012-1).
 *
 * <p>An account is one long: a tag, the second it was last looked at, the balance. Accounts are
 * found by a keyed hash, in sets of four; a new one takes the place of the one that was quiet for
 * longest. Lanes change an account by compare-and-set, tried a few times: an answer that is not
 * counted harms nobody.
 */
public final class RateLimit {

    /** Everybody gets every answer. */
    public static final RateLimit OFF = new RateLimit();

    /** What an answer is, for its account. */
    enum Kind {
        ANSWER(0),
        REFERRAL(1),
        NXDOMAIN(2),
        ERROR(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private static final int WAYS = 4;
    private static final int TRIES = 4;
    private static final int BALANCE_BITS = 20;
    private static final int SECOND_BITS = 20;
    private static final long SECOND_MASK = (1L << SECOND_BITS) - 1;
    private static final int TAG_SHIFT = BALANCE_BITS + SECOND_BITS;

    private final AtomicLongArray accounts;
    private final int sets;
    private final int[] rates;
    private final int window;
    private final int slip;
    private final byte[][] exempt;
    private final int[] exemptBits;
    private final long key0;
    private final long key1;

    private RateLimit() {
        accounts = new AtomicLongArray(0);
        sets = 0;
        rates = new int[Kind.values().length];
        window = 0;
        slip = 0;
        exempt = new byte[0][];
        exemptBits = new int[0];
        key0 = 0;
        key1 = 0;
    }

    /**
     * A limit with empty accounts.
     *
     * @param random for a hash that nobody outside can foresee
     */
    public RateLimit(RateSettings settings, RandomGenerator random) {
        int size = Integer.highestOneBit(2 * settings.accounts() - 1);
        accounts = new AtomicLongArray(size);
        sets = size / WAYS;
        rates =
                new int[] {
                    settings.answersPerSecond(),
                    settings.referralsPerSecond(),
                    settings.nxdomainsPerSecond(),
                    settings.errorsPerSecond()
                };
        window = settings.windowSeconds();
        slip = settings.slip();
        List<Network> networks = settings.exempt();
        exempt = new byte[networks.size()][];
        exemptBits = new int[networks.size()];
        for (int i = 0; i < exempt.length; i++) {
            exempt[i] = networks.get(i).address().getAddress();
            exemptBits[i] = networks.get(i).bits();
        }
        key0 = random.nextLong();
        key1 = random.nextLong();
    }

    boolean isOn() {
        return sets > 0;
    }

    /** One of so many withheld answers goes out truncated; 0 for none. */
    int slip() {
        return slip;
    }

    /** Takes an answer from the account of whoever asks; whether it may go out. */
    boolean allows(RequestFacts facts, Kind kind) {
        long hash = hash(facts, kind);
        int set = (int) (hash & sets - 1) * WAYS;
        long tag = hash >>> TAG_SHIFT;
        int rate = rates[kind.number];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int slot = slot(set, tag, facts.nowSeconds);
            long before = accounts.get(slot);
            long balance = rate;
            if (before != 0 && before >>> TAG_SHIFT == tag) {
                long elapsed = facts.nowSeconds - (before >>> BALANCE_BITS) & SECOND_MASK;
                balance = Math.min(rate, balance(before) + elapsed * rate);
            }
            balance = Math.max(balance - 1, -(long) rate * window);
            long after =
                    tag << TAG_SHIFT
                            | (facts.nowSeconds & SECOND_MASK) << BALANCE_BITS
                            | balance & (1L << BALANCE_BITS) - 1;
            if (accounts.compareAndSet(slot, before, after)) {
                return balance >= 0 || isExempt(facts);
            }
        }
        return true;
    }

    /** Where the account is, or the one to be taken for it: the one that was quiet for longest. */
    private int slot(int set, long tag, long now) {
        int quietest = set;
        long longest = -1;
        for (int slot = set; slot < set + WAYS; slot++) {
            long account = accounts.get(slot);
            if (account == 0) {
                return slot;
            }
            if (account >>> TAG_SHIFT == tag) {
                return slot;
            }
            long quiet = now - (account >>> BALANCE_BITS) & SECOND_MASK;
            if (quiet > longest) {
                longest = quiet;
                quietest = slot;
            }
        }
        return quietest;
    }

    private static long balance(long account) {
        return account << Long.SIZE - BALANCE_BITS >> Long.SIZE - BALANCE_BITS;
    }

    /** A hash of the kind and of the first 24 or 56 bits of the address. */
    private long hash(RequestFacts facts, Kind kind) {
        int bytes = facts.addressLength == 4 ? 3 : 7;
        long network = 0;
        for (int i = 0; i < bytes; i++) {
            network = network << 8 | facts.address[i] & 0xffL;
        }
        long word = network << 8 | (long) kind.number << 1 | (bytes == 3 ? 1 : 0);
        long mixed = (word ^ key0) * 0x9e3779b97f4a7c15L;
        mixed = ((mixed ^ mixed >>> 32) + key1) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    private boolean isExempt(RequestFacts facts) {
        for (int i = 0; i < exempt.length; i++) {
            if (exempt[i].length == facts.addressLength
                    && startsAlike(exempt[i], facts.address, exemptBits[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsAlike(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < bits; i += 8) {
            int behind = Math.max(0, i + 8 - bits);
            if (((one[i / 8] ^ other[i / 8]) & 0xff) >>> behind != 0) {
                return false;
            }
        }
        return true;
    }
}
