/*
 * A new token object is asked about before its maker hears of it: from then on it survives a
 * restart. If the daemon goes away in between, the call goes out once more with its request id, and
 * has the same objects for an answer.
 */
#include "new_object.h"

#include "facts.h"

enum { MOST_TRIES = 3 };

static CK_RV read_objects(struct call *call, struct made *made, unsigned count) {
    struct session *session = call->session;
    struct object_place place = {0, call->epoch, pool_device(&call->module->pool)};
    for (unsigned i = 0; i < count; i++) {
        place.server_handle = read_u64(&call->in);
        session->owns_objects = session->owns_objects || !made[i].token;
        made[i].handle = call->in.failed ? CK_INVALID_HANDLE
                                         : object_of(&call->module->objects, &place,
                                                     made[i].token ? 0 : session->handle);
        if (made[i].handle == CK_INVALID_HANDLE && !call->in.failed) {
            return CKR_HOST_MEMORY;
        }
    }
    return CKR_OK;
}

/* False: the daemon has gone, and the handles with it. */
static bool learn(struct call *call, struct made *made, unsigned count) {
    bool there = true;
    for (unsigned i = 0; i < count && there; i++) {
        there = !made[i].token || learn_in_call(call, made[i].handle);
    }
    return there;
}

static void forget(struct call *call, struct made *made, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        object_remove(&call->module->objects, made[i].handle);
    }
}

CK_RV finish_with_objects(struct call *call, struct made *made, unsigned count) {
    CK_RV rv = CKR_OK;
    for (unsigned tries = 0; tries < MOST_TRIES; tries++) {
        rv = call_run(call);
        if (rv == CKR_OK) {
            rv = read_objects(call, made, count);
        }
        if (rv != CKR_OK || !reader_is_done(&call->in) || learn(call, made, count) ||
            call->repeat == REPEAT_NEVER) {
            return call_end(call, rv);
        }
        forget(call, made, count);
    }
    return call_end(call, CKR_DEVICE_ERROR);
}

CK_RV finish_with_object(struct call *call, bool token, CK_OBJECT_HANDLE *handle) {
    struct made made = {token, CK_INVALID_HANDLE};
    CK_RV rv = finish_with_objects(call, &made, 1);
    if (rv == CKR_OK) {
        *handle = made.handle;
    }
    return rv;
}
