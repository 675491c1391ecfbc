#include "login.h"

#include <stdlib.h>
#include <string.h>

void login_table_init(struct login_table *table) {
    zs_lock_init(&table->lock);
    table->first = NULL;
}

void login_table_wipe(struct login_table *table) {
    for (struct login *login = table->first; login != NULL; login = login->next) {
        login->user = false;
        login->secret_length = 0;
        zs_wipe(login->secret, sizeof login->secret);
    }
}

void login_table_free(struct login_table *table) {
    login_table_wipe(table);
    while (table->first != NULL) {
        struct login *login = table->first;
        table->first = login->next;
        free(login);
    }
    zs_lock_destroy(&table->lock);
}

static struct login *find(struct login_table *table, CK_SLOT_ID slot) {
    struct login *login = table->first;
    while (login != NULL && login->slot != slot) {
        login = login->next;
    }
    return login;
}

static struct login *find_or_add(struct login_table *table, CK_SLOT_ID slot) {
    struct login *login = find(table, slot);
    if (login == NULL) {
        login = calloc(1, sizeof *login);
        if (login != NULL) {
            login->slot = slot;
            login->next = table->first;
            table->first = login;
        }
    }
    return login;
}

static void drop_secret(struct login *login) {
    zs_wipe(login->secret, sizeof login->secret);
    login->secret_length = 0;
}

void login_set(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch, size_t device,
               const uint8_t *secret, size_t length) {
    zs_lock_take(&table->lock);
    struct login *login = find_or_add(table, slot);
    if (login != NULL) {
        drop_secret(login);
        login->user = true;
        login->epoch = epoch;
        login->device = device;
        if (length > 0 && length <= sizeof login->secret) {
            memcpy(login->secret, secret, length);
            login->secret_length = length;
        }
    }
    zs_lock_give(&table->lock);
}

void login_clear(struct login_table *table, CK_SLOT_ID slot) {
    zs_lock_take(&table->lock);
    struct login *login = find(table, slot);
    if (login != NULL) {
        login->user = false;
        drop_secret(login);
    }
    zs_lock_give(&table->lock);
}

void login_revoke(struct login_table *table, CK_SLOT_ID slot) {
    zs_lock_take(&table->lock);
    struct login *login = find(table, slot);
    if (login != NULL) {
        drop_secret(login);
    }
    zs_lock_give(&table->lock);
}

bool login_is_user(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch) {
    zs_lock_take(&table->lock);
    struct login *login = find(table, slot);
    bool user = login != NULL && login->user && login->epoch == epoch;
    zs_lock_give(&table->lock);
    return user;
}

bool login_needs_renewal(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch) {
    zs_lock_take(&table->lock);
    const struct login *login = find(table, slot);
    bool needs = login != NULL && login->user && login->epoch != epoch;
    zs_lock_give(&table->lock);
    return needs;
}

bool login_take_secret(struct login_table *table, CK_SLOT_ID slot, uint32_t epoch, size_t device,
                       uint8_t secret[LONGEST_RESUME_SECRET], size_t *length) {
    bool taken = false;
    zs_lock_take(&table->lock);
    struct login *login = find(table, slot);
    if (login != NULL && login->user && login->epoch != epoch) {
        taken = login->secret_length > 0 && login->device == device;
        if (taken) {
            memcpy(secret, login->secret, login->secret_length);
            *length = login->secret_length;
        }
        login->user = false;
        drop_secret(login);
    }
    zs_lock_give(&table->lock);
    return taken;
}
