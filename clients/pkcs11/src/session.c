#include "session.h"

#include <stdlib.h>

#include "module.h"

void session_table_init(struct session_table *table) {
    zs_lock_init(&table->lock);
}

static void free_session(struct session *session) {
    zs_lock_destroy(&session->lock);
    free(session->search.found);
    free(session);
}

void session_table_free(struct session_table *table) {
    for (size_t i = 0; i < SESSION_BUCKETS; i++) {
        while (table->buckets[i] != NULL) {
            struct session *session = table->buckets[i];
            table->buckets[i] = session->next;
            free_session(session);
        }
    }
    zs_lock_destroy(&table->lock);
}

CK_SESSION_HANDLE session_add(struct module *module, CK_SLOT_ID slot, CK_FLAGS flags,
                              uint64_t server_handle, uint32_t epoch) {
    struct session_table *table = &module->sessions;
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return CK_INVALID_HANDLE;
    }
    session->module = module;
    session->slot = slot;
    session->flags = flags;
    session->server_handle = server_handle;
    session->epoch = epoch;
    zs_lock_init(&session->lock);
    zs_lock_take(&table->lock);
    CK_SESSION_HANDLE handle = ++table->last;
    session->handle = handle;
    session->next = table->buckets[handle % SESSION_BUCKETS];
    table->buckets[handle % SESSION_BUCKETS] = session;
    table->count++;
    zs_lock_give(&table->lock);
    return handle;
}

static struct session *look_up(struct session_table *table, CK_SESSION_HANDLE handle) {
    zs_lock_take(&table->lock);
    struct session *session = table->buckets[handle % SESSION_BUCKETS];
    while (session != NULL && session->handle != handle) {
        session = session->next;
    }
    if (session != NULL) {
        session->users++;
    }
    zs_lock_give(&table->lock);
    return session;
}

static void let_go(struct session_table *table, struct session *session) {
    zs_lock_take(&table->lock);
    bool last = --session->users == 0 && session->closed;
    zs_lock_give(&table->lock);
    if (last) {
        free_session(session);
    }
}

CK_RV session_enter(CK_SESSION_HANDLE handle, struct session **session) {
    struct module *module = module_enter();
    if (module == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    struct session *found = look_up(&module->sessions, handle);
    if (found == NULL) {
        module_leave();
        return CKR_SESSION_HANDLE_INVALID;
    }
    zs_lock_take(&found->lock);
    *session = found;
    return found->closed ? session_leave(found, CKR_SESSION_HANDLE_INVALID) : CKR_OK;
}

CK_RV session_leave(struct session *session, CK_RV rv) {
    struct session_table *table = &session->module->sessions;
    zs_lock_give(&session->lock);
    let_go(table, session);
    module_leave();
    return rv;
}

/* The table's lock is held. */
static void unlink_session(struct session_table *table, struct session *session) {
    struct session **at = &table->buckets[session->handle % SESSION_BUCKETS];
    while (*at != NULL && *at != session) {
        at = &(*at)->next;
    }
    if (*at == session) {
        *at = session->next;
        session->closed = true;
        table->count--;
    }
}

void session_remove(struct session *session) {
    struct session_table *table = &session->module->sessions;
    zs_lock_take(&table->lock);
    unlink_session(table, session);
    zs_lock_give(&table->lock);
}

void session_remove_all(struct session_table *table, CK_SLOT_ID slot) {
    zs_lock_take(&table->lock);
    for (size_t i = 0; i < SESSION_BUCKETS; i++) {
        struct session *session = table->buckets[i];
        while (session != NULL) {
            struct session *next = session->next;
            if (session->slot == slot) {
                if (session->owns_objects) {
                    object_remove_of(&session->module->objects, session->handle);
                }
                unlink_session(table, session);
                if (session->users == 0) {
                    free_session(session);
                }
            }
            session = next;
        }
    }
    zs_lock_give(&table->lock);
}

bool session_is_any(struct session_table *table, CK_SLOT_ID slot) {
    bool any = false;
    zs_lock_take(&table->lock);
    for (size_t i = 0; i < SESSION_BUCKETS && !any; i++) {
        for (struct session *s = table->buckets[i]; s != NULL && !any; s = s->next) {
            any = s->slot == slot;
        }
    }
    zs_lock_give(&table->lock);
    return any;
}
