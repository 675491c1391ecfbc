/*
 * One call to the server, tried again where that may be done.
 *
 *     call_begin      takes a link, begins the request; the session's handle comes first
 *     call_object     writes an object's handle
 *     write_...       the rest of the request, into call.out
 *     call_run        sends it; the server's return value, and its answer in call.in
 *     call_end        checks that all was read, gives the link back
 *
 * The server's handles are left open while the request is written and filled in when it is sent:
 * after a restart they are others, and the same bytes go out with new handles. Before that, the
 * session is opened again, the login renewed and objects are found again (recovery.h).
 */
#ifndef ZONESEAL_CALL_H
#define ZONESEAL_CALL_H

#include "module.h"

enum { MOST_OBJECTS_IN_CALL = 2 };

/*
 * FREELY: asking twice does no harm, or a request id makes it once. NEVER: if the connection breaks
 * nobody knows whether it was done.
 */
enum repeat { REPEAT_NEVER, REPEAT_FREELY };

struct call_object {
    CK_OBJECT_HANDLE handle;
    size_t at;
    CK_RV invalid; /* what to return if there is no such object */
};

struct call {
    struct module *module;
    struct session *session;
    const char *function;
    enum repeat repeat;
    CK_FLAGS continues; /* the operation that must be running in the server, or 0 */
    unsigned timeout;
    unsigned sent; /* how often */
    uint32_t epoch;
    CK_RV problem;
    struct link *link;
    struct writer *out;
    struct reader in;
    unsigned object_count;
    struct call_object objects[MOST_OBJECTS_IN_CALL];
};

/* A call of a session. */
void call_begin(struct call *call, struct session *session, const char *function,
                enum wire_call number, enum repeat repeat);
/* A call that no session makes. */
void call_begin_alone(struct call *call, struct module *module, const char *function,
                      enum wire_call number, enum repeat repeat);
/* For what takes the server long: making keys, hashing PINs. */
void call_may_take_long(struct call *call);
void call_object(struct call *call, CK_OBJECT_HANDLE handle, CK_RV invalid);
/* Keeps the first thing that was wrong with the arguments; call_run then returns it. */
void call_check(struct call *call, CK_RV rv);
/* Writes an id with which the call is run at most once. */
void call_request_id(struct call *call);
CK_RV call_run(struct call *call);
CK_RV call_end(struct call *call, CK_RV rv);
/* Runs a call whose answer is empty, and ends it. */
CK_RV call_finish(struct call *call);

/* What a link's exchange came to, outside a call; used by the recovery. */
CK_RV exchange_return_value(const char *function, enum exchange exchange,
                            const struct answer *answer);

#endif
