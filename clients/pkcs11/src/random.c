/* Random numbers (section 5.19): the HSM's, not this machine's. */
#include <string.h>

#include "call.h"

enum { AT_A_TIME = 64 * 1024 };

static CK_RV seed_random(struct session *session, const CK_BYTE *seed, CK_ULONG length) {
    struct call call;
    if (seed == NULL && length > 0) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_SeedRandom", WIRE_SEED_RANDOM, REPEAT_FREELY);
    write_bytes(call.out, seed, length);
    return call_finish(&call);
}

CK_RV C_SeedRandom(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSeed, CK_ULONG ulSeedLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, seed_random(session, pSeed, ulSeedLen));
}

static CK_RV some_random(struct session *session, CK_BYTE *bytes, uint32_t count) {
    struct call call;
    size_t got = 0;
    call_begin(&call, session, "C_GenerateRandom", WIRE_GENERATE_RANDOM, REPEAT_FREELY);
    write_u32(call.out, count);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        const uint8_t *random = read_bytes(&call.in, &got);
        call.in.failed = call.in.failed || got != count;
        if (!call.in.failed && got > 0) {
            memcpy(bytes, random, got);
        }
    }
    return call_end(&call, rv);
}

static CK_RV generate_random(struct session *session, CK_BYTE *bytes, CK_ULONG count) {
    CK_RV rv = bytes == NULL && count > 0 ? CKR_ARGUMENTS_BAD : CKR_OK;
    while (rv == CKR_OK && count > 0) {
        CK_ULONG some = count < AT_A_TIME ? count : AT_A_TIME;
        rv = some_random(session, bytes, (uint32_t)some);
        bytes += some;
        count -= some;
    }
    return rv;
}

CK_RV C_GenerateRandom(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pRandomData, CK_ULONG ulRandomLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, generate_random(session, pRandomData, ulRandomLen));
}
