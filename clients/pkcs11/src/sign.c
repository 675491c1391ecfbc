/*
 * Signatures (section 5.13), in one round trip where that is safe.
 *
 * C_SignInit and C_Sign make one signature, and a program that only does that would pay two round
 * trips for each. So a beginning that the server has accepted before (same key, same mechanism,
 * same parameter, the user still logged in) is only checked and kept here, and goes out with the
 * data. The first one is always asked of the server, which therefore gives every error at
 * the moment where a token gives it. Keys with CKA_ALWAYS_AUTHENTICATE are never fused: their login
 * stands between the two calls. Questions for the size are answered from what the key is.
 *
 * What can only be found out by asking, such as a key that another program destroyed a moment ago,
 * is answered by C_Sign instead of C_SignInit. `fuse = off` asks each time.
 */
#include <string.h>

#include "facts.h"
#include "mechanism.h"
#include "operation.h"

static bool may_fuse(struct session *session, const CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key,
                     struct fused *fused) {
    struct module *module = session->module;
    struct fusable fusable;
    uint32_t epoch = module->pool.epoch;
    if (!module->pool.config.fuse || session->epoch != epoch || (session->stuck & CKF_SIGN) != 0 ||
        !object_is_fusable(&module->objects, key, epoch, fused->mechanism, fused->mechanism_length,
                           &fusable)) {
        return false;
    }
    fused->size = signature_size(mechanism, fusable.key_type, fusable.signature_size);
    return fused->size > 0 &&
           (!fusable.private_object || login_is_user(&module->logins, session->slot, epoch));
}

/* The mechanism as it goes over the wire; false if it is longer than what is kept. */
static bool encode(const CK_MECHANISM *mechanism, struct fused *fused) {
    struct writer writer = writer_into(fused->mechanism, sizeof fused->mechanism);
    if (write_mechanism(&writer, mechanism) != CKR_OK || writer.failed) {
        return false;
    }
    fused->mechanism_length = writer.length;
    return true;
}

/* The server begins it: with the mechanism as the program gave it, or as it was kept. */
static CK_RV begin_in_server(struct session *session, const char *function,
                             const CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key) {
    struct fused *fused = &session->fused;
    struct beginning beginning = {.function = function,
                                  .call = WIRE_SIGN_INIT,
                                  .kind = CKF_SIGN,
                                  .mechanism = mechanism,
                                  .encoded = fused->pending ? fused->mechanism : NULL,
                                  .encoded_length = fused->mechanism_length,
                                  .has_key = true,
                                  .key = key};
    fused->pending = false;
    CK_RV rv = operation_begin(session, &beginning);
    if (rv != CKR_OK) {
        object_forget(&session->module->objects, key);
    }
    return rv;
}

static CK_RV cancel(struct session *session) {
    bool pending = session->fused.pending;
    session->fused.pending = false;
    return pending ? CKR_OK : begin_in_server(session, "C_SignInit", NULL, CK_INVALID_HANDLE);
}

static CK_RV sign_init(struct session *session, const CK_MECHANISM *mechanism,
                       CK_OBJECT_HANDLE key) {
    struct fused *fused = &session->fused;
    if (mechanism == NULL) {
        return cancel(session);
    }
    CK_RV rv = operation_may_begin(session, CKF_SIGN);
    if (rv != CKR_OK) {
        return rv;
    }
    bool encoded = encode(mechanism, fused);
    if (encoded && may_fuse(session, mechanism, key, fused)) {
        session->lost &= ~(CK_FLAGS)CKF_SIGN;
        fused->key = key;
        fused->pending = true;
        return CKR_OK;
    }
    rv = begin_in_server(session, "C_SignInit", mechanism, key);
    if (rv == CKR_OK && encoded && session->module->pool.config.fuse) {
        learn_facts(session, "C_SignInit", key);
        object_learn_mechanism(&session->module->objects, key, fused->mechanism,
                               fused->mechanism_length);
    }
    return rv;
}

CK_RV C_SignInit(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, CK_OBJECT_HANDLE hKey) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, sign_init(session, pMechanism, hKey));
}

/* The operation that was kept here begins in the server after all. */
static CK_RV unfuse(struct session *session, const char *function) {
    return begin_in_server(session, function, NULL, session->fused.key);
}

static CK_RV sign_once(struct session *session, const CK_BYTE *data, CK_ULONG data_length,
                       CK_BYTE *signature, CK_ULONG *length) {
    struct fused *fused = &session->fused;
    struct call call;
    size_t got = 0;
    fused->pending = false;
    call_begin(&call, session, "C_Sign", WIRE_SIGN_ONCE, REPEAT_FREELY);
    write_raw(call.out, fused->mechanism, fused->mechanism_length);
    call_object(&call, fused->key, CKR_KEY_HANDLE_INVALID);
    write_bytes(call.out, data, data_length);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        const uint8_t *bytes = read_bytes(&call.in, &got);
        call.in.failed = call.in.failed || got > *length;
        if (!call.in.failed && bytes != NULL) {
            memcpy(signature, bytes, got);
        }
    }
    rv = call_end(&call, rv);
    if (rv == CKR_OK) {
        *length = (CK_ULONG)got;
    } else {
        object_forget(&session->module->objects, fused->key);
    }
    return rv;
}

static CK_RV final(struct session *session, const char *function, CK_BYTE *signature,
                   CK_ULONG *length) {
    struct step step = {.function = function,
                        .call = WIRE_SIGN_FINAL,
                        .kind = CKF_SIGN,
                        .output = signature,
                        .output_length = length,
                        .has_output = true,
                        .ends = true};
    return operation_step(session, &step);
}

static CK_RV sign_in_server(struct session *session, const CK_BYTE *data, CK_ULONG data_length,
                            CK_BYTE *signature, CK_ULONG *length) {
    struct step step = {.function = "C_Sign",
                        .call = WIRE_SIGN,
                        .kind = CKF_SIGN,
                        .input = data,
                        .input_length = data_length,
                        .has_input = true,
                        .output = signature,
                        .output_length = length,
                        .has_output = true,
                        .ends = true};
    if (data_length <= pool_chunk(&session->module->pool)) {
        return operation_step(session, &step);
    }
    if (signature == NULL || length == NULL) {
        return final(session, "C_Sign", signature, length);
    }
    CK_RV rv = operation_feed(session, "C_Sign", WIRE_SIGN_UPDATE, CKF_SIGN, data, data_length);
    return rv != CKR_OK ? rv : final(session, "C_Sign", signature, length);
}

static CK_RV sign_fused(struct session *session, const CK_BYTE *data, CK_ULONG data_length,
                        CK_BYTE *signature, CK_ULONG *length) {
    CK_ULONG size = session->fused.size;
    if (length == NULL || (data == NULL && data_length > 0)) {
        return CKR_ARGUMENTS_BAD;
    }
    if (signature == NULL || *length < size) {
        *length = size;
        return signature == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
    }
    if (data_length > pool_chunk(&session->module->pool)) {
        CK_RV rv = unfuse(session, "C_Sign");
        return rv != CKR_OK ? rv
                            : sign_in_server(session, data, data_length, signature, length);
    }
    return sign_once(session, data, data_length, signature, length);
}

CK_RV C_Sign(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG ulDataLen,
             CK_BYTE_PTR pSignature, CK_ULONG_PTR pulSignatureLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    rv = session->fused.pending
             ? sign_fused(session, pData, ulDataLen, pSignature, pulSignatureLen)
             : sign_in_server(session, pData, ulDataLen, pSignature, pulSignatureLen);
    return session_leave(session, rv);
}

static CK_RV sign_update(struct session *session, const CK_BYTE *part, CK_ULONG length) {
    CK_RV rv = session->fused.pending ? unfuse(session, "C_SignUpdate") : CKR_OK;
    if (rv != CKR_OK) {
        return rv;
    }
    return operation_feed(session, "C_SignUpdate", WIRE_SIGN_UPDATE, CKF_SIGN, part, length);
}

CK_RV C_SignUpdate(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG ulPartLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, sign_update(session, pPart, ulPartLen));
}

/* A signature over nothing: the server decides whether the mechanism has that. */
static CK_RV sign_final(struct session *session, CK_BYTE *signature, CK_ULONG *length) {
    CK_RV rv = session->fused.pending ? unfuse(session, "C_SignFinal") : CKR_OK;
    return rv != CKR_OK ? rv : final(session, "C_SignFinal", signature, length);
}

CK_RV C_SignFinal(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSignature,
                  CK_ULONG_PTR pulSignatureLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv
                        : session_leave(session, sign_final(session, pSignature, pulSignatureLen));
}
