/* Sessions and logins (sections 5.6 and following). */
#include "attribute.h"
#include "call.h"
#include "operation.h"
#include "recovery.h"

static CK_RV open_session(struct module *module, CK_SLOT_ID slot, CK_FLAGS flags,
                          CK_SESSION_HANDLE *handle) {
    struct call call;
    uint64_t server_handle = 0;
    call_begin_alone(&call, module, "C_OpenSession", WIRE_OPEN_SESSION, REPEAT_FREELY);
    write_ulong(call.out, slot);
    write_ulong(call.out, flags);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        server_handle = read_u64(&call.in);
    }
    rv = call_end(&call, rv);
    if (rv != CKR_OK) {
        return rv;
    }
    recover_login(module, slot, server_handle, call.epoch);
    *handle = session_add(module, slot, flags, server_handle, call.epoch);
    return *handle != CK_INVALID_HANDLE ? CKR_OK : CKR_HOST_MEMORY;
}

CK_RV C_OpenSession(CK_SLOT_ID slotID, CK_FLAGS flags, CK_VOID_PTR pApplication, CK_NOTIFY Notify,
                    CK_SESSION_HANDLE_PTR phSession) {
    (void)pApplication;
    (void)Notify; /* there is nothing that it could be called for */
    if (phSession == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    if ((flags & CKF_SERIAL_SESSION) == 0) {
        return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    }
    struct module *module = module_enter();
    if (module == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    CK_RV rv = open_session(module, slotID, flags, phSession);
    module_leave();
    return rv;
}

static void forget_login(struct module *module, CK_SLOT_ID slot) {
    login_clear(&module->logins, slot);
    object_forget_all(&module->objects);
}

/* The last session of a slot takes the login with it. */
static void forget_login_without_sessions(struct module *module, CK_SLOT_ID slot) {
    if (!session_is_any(&module->sessions, slot)) {
        forget_login(module, slot);
    }
}

/* One that the server no longer has is closed already. */
static CK_RV close_session(struct session *session) {
    struct module *module = session->module;
    CK_RV rv = CKR_OK;
    if (session->epoch == module->pool.epoch) {
        struct call call;
        call_begin(&call, session, "C_CloseSession", WIRE_CLOSE_SESSION, REPEAT_FREELY);
        rv = call_finish(&call);
    }
    if (session->owns_objects) {
        object_remove_of(&module->objects, session->handle);
    }
    session_remove(session);
    forget_login_without_sessions(module, session->slot);
    return rv == CKR_SESSION_HANDLE_INVALID || rv == CKR_DEVICE_REMOVED ? CKR_OK : rv;
}

CK_RV C_CloseSession(CK_SESSION_HANDLE hSession) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, close_session(session));
}

CK_RV C_CloseAllSessions(CK_SLOT_ID slotID) {
    struct call call;
    struct module *module = module_enter();
    if (module == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    call_begin_alone(&call, module, "C_CloseAllSessions", WIRE_CLOSE_ALL_SESSIONS, REPEAT_FREELY);
    write_ulong(call.out, slotID);
    CK_RV rv = call_finish(&call);
    if (rv == CKR_OK || rv == CKR_DEVICE_REMOVED) {
        session_remove_all(&module->sessions, slotID);
        forget_login(module, slotID);
        rv = CKR_OK;
    }
    module_leave();
    return rv;
}

static CK_RV get_session_info(struct session *session, CK_SESSION_INFO *info) {
    struct call call;
    CK_SESSION_INFO read = {0};
    call_begin(&call, session, "C_GetSessionInfo", WIRE_GET_SESSION_INFO, REPEAT_FREELY);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        read.slotID = read_ulong(&call.in);
        read.state = read_ulong(&call.in);
        read.flags = read_ulong(&call.in);
        read.ulDeviceError = read_ulong(&call.in);
    }
    rv = call_end(&call, rv);
    if (rv == CKR_OK) {
        *info = read;
    }
    return rv;
}

CK_RV C_GetSessionInfo(CK_SESSION_HANDLE hSession, CK_SESSION_INFO_PTR pInfo) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session,
                         pInfo == NULL ? CKR_ARGUMENTS_BAD : get_session_info(session, pInfo));
}

static void write_pin(struct writer *out, const CK_UTF8CHAR *pin, CK_ULONG length) {
    if (pin == NULL) {
        write_null(out);
    } else {
        write_bytes(out, pin, length);
    }
}

/* Sends the login that was written, and keeps the resume secret of its answer. */
static CK_RV finish_login(struct call *call, CK_USER_TYPE type) {
    struct session *session = call->session;
    struct module *module = session->module;
    uint8_t secret[LONGEST_RESUME_SECRET];
    size_t length = 0;
    call_may_take_long(call);
    CK_RV rv = call_run(call);
    if (rv == CKR_OK) {
        const uint8_t *bytes = read_bytes(&call->in, &length);
        length = length <= sizeof secret ? length : 0;
        for (size_t i = 0; bytes != NULL && i < length; i++) {
            secret[i] = bytes[i];
        }
    }
    rv = call_end(call, rv);
    if (rv == CKR_OK && type == CKU_USER) {
        login_set(&module->logins, session->slot, call->epoch, pool_device(&module->pool), secret,
                  length);
    }
    zs_wipe(secret, sizeof secret);
    return rv;
}

static CK_RV login(struct session *session, CK_USER_TYPE type, const CK_UTF8CHAR *pin,
                   CK_ULONG length) {
    struct call call;
    call_begin(&call, session, "C_Login", WIRE_LOGIN, REPEAT_NEVER);
    write_ulong(call.out, type);
    write_pin(call.out, pin, length);
    return finish_login(&call, type);
}

CK_RV C_Login(CK_SESSION_HANDLE hSession, CK_USER_TYPE userType, CK_UTF8CHAR_PTR pPin,
              CK_ULONG ulPinLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, login(session, userType, pPin, ulPinLen));
}

static CK_RV login_user(struct session *session, CK_USER_TYPE type, const CK_UTF8CHAR *pin,
                        CK_ULONG pin_length, const CK_UTF8CHAR *name, CK_ULONG name_length) {
    struct call call;
    if (name == NULL && name_length > 0) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_LoginUser", WIRE_LOGIN_USER, REPEAT_NEVER);
    write_ulong(call.out, type);
    write_pin(call.out, pin, pin_length);
    write_bytes(call.out, name, name_length);
    return finish_login(&call, type);
}

CK_RV C_LoginUser(CK_SESSION_HANDLE hSession, CK_USER_TYPE userType, CK_UTF8CHAR_PTR pPin,
                  CK_ULONG ulPinLen, CK_UTF8CHAR_PTR pUsername, CK_ULONG ulUsernameLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, login_user(session, userType, pPin, ulPinLen, pUsername,
                                             ulUsernameLen));
}

static CK_RV logout(struct session *session) {
    struct call call;
    call_begin(&call, session, "C_Logout", WIRE_LOGOUT, REPEAT_FREELY);
    CK_RV rv = call_finish(&call);
    if (rv == CKR_USER_NOT_LOGGED_IN && call.sent > 1) {
        rv = CKR_OK;
    }
    forget_login(session->module, session->slot);
    session->fused.pending = false;
    return rv;
}

CK_RV C_Logout(CK_SESSION_HANDLE hSession) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, logout(session));
}

static CK_RV init_pin(struct session *session, const CK_UTF8CHAR *pin, CK_ULONG length) {
    struct call call;
    call_begin(&call, session, "C_InitPIN", WIRE_INIT_PIN, REPEAT_NEVER);
    call_may_take_long(&call);
    write_pin(call.out, pin, length);
    return call_finish(&call);
}

CK_RV C_InitPIN(CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pPin, CK_ULONG ulPinLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, init_pin(session, pPin, ulPinLen));
}

/* A changed PIN revokes the resume secret; the login itself goes on. */
static CK_RV set_pin(struct session *session, const CK_UTF8CHAR *old_pin, CK_ULONG old_length,
                     const CK_UTF8CHAR *new_pin, CK_ULONG new_length) {
    struct call call;
    call_begin(&call, session, "C_SetPIN", WIRE_SET_PIN, REPEAT_NEVER);
    call_may_take_long(&call);
    write_pin(call.out, old_pin, old_length);
    write_pin(call.out, new_pin, new_length);
    CK_RV rv = call_finish(&call);
    if (rv == CKR_OK) {
        login_revoke(&session->module->logins, session->slot);
    }
    return rv;
}

CK_RV C_SetPIN(CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pOldPin, CK_ULONG ulOldLen,
               CK_UTF8CHAR_PTR pNewPin, CK_ULONG ulNewLen) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, set_pin(session, pOldPin, ulOldLen, pNewPin, ulNewLen));
}

static CK_RV session_cancel(struct session *session, CK_FLAGS flags) {
    if ((flags & CKF_SIGN) != 0) {
        session->fused.pending = false;
    }
    if ((flags & CKF_FIND_OBJECTS) != 0) {
        session->search.active = false;
    }
    CK_FLAGS running = session->active & flags;
    return running != 0 ? operation_cancel(session, "C_SessionCancel", running) : CKR_OK;
}

CK_RV C_SessionCancel(CK_SESSION_HANDLE hSession, CK_FLAGS flags) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, session_cancel(session, flags));
}

static CK_RV only_enter(CK_SESSION_HANDLE handle, CK_RV answer) {
    struct session *session;
    CK_RV rv = session_enter(handle, &session);
    return rv != CKR_OK ? rv : session_leave(session, answer);
}

CK_RV C_GetOperationState(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pOperationState,
                          CK_ULONG_PTR pulOperationStateLen) {
    (void)pOperationState;
    (void)pulOperationStateLen;
    return only_enter(hSession, CKR_STATE_UNSAVEABLE);
}

CK_RV C_SetOperationState(CK_SESSION_HANDLE hSession, CK_BYTE_PTR pOperationState,
                          CK_ULONG ulOperationStateLen, CK_OBJECT_HANDLE hEncryptionKey,
                          CK_OBJECT_HANDLE hAuthenticationKey) {
    (void)pOperationState;
    (void)ulOperationStateLen;
    (void)hEncryptionKey;
    (void)hAuthenticationKey;
    return only_enter(hSession, CKR_SAVED_STATE_INVALID);
}

CK_RV C_GetFunctionStatus(CK_SESSION_HANDLE hSession) {
    return only_enter(hSession, CKR_FUNCTION_NOT_PARALLEL);
}

CK_RV C_CancelFunction(CK_SESSION_HANDLE hSession) {
    return only_enter(hSession, CKR_FUNCTION_NOT_PARALLEL);
}
