package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_SIGN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zoneseal.hsm.SignatureScheme;

/** Which mechanisms a token lists, and which way to sign follows from that for each scheme. */
final class TokenMechanisms {

    /** Sizes below this are in bytes: some tokens do not give bits, as they ought to. */
    private static final long SMALLEST_IN_BITS = 100;

    private record Range(long max, long flags) {}

    private final Map<Long, Range> listed = new HashMap<>();

    static TokenMechanisms read(Cryptoki cryptoki, long slot) {
        TokenMechanisms mechanisms = new TokenMechanisms();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            CkrException.check(
                    "C_GetMechanismList",
                    cryptoki.getMechanismList(slot, MemorySegment.NULL, count));
            long capacity = Math.min(count.get(JAVA_LONG, 0), 4096);
            MemorySegment list = arena.allocate(JAVA_LONG, Math.max(1, capacity));
            CkrException.check("C_GetMechanismList", cryptoki.getMechanismList(slot, list, count));
            for (long i = 0; i < Math.min(capacity, count.get(JAVA_LONG, 0)); i++) {
                mechanisms.add(cryptoki, slot, list.getAtIndex(JAVA_LONG, i), arena);
            }
        }
        return mechanisms;
    }

    private void add(Cryptoki cryptoki, long slot, long mechanism, Arena arena) {
        MemorySegment info = arena.allocate(CryptokiLayout.MECHANISM_INFO);
        if (cryptoki.getMechanismInfo(slot, mechanism, info) == 0) {
            listed.put(
                    mechanism,
                    new Range(
                            info.get(JAVA_LONG, CryptokiLayout.MECHANISM_INFO_MAX),
                            info.get(JAVA_LONG, CryptokiLayout.MECHANISM_INFO_FLAGS)));
        }
    }

    /** The way to sign that we like best among those that the token lists. */
    Optional<SigningMechanism> signing(KeyKind kind) {
        return kind.mechanisms.stream()
                .filter(mechanism -> signs(mechanism.mechanism(), kind.bits))
                .findFirst();
    }

    private boolean signs(long mechanism, int bits) {
        Range range = listed.get(mechanism);
        return range != null && (range.flags & CKF_SIGN) != 0 && reaches(range.max, bits);
    }

    private static boolean reaches(long max, int bits) {
        return max <= 0 || (max < SMALLEST_IN_BITS ? max * 8 >= bits : max >= bits);
    }

    boolean lists(long mechanism) {
        return listed.containsKey(mechanism);
    }

    Set<SignatureScheme> schemes() {
        Set<SignatureScheme> schemes = EnumSet.noneOf(SignatureScheme.class);
        for (KeyKind kind : KeyKind.values()) {
            if (signing(kind).isPresent()) {
                schemes.add(kind.scheme);
            }
        }
        return schemes;
    }
}
