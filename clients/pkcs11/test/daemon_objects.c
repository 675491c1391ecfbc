#include <stdio.h>
#include <string.h>

#include "check.h"
#include "daemon_state.h"

struct fake_object *daemon_add_object(struct daemon *daemon, bool token, bool private_key,
                                      struct fake_application *owner) {
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        struct fake_object *object = &daemon->objects[i];
        if (!object->there) {
            *object = (struct fake_object){true,  token, private_key, ++daemon->next_handle,
                                           ++daemon->next_number, owner};
            return object;
        }
    }
    CHECK(!"room for objects");
    return NULL;
}

static struct fake_object *object_by_handle(struct daemon *daemon, uint64_t handle) {
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        if (daemon->objects[i].there && daemon->objects[i].handle == handle) {
            return &daemon->objects[i];
        }
    }
    return NULL;
}

static bool is_visible(const struct asked *asked, const struct fake_object *object) {
    return object->there && (object->token || object->owner == asked->application) &&
           (!object->private_key || asked->application->logged_in);
}

static void unique_id(const struct fake_object *object, char text[24]) {
    snprintf(text, 24, "object-%llu", (unsigned long long)object->number);
}

/* Only CKA_UNIQUE_ID, CKA_PUBLIC_KEY_INFO and CKA_CLASS of a template are compared. */
void daemon_find_init(struct asked *asked) {
    struct fake_session *session = asked->session;
    uint32_t count = read_count(&asked->in, 9);
    char wanted[64] = "";
    bool other_key = false;
    uint64_t wanted_class = UINT64_MAX;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t type = read_u64(&asked->in);
        unsigned form = read_u8(&asked->in);
        if (form == FORM_FLAG) {
            read_u8(&asked->in);
        } else if (form == FORM_NUMBER) {
            uint64_t number = read_u64(&asked->in);
            wanted_class = type == CKA_CLASS ? number : wanted_class;
        } else {
            size_t length;
            const uint8_t *bytes = read_bytes(&asked->in, &length);
            if (type == CKA_PUBLIC_KEY_INFO) {
                const char *key = asked->daemon->public_key;
                other_key = length != strlen(key) || memcmp(bytes, key, length) != 0;
            } else if (type == CKA_UNIQUE_ID && length < sizeof wanted) {
                memcpy(wanted, bytes, length);
                wanted[length] = '\0';
            }
        }
    }
    if ((session->active & CKF_FIND_OBJECTS) != 0) {
        asked->rv = CKR_OPERATION_ACTIVE;
        return;
    }
    session->active |= CKF_FIND_OBJECTS;
    session->found_count = 0;
    session->found_at = 0;
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        const struct fake_object *object = &asked->daemon->objects[i];
        char id[24];
        uint64_t class = object->private_key ? CKO_PRIVATE_KEY : CKO_PUBLIC_KEY;
        unique_id(object, id);
        if (is_visible(asked, object) && !other_key &&
            (wanted[0] == '\0' || strcmp(wanted, id) == 0) &&
            (wanted_class == UINT64_MAX || wanted_class == class)) {
            session->found[session->found_count++] = object->handle;
        }
    }
}

void daemon_find(struct asked *asked) {
    struct fake_session *session = asked->session;
    uint32_t most = read_u32(&asked->in);
    if ((session->active & CKF_FIND_OBJECTS) == 0) {
        asked->rv = CKR_OPERATION_NOT_INITIALIZED;
        return;
    }
    size_t left = session->found_count - session->found_at;
    size_t count = left < most ? left : most;
    write_u32(&asked->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_u64(&asked->out, session->found[session->found_at++]);
    }
}

struct fake_object *daemon_take_object(struct asked *asked, uint32_t invalid) {
    struct fake_object *object = object_by_handle(asked->daemon, read_u64(&asked->in));
    if (object == NULL || !is_visible(asked, object)) {
        asked->rv = invalid;
        return NULL;
    }
    return object;
}

static void write_attribute_value(struct asked *asked, const struct fake_object *object,
                                  uint64_t type, uint32_t *status) {
    struct writer *out = &asked->out;
    char id[24];
    write_u64(out, type);
    switch (type) {
    case CKA_CLASS:
        write_u8(out, FORM_NUMBER);
        write_u64(out, object->private_key ? CKO_PRIVATE_KEY : CKO_PUBLIC_KEY);
        return;
    case CKA_KEY_TYPE:
        write_u8(out, FORM_NUMBER);
        write_u64(out, CKK_EC);
        return;
    case CKA_TOKEN:
        write_u8(out, FORM_FLAG);
        write_u8(out, object->token);
        return;
    case CKA_PRIVATE:
        write_u8(out, FORM_FLAG);
        write_u8(out, object->private_key);
        return;
    case CKA_ALWAYS_AUTHENTICATE:
        write_u8(out, FORM_FLAG);
        write_u8(out, asked->daemon->always);
        return;
    case CKA_EC_PARAMS:
        write_u8(out, FORM_BYTES);
        write_bytes(out, "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 10);
        return;
    case CKA_UNIQUE_ID:
        unique_id(object, id);
        write_u8(out, FORM_BYTES);
        write_text(out, id);
        return;
    case CKA_PUBLIC_KEY_INFO:
        write_u8(out, FORM_BYTES);
        write_text(out, asked->daemon->public_key);
        return;
    case CKA_ALLOWED_MECHANISMS:
        write_u8(out, FORM_NUMBERS);
        write_u32(out, 2);
        write_u64(out, CKM_ECDSA);
        write_u64(out, CKM_ECDSA_SHA256);
        return;
    case CKA_WRAP_TEMPLATE:
        write_u8(out, FORM_TEMPLATE);
        write_u32(out, 2);
        write_u64(out, CKA_SENSITIVE);
        write_u8(out, FORM_FLAG);
        write_u8(out, 1);
        write_u64(out, CKA_LABEL);
        write_u8(out, FORM_BYTES);
        write_text(out, "inner");
        return;
    case CKA_VALUE:
        *status = CKR_ATTRIBUTE_SENSITIVE;
        write_u8(out, FORM_ABSENT);
        return;
    default:
        *status = *status == CKR_OK ? CKR_ATTRIBUTE_TYPE_INVALID : *status;
        write_u8(out, FORM_ABSENT);
    }
}

void daemon_get_attributes(struct asked *asked) {
    const struct fake_object *object = daemon_take_object(asked, CKR_OBJECT_HANDLE_INVALID);
    uint32_t count = read_count(&asked->in, 8);
    uint32_t status = CKR_OK;
    if (object == NULL) {
        return;
    }
    size_t status_at = asked->out.length;
    write_u32(&asked->out, 0);
    write_u32(&asked->out, count);
    for (uint32_t i = 0; i < count; i++) {
        write_attribute_value(asked, object, read_u64(&asked->in), &status);
    }
    write_u32_at(&asked->out, status_at, status);
}

/* The number of an object that a request with this id made; 0 if it is new. */
static uint64_t *request(struct asked *asked) {
    size_t length;
    const uint8_t *id = read_bytes(&asked->in, &length);
    struct daemon *daemon = asked->daemon;
    CHECK_EQUAL(length, 16);
    for (size_t i = 0; i < daemon->request_count; i++) {
        if (memcmp(daemon->requests[i].id, id, 16) == 0) {
            return &daemon->requests[i].number;
        }
    }
    CHECK(daemon->request_count < MOST_REQUESTS);
    struct fake_request *made = &daemon->requests[daemon->request_count++];
    memcpy(made->id, id, 16);
    made->number = 0;
    return &made->number;
}

static struct fake_object *object_by_number(struct daemon *daemon, uint64_t number) {
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        if (daemon->objects[i].there && daemon->objects[i].number == number) {
            return &daemon->objects[i];
        }
    }
    return NULL;
}

static bool reads_token(struct asked *asked) {
    bool token = false;
    uint32_t count = read_count(&asked->in, 9);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t type = read_u64(&asked->in);
        unsigned form = read_u8(&asked->in);
        size_t length;
        if (form == FORM_FLAG) {
            bool flag = read_flag(&asked->in);
            token = type == CKA_TOKEN ? flag : token;
        } else if (form == FORM_NUMBER) {
            read_u64(&asked->in);
        } else {
            read_bytes(&asked->in, &length);
        }
    }
    return token;
}

void daemon_create_object(struct asked *asked) {
    bool token = reads_token(asked);
    uint64_t *number = request(asked);
    struct fake_object *object = *number != 0 ? object_by_number(asked->daemon, *number)
                                              : daemon_add_object(asked->daemon, token, false,
                                                           asked->application);
    *number = object->number;
    write_u64(&asked->out, object->handle);
}

void daemon_generate_pair(struct asked *asked) {
    if (!daemon_take_mechanism(asked)) {
        return;
    }
    bool public_token = reads_token(asked);
    bool private_token = reads_token(asked);
    uint64_t *number = request(asked);
    if (*number == 0) {
        struct fake_object *half =
            daemon_add_object(asked->daemon, public_token, false, asked->application);
        *number = half->number;
        daemon_add_object(asked->daemon, private_token, true, asked->application);
    }
    write_u64(&asked->out, object_by_number(asked->daemon, *number)->handle);
    write_u64(&asked->out, object_by_number(asked->daemon, *number + 1)->handle);
}

void daemon_destroy_object(struct asked *asked) {
    uint64_t handle = read_u64(&asked->in);
    uint64_t *number = request(asked);
    struct fake_object *object = object_by_handle(asked->daemon, handle);
    if (*number != 0) {
        return;
    }
    if (object == NULL || !is_visible(asked, object)) {
        asked->rv = CKR_OBJECT_HANDLE_INVALID;
        return;
    }
    *number = object->number;
    object->there = false;
}
