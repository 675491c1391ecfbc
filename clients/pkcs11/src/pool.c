#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

enum {
    FIRST_PAUSE = 10,
    LONGEST_PAUSE = 200,
    SURE_FRAME = 1024 * 1024,
    FRAME_MARGIN = 4096,
    OPENING_TIMEOUT = 10000,
    LAST_WORD_TIMEOUT = 1000
};

/* Before anybody has logged in, the server takes no more than this, whatever it says. */
static size_t chunk_of(size_t frame) {
    if (frame > SURE_FRAME) {
        frame = SURE_FRAME;
    }
    return frame > 2 * FRAME_MARGIN ? frame - FRAME_MARGIN : FRAME_MARGIN;
}

bool pool_init(struct pool *pool, const struct config *config) {
    memset(pool, 0, sizeof *pool);
    pool->config = *config;
    pool->chunk = chunk_of(SURE_FRAME);
    pool->links = calloc(config->connections, sizeof *pool->links);
    if (pool->links == NULL) {
        return false;
    }
    for (unsigned i = 0; i < config->connections; i++) {
        connection_init(&pool->links[i].connection, config->call_timeout, &pool->ended);
        pool->links[i].next = pool->idle;
        pool->idle = &pool->links[i];
    }
    connection_init(&pool->spare.connection, config->call_timeout, &pool->ended);
    zs_lock_init(&pool->lock);
    zs_lock_init(&pool->opening);
    zs_lock_init(&pool->spare_lock);
    zs_signal_init(&pool->given);
    return true;
}

/* Without this the server would keep sessions and logins for the grace time. */
static void end_application(struct pool *pool) {
    pool->ended = false;
    for (unsigned i = 0; i < pool->config.connections; i++) {
        struct link *link = &pool->links[i];
        if (connection_is_open(&link->connection) && link->epoch == pool->epoch) {
            struct answer answer;
            connection_request(&link->connection, WIRE_END_APPLICATION, LAST_WORD_TIMEOUT);
            if (!link->connection.out.failed) {
                connection_exchange(&link->connection, LAST_WORD_TIMEOUT, &answer);
            }
            return;
        }
    }
}

void pool_free(struct pool *pool) {
    end_application(pool);
    for (unsigned i = 0; i < pool->config.connections; i++) {
        connection_free(&pool->links[i].connection);
    }
    connection_free(&pool->spare.connection);
    zs_wipe(&pool->application, sizeof pool->application);
    free(pool->links);
    zs_lock_destroy(&pool->lock);
    zs_lock_destroy(&pool->opening);
    zs_lock_destroy(&pool->spare_lock);
    zs_signal_destroy(&pool->given);
}

void pool_end(struct pool *pool) {
    pool->ended = true;
}

void pool_abandon(struct pool *pool) {
    for (unsigned i = 0; i < pool->config.connections; i++) {
        connection_close(&pool->links[i].connection);
    }
    connection_close(&pool->spare.connection);
    zs_wipe(&pool->application, sizeof pool->application);
}

struct link *pool_take(struct pool *pool) {
    zs_lock_take(&pool->lock);
    while (pool->idle == NULL) {
        pool->waiting++;
        zs_signal_wait(&pool->given, &pool->lock);
        pool->waiting--;
    }
    struct link *link = pool->idle;
    pool->idle = link->next;
    zs_lock_give(&pool->lock);
    return link;
}

void pool_give(struct pool *pool, struct link *link) {
    connection_forget(&link->connection);
    zs_lock_take(&pool->lock);
    link->next = pool->idle;
    pool->idle = link;
    if (pool->waiting > 0) {
        zs_signal_one(&pool->given);
    }
    zs_lock_give(&pool->lock);
}

static enum opening attach(struct pool *pool, struct link *link, struct opening_answer *answer) {
    enum opening opening =
        connection_attach(&link->connection, pool->config.devices[pool->device], OPENING_TIMEOUT,
                          &pool->application, answer);
    if (opening == OPENING_DONE) {
        link->epoch = pool->epoch;
    }
    return opening;
}

static enum opening begin_on(struct pool *pool, size_t device, struct link *link,
                             struct opening_answer *answer) {
    struct application application;
    enum opening opening = connection_begin(&link->connection, pool->config.devices[device],
                                            OPENING_TIMEOUT, &application, answer);
    if (opening == OPENING_DONE) {
        pool->application = application;
        pool->device = device;
        pool->attachable = true;
        pool->chunk = chunk_of(application.longest_frame);
        link->epoch = ++pool->epoch;
        if (link->epoch > 1) {
            log_line(LOG_INFO,
                     "began again on %s: sessions, the user's login and token objects come back",
                     pool->config.devices[device]);
        }
    }
    zs_wipe(&application, sizeof application);
    return opening;
}

static bool still_waiting(const struct pool *pool) {
    return pool->lost_at != 0 && zs_clock() - pool->lost_at < pool->config.connect_timeout;
}

/* As long as the device that was lost may come back, no other is tried. */
static enum opening begin(struct pool *pool, struct link *link, struct opening_answer *answer) {
    if (pool->epoch > 0 && still_waiting(pool)) {
        return begin_on(pool, pool->device, link, answer);
    }
    enum opening opening = OPENING_UNREACHABLE;
    for (size_t i = 0; i < pool->config.device_count && opening != OPENING_DONE; i++) {
        opening = begin_on(pool, i, link, answer);
    }
    return opening;
}

static enum opening open_once(struct pool *pool, struct link *link,
                              struct opening_answer *answer) {
    if (pool->attachable) {
        enum opening opening = attach(pool, link, answer);
        bool gone = opening == OPENING_REFUSED && answer->return_value == APPLICATION_GONE;
        bool given_up = opening == OPENING_UNREACHABLE && !still_waiting(pool);
        if (!gone && !given_up) {
            return opening;
        }
        pool->attachable = false;
    }
    return begin(pool, link, answer);
}

static void begin_to_wait(struct pool *pool) {
    if (pool->lost_at == 0 && pool->epoch > 0) {
        uint64_t now = zs_clock();
        pool->lost_at = now > 0 ? now : 1;
    }
}

static enum ready open_link(struct pool *pool, struct link *link, uint32_t *return_value) {
    struct opening_answer answer;
    unsigned pause = FIRST_PAUSE;
    for (;;) {
        enum opening opening = pool->ended ? OPENING_UNREACHABLE : open_once(pool, link, &answer);
        if (opening == OPENING_DONE) {
            pool->lost_at = 0;
            return LINK_READY;
        }
        if (opening == OPENING_UNREACHABLE) {
            begin_to_wait(pool);
        }
        *return_value = opening == OPENING_REFUSED ? answer.return_value : APPLICATION_GONE;
        if (opening == OPENING_REFUSED || pool->ended || !still_waiting(pool)) {
            if (!pool->ended) {
                log_line(LOG_WARNING, "no HSM at unix:%s: %s%s", pool->config.devices[pool->device],
                         answer.reason,
                         opening == OPENING_REFUSED ? ""
                                                    : "; is 'zoneseal hsm serve' running, and may "
                                                      "this user open its socket?");
            }
            return opening == OPENING_REFUSED ? LINK_REFUSED : LINK_UNREACHABLE;
        }
        zs_sleep(pause);
        pause = pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE;
    }
}

enum ready pool_ready(struct pool *pool, struct link *link, uint32_t *return_value) {
    if (connection_is_open(&link->connection) && link->epoch == pool->epoch) {
        return LINK_READY;
    }
    connection_close(&link->connection);
    zs_lock_take(&pool->opening);
    enum ready ready = open_link(pool, link, return_value);
    zs_lock_give(&pool->opening);
    return ready;
}

void pool_lost(struct pool *pool) {
    zs_lock_take(&pool->opening);
    begin_to_wait(pool);
    zs_lock_give(&pool->opening);
}

size_t pool_device(struct pool *pool) {
    return pool->device;
}

size_t pool_chunk(struct pool *pool) {
    return pool->chunk;
}
