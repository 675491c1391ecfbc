/* Digests (section 5.12). */
#include "operation.h"

CK_RV C_DigestInit(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism) {
    struct session *session;
    struct beginning beginning = {.function = "C_DigestInit",
                                  .call = WIRE_DIGEST_INIT,
                                  .kind = CKF_DIGEST,
                                  .mechanism = pMechanism};
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, operation_begin(session, &beginning));
}

static CK_RV final(struct session *session, const char *function, CK_BYTE *digest,
                   CK_ULONG *length) {
    struct step step = {.function = function,
                        .call = WIRE_DIGEST_FINAL,
                        .kind = CKF_DIGEST,
                        .output = digest,
                        .output_length = length,
                        .has_output = true,
                        .ends = true};
    return operation_step(session, &step);
}

static CK_RV digest(struct session *session, const CK_BYTE *data, CK_ULONG data_length,
                    CK_BYTE *digest, CK_ULONG *length) {
    struct step step = {.function = "C_Digest",
                        .call = WIRE_DIGEST,
                        .kind = CKF_DIGEST,
                        .input = data,
                        .input_length = data_length,
                        .has_input = true,
                        .output = digest,
                        .output_length = length,
                        .has_output = true,
                        .ends = true};
    /* More than fits goes in parts; whoever asks for the size alone gives the data again. */
    if (data_length > pool_chunk(&session->module->pool)) {
        if (digest == NULL || length == NULL) {
            return final(session, "C_Digest", digest, length);
        }
        CK_RV rv = operation_feed(session, "C_Digest", WIRE_DIGEST_UPDATE, CKF_DIGEST, data,
                                  data_length);
        return rv != CKR_OK ? rv : final(session, "C_Digest", digest, length);
    }
    return operation_step(session, &step);
}

CK_RV C_Digest(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG ulDataLen,
               CK_BYTE_PTR pDigest, CK_ULONG_PTR pulDigestLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, digest(session, pData, ulDataLen, pDigest, pulDigestLen));
}

CK_RV C_DigestUpdate(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG ulPartLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, operation_feed(session, "C_DigestUpdate", WIRE_DIGEST_UPDATE,
                                                 CKF_DIGEST, pPart, ulPartLen));
}

static CK_RV digest_key(struct session *session, CK_OBJECT_HANDLE key) {
    struct call call;
    if ((session->active & CKF_DIGEST) == 0) {
        return CKR_OPERATION_NOT_INITIALIZED;
    }
    call_begin(&call, session, "C_DigestKey", WIRE_DIGEST_KEY, REPEAT_NEVER);
    call.continues = CKF_DIGEST;
    call_object(&call, key, CKR_KEY_HANDLE_INVALID);
    CK_RV rv = call_finish(&call);
    if (rv != CKR_OK) {
        session->active &= ~(CK_FLAGS)CKF_DIGEST;
    }
    return rv;
}

CK_RV C_DigestKey(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hKey) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, digest_key(session, hKey));
}

CK_RV C_DigestFinal(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pDigest, CK_ULONG_PTR pulDigestLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, final(session, "C_DigestFinal", pDigest, pulDigestLen));
}
