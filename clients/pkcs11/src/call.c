#include "call.h"

#include <string.h>

#include "recovery.h"
#include "return_value.h"

enum {
    MOST_TRIES = 5,
    LONG_FACTOR = 5 /* key generation and password hashing, against the call timeout */
};

void call_begin_alone(struct call *call, struct module *module, const char *function,
                      enum wire_call number, enum repeat repeat) {
    memset(call, 0, sizeof *call);
    call->module = module;
    call->function = function;
    call->repeat = repeat;
    call->timeout = module->pool.config.call_timeout;
    call->link = pool_take(&module->pool);
    call->out = &call->link->connection.out;
    connection_request(&call->link->connection, number, call->timeout);
}

/* The session's handle is the first of the payload. */
enum { SESSION_AT = 4 + 8 + 4 + 2, DEADLINE_AT = 4 + 8 };

void call_begin(struct call *call, struct session *session, const char *function,
                enum wire_call number, enum repeat repeat) {
    call_begin_alone(call, session->module, function, number, repeat);
    call->session = session;
    write_u64(call->out, 0);
}

void call_may_take_long(struct call *call) {
    call->timeout *= LONG_FACTOR;
    write_u32_at(call->out, DEADLINE_AT, call->timeout);
}

void call_check(struct call *call, CK_RV rv) {
    if (call->problem == CKR_OK) {
        call->problem = rv;
    }
}

void call_object(struct call *call, CK_OBJECT_HANDLE handle, CK_RV invalid) {
    struct call_object *object = &call->objects[call->object_count++];
    object->handle = handle;
    object->at = call->out->length;
    object->invalid = invalid;
    write_u64(call->out, 0);
}

void call_request_id(struct call *call) {
    uint8_t id[WIRE_REQUEST_ID];
    if (!zs_random(id, sizeof id)) {
        call_check(call, CKR_GENERAL_ERROR);
        return;
    }
    write_bytes(call->out, id, sizeof id);
}

/* Puts the server's handles of this epoch into the request. */
static CK_RV fill_in(struct call *call, bool *again) {
    CK_RV rv = CKR_OK;
    uint32_t epoch = call->link->epoch;
    if (call->session != NULL) {
        rv = recover_session(call->session, call->function, epoch, again);
        write_u64_at(call->out, SESSION_AT, call->session->server_handle);
    }
    for (unsigned i = 0; i < call->object_count && rv == CKR_OK && !*again; i++) {
        const struct call_object *object = &call->objects[i];
        uint64_t server_handle = 0;
        rv = recover_object(call->session, call->function, object->handle, object->invalid, epoch,
                            &server_handle, again);
        write_u64_at(call->out, object->at, server_handle);
    }
    return rv;
}

/* What was running when the daemon went cannot go on. */
static CK_RV check_operation(struct call *call) {
    struct session *session = call->session;
    if (call->continues == 0 || (session->active & call->continues) != 0) {
        return CKR_OK;
    }
    session->lost &= ~call->continues;
    log_line(LOG_WARNING,
             "%s: CKR_DEVICE_ERROR: the HSM was restarted while the operation was running; "
             "begin it again",
             call->function);
    return CKR_DEVICE_ERROR;
}

static CK_RV make_ready(struct call *call, bool *again) {
    uint32_t refused = 0;
    struct connection *connection = &call->link->connection;
    if (call->repeat == REPEAT_NEVER && connection_is_open(connection) &&
        zs_is_stale(connection->socket)) {
        connection_close(connection);
        pool_lost(&call->module->pool);
    }
    switch (pool_ready(&call->module->pool, call->link, &refused)) {
    case LINK_READY:
        break;
    case LINK_REFUSED:
        return refused;
    default:
        return CKR_DEVICE_REMOVED;
    }
    CK_RV rv = fill_in(call, again);
    return rv != CKR_OK || *again ? rv : check_operation(call);
}

CK_RV exchange_return_value(const char *function, enum exchange exchange,
                            const struct answer *answer) {
    if (exchange == EXCHANGE_DONE) {
        if (answer->return_value != CKR_OK) {
            log_answer(return_value_level(answer->return_value), function, answer->return_value,
                       answer->message, answer->message_length);
        }
        return answer->return_value;
    }
    log_line(LOG_WARNING, "%s: CKR_DEVICE_ERROR: %s", function,
             exchange == EXCHANGE_LOST      ? "the connection to the HSM broke"
             : exchange == EXCHANGE_GONE    ? "the HSM has ended this application"
             : exchange == EXCHANGE_TIMEOUT ? "the HSM did not answer in time (call-timeout)"
                                            : "the HSM answered with a malformed message");
    return CKR_DEVICE_ERROR;
}

/* Nobody knows how far the server came with the operation. */
static void give_operation_up(struct call *call) {
    if (call->session != NULL && call->continues != 0) {
        call->session->active &= ~call->continues;
        call->session->stuck |= call->continues;
    }
}

CK_RV call_run(struct call *call) {
    if (call->problem != CKR_OK) {
        return call->problem;
    }
    if (call->out->failed) {
        return CKR_HOST_MEMORY;
    }
    for (unsigned tries = 0; tries < MOST_TRIES; tries++) {
        struct answer answer = {0};
        bool again = false;
        CK_RV rv = make_ready(call, &again);
        if (rv != CKR_OK) {
            return rv;
        }
        if (again) {
            continue;
        }
        if (call->out->length - 4 > call->link->connection.longest_frame) {
            log_line(LOG_WARNING,
                     "%s: CKR_DATA_LEN_RANGE: the HSM takes at most %lu bytes at a time",
                     call->function, (unsigned long)call->link->connection.longest_frame);
            return CKR_DATA_LEN_RANGE;
        }
        call->sent++;
        call->epoch = call->link->epoch;
        enum exchange exchange =
            connection_exchange(&call->link->connection, call->timeout, &answer);
        if (exchange == EXCHANGE_LOST) {
            pool_lost(&call->module->pool);
        }
        if (exchange == EXCHANGE_GONE ||
            (exchange == EXCHANGE_LOST && call->repeat == REPEAT_FREELY)) {
            continue;
        }
        if (exchange != EXCHANGE_DONE) {
            give_operation_up(call);
        }
        call->in = answer.payload;
        return exchange_return_value(call->function, exchange, &answer);
    }
    log_line(LOG_WARNING, "%s: CKR_DEVICE_ERROR: the HSM goes away again and again",
             call->function);
    return CKR_DEVICE_ERROR;
}

CK_RV call_end(struct call *call, CK_RV rv) {
    if (rv == CKR_OK && !reader_is_done(&call->in)) {
        connection_close(&call->link->connection);
        rv = exchange_return_value(call->function, EXCHANGE_MALFORMED, NULL);
    }
    pool_give(&call->module->pool, call->link);
    call->link = NULL;
    return rv;
}

CK_RV call_finish(struct call *call) {
    return call_end(call, call_run(call));
}
