/* What the daemon for tests holds, and how its files share the work. */
#ifndef ZONESEAL_TEST_DAEMON_STATE_H
#define ZONESEAL_TEST_DAEMON_STATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon.h"
#include "wire.h"
#include "zoneseal-pkcs11.h"

enum {
    MOST_APPLICATIONS = 8,
    MOST_SESSIONS = 64,
    MOST_OBJECTS = 4096,
    MOST_CONNECTIONS = 64,
    MOST_REQUESTS = 256,
    CALLS = 0x300,
    SECRET = 32
};

struct fake_session {
    bool open;
    uint64_t handle;
    uint64_t flags;
    uint64_t active;
    uint64_t sum;
    size_t found_count;
    size_t found_at;
    uint64_t found[MOST_OBJECTS];
};

struct fake_application {
    bool live;
    uint8_t id[16];
    uint8_t secret[32];
    bool logged_in;
    struct fake_session sessions[MOST_SESSIONS];
};

struct fake_object {
    bool there;
    bool token;
    bool private_key;
    uint64_t handle; /* of this instance */
    uint64_t number; /* for ever: the unique id */
    struct fake_application *owner;
};

struct fake_request {
    uint8_t id[16];
    uint64_t number;
};

struct daemon {
    char path[108];
    pthread_mutex_t lock;
    pthread_t listener;
    int listening;
    int connections[MOST_CONNECTIONS];
    pthread_t threads[MOST_CONNECTIONS];
    size_t connection_count;
    bool serving;
    uint8_t instance[16];
    uint64_t next_handle;
    uint64_t next_number;
    uint64_t resume_counter;
    uint8_t resume_secret[SECRET];
    uint8_t used_secret[SECRET]; /* good until the next is used: its answer may have been lost */
    bool resumable;
    bool always;
    char public_key[32]; /* of the first key pair */
    struct fake_application applications[MOST_APPLICATIONS];
    struct fake_object objects[MOST_OBJECTS];
    struct fake_request requests[MOST_REQUESTS];
    size_t request_count;
    unsigned counts[CALLS];
    unsigned opened;
    enum fault faults[CALLS];
    void (*spoil)(uint8_t *frame, size_t *length);
};

/* One request while it is answered. */
struct asked {
    struct daemon *daemon;
    struct fake_application *application;
    struct fake_session *session;
    struct reader in;
    struct writer out;
    uint32_t rv;
};

/* Objects, searches, and requests that are done at most once. */
struct fake_object *daemon_add_object(struct daemon *daemon, bool token, bool private_key,
                                      struct fake_application *owner);
struct fake_object *daemon_take_object(struct asked *asked, uint32_t invalid);
void daemon_find_init(struct asked *asked);
void daemon_find(struct asked *asked);
void daemon_get_attributes(struct asked *asked);
void daemon_create_object(struct asked *asked);
void daemon_generate_pair(struct asked *asked);
void daemon_destroy_object(struct asked *asked);

/* Reads a mechanism; false, and a return value, if it is none of ours. */
bool daemon_take_mechanism(struct asked *asked);
/* Answers one request of any call. */
void daemon_answer(struct asked *asked, unsigned call);

#endif
