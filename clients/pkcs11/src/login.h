/*
 * Which slots the user is logged in to, and the secret that renews a login after a restart.
 *
 * The server gives a resume secret with each login of CKU_USER, good for one use. A PIN is never
 * kept. A login belongs to all sessions of a slot.
 */
#ifndef ZONESEAL_LOGIN_H
#define ZONESEAL_LOGIN_H

#include <stdbool.h>

#include "platform.h"
#include "zoneseal-pkcs11.h"

enum { LONGEST_RESUME_SECRET = 256 };

struct login {
    CK_SLOT_ID slot;
    bool user;
    uint32_t epoch; /* in which the server knows of it */
    size_t device;
    size_t secret_length;
    uint8_t secret[LONGEST_RESUME_SECRET];
    struct login *next;
};

struct login_table {
    zs_lock lock;
    struct login *first;
};

void login_table_init(struct login_table *table);
void login_table_free(struct login_table *table);
void login_table_wipe(struct login_table *table);
/* The user has logged in, or his login was renewed, with this secret for the next time. */
void login_set(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch, size_t device,
               const uint8_t *secret, size_t length);
/* Nobody is logged in any more. */
void login_clear(struct login_table *table, CK_SLOT_ID slot);
/* The secret is good no more, the login itself is. */
void login_revoke(struct login_table *table, CK_SLOT_ID slot);
/* Whether the user is logged in, as the server of this epoch knows. */
bool login_is_user(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch);
/* Whether a login of an earlier epoch waits to be renewed. */
bool login_needs_renewal(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch);
/*
 * Whether a login of an earlier epoch waits to be renewed; then copies its secret, for the caller
 * to wipe, and forgets it here: it is good once.
 */
bool login_take_secret(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch, size_t device,
                       uint8_t secret[LONGEST_RESUME_SECRET], size_t *length);

#endif
