#include "connection.h"

#include <stdio.h>
#include <string.h>

enum {
    FRAME_LENGTH = 4,
    REQUEST_HEADER = FRAME_LENGTH + 8 + 4 + 2,
    LEAST_ANSWER = 8 + 4 + 4,
    FIRST_READ = 4096,
    LONGEST_TICK = 1000,
    /* Whatever the server says, no frame is longer. */
    LONGEST_FRAME = 64 * 1024 * 1024,
    LONGEST_MESSAGE = 64 * 1024,
    VERSION = 1,
    KIND_BEGIN = 0,
    KIND_ATTACH = 1
};

static const char magic[4] = {'Z', 'S', 'H', 'M'};

void connection_init(struct connection *connection, unsigned timeout, const atomic_bool *ended) {
    *connection = (struct connection){.socket = ZS_NO_SOCKET,
                                      .tick = timeout < LONGEST_TICK ? timeout : LONGEST_TICK,
                                      .ended = ended};
}

void connection_free(struct connection *connection) {
    connection_close(connection);
    writer_free(&connection->out);
    writer_free(&connection->in);
}

bool connection_is_open(const struct connection *connection) {
    return connection->socket != ZS_NO_SOCKET;
}

void connection_close(struct connection *connection) {
    if (connection->socket != ZS_NO_SOCKET) {
        zs_close(connection->socket);
        connection->socket = ZS_NO_SOCKET;
    }
}

void connection_forget(struct connection *connection) {
    writer_clear(&connection->out);
    writer_clear(&connection->in);
}

/*
 * Sockets wait a tick at a time. Whether to go on is asked after each, and after each part of a
 * message as well: who sends it byte by byte gets no more time than others.
 */
static enum exchange go_on(const struct connection *connection, enum zs_transfer transfer,
                           bool complete, uint64_t deadline) {
    if (transfer != ZS_MOVED && transfer != ZS_TIMEOUT) {
        return EXCHANGE_LOST;
    }
    bool over = !complete && (*connection->ended || zs_clock() >= deadline);
    return over ? EXCHANGE_TIMEOUT : EXCHANGE_DONE;
}

static enum exchange send_all(const struct connection *connection, const uint8_t *bytes,
                              size_t count, uint64_t deadline) {
    enum exchange exchange = EXCHANGE_DONE;
    while (count > 0 && exchange == EXCHANGE_DONE) {
        size_t moved = 0;
        enum zs_transfer transfer = zs_send(connection->socket, bytes, count, &moved);
        bytes += moved;
        count -= moved;
        exchange = go_on(connection, transfer, count == 0, deadline);
    }
    return exchange;
}

/* Reads until so many bytes are there; takes more if they come along. */
static enum exchange receive(struct connection *connection, size_t wanted, uint64_t deadline) {
    struct writer *in = &connection->in;
    enum exchange exchange = EXCHANGE_DONE;
    if (wanted > in->length && !writer_reserve(in, wanted - in->length)) {
        return EXCHANGE_MALFORMED;
    }
    while (in->length < wanted && exchange == EXCHANGE_DONE) {
        size_t moved = 0;
        enum zs_transfer transfer = zs_receive(connection->socket, in->bytes + in->length,
                                               in->capacity - in->length, &moved);
        in->length += moved;
        exchange = go_on(connection, transfer, in->length >= wanted, deadline);
    }
    return exchange;
}

/* Exactly so many bytes; used where frames have not begun yet. */
static bool receive_exactly(const struct connection *connection, uint8_t *bytes, size_t count,
                            uint64_t deadline) {
    enum exchange exchange = EXCHANGE_DONE;
    while (count > 0 && exchange == EXCHANGE_DONE) {
        size_t moved = 0;
        enum zs_transfer transfer = zs_receive(connection->socket, bytes, count, &moved);
        bytes += moved;
        count -= moved;
        exchange = go_on(connection, transfer, count == 0, deadline);
    }
    return exchange == EXCHANGE_DONE;
}

static enum opening unreachable(struct connection *connection, struct opening_answer *answer,
                                const char *reason) {
    connection_close(connection);
    if (reason != NULL) {
        snprintf(answer->reason, sizeof answer->reason, "%s", reason);
    }
    return OPENING_UNREACHABLE;
}

static void write_opening(struct writer *out, unsigned kind,
                          const struct application *application) {
    char program[64];
    writer_clear(out);
    write_raw(out, magic, sizeof magic);
    write_u16(out, VERSION);
    write_u8(out, kind);
    write_raw(out, application->id, sizeof application->id);
    write_raw(out, application->secret, sizeof application->secret);
    write_text(out, zs_program_name(program, sizeof program));
}

/* The server's sentence about a refusal; what does not fit is dropped. */
static bool receive_message(const struct connection *connection, size_t length,
                            uint64_t deadline, char *text, size_t size) {
    uint8_t chunk[256];
    size_t kept = 0;
    if (length > LONGEST_MESSAGE) {
        return false;
    }
    while (length > 0) {
        size_t count = length < sizeof chunk ? length : sizeof chunk;
        if (!receive_exactly(connection, chunk, count, deadline)) {
            return false;
        }
        for (size_t i = 0; i < count && kept < size - 1; i++) {
            text[kept++] = chunk[i] < 0x20 || chunk[i] == 0x7f ? ' ' : (char)chunk[i];
        }
        length -= count;
    }
    text[kept] = '\0';
    return true;
}

static enum opening read_opening(struct connection *connection, uint64_t deadline,
                                 struct application *application, struct opening_answer *answer) {
    uint8_t head[4 + 2 + 4 + 4];
    uint8_t tail[APPLICATION_ID + APPLICATION_SECRET + INSTANCE_ID + 4 + 4];
    if (!receive_exactly(connection, head, sizeof head, deadline)) {
        return unreachable(connection, answer, "it does not answer the opening");
    }
    struct reader reader = reader_of(head, sizeof head);
    const uint8_t *start = read_raw(&reader, sizeof magic);
    unsigned version = read_u16(&reader);
    answer->return_value = read_u32(&reader);
    uint32_t message = read_u32(&reader);
    if (memcmp(start, magic, sizeof magic) != 0 || version != VERSION) {
        return unreachable(connection, answer, "what answers is no Zoneseal HSM of this version");
    }
    if (!receive_message(connection, message, deadline, answer->reason, sizeof answer->reason)) {
        return unreachable(connection, answer, "it stops in the middle of the opening");
    }
    if (answer->return_value != 0) {
        connection_close(connection);
        return OPENING_REFUSED;
    }
    if (!receive_exactly(connection, tail, sizeof tail, deadline)) {
        zs_wipe(tail, sizeof tail);
        return unreachable(connection, answer, "it stops in the middle of the opening");
    }
    reader = reader_of(tail, sizeof tail);
    memcpy(application->id, read_raw(&reader, APPLICATION_ID), APPLICATION_ID);
    memcpy(application->secret, read_raw(&reader, APPLICATION_SECRET), APPLICATION_SECRET);
    memcpy(application->instance, read_raw(&reader, INSTANCE_ID), INSTANCE_ID);
    application->longest_frame = read_u32(&reader);
    application->most_in_batch = read_u32(&reader);
    zs_wipe(tail, sizeof tail);
    connection->longest_frame = application->longest_frame < LONGEST_FRAME
                                    ? application->longest_frame
                                    : (uint32_t)LONGEST_FRAME;
    return OPENING_DONE;
}

static enum opening open_as(struct connection *connection, const char *path, unsigned timeout,
                            unsigned kind, struct application *application,
                            struct opening_answer *answer) {
    /* A request may be in `out` already; the opening has bytes of its own. */
    struct writer opening = {0};
    uint64_t deadline = zs_clock() + timeout;
    connection_close(connection);
    *answer = (struct opening_answer){0};
    connection->socket = zs_connect(path, connection->tick, answer->reason, sizeof answer->reason);
    if (connection->socket == ZS_NO_SOCKET) {
        return OPENING_UNREACHABLE;
    }
    write_opening(&opening, kind, application);
    enum exchange sent = opening.failed ? EXCHANGE_MALFORMED
                                        : send_all(connection, opening.bytes, opening.length,
                                                   deadline);
    writer_free(&opening);
    if (sent != EXCHANGE_DONE) {
        return unreachable(connection, answer, "it closes while being greeted");
    }
    return read_opening(connection, deadline, application, answer);
}

enum opening connection_begin(struct connection *connection, const char *path, unsigned timeout,
                              struct application *application, struct opening_answer *answer) {
    zs_wipe(application, sizeof *application);
    return open_as(connection, path, timeout, KIND_BEGIN, application, answer);
}

enum opening connection_attach(struct connection *connection, const char *path, unsigned timeout,
                               const struct application *application,
                               struct opening_answer *answer) {
    struct application same = *application;
    enum opening opening = open_as(connection, path, timeout, KIND_ATTACH, &same, answer);
    if (opening == OPENING_DONE &&
        memcmp(same.instance, application->instance, sizeof same.instance) != 0) {
        connection_close(connection);
        answer->return_value = APPLICATION_GONE;
        opening = OPENING_REFUSED;
    }
    zs_wipe(&same, sizeof same);
    return opening;
}

void connection_request(struct connection *connection, enum wire_call call, unsigned timeout) {
    struct writer *out = &connection->out;
    writer_clear(out);
    write_u32(out, 0);
    write_u64(out, 0);
    write_u32(out, timeout);
    write_u16(out, call);
}

static enum exchange receive_frame(struct connection *connection, uint64_t deadline) {
    struct writer *in = &connection->in;
    if (!writer_reserve(in, FIRST_READ)) {
        return EXCHANGE_MALFORMED;
    }
    enum exchange exchange = receive(connection, FRAME_LENGTH, deadline);
    if (exchange != EXCHANGE_DONE) {
        return exchange;
    }
    struct reader reader = reader_of(in->bytes, FRAME_LENGTH);
    uint32_t length = read_u32(&reader);
    if (length < LEAST_ANSWER || length > connection->longest_frame) {
        return EXCHANGE_MALFORMED;
    }
    exchange = receive(connection, (size_t)FRAME_LENGTH + length, deadline);
    if (exchange == EXCHANGE_DONE && in->length != (size_t)FRAME_LENGTH + length) {
        return EXCHANGE_MALFORMED;
    }
    return exchange;
}

static enum exchange read_answer(struct connection *connection, struct answer *answer) {
    struct writer *in = &connection->in;
    struct reader reader = reader_of(in->bytes + FRAME_LENGTH, in->length - FRAME_LENGTH);
    uint64_t id = read_u64(&reader);
    answer->return_value = read_u32(&reader);
    answer->message = read_bytes(&reader, &answer->message_length);
    answer->payload = reader;
    if (reader.failed || id != connection->request_id) {
        return EXCHANGE_MALFORMED;
    }
    return answer->return_value == APPLICATION_GONE ? EXCHANGE_GONE : EXCHANGE_DONE;
}

enum exchange connection_exchange(struct connection *connection, unsigned timeout,
                                  struct answer *answer) {
    struct writer *out = &connection->out;
    uint64_t deadline = zs_clock() + timeout;
    connection->request_id++;
    write_u32_at(out, 0, (uint32_t)(out->length - FRAME_LENGTH));
    write_u64_at(out, FRAME_LENGTH, connection->request_id);
    writer_clear(&connection->in);
    enum exchange exchange = send_all(connection, out->bytes, out->length, deadline);
    if (exchange == EXCHANGE_DONE) {
        exchange = receive_frame(connection, deadline);
    }
    if (exchange == EXCHANGE_DONE) {
        exchange = read_answer(connection, answer);
    }
    if (exchange != EXCHANGE_DONE) {
        connection_close(connection);
    }
    return exchange;
}
