#include "recovery.h"

#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "call.h"

enum { NO_EPOCH = 0 };

/*
 * The request that waits has its link; questions on its behalf go over the pool's spare link, under
 * its lock. A question that cannot be asked in the epoch of the waiting request is not asked.
 */
struct aside {
    struct module *module;
    const char *function;
    struct link *link;
    struct writer *out;
    struct reader in;
};

/* On CKR_OK it is to be closed, unless the daemon is no longer in this epoch: then again. */
static CK_RV aside_open(struct aside *aside, struct module *module, const char *function,
                        uint32_t epoch, bool *again) {
    uint32_t refused = 0;
    zs_lock_take(&module->pool.spare_lock);
    aside->module = module;
    aside->function = function;
    aside->link = &module->pool.spare;
    aside->out = &aside->link->connection.out;
    if (connection_is_open(&aside->link->connection) &&
        zs_is_stale(aside->link->connection.socket)) {
        connection_close(&aside->link->connection);
    }
    enum ready ready = pool_ready(&module->pool, aside->link, &refused);
    if (ready == LINK_READY && aside->link->epoch == epoch) {
        return CKR_OK;
    }
    zs_lock_give(&module->pool.spare_lock);
    *again = ready == LINK_READY;
    return ready == LINK_READY ? CKR_OK : ready == LINK_REFUSED ? refused : CKR_DEVICE_REMOVED;
}

static void aside_close(struct aside *aside) {
    connection_forget(&aside->link->connection);
    zs_lock_give(&aside->module->pool.spare_lock);
}

static void aside_request(struct aside *aside, enum wire_call call) {
    connection_request(&aside->link->connection, call, aside->module->pool.config.call_timeout);
}

static CK_RV aside_ask(struct aside *aside, bool *again) {
    struct answer answer = {0};
    enum exchange exchange = EXCHANGE_MALFORMED;
    if (!aside->out->failed && connection_is_open(&aside->link->connection)) {
        exchange = connection_exchange(&aside->link->connection,
                                       aside->module->pool.config.call_timeout, &answer);
    }
    aside->in = answer.payload;
    if (exchange == EXCHANGE_LOST || exchange == EXCHANGE_GONE) {
        pool_lost(&aside->module->pool);
        *again = true;
        return CKR_OK;
    }
    return exchange_return_value(aside->function, exchange, &answer);
}

/* The answer to the last question is complete and good. */
static bool aside_is_fine(const struct aside *aside, CK_RV rv, bool again) {
    return rv == CKR_OK && !again && reader_is_done(&aside->in);
}

static void resume(struct aside *aside, CK_SLOT_ID slot, uint64_t server_session, uint32_t epoch,
                   bool *again) {
    struct module *module = aside->module;
    uint8_t secret[LONGEST_RESUME_SECRET];
    size_t length = 0;
    size_t device = pool_device(&module->pool);
    if (!login_take_secret(&module->logins, slot, epoch, device, secret, &length)) {
        return;
    }
    aside_request(aside, WIRE_RESUME);
    write_u64(aside->out, server_session);
    write_bytes(aside->out, secret, length);
    CK_RV rv = aside_ask(aside, again);
    size_t next_length = 0;
    const uint8_t *next = rv == CKR_OK && !*again ? read_bytes(&aside->in, &next_length) : NULL;
    if (aside_is_fine(aside, rv, *again)) {
        login_set(&module->logins, slot, epoch, device, next, next_length);
        log_line(LOG_INFO, "slot %lu: the user's login is renewed", (unsigned long)slot);
    } else if (*again) {
        /* It may not have come so far; the next daemon will say. */
        login_set(&module->logins, slot, NO_EPOCH, device, secret, length);
    } else {
        log_line(LOG_WARNING,
                 "slot %lu: the user's login could not be renewed; the program has to log in again",
                 (unsigned long)slot);
    }
    zs_wipe(secret, sizeof secret);
}

void recover_login(struct module *module, CK_SLOT_ID slot, uint64_t server_session,
                   uint32_t epoch) {
    struct aside aside;
    bool again = false;
    if (login_needs_renewal(&module->logins, slot, epoch) &&
        aside_open(&aside, module, "resume", epoch, &again) == CKR_OK && !again) {
        resume(&aside, slot, server_session, epoch, &again);
        aside_close(&aside);
    }
}

static void session_is_back(struct session *session, uint64_t server_handle, uint32_t epoch) {
    session->server_handle = server_handle;
    session->epoch = epoch;
    session->lost |= session->active;
    session->active = 0;
    session->stuck = 0;
}

CK_RV recover_session(struct session *session, const char *function, uint32_t epoch, bool *again) {
    struct aside aside;
    if (session->epoch == epoch) {
        return CKR_OK;
    }
    CK_RV rv = aside_open(&aside, session->module, function, epoch, again);
    if (rv != CKR_OK || *again) {
        return rv;
    }
    aside_request(&aside, WIRE_OPEN_SESSION);
    write_ulong(aside.out, session->slot);
    write_ulong(aside.out, session->flags);
    rv = aside_ask(&aside, again);
    uint64_t server_handle = rv == CKR_OK && !*again ? read_u64(&aside.in) : 0;
    if (aside_is_fine(&aside, rv, *again)) {
        session_is_back(session, server_handle, epoch);
        resume(&aside, session->slot, server_handle, epoch, again);
    } else if (rv == CKR_OK && !*again) {
        rv = CKR_DEVICE_ERROR;
    }
    aside_close(&aside);
    return rv;
}

/* The first of what a search in the server finds; 0 handles if it finds none or several. */
static CK_RV search(struct aside *aside, uint64_t server_session, const CK_ATTRIBUTE *template,
                    CK_ULONG count, uint64_t *found, uint32_t *found_count, bool *again) {
    *found_count = 0;
    aside_request(aside, WIRE_FIND_OBJECTS_INIT);
    write_u64(aside->out, server_session);
    if (write_attributes(aside->out, template, count) != CKR_OK) {
        return CKR_GENERAL_ERROR;
    }
    CK_RV rv = aside_ask(aside, again);
    if (rv != CKR_OK || *again) {
        return rv;
    }
    aside_request(aside, WIRE_FIND_OBJECTS);
    write_u64(aside->out, server_session);
    write_u32(aside->out, 2);
    rv = aside_ask(aside, again);
    if (rv == CKR_OK && !*again) {
        *found_count = read_count(&aside->in, sizeof(uint64_t));
        *found = *found_count > 0 ? read_u64(&aside->in) : 0;
    }
    if (!*again) {
        aside_request(aside, WIRE_FIND_OBJECTS_FINAL);
        write_u64(aside->out, server_session);
        CK_RV final = aside_ask(aside, again);
        rv = rv != CKR_OK ? rv : final;
    }
    return rv;
}

static CK_RV search_again(struct aside *aside, const struct session *session,
                          CK_OBJECT_HANDLE handle, const struct facts *facts, bool same_device,
                          uint64_t *found, uint32_t *found_count, bool *again) {
    CK_BBOOL yes = CK_TRUE;
    CK_OBJECT_CLASS class = facts->object_class;
    CK_ATTRIBUTE template[] = {{CKA_TOKEN, &yes, sizeof yes},
                               {CKA_UNIQUE_ID, NULL, 0},
                               {CKA_CLASS, &class, sizeof class}};
    uint8_t unique_id[LONGEST_UNIQUE_ID];
    size_t length = 0;
    uint8_t *public_key = NULL;
    if (same_device) {
        memcpy(unique_id, facts->unique_id, facts->unique_id_length);
        template[1].pValue = unique_id;
        template[1].ulValueLen = (CK_ULONG)facts->unique_id_length;
    } else {
        public_key = object_public_key(&session->module->objects, handle, &length);
        template[1] = (CK_ATTRIBUTE){CKA_PUBLIC_KEY_INFO, public_key, (CK_ULONG)length};
    }
    CK_RV rv = CKR_OK;
    *found_count = 0;
    if (template[1].ulValueLen > 0) {
        rv = search(aside, session->server_handle, template, 3, found, found_count, again);
    }
    free(public_key);
    return rv;
}

/* What cannot come back is answered as a failing device once, and is no object after that. */
static CK_RV object_is_gone(struct module *module, const char *function, CK_OBJECT_HANDLE handle) {
    object_remove(&module->objects, handle);
    log_line(LOG_WARNING,
             "%s: CKR_DEVICE_ERROR: the HSM was restarted, and object %lu was not kept on the "
             "token, or had not been used before; find or make it again",
             function, (unsigned long)handle);
    return CKR_DEVICE_ERROR;
}

CK_RV recover_object(struct session *session, const char *function, CK_OBJECT_HANDLE handle,
                     CK_RV invalid, uint32_t epoch, uint64_t *server_handle, bool *again) {
    struct module *module = session->module;
    struct object_place place;
    struct facts facts;
    struct aside aside;
    if (!object_find(&module->objects, handle, &place)) {
        return invalid;
    }
    *server_handle = place.server_handle;
    if (place.epoch == epoch) {
        return CKR_OK;
    }
    if (!object_facts(&module->objects, handle, &facts) || !facts.token) {
        return object_is_gone(module, function, handle);
    }
    if (facts.private_object && !login_is_user(&module->logins, session->slot, epoch)) {
        return CKR_USER_NOT_LOGGED_IN;
    }
    CK_RV rv = aside_open(&aside, module, function, epoch, again);
    if (rv != CKR_OK || *again) {
        return rv;
    }
    uint32_t count = 0;
    size_t device = pool_device(&module->pool);
    rv = search_again(&aside, session, handle, &facts, device == place.device, server_handle,
                            &count, again);
    aside_close(&aside);
    if (rv != CKR_OK || *again) {
        return rv;
    }
    if (count != 1) {
        return invalid;
    }
    place = (struct object_place){*server_handle, epoch, device};
    object_move(&module->objects, handle, &place);
    return CKR_OK;
}
