/* Verification of signatures (section 5.15). */
#include "operation.h"

CK_RV C_VerifyInit(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, CK_OBJECT_HANDLE hKey) {
    struct session *session;
    struct beginning beginning = {.function = "C_VerifyInit",
                                  .call = WIRE_VERIFY_INIT,
                                  .kind = CKF_VERIFY,
                                  .mechanism = pMechanism,
                                  .has_key = true,
                                  .key = hKey};
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, operation_begin(session, &beginning));
}

static CK_RV final(struct session *session, const char *function, const CK_BYTE *signature,
                   CK_ULONG length) {
    struct step step = {.function = function,
                        .call = WIRE_VERIFY_FINAL,
                        .kind = CKF_VERIFY,
                        .signature = signature,
                        .signature_length = length,
                        .has_signature = true,
                        .ends = true};
    return operation_step(session, &step);
}

static CK_RV verify(struct session *session, const CK_BYTE *data, CK_ULONG data_length,
                    const CK_BYTE *signature, CK_ULONG length) {
    struct step step = {.function = "C_Verify",
                        .call = WIRE_VERIFY,
                        .kind = CKF_VERIFY,
                        .input = data,
                        .input_length = data_length,
                        .has_input = true,
                        .signature = signature,
                        .signature_length = length,
                        .has_signature = true,
                        .ends = true};
    if (data_length <= pool_chunk(&session->module->pool)) {
        return operation_step(session, &step);
    }
    CK_RV rv =
        operation_feed(session, "C_Verify", WIRE_VERIFY_UPDATE, CKF_VERIFY, data, data_length);
    return rv != CKR_OK ? rv : final(session, "C_Verify", signature, length);
}

CK_RV C_Verify(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG ulDataLen,
               CK_BYTE_PTR pSignature, CK_ULONG ulSignatureLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, verify(session, pData, ulDataLen, pSignature, ulSignatureLen));
}

CK_RV C_VerifyUpdate(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG ulPartLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, operation_feed(session, "C_VerifyUpdate", WIRE_VERIFY_UPDATE,
                                                 CKF_VERIFY, pPart, ulPartLen));
}

CK_RV C_VerifyFinal(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSignature, CK_ULONG ulSignatureLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, final(session, "C_VerifyFinal", pSignature, ulSignatureLen));
}
