package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.zoneseal.hsm.pkcs11.CkrException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Objects of a token through one session: found, made, changed, removed. */
final class TokenObjects {

    private static final int FIND_BATCH = 64;

    /** A token with more matches than this does not answer what we asked. */
    private static final int FIND_LIMIT = 100_000;

    private TokenObjects() {}

    /** The handles of all objects that match. */
    static long[] find(Session session, Template template) {
        Cryptoki cryptoki = session.cryptoki();
        try (Template.Native pattern = template.toNative();
                Arena arena = Arena.ofConfined()) {
            check(
                    "C_FindObjectsInit",
                    cryptoki.findObjectsInit(session.handle(), pattern.segment(), pattern.count()));
            try {
                return collect(session, arena);
            } finally {
                cryptoki.findObjectsFinal(session.handle());
            }
        }
    }

    private static long[] collect(Session session, Arena arena) {
        MemorySegment batch = arena.allocate(JAVA_LONG, FIND_BATCH);
        MemorySegment count = arena.allocate(JAVA_LONG);
        LongStream.Builder found = LongStream.builder();
        for (int total = 0; total < FIND_LIMIT; ) {
            check(
                    "C_FindObjects",
                    session.cryptoki().findObjects(session.handle(), batch, FIND_BATCH, count));
            int got = (int) Math.min(FIND_BATCH, count.get(JAVA_LONG, 0));
            if (got <= 0) {
                break;
            }
            Arrays.stream(batch.asSlice(0, got * CryptokiLayout.ULONG).toArray(JAVA_LONG))
                    .forEach(found::add);
            total += got;
        }
        return found.build().toArray();
    }

    static long create(Session session, Template template) {
        try (Template.Native description = template.toNative();
                Arena arena = Arena.ofConfined()) {
            MemorySegment object = arena.allocate(JAVA_LONG);
            check(
                    "C_CreateObject",
                    session.cryptoki()
                            .createObject(
                                    session.handle(),
                                    description.segment(),
                                    description.count(),
                                    object));
            return object.get(JAVA_LONG, 0);
        }
    }

    static void change(Session session, long object, Template template) {
        try (Template.Native change = template.toNative()) {
            check(
                    "C_SetAttributeValue",
                    session.cryptoki()
                            .setAttributeValue(
                                    session.handle(), object, change.segment(), change.count()));
        }
    }

    static void destroy(Session session, long object) {
        check("C_DestroyObject", session.cryptoki().destroyObject(session.handle(), object));
    }

    static void generate(Session session, long mechanism, Template forPublic, Template forPrivate) {
        try (Template.Native publicHalf = forPublic.toNative();
                Template.Native privateHalf = forPrivate.toNative();
                Arena arena = Arena.ofConfined()) {
            MemorySegment description = arena.allocate(CryptokiLayout.MECHANISM);
            description.set(JAVA_LONG, CryptokiLayout.MECHANISM_TYPE, mechanism);
            MemorySegment publicKey = arena.allocate(JAVA_LONG);
            MemorySegment privateKey = arena.allocate(JAVA_LONG);
            check(
                    "C_GenerateKeyPair",
                    session.cryptoki()
                            .generateKeyPair(
                                    session.handle(),
                                    description,
                                    publicHalf.segment(),
                                    publicHalf.count(),
                                    privateHalf.segment(),
                                    privateHalf.count(),
                                    publicKey,
                                    privateKey));
        }
    }
}
