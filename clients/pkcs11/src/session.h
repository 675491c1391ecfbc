/*
 * Sessions as the program knows them.
 *
 * A session has a handle of ours for its whole life; the server's changes with each epoch, and is
 * renewed when the session is next used. One call at a time has a session: others wait.
 */
#ifndef ZONESEAL_SESSION_H
#define ZONESEAL_SESSION_H

#include <stdatomic.h>
#include <stdbool.h>

#include "platform.h"
#include "zoneseal-pkcs11.h"

struct module;

enum { SESSION_BUCKETS = 1024, KEPT_MECHANISM = 48 };

/* A signature that was begun here and goes to the server together with its data. */
struct fused {
    bool pending;
    CK_OBJECT_HANDLE key;
    CK_ULONG size; /* of the signature */
    size_t mechanism_length;
    uint8_t mechanism[KEPT_MECHANISM]; /* as it goes over the wire */
};

/* What a search has found and not yet handed out. */
struct search {
    bool active;
    CK_OBJECT_HANDLE *found;
    size_t count;
    size_t at;
};

struct session {
    struct module *module;
    CK_SESSION_HANDLE handle;
    CK_SLOT_ID slot;
    CK_FLAGS flags;
    zs_lock lock; /* of all below, for one call */
    atomic_bool closed;
    uint64_t server_handle;
    uint32_t epoch;
    CK_FLAGS active; /* operations that run in the server: CKF_SIGN and so on */
    CK_FLAGS lost;   /* operations that ended with a connection or a daemon, not yet reported */
    CK_FLAGS stuck;  /* operations of which the server may not know that they ended */
    struct fused fused;
    struct search search;
    atomic_bool owns_objects;
    unsigned users; /* under the table's lock, as the next two */
    struct session *next;
};

struct session_table {
    zs_lock lock;
    CK_SESSION_HANDLE last;
    size_t count;
    struct session *buckets[SESSION_BUCKETS];
};

void session_table_init(struct session_table *table);
void session_table_free(struct session_table *table);

/* A new session that the server has opened; CK_INVALID_HANDLE without memory. */
CK_SESSION_HANDLE session_add(struct module *module, CK_SLOT_ID slot, CK_FLAGS flags,
                              uint64_t server_handle, uint32_t epoch);
/* Enters the module and takes the session; on CKR_OK it must be left. */
CK_RV session_enter(CK_SESSION_HANDLE handle, struct session **session);
/* Leaves both, and passes the return value on. */
CK_RV session_leave(struct session *session, CK_RV rv);
/* Takes a session out of the table; it is freed when its last user leaves. */
void session_remove(struct session *session);
/* The same for all of a slot. */
void session_remove_all(struct session_table *table, CK_SLOT_ID slot);
/* Whether the slot has any session left. */
bool session_is_any(struct session_table *table, CK_SLOT_ID slot);

#endif
