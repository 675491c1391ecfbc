/*
 * Objects as the program knows them.
 *
 * Handles are ours: the server's change with each epoch. An object is found again by its
 * CKA_UNIQUE_ID, so that has to be known before the daemon goes: it is asked for together with
 * other attributes when an object is first used, and at once when few objects were found. What a
 * key's signatures need is learnt at the same time.
 */
#ifndef ZONESEAL_OBJECT_H
#define ZONESEAL_OBJECT_H

#include <stdbool.h>

#include "platform.h"
#include "session.h"
#include "zoneseal-pkcs11.h"

enum { KNOWN_MECHANISMS = 4, LONGEST_UNIQUE_ID = 128 };

/* A mechanism, as it goes over the wire, with which the server has begun to sign before. */
struct known_mechanism {
    size_t length;
    uint8_t bytes[KEPT_MECHANISM];
};

/* What is known of an object once it has been asked about. */
struct facts {
    bool token;
    bool private_object;
    bool always_authenticate;
    CK_OBJECT_CLASS object_class;
    CK_KEY_TYPE key_type;
    CK_ULONG signature_size; /* 0 if the key type alone does not say */
    size_t unique_id_length;
    uint8_t unique_id[LONGEST_UNIQUE_ID];
    size_t public_key_length; /* only with several devices */
    uint8_t *public_key;
};

struct object {
    CK_OBJECT_HANDLE handle;
    uint64_t server_handle;
    uint32_t epoch;
    CK_SESSION_HANDLE owner; /* the session that made it, of a session object; else 0 */
    size_t device;
    struct facts *facts; /* NULL until asked */
    unsigned known_count;
    struct known_mechanism *known;
    struct object *next_by_handle;
    struct object *next_by_server;
};

struct object_table {
    zs_lock lock;
    CK_OBJECT_HANDLE last;
    size_t count;
    size_t bucket_count;
    struct object **by_handle;
    struct object **by_server;
};

/* Where an object is, in the server. */
struct object_place {
    uint64_t server_handle;
    uint32_t epoch;
    size_t device;
};

void object_table_init(struct object_table *table);
void object_table_free(struct object_table *table);

/* Our handle of a server's object; makes one if there is none. CK_INVALID_HANDLE without memory. */
CK_OBJECT_HANDLE object_of(struct object_table *table, const struct object_place *place,
                           CK_SESSION_HANDLE owner);
/* Where it is; false if there is no such handle. */
bool object_find(struct object_table *table, CK_OBJECT_HANDLE handle, struct object_place *place);
/* It has been found again. */
void object_move(struct object_table *table, CK_OBJECT_HANDLE handle,
                 const struct object_place *place);
void object_remove(struct object_table *table, CK_OBJECT_HANDLE handle);
/* Those that a session made, when it closes. */
void object_remove_of(struct object_table *table, CK_SESSION_HANDLE owner);
/* Copies what is known, except the public key, which is not the copy's; false if nothing is. */
bool object_facts(struct object_table *table, CK_OBJECT_HANDLE handle, struct facts *facts);
/* Keeps the facts; takes the public key over. */
void object_learn(struct object_table *table, CK_OBJECT_HANDLE handle, const struct facts *facts);
/* A copy of the public key for the caller to free, or NULL. */
uint8_t *object_public_key(struct object_table *table, CK_OBJECT_HANDLE handle, size_t *length);
/* What a signature that is begun here has to know. */
struct fusable {
    bool private_object;
    CK_KEY_TYPE key_type;
    CK_ULONG signature_size;
};

/*
 * Whether a signature may be begun here: the server of this epoch has begun one with this key and
 * mechanism before, and the key asks for no login each time.
 */
bool object_is_fusable(struct object_table *table, CK_OBJECT_HANDLE handle, uint32_t epoch,
                       const uint8_t *mechanism, size_t length, struct fusable *fusable);
void object_learn_mechanism(struct object_table *table, CK_OBJECT_HANDLE handle,
                            const uint8_t *mechanism, size_t length);
/* Something may have changed: the next signature is begun by the server again. */
void object_forget(struct object_table *table, CK_OBJECT_HANDLE handle);
/* The same for all: after a logout handles of private objects are good no more. */
void object_forget_all(struct object_table *table);

#endif
