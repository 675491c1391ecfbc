/*
 * One connection to a daemon: how it opens, and one question with its answer at a time.
 *
 * A question is one write and its answer, as a rule, one read; both live in buffers that stay with
 * the connection, so that nothing is allocated for a call. Buffers are overwritten after each call.
 */
#ifndef ZONESEAL_CONNECTION_H
#define ZONESEAL_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "platform.h"
#include "wire.h"

enum { APPLICATION_ID = 16, APPLICATION_SECRET = 32, INSTANCE_ID = 16, REASON_SIZE = 256 };

/* What the server gave us when our application began; other connections attach with it. */
struct application {
    uint8_t id[APPLICATION_ID];
    uint8_t secret[APPLICATION_SECRET];
    uint8_t instance[INSTANCE_ID];
    uint32_t longest_frame;
    uint32_t most_in_batch;
};

struct connection {
    zs_socket socket;
    uint64_t request_id;
    uint32_t longest_frame;
    unsigned tick; /* how long the socket waits before it is asked whether to wait on */
    const atomic_bool *ended; /* set when nobody shall wait any longer */
    struct writer out;
    struct writer in;
};

/* The return value with which a server says that an application is no longer there:
 * CKR_DEVICE_REMOVED. */
enum { APPLICATION_GONE = 0x32 };

enum opening { OPENING_DONE, OPENING_UNREACHABLE, OPENING_REFUSED };

/* How an opening ended; the reason is a sentence for a person. */
struct opening_answer {
    uint32_t return_value;
    char reason[REASON_SIZE];
};

/* GONE: the server has ended the application, and has not done what was asked. */
enum exchange {
    EXCHANGE_DONE,
    EXCHANGE_LOST,
    EXCHANGE_GONE,
    EXCHANGE_TIMEOUT,
    EXCHANGE_MALFORMED
};

/* Points into the connection's buffer: good until the next request or connection_forget. */
struct answer {
    uint32_t return_value;
    const uint8_t *message;
    size_t message_length;
    struct reader payload;
};

/* The timeout is that of the shortest call. */
void connection_init(struct connection *connection, unsigned timeout, const atomic_bool *ended);
void connection_free(struct connection *connection);
bool connection_is_open(const struct connection *connection);
void connection_close(struct connection *connection);

/* Begins a new application and fills it in. */
enum opening connection_begin(struct connection *connection, const char *path, unsigned timeout,
                              struct application *application, struct opening_answer *answer);
/* Attaches to an application that is there. */
enum opening connection_attach(struct connection *connection, const char *path, unsigned timeout,
                               const struct application *application,
                               struct opening_answer *answer);

/* Begins a request; its payload is then written to `out`. Times are milliseconds. */
void connection_request(struct connection *connection, enum wire_call call, unsigned timeout);
/* Sends what is in `out` and waits for the answer. After anything but DONE it is closed. */
enum exchange connection_exchange(struct connection *connection, unsigned timeout,
                                  struct answer *answer);
/* Overwrites question and answer. */
void connection_forget(struct connection *connection);

#endif
