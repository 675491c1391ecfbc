/*
 * The connections of this process to the HSM, and the application they belong to.
 *
 * Each call has a connection for itself; the one given back last is taken first, so that a program
 * with one thread uses one connection, warm on both sides. Calls beyond `connections` wait.
 *
 * An application is what the server gives sessions, logins and session objects to. When its daemon
 * has restarted, the next call begins a new one, and the epoch counts on: whoever keeps handles of
 * the server keeps the epoch they are from, and knows by it that they are no longer good. A link
 * stays within one epoch for as long as its connection lives, so a handle never reaches a server
 * that did not give it.
 */
#ifndef ZONESEAL_POOL_H
#define ZONESEAL_POOL_H

#include <stdatomic.h>

#include "config.h"
#include "connection.h"

/* A place for one connection. */
struct link {
    struct connection connection;
    uint32_t epoch;
    struct link *next;
};

struct pool {
    struct config config;
    zs_lock lock; /* of the idle links */
    zs_signal given;
    struct link *links;
    struct link *idle;
    unsigned waiting;
    zs_lock opening; /* of what follows */
    struct application application;
    atomic_uint epoch; /* 0: no application yet */
    bool attachable;
    atomic_size_t device;
    atomic_size_t chunk;
    uint64_t lost_at; /* when the daemon went away; 0 while it is there */
    atomic_bool ended;
    zs_lock spare_lock;
    struct link spare; /* for what has to be done before a waiting request can go out */
};

enum ready { LINK_READY, LINK_UNREACHABLE, LINK_REFUSED };

/* False without memory. */
bool pool_init(struct pool *pool, const struct config *config);
/* Ends the application and frees all. Nobody may be in a call. */
void pool_free(struct pool *pool);
/* Whoever waits for an answer gives up within a second; later calls fail at once. */
void pool_end(struct pool *pool);
/* In a forked child: closes its copies of the sockets, without a word to the server. */
void pool_abandon(struct pool *pool);

/* A link for one call; waits for one. */
struct link *pool_take(struct pool *pool);
void pool_give(struct pool *pool, struct link *link);
/*
 * Sees to it that a link is connected, to the newest application. A daemon that went away is waited
 * for, up to the connect timeout since it was lost; one that was never there is tried once. The
 * return value is the server's if it refuses.
 */
enum ready pool_ready(struct pool *pool, struct link *link, uint32_t *return_value);
/* Told when a connection broke, so that the wait can begin. */
void pool_lost(struct pool *pool);
/* The device that the present application is on. */
size_t pool_device(struct pool *pool);
/* Most bytes of a request's data that the server takes for sure. */
size_t pool_chunk(struct pool *pool);

#endif
