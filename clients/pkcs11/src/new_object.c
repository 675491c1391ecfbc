#include "new_object.h"

#include "facts.h"

CK_OBJECT_HANDLE read_new_object(struct call *call, bool token) {
    struct session *session = call->session;
    struct object_place place = {read_u64(&call->in), call->epoch,
                                 pool_device(&call->module->pool)};
    if (call->in.failed) {
        return CK_INVALID_HANDLE;
    }
    session->owns_objects = session->owns_objects || !token;
    return object_of(&call->module->objects, &place, token ? 0 : session->handle);
}

CK_RV finish_with_object(struct call *call, bool token, CK_OBJECT_HANDLE *handle) {
    struct session *session = call->session;
    CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
    CK_RV rv = call_run(call);
    if (rv == CKR_OK) {
        object = read_new_object(call, token);
    }
    rv = call_end(call, rv);
    if (rv != CKR_OK) {
        return rv;
    }
    if (object == CK_INVALID_HANDLE) {
        return CKR_HOST_MEMORY;
    }
    if (token) {
        learn_facts(session, call->function, object);
    }
    *handle = object;
    return CKR_OK;
}
