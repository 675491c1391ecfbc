/* Making, wrapping, unwrapping and deriving keys (section 5.18). */
#include "attribute.h"
#include "mechanism.h"
#include "new_object.h"
#include "operation.h"

static CK_RV generate_key(struct session *session, const CK_MECHANISM *mechanism,
                          const CK_ATTRIBUTE *template, CK_ULONG count, CK_OBJECT_HANDLE *key) {
    struct call call;
    if (key == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_GenerateKey", WIRE_GENERATE_KEY, REPEAT_FREELY);
    call_may_take_long(&call);
    call_check(&call, write_mechanism(call.out, mechanism));
    call_check(&call, write_attributes(call.out, template, count));
    call_request_id(&call);
    return finish_with_object(&call, template_is_token(template, count, false), key);
}

CK_RV C_GenerateKey(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                    CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, CK_OBJECT_HANDLE_PTR phKey) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, generate_key(session, pMechanism, pTemplate, ulCount, phKey));
}

/* One half of a key pair. */
struct half {
    const CK_ATTRIBUTE *template;
    CK_ULONG count;
    CK_OBJECT_HANDLE *handle;
};

static bool half_is_token(const struct half *half) {
    return template_is_token(half->template, half->count, false);
}

static CK_RV generate_key_pair(struct session *session, const CK_MECHANISM *mechanism,
                               const struct half *public_half, const struct half *private_half) {
    struct call call;
    struct made made[] = {{half_is_token(public_half), CK_INVALID_HANDLE},
                          {half_is_token(private_half), CK_INVALID_HANDLE}};
    if (public_half->handle == NULL || private_half->handle == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_GenerateKeyPair", WIRE_GENERATE_KEY_PAIR, REPEAT_FREELY);
    call_may_take_long(&call);
    call_check(&call, write_mechanism(call.out, mechanism));
    call_check(&call, write_attributes(call.out, public_half->template, public_half->count));
    call_check(&call, write_attributes(call.out, private_half->template, private_half->count));
    call_request_id(&call);
    CK_RV rv = finish_with_objects(&call, made, 2);
    if (rv == CKR_OK) {
        *public_half->handle = made[0].handle;
        *private_half->handle = made[1].handle;
    }
    return rv;
}

CK_RV C_GenerateKeyPair(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                        CK_ATTRIBUTE_PTR pPublicKeyTemplate, CK_ULONG ulPublicKeyAttributeCount,
                        CK_ATTRIBUTE_PTR pPrivateKeyTemplate, CK_ULONG ulPrivateKeyAttributeCount,
                        CK_OBJECT_HANDLE_PTR phPublicKey, CK_OBJECT_HANDLE_PTR phPrivateKey) {
    struct session *session;
    struct half public_half = {pPublicKeyTemplate, ulPublicKeyAttributeCount, phPublicKey};
    struct half private_half = {pPrivateKeyTemplate, ulPrivateKeyAttributeCount, phPrivateKey};
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, generate_key_pair(session, pMechanism, &public_half,
                                                    &private_half));
}

static CK_RV wrap_key(struct session *session, const CK_MECHANISM *mechanism,
                      CK_OBJECT_HANDLE wrapping_key, CK_OBJECT_HANDLE key, CK_BYTE *wrapped,
                      CK_ULONG *length) {
    struct call call;
    bool given;
    CK_RV output_rv = CKR_OK;
    if (length == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_WrapKey", WIRE_WRAP_KEY, REPEAT_FREELY);
    call_check(&call, write_mechanism(call.out, mechanism));
    call_object(&call, wrapping_key, CKR_WRAPPING_KEY_HANDLE_INVALID);
    call_object(&call, key, CKR_KEY_HANDLE_INVALID);
    write_room(call.out, wrapped, length);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        output_rv = read_output(&call.in, wrapped, length, &given);
    }
    rv = call_end(&call, rv);
    return rv != CKR_OK ? rv : output_rv;
}

CK_RV C_WrapKey(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                CK_OBJECT_HANDLE hWrappingKey, CK_OBJECT_HANDLE hKey, CK_BYTE_PTR pWrappedKey,
                CK_ULONG_PTR pulWrappedKeyLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, wrap_key(session, pMechanism, hWrappingKey, hKey, pWrappedKey,
                                           pulWrappedKeyLen));
}

static CK_RV unwrap_key(struct session *session, const CK_MECHANISM *mechanism,
                        CK_OBJECT_HANDLE unwrapping_key, const CK_BYTE *wrapped,
                        CK_ULONG wrapped_length, const CK_ATTRIBUTE *template, CK_ULONG count,
                        CK_OBJECT_HANDLE *key) {
    struct call call;
    if (key == NULL || (wrapped == NULL && wrapped_length > 0)) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_UnwrapKey", WIRE_UNWRAP_KEY, REPEAT_FREELY);
    call_check(&call, write_mechanism(call.out, mechanism));
    call_object(&call, unwrapping_key, CKR_UNWRAPPING_KEY_HANDLE_INVALID);
    write_bytes(call.out, wrapped, wrapped_length);
    call_check(&call, write_attributes(call.out, template, count));
    call_request_id(&call);
    return finish_with_object(&call, template_is_token(template, count, false), key);
}

CK_RV C_UnwrapKey(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                  CK_OBJECT_HANDLE hUnwrappingKey, CK_BYTE_PTR pWrappedKey,
                  CK_ULONG ulWrappedKeyLen, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount,
                  CK_OBJECT_HANDLE_PTR phKey) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, unwrap_key(session, pMechanism, hUnwrappingKey, pWrappedKey,
                                             ulWrappedKeyLen, pTemplate, ulCount, phKey));
}

static CK_RV derive_key(struct session *session, const CK_MECHANISM *mechanism,
                        CK_OBJECT_HANDLE base_key, const CK_ATTRIBUTE *template, CK_ULONG count,
                        CK_OBJECT_HANDLE *key) {
    struct call call;
    if (key == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_DeriveKey", WIRE_DERIVE_KEY, REPEAT_FREELY);
    call_check(&call, write_mechanism(call.out, mechanism));
    call_object(&call, base_key, CKR_KEY_HANDLE_INVALID);
    call_check(&call, write_attributes(call.out, template, count));
    call_request_id(&call);
    return finish_with_object(&call, template_is_token(template, count, false), key);
}

CK_RV C_DeriveKey(CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism,
                  CK_OBJECT_HANDLE hBaseKey, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount,
                  CK_OBJECT_HANDLE_PTR phKey) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session,
                         derive_key(session, pMechanism, hBaseKey, pTemplate, ulCount, phKey));
}
