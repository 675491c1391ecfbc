#include "object.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 256 };

void object_table_init(struct object_table *table) {
    zs_lock_init(&table->lock);
}

static void free_facts(struct object *object) {
    if (object->facts != NULL) {
        free(object->facts->public_key);
        free(object->facts);
        object->facts = NULL;
    }
}

static void free_object(struct object *object) {
    free_facts(object);
    free(object->known);
    free(object);
}

void object_table_free(struct object_table *table) {
    for (size_t i = 0; i < table->bucket_count; i++) {
        while (table->by_handle[i] != NULL) {
            struct object *object = table->by_handle[i];
            table->by_handle[i] = object->next_by_handle;
            free_object(object);
        }
    }
    free(table->by_handle);
    free(table->by_server);
    zs_lock_destroy(&table->lock);
}

/* Server handles may have any pattern. */
static size_t bucket_of(const struct object_table *table, uint64_t number) {
    return (size_t)((number * 0x9e3779b97f4a7c15U) >> 32) & (table->bucket_count - 1);
}

static void put(struct object_table *table, struct object *object) {
    struct object **by_handle = &table->by_handle[bucket_of(table, object->handle)];
    struct object **by_server = &table->by_server[bucket_of(table, object->server_handle)];
    object->next_by_handle = *by_handle;
    *by_handle = object;
    object->next_by_server = *by_server;
    *by_server = object;
}

static bool grow(struct object_table *table) {
    size_t count = table->bucket_count > 0 ? table->bucket_count * 4 : FIRST_BUCKETS;
    struct object **by_handle = calloc(count, sizeof(struct object *));
    struct object **by_server = calloc(count, sizeof(struct object *));
    if (by_handle == NULL || by_server == NULL) {
        free(by_handle);
        free(by_server);
        return table->bucket_count > 0;
    }
    struct object_table larger = *table;
    larger.bucket_count = count;
    larger.by_handle = by_handle;
    larger.by_server = by_server;
    for (size_t i = 0; i < table->bucket_count; i++) {
        struct object *object = table->by_handle[i];
        while (object != NULL) {
            struct object *next = object->next_by_handle;
            put(&larger, object);
            object = next;
        }
    }
    free(table->by_handle);
    free(table->by_server);
    table->bucket_count = count;
    table->by_handle = by_handle;
    table->by_server = by_server;
    return true;
}

static struct object *find(const struct object_table *table, CK_OBJECT_HANDLE handle) {
    if (table->bucket_count == 0) {
        return NULL;
    }
    struct object *object = table->by_handle[bucket_of(table, handle)];
    while (object != NULL && object->handle != handle) {
        object = object->next_by_handle;
    }
    return object;
}

static struct object *find_by_server(const struct object_table *table,
                                     const struct object_place *place) {
    if (table->bucket_count == 0) {
        return NULL;
    }
    struct object *object = table->by_server[bucket_of(table, place->server_handle)];
    while (object != NULL &&
           (object->server_handle != place->server_handle || object->epoch != place->epoch)) {
        object = object->next_by_server;
    }
    return object;
}

static struct object *add(struct object_table *table, const struct object_place *place,
                          CK_SESSION_HANDLE owner) {
    if (table->count >= table->bucket_count && !grow(table)) {
        return NULL;
    }
    struct object *object = calloc(1, sizeof *object);
    if (object != NULL) {
        object->handle = ++table->last;
        object->server_handle = place->server_handle;
        object->epoch = place->epoch;
        object->device = place->device;
        object->owner = owner;
        put(table, object);
        table->count++;
    }
    return object;
}

CK_OBJECT_HANDLE object_of(struct object_table *table, const struct object_place *place,
                           CK_SESSION_HANDLE owner) {
    zs_lock_take(&table->lock);
    struct object *object = find_by_server(table, place);
    if (object == NULL) {
        object = add(table, place, owner);
    }
    CK_OBJECT_HANDLE handle = object != NULL ? object->handle : CK_INVALID_HANDLE;
    zs_lock_give(&table->lock);
    return handle;
}

bool object_find(struct object_table *table, CK_OBJECT_HANDLE handle, struct object_place *place) {
    zs_lock_take(&table->lock);
    const struct object *object = find(table, handle);
    if (object != NULL) {
        *place = (struct object_place){object->server_handle, object->epoch, object->device};
    }
    zs_lock_give(&table->lock);
    return object != NULL;
}

static void take_out(struct object_table *table, struct object *object) {
    struct object **at = &table->by_handle[bucket_of(table, object->handle)];
    while (*at != object) {
        at = &(*at)->next_by_handle;
    }
    *at = object->next_by_handle;
    at = &table->by_server[bucket_of(table, object->server_handle)];
    while (*at != object) {
        at = &(*at)->next_by_server;
    }
    *at = object->next_by_server;
}

void object_move(struct object_table *table, CK_OBJECT_HANDLE handle,
                 const struct object_place *place) {
    zs_lock_take(&table->lock);
    struct object *object = find(table, handle);
    if (object != NULL) {
        take_out(table, object);
        if (object->device != place->device) {
            object->known_count = 0;
        }
        object->server_handle = place->server_handle;
        object->epoch = place->epoch;
        object->device = place->device;
        put(table, object);
    }
    zs_lock_give(&table->lock);
}

static void remove_object(struct object_table *table, struct object *object) {
    take_out(table, object);
    table->count--;
    free_object(object);
}

void object_remove(struct object_table *table, CK_OBJECT_HANDLE handle) {
    zs_lock_take(&table->lock);
    struct object *object = find(table, handle);
    if (object != NULL) {
        remove_object(table, object);
    }
    zs_lock_give(&table->lock);
}

void object_remove_of(struct object_table *table, CK_SESSION_HANDLE owner) {
    zs_lock_take(&table->lock);
    for (size_t i = 0; i < table->bucket_count; i++) {
        struct object *object = table->by_handle[i];
        while (object != NULL) {
            struct object *next = object->next_by_handle;
            if (object->owner == owner) {
                remove_object(table, object);
            }
            object = next;
        }
    }
    zs_lock_give(&table->lock);
}

bool object_facts(struct object_table *table, CK_OBJECT_HANDLE handle, struct facts *facts) {
    zs_lock_take(&table->lock);
    const struct object *object = find(table, handle);
    bool known = object != NULL && object->facts != NULL;
    if (known) {
        *facts = *object->facts;
        facts->public_key = NULL;
    }
    zs_lock_give(&table->lock);
    return known;
}

void object_learn(struct object_table *table, CK_OBJECT_HANDLE handle, const struct facts *facts) {
    zs_lock_take(&table->lock);
    struct object *object = find(table, handle);
    struct facts *kept = object != NULL ? malloc(sizeof *kept) : NULL;
    if (kept != NULL) {
        free_facts(object);
        *kept = *facts;
        object->facts = kept;
    } else {
        free(facts->public_key);
    }
    zs_lock_give(&table->lock);
}

uint8_t *object_public_key(struct object_table *table, CK_OBJECT_HANDLE handle, size_t *length) {
    uint8_t *copy = NULL;
    zs_lock_take(&table->lock);
    const struct object *object = find(table, handle);
    if (object != NULL && object->facts != NULL && object->facts->public_key != NULL) {
        copy = malloc(object->facts->public_key_length);
        if (copy != NULL) {
            *length = object->facts->public_key_length;
            memcpy(copy, object->facts->public_key, *length);
        }
    }
    zs_lock_give(&table->lock);
    return copy;
}

static bool knows(const struct object *object, const uint8_t *mechanism, size_t length) {
    for (unsigned i = 0; i < object->known_count; i++) {
        if (object->known[i].length == length &&
            memcmp(object->known[i].bytes, mechanism, length) == 0) {
            return true;
        }
    }
    return false;
}

bool object_is_fusable(struct object_table *table, CK_OBJECT_HANDLE handle, uint32_t epoch,
                       const uint8_t *mechanism, size_t length, struct fusable *fusable) {
    zs_lock_take(&table->lock);
    const struct object *object = find(table, handle);
    bool good = object != NULL && object->epoch == epoch && object->facts != NULL &&
                !object->facts->always_authenticate && knows(object, mechanism, length);
    if (good) {
        fusable->private_object = object->facts->private_object;
        fusable->key_type = object->facts->key_type;
        fusable->signature_size = object->facts->signature_size;
    }
    zs_lock_give(&table->lock);
    return good;
}

void object_learn_mechanism(struct object_table *table, CK_OBJECT_HANDLE handle,
                            const uint8_t *mechanism, size_t length) {
    zs_lock_take(&table->lock);
    struct object *object = find(table, handle);
    if (object != NULL && length <= KEPT_MECHANISM && !knows(object, mechanism, length)) {
        if (object->known == NULL) {
            object->known = calloc(KNOWN_MECHANISMS, sizeof *object->known);
        }
        if (object->known != NULL) {
            /* A fifth takes the place of the first. */
            unsigned at = object->known_count < KNOWN_MECHANISMS ? object->known_count++ : 0;
            memcpy(object->known[at].bytes, mechanism, length);
            object->known[at].length = length;
        }
    }
    zs_lock_give(&table->lock);
}

void object_forget(struct object_table *table, CK_OBJECT_HANDLE handle) {
    zs_lock_take(&table->lock);
    struct object *object = find(table, handle);
    if (object != NULL) {
        object->known_count = 0;
    }
    zs_lock_give(&table->lock);
}

void object_forget_all(struct object_table *table) {
    zs_lock_take(&table->lock);
    for (size_t i = 0; i < table->bucket_count; i++) {
        for (struct object *object = table->by_handle[i]; object != NULL;
             object = object->next_by_handle) {
            object->known_count = 0;
        }
    }
    zs_lock_give(&table->lock);
}
