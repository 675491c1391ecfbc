/*
 * The native API over the same connection and codec as PKCS#11. It has no pool and comes back from
 * nothing by itself: who administrates wants to know that a connection broke.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "connection.h"
#include "mechanism.h"
#include "return_value.h"
#include "value.h"

enum { MESSAGE_SIZE = 512 };

struct zoneseal_connection {
    struct connection connection;
    struct application application;
    atomic_bool ended;
    unsigned timeout;
    char message[MESSAGE_SIZE];
};

static unsigned long fail(zoneseal_connection *hsm, unsigned long rv, const char *message) {
    snprintf(hsm->message, sizeof hsm->message, "%s", message);
    return rv;
}

/* The server's sentence, without control characters; its return value's name if it has none. */
static unsigned long refused(zoneseal_connection *hsm, const struct answer *answer) {
    char name[48];
    size_t length = answer->message_length < MESSAGE_SIZE - 1 ? answer->message_length
                                                              : MESSAGE_SIZE - 1;
    if (length == 0) {
        return fail(hsm, answer->return_value,
                    return_value_name(answer->return_value, name, sizeof name));
    }
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = answer->message[i];
        hsm->message[i] = byte < 0x20 || byte == 0x7f ? ' ' : (char)byte;
    }
    hsm->message[length] = '\0';
    return answer->return_value;
}

unsigned long zoneseal_connect(const char *address, unsigned timeout_milliseconds,
                               zoneseal_connection **connection) {
    char path[CONFIG_PATH_SIZE];
    struct opening_answer answer;
    zoneseal_connection *hsm = calloc(1, sizeof *hsm);
    *connection = hsm;
    if (hsm == NULL) {
        return CKR_HOST_MEMORY;
    }
    hsm->timeout = timeout_milliseconds > 0 ? timeout_milliseconds : 1;
    connection_init(&hsm->connection, hsm->timeout, &hsm->ended);
    if (address == NULL) {
        address = zs_environment("ZONESEAL_HSM");
    }
    if (address == NULL || !config_address(address, path)) {
        return fail(hsm, CKR_ARGUMENTS_BAD,
                    "an address is unix:/path/of/a/socket; for tls: use 'zoneseal hsm connect'");
    }
    if (!zs_sockets_start()) {
        return fail(hsm, CKR_GENERAL_ERROR, "this system has no sockets");
    }
    switch (connection_begin(&hsm->connection, path, hsm->timeout, &hsm->application, &answer)) {
    case OPENING_DONE:
        return ZONESEAL_OK;
    case OPENING_REFUSED:
        return fail(hsm, answer.return_value, answer.reason);
    default:
        return fail(hsm, CKR_DEVICE_REMOVED, answer.reason);
    }
}

static unsigned long ask(zoneseal_connection *hsm, struct answer *answer) {
    struct connection *connection = &hsm->connection;
    hsm->message[0] = '\0';
    if (connection->out.failed) {
        return fail(hsm, CKR_HOST_MEMORY, "not enough memory for the request");
    }
    if (!connection_is_open(connection)) {
        return fail(hsm, CKR_DEVICE_REMOVED, "not connected");
    }
    if (connection->out.length - 4 > connection->longest_frame) {
        return fail(hsm, CKR_DATA_LEN_RANGE, "more than the HSM takes at a time");
    }
    switch (connection_exchange(connection, hsm->timeout, answer)) {
    case EXCHANGE_DONE:
        return answer->return_value != ZONESEAL_OK ? refused(hsm, answer) : ZONESEAL_OK;
    case EXCHANGE_GONE:
        return refused(hsm, answer);
    case EXCHANGE_TIMEOUT:
        return fail(hsm, CKR_DEVICE_REMOVED, "the HSM did not answer in time");
    case EXCHANGE_MALFORMED:
        return fail(hsm, CKR_DEVICE_REMOVED, "the HSM answered with a malformed message");
    default:
        return fail(hsm, CKR_DEVICE_REMOVED, "the connection to the HSM broke");
    }
}

static unsigned long malformed(zoneseal_connection *hsm) {
    connection_close(&hsm->connection);
    return fail(hsm, CKR_DEVICE_REMOVED, "the HSM answered with a malformed message");
}

void zoneseal_close(zoneseal_connection *connection) {
    struct answer answer;
    if (connection == NULL) {
        return;
    }
    if (connection_is_open(&connection->connection)) {
        connection_request(&connection->connection, WIRE_END_APPLICATION, connection->timeout);
        ask(connection, &answer);
    }
    connection_free(&connection->connection);
    zs_wipe(connection, sizeof *connection);
    free(connection);
}

const char *zoneseal_message(const zoneseal_connection *connection) {
    return connection != NULL ? connection->message : "not enough memory";
}

unsigned long zoneseal_command(zoneseal_connection *connection, const char *name,
                               const zoneseal_value *arguments, zoneseal_value **answer) {
    struct answer got = {0};
    connection_request(&connection->connection, WIRE_COMMAND, connection->timeout);
    write_text(&connection->connection.out, name);
    if (arguments != NULL) {
        value_write(&connection->connection.out, arguments);
    } else {
        write_u8(&connection->connection.out, VALUE_MAP);
        write_u32(&connection->connection.out, 0);
    }
    unsigned long rv = ask(connection, &got);
    zoneseal_value *value = rv == ZONESEAL_OK ? value_read(&got.payload) : NULL;
    bool whole = value != NULL && reader_is_done(&got.payload);
    connection_forget(&connection->connection);
    if (rv == ZONESEAL_OK && !whole) {
        zoneseal_free(value);
        return malformed(connection);
    }
    if (answer != NULL) {
        *answer = value;
    } else {
        zoneseal_free(value);
    }
    return rv;
}

unsigned long zoneseal_login(zoneseal_connection *connection, const char *user,
                             const void *password, size_t password_length) {
    zoneseal_value *arguments = zoneseal_map();
    if (arguments == NULL) {
        return fail(connection, CKR_HOST_MEMORY, "not enough memory for the request");
    }
    zoneseal_put_text(arguments, "user", user);
    zoneseal_put_bytes(arguments, "password", password, password_length);
    unsigned long rv = zoneseal_command(connection, "login.password", arguments, NULL);
    zoneseal_free(arguments);
    return rv;
}

size_t zoneseal_most_in_batch(const zoneseal_connection *connection) {
    return connection->application.most_in_batch;
}

unsigned long zoneseal_sign(zoneseal_connection *connection, zoneseal_bytes reference,
                            const CK_MECHANISM *mechanism, const zoneseal_bytes *data, size_t count,
                            zoneseal_bytes *signatures) {
    struct writer *out = &connection->connection.out;
    struct answer answer = {0};
    if (count > connection->application.most_in_batch) {
        return fail(connection, CKR_DATA_LEN_RANGE, "more than zoneseal_most_in_batch at a time");
    }
    connection_request(&connection->connection, WIRE_NATIVE_SIGN, connection->timeout);
    write_bytes(out, reference.bytes, reference.count);
    unsigned long rv = write_mechanism(out, mechanism);
    if (rv != ZONESEAL_OK) {
        return fail(connection, rv, "the mechanism's parameter is incomplete");
    }
    write_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_bytes(out, data[i].bytes, data[i].count);
    }
    rv = ask(connection, &answer);
    if (rv != ZONESEAL_OK) {
        return rv;
    }
    if (read_u32(&answer.payload) != count) {
        return malformed(connection);
    }
    for (size_t i = 0; i < count; i++) {
        signatures[i].bytes = read_bytes(&answer.payload, &signatures[i].count);
    }
    return reader_is_done(&answer.payload) ? ZONESEAL_OK : malformed(connection);
}
