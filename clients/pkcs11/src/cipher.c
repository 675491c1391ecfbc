/* Encryption and decryption (sections 5.8 and 5.10): all of it runs in the server. */
#include "operation.h"

static CK_RV begin(CK_SESSION_HANDLE handle, struct beginning beginning) {
    struct session *session;
    CK_RV rv = session_enter(handle, &session);
    return rv != CKR_OK ? rv : session_leave(session, operation_begin(session, &beginning));
}

static CK_RV transform(CK_SESSION_HANDLE handle, struct step step) {
    struct session *session;
    CK_RV rv = session_enter(handle, &session);
    step.has_output = true;
    return rv != CKR_OK ? rv : session_leave(session, operation_step(session, &step));
}

CK_RV C_EncryptInit(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                    CK_OBJECT_HANDLE hKey) {
    return begin(hSession, (struct beginning){.function = "C_EncryptInit",
                                              .call = WIRE_ENCRYPT_INIT,
                                              .kind = CKF_ENCRYPT,
                                              .mechanism = pMechanism,
                                              .has_key = true,
                                              .key = hKey});
}

CK_RV C_Encrypt(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG ulDataLen,
                CK_BYTE_PTR pEncryptedData, CK_ULONG_PTR pulEncryptedDataLen) {
    return transform(hSession, (struct step){.function = "C_Encrypt",
                                             .call = WIRE_ENCRYPT,
                                             .kind = CKF_ENCRYPT,
                                             .input = pData,
                                             .input_length = ulDataLen,
                                             .has_input = true,
                                             .output = pEncryptedData,
                                             .output_length = pulEncryptedDataLen,
                                             .ends = true});
}

CK_RV C_EncryptUpdate(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG ulPartLen,
                      CK_BYTE_PTR pEncryptedPart, CK_ULONG_PTR pulEncryptedPartLen) {
    return transform(hSession, (struct step){.function = "C_EncryptUpdate",
                                             .call = WIRE_ENCRYPT_UPDATE,
                                             .kind = CKF_ENCRYPT,
                                             .input = pPart,
                                             .input_length = ulPartLen,
                                             .has_input = true,
                                             .output = pEncryptedPart,
                                             .output_length = pulEncryptedPartLen});
}

CK_RV C_EncryptFinal(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pLastEncryptedPart,
                     CK_ULONG_PTR pulLastEncryptedPartLen) {
    return transform(hSession, (struct step){.function = "C_EncryptFinal",
                                             .call = WIRE_ENCRYPT_FINAL,
                                             .kind = CKF_ENCRYPT,
                                             .output = pLastEncryptedPart,
                                             .output_length = pulLastEncryptedPartLen,
                                             .ends = true});
}

CK_RV C_DecryptInit(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                    CK_OBJECT_HANDLE hKey) {
    return begin(hSession, (struct beginning){.function = "C_DecryptInit",
                                              .call = WIRE_DECRYPT_INIT,
                                              .kind = CKF_DECRYPT,
                                              .mechanism = pMechanism,
                                              .has_key = true,
                                              .key = hKey});
}

CK_RV C_Decrypt(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pEncryptedData, CK_ULONG ulEncryptedDataLen,
                CK_BYTE_PTR pData, CK_ULONG_PTR pulDataLen) {
    return transform(hSession, (struct step){.function = "C_Decrypt",
                                             .call = WIRE_DECRYPT,
                                             .kind = CKF_DECRYPT,
                                             .input = pEncryptedData,
                                             .input_length = ulEncryptedDataLen,
                                             .has_input = true,
                                             .output = pData,
                                             .output_length = pulDataLen,
                                             .ends = true});
}

CK_RV C_DecryptUpdate(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pEncryptedPart,
                      CK_ULONG ulEncryptedPartLen, CK_BYTE_PTR pPart, CK_ULONG_PTR pulPartLen) {
    return transform(hSession, (struct step){.function = "C_DecryptUpdate",
                                             .call = WIRE_DECRYPT_UPDATE,
                                             .kind = CKF_DECRYPT,
                                             .input = pEncryptedPart,
                                             .input_length = ulEncryptedPartLen,
                                             .has_input = true,
                                             .output = pPart,
                                             .output_length = pulPartLen});
}

CK_RV C_DecryptFinal(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pLastPart,
                     CK_ULONG_PTR pulLastPartLen) {
    return transform(hSession, (struct step){.function = "C_DecryptFinal",
                                             .call = WIRE_DECRYPT_FINAL,
                                             .kind = CKF_DECRYPT,
                                             .output = pLastPart,
                                             .output_length = pulLastPartLen,
                                             .ends = true});
}
