/*
 * A daemon for tests, in this process: one slot, PIN "1234", a key pair that signs by adding up.
 *
 * It speaks the wire as docs/design/wire.md says, keeps token objects, PINs, resume secrets and
 * request ids over a restart, and forgets all else. It can be told to break connections, and what
 * it answers can be spoilt on the way.
 */
#ifndef ZONESEAL_TEST_DAEMON_H
#define ZONESEAL_TEST_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DAEMON_SLOT = 7, DAEMON_SIGNATURE = 64 };

/* What happens to the next request of a call, once. */
enum fault {
    FAULT_NONE,
    FAULT_CLOSE_BEFORE,
    FAULT_CLOSE_AFTER,
    FAULT_RESTART_AFTER,
    FAULT_SILENCE
};

struct daemon;

/* Makes a token with nothing but its key pair, and serves it on a socket. */
struct daemon *daemon_start(const char *path);
/* The same with a key pair of that public half, and other unique ids. */
struct daemon *daemon_start_other(const char *path, const char *public_key);
/* Ends it and frees all. */
void daemon_end(struct daemon *daemon);
/* Goes away as if killed: connections break, sessions are gone. */
void daemon_kill(struct daemon *daemon);
/* Comes back, as a new instance. */
void daemon_return(struct daemon *daemon);
/* Ends all applications and answers their calls with CKR_DEVICE_REMOVED. */
void daemon_forget(struct daemon *daemon);
/* How many requests of a call came in since the start; call 0: all. */
unsigned daemon_count(struct daemon *daemon, unsigned call);
/* How many connections there were. */
unsigned daemon_connections(struct daemon *daemon);
/* How many token objects there are. */
unsigned daemon_objects(struct daemon *daemon);
void daemon_fault(struct daemon *daemon, unsigned call, enum fault fault);
/* Called on each answer frame before it goes out; may change it and its length. */
void daemon_spoil(struct daemon *daemon, void (*spoil)(uint8_t *frame, size_t *length));
/* Whether the private key asks for a login each time. */
void daemon_always_authenticate(struct daemon *daemon, bool always);
/* Takes the private key away, as another program would. */
void daemon_destroy_key(struct daemon *daemon);

#endif
