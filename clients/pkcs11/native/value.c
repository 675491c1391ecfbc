#include "value.h"

#include <stdlib.h>
#include <string.h>

#include "platform.h"

/* A tree: members of a list or map hang together by `next`, in their order. */
struct zoneseal_value {
    zoneseal_kind kind;
    uint64_t number; /* also a flag */
    uint8_t *bytes;  /* also a text, with a NUL behind it */
    size_t count;    /* of bytes, or of members */
    char *name;      /* in a map */
    bool broken;     /* a member is missing for want of memory */
    zoneseal_value *first;
    zoneseal_value *last;
    zoneseal_value *next;
};

static zoneseal_value *new_value(zoneseal_kind kind) {
    zoneseal_value *value = calloc(1, sizeof *value);
    if (value != NULL) {
        value->kind = kind;
    }
    return value;
}

zoneseal_value *zoneseal_map(void) {
    return new_value(ZONESEAL_MAP);
}

void zoneseal_free(zoneseal_value *value) {
    while (value != NULL) {
        zoneseal_value *next = value->next;
        if (value->bytes != NULL) {
            zs_wipe(value->bytes, value->count);
        }
        free(value->bytes);
        free(value->name);
        zoneseal_free(value->first);
        free(value);
        value = next;
    }
}

static bool hold(zoneseal_value *value, const void *bytes, size_t count) {
    value->bytes = malloc(count + 1);
    if (value->bytes == NULL) {
        return false;
    }
    if (count > 0) {
        memcpy(value->bytes, bytes, count);
    }
    value->bytes[count] = 0;
    value->count = count;
    return true;
}

static char *copy_name(const char *name, size_t length) {
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, name, length);
        copy[length] = '\0';
    }
    return copy;
}

static void append(zoneseal_value *parent, zoneseal_value *member) {
    if (parent->last != NULL) {
        parent->last->next = member;
    } else {
        parent->first = member;
    }
    parent->last = member;
    parent->count++;
}

/* Adds a member; NULL, and the parent broken, if there is no memory or no such parent. */
static zoneseal_value *add(zoneseal_value *parent, zoneseal_kind kind, const char *name) {
    zoneseal_kind wanted = name != NULL ? ZONESEAL_MAP : ZONESEAL_LIST;
    if (parent == NULL || parent->kind != wanted) {
        return NULL;
    }
    zoneseal_value *member = new_value(kind);
    if (member != NULL && name != NULL) {
        member->name = copy_name(name, strlen(name));
    }
    if (member == NULL || (name != NULL && member->name == NULL)) {
        zoneseal_free(member);
        parent->broken = true;
        return NULL;
    }
    append(parent, member);
    return member;
}

void zoneseal_put_flag(zoneseal_value *map, const char *name, int flag) {
    zoneseal_value *member = add(map, ZONESEAL_FLAG, name);
    if (member != NULL) {
        member->number = flag != 0;
    }
}

void zoneseal_put_number(zoneseal_value *map, const char *name, uint64_t number) {
    zoneseal_value *member = add(map, ZONESEAL_NUMBER, name);
    if (member != NULL) {
        member->number = number;
    }
}

static void put_held(zoneseal_value *map, zoneseal_kind kind, const char *name, const void *bytes,
                     size_t count) {
    zoneseal_value *member = add(map, kind, name);
    if (member != NULL && !hold(member, bytes, count)) {
        map->broken = true;
    }
}

void zoneseal_put_bytes(zoneseal_value *map, const char *name, const void *bytes, size_t count) {
    put_held(map, ZONESEAL_BYTES, name, bytes, count);
}

void zoneseal_put_text(zoneseal_value *map, const char *name, const char *text) {
    put_held(map, ZONESEAL_TEXT, name, text, strlen(text));
}

zoneseal_value *zoneseal_put_list(zoneseal_value *map, const char *name) {
    return add(map, ZONESEAL_LIST, name);
}

zoneseal_value *zoneseal_add_map(zoneseal_value *list) {
    return add(list, ZONESEAL_MAP, NULL);
}

zoneseal_kind zoneseal_kind_of(const zoneseal_value *value) {
    return value != NULL ? value->kind : ZONESEAL_NOTHING;
}

static bool has_members(const zoneseal_value *value) {
    return value != NULL && (value->kind == ZONESEAL_LIST || value->kind == ZONESEAL_MAP);
}

const zoneseal_value *zoneseal_get(const zoneseal_value *map, const char *name) {
    if (map == NULL || map->kind != ZONESEAL_MAP) {
        return NULL;
    }
    const zoneseal_value *member = map->first;
    while (member != NULL && strcmp(member->name, name) != 0) {
        member = member->next;
    }
    return member;
}

size_t zoneseal_count(const zoneseal_value *list_or_map) {
    return has_members(list_or_map) ? list_or_map->count : 0;
}

const zoneseal_value *zoneseal_at(const zoneseal_value *list_or_map, size_t index) {
    const zoneseal_value *member = has_members(list_or_map) ? list_or_map->first : NULL;
    while (member != NULL && index > 0) {
        member = member->next;
        index--;
    }
    return member;
}

const char *zoneseal_name_at(const zoneseal_value *map, size_t index) {
    const zoneseal_value *member = zoneseal_at(map, index);
    return member != NULL ? member->name : NULL;
}

int zoneseal_flag(const zoneseal_value *value) {
    return value != NULL && value->kind == ZONESEAL_FLAG && value->number != 0;
}

uint64_t zoneseal_number(const zoneseal_value *value) {
    return value != NULL && value->kind == ZONESEAL_NUMBER ? value->number : 0;
}

zoneseal_bytes zoneseal_bytes_of(const zoneseal_value *value) {
    zoneseal_bytes none = {NULL, 0};
    if (value == NULL || value->bytes == NULL) {
        return none;
    }
    return (zoneseal_bytes){value->bytes, value->count};
}

const char *zoneseal_text(const zoneseal_value *value) {
    return value != NULL && value->kind == ZONESEAL_TEXT ? (const char *)value->bytes : NULL;
}

static void write_members(struct writer *out, const zoneseal_value *value) {
    out->failed = out->failed || value->broken;
    write_u32(out, (uint32_t)value->count);
    for (const zoneseal_value *member = value->first; member != NULL; member = member->next) {
        if (value->kind == ZONESEAL_MAP) {
            write_text(out, member->name);
        }
        value_write(out, member);
    }
}

void value_write(struct writer *out, const zoneseal_value *value) {
    write_u8(out, value->kind);
    switch (value->kind) {
    case ZONESEAL_FLAG:
        write_u8(out, value->number != 0);
        return;
    case ZONESEAL_NUMBER:
        write_u64(out, value->number);
        return;
    case ZONESEAL_BYTES:
    case ZONESEAL_TEXT:
        write_bytes(out, value->bytes, value->count);
        return;
    case ZONESEAL_LIST:
    case ZONESEAL_MAP:
        write_members(out, value);
        return;
    default:
        return;
    }
}

/* A member takes a byte on the wire and a hundred here: all of a value together are bounded. */
static zoneseal_value *read_value(struct reader *in, int depth, size_t *members);

static void read_members(struct reader *in, zoneseal_value *value, int depth, size_t *members) {
    bool map = value->kind == ZONESEAL_MAP;
    uint32_t count = read_count(in, map ? 5 : 1);
    *members += count;
    in->failed = in->failed || *members > WIRE_MOST_IN_LIST;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        size_t length = 0;
        const uint8_t *name = map ? read_bytes(in, &length) : NULL;
        zoneseal_value *member = read_value(in, depth + 1, members);
        if (member == NULL) {
            return;
        }
        if (map) {
            member->name = copy_name((const char *)name, length);
            in->failed = in->failed || member->name == NULL;
        }
        append(value, member);
    }
}

static zoneseal_value *read_value(struct reader *in, int depth, size_t *members) {
    unsigned kind = read_u8(in);
    if (in->failed || kind > ZONESEAL_MAP || depth >= WIRE_DEEPEST) {
        in->failed = true;
        return NULL;
    }
    zoneseal_value *value = new_value((zoneseal_kind)kind);
    size_t length = 0;
    const uint8_t *bytes;
    if (value == NULL) {
        in->failed = true;
        return NULL;
    }
    switch (value->kind) {
    case ZONESEAL_FLAG:
        value->number = read_flag(in);
        break;
    case ZONESEAL_NUMBER:
        value->number = read_u64(in);
        break;
    case ZONESEAL_BYTES:
    case ZONESEAL_TEXT:
        bytes = read_bytes(in, &length);
        in->failed = in->failed || !hold(value, bytes, length);
        break;
    case ZONESEAL_LIST:
    case ZONESEAL_MAP:
        read_members(in, value, depth, members);
        break;
    default:
        break;
    }
    if (in->failed) {
        zoneseal_free(value);
        return NULL;
    }
    return value;
}

zoneseal_value *value_read(struct reader *in) {
    size_t members = 0;
    return read_value(in, 0, &members);
}
