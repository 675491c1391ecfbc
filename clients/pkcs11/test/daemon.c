#include "daemon.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "attribute.h"
#include "check.h"
#include "platform.h"
#include "wire.h"

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

static struct fake_object *add_object(struct daemon *daemon, bool token, bool private_key,
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

static struct fake_session *session_by_handle(struct fake_application *application,
                                              uint64_t handle) {
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        if (application->sessions[i].open && application->sessions[i].handle == handle) {
            return &application->sessions[i];
        }
    }
    return NULL;
}

static bool take_session(struct asked *asked) {
    asked->session = session_by_handle(asked->application, read_u64(&asked->in));
    if (asked->session == NULL) {
        asked->rv = CKR_SESSION_HANDLE_INVALID;
    }
    return asked->session != NULL;
}

static void write_filler(struct writer *out, const char *text) {
    write_text(out, text);
}

static void new_resume_secret(struct daemon *daemon) {
    memset(daemon->resume_secret, 0x5a, SECRET);
    daemon->resume_secret[0] = (uint8_t)++daemon->resume_counter;
    daemon->resumable = true;
}

static void open_session(struct asked *asked) {
    uint64_t slot = read_u64(&asked->in);
    uint64_t flags = read_u64(&asked->in);
    if (slot != DAEMON_SLOT) {
        asked->rv = CKR_SLOT_ID_INVALID;
        return;
    }
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        struct fake_session *session = &asked->application->sessions[i];
        if (!session->open) {
            memset(session, 0, sizeof *session);
            session->open = true;
            session->handle = ++asked->daemon->next_handle;
            session->flags = flags;
            write_u64(&asked->out, session->handle);
            return;
        }
    }
    asked->rv = CKR_SESSION_COUNT;
}

static void close_session(struct asked *asked) {
    struct fake_application *application = asked->application;
    bool any = false;
    asked->session->open = false;
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        any = any || application->sessions[i].open;
    }
    if (!any) {
        application->logged_in = false;
        asked->daemon->resumable = false;
    }
}

static void login(struct asked *asked) {
    uint64_t type = read_u64(&asked->in);
    size_t length;
    const uint8_t *pin = read_bytes(&asked->in, &length);
    if (length != 4 || memcmp(pin, "1234", 4) != 0) {
        asked->rv = CKR_PIN_INCORRECT;
    } else if (type == CKU_CONTEXT_SPECIFIC) {
        write_bytes(&asked->out, "", 0);
    } else if (asked->application->logged_in) {
        asked->rv = CKR_USER_ALREADY_LOGGED_IN;
    } else {
        asked->application->logged_in = true;
        if (type == CKU_USER) {
            new_resume_secret(asked->daemon);
            write_bytes(&asked->out, asked->daemon->resume_secret, SECRET);
        } else {
            write_bytes(&asked->out, "", 0);
        }
    }
}

static void resume(struct asked *asked) {
    size_t length;
    const uint8_t *secret = read_bytes(&asked->in, &length);
    struct daemon *daemon = asked->daemon;
    if (!daemon->resumable || length != SECRET ||
        (memcmp(secret, daemon->resume_secret, SECRET) != 0 &&
         memcmp(secret, daemon->used_secret, SECRET) != 0)) {
        asked->rv = CKR_PIN_INCORRECT;
        return;
    }
    asked->application->logged_in = true;
    memcpy(daemon->used_secret, secret, SECRET);
    new_resume_secret(daemon);
    write_bytes(&asked->out, daemon->resume_secret, SECRET);
}

static bool is_visible(const struct asked *asked, const struct fake_object *object) {
    return object->there && (object->token || object->owner == asked->application) &&
           (!object->private_key || asked->application->logged_in);
}

static void unique_id(const struct fake_object *object, char text[24]) {
    snprintf(text, 24, "object-%llu", (unsigned long long)object->number);
}

/* Only CKA_UNIQUE_ID and CKA_CLASS of a template are compared. */
static void find_init(struct asked *asked) {
    struct fake_session *session = asked->session;
    uint32_t count = read_count(&asked->in, 9);
    char wanted[64] = "";
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
            if (type == CKA_UNIQUE_ID && length < sizeof wanted) {
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
        if (is_visible(asked, object) && (wanted[0] == '\0' || strcmp(wanted, id) == 0) &&
            (wanted_class == UINT64_MAX || wanted_class == class)) {
            session->found[session->found_count++] = object->handle;
        }
    }
}

static void find(struct asked *asked) {
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

static struct fake_object *take_object(struct asked *asked, uint32_t invalid) {
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

static void get_attributes(struct asked *asked) {
    const struct fake_object *object = take_object(asked, CKR_OBJECT_HANDLE_INVALID);
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

static bool take_mechanism(struct asked *asked) {
    uint64_t type = read_u64(&asked->in);
    unsigned kind = read_u8(&asked->in);
    if (kind != PARAMETER_NONE) {
        asked->rv = CKR_MECHANISM_PARAM_INVALID;
    } else if (type != CKM_ECDSA && type != CKM_ECDSA_SHA256 && type != CKM_EC_KEY_PAIR_GEN &&
               type != CKM_SHA256) {
        asked->rv = CKR_MECHANISM_INVALID;
    }
    return asked->rv == CKR_OK;
}

static void write_signature(struct asked *asked, uint64_t sum) {
    uint8_t signature[DAEMON_SIGNATURE];
    memset(signature, 0x11, sizeof signature);
    signature[0] = (uint8_t)sum;
    write_bytes(&asked->out, signature, sizeof signature);
}

static uint64_t sum_of(struct reader *in) {
    size_t length;
    const uint8_t *bytes = read_bytes(in, &length);
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum += bytes[i];
    }
    return sum;
}

static bool begin(struct asked *asked, uint64_t kind) {
    if ((asked->session->active & kind) != 0) {
        asked->rv = CKR_OPERATION_ACTIVE;
        return false;
    }
    asked->session->active |= kind;
    asked->session->sum = 0;
    return true;
}

static bool running(struct asked *asked, uint64_t kind) {
    if ((asked->session->active & kind) == 0) {
        asked->rv = CKR_OPERATION_NOT_INITIALIZED;
        return false;
    }
    return true;
}

static bool take_key(struct asked *asked) {
    const struct fake_object *key = take_object(asked, CKR_KEY_HANDLE_INVALID);
    if (key != NULL && !key->private_key) {
        asked->rv = CKR_KEY_FUNCTION_NOT_PERMITTED;
    }
    return asked->rv == CKR_OK;
}

static void finish(struct asked *asked, uint64_t kind) {
    uint64_t room = read_u64(&asked->in);
    if (room == UINT64_MAX || room < DAEMON_SIGNATURE) {
        write_u8(&asked->out, 0);
        write_u64(&asked->out, DAEMON_SIGNATURE);
        return;
    }
    asked->session->active &= ~kind;
    write_u8(&asked->out, 1);
    write_signature(asked, asked->session->sum);
}

static void sign(struct asked *asked, uint64_t kind) {
    if (running(asked, kind)) {
        uint64_t before = asked->session->sum;
        asked->session->sum += sum_of(&asked->in);
        finish(asked, kind);
        if ((asked->session->active & kind) != 0) {
            asked->session->sum = before;
        }
    }
}

static void sign_once(struct asked *asked) {
    if (take_mechanism(asked) && take_key(asked)) {
        if (asked->daemon->always) {
            asked->rv = CKR_FUNCTION_REJECTED;
            return;
        }
        write_signature(asked, sum_of(&asked->in));
    }
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

static void create_object(struct asked *asked) {
    bool token = reads_token(asked);
    uint64_t *number = request(asked);
    struct fake_object *object = *number != 0 ? object_by_number(asked->daemon, *number)
                                              : add_object(asked->daemon, token, false,
                                                           asked->application);
    *number = object->number;
    write_u64(&asked->out, object->handle);
}

static void generate_pair(struct asked *asked) {
    if (!take_mechanism(asked)) {
        return;
    }
    bool public_token = reads_token(asked);
    bool private_token = reads_token(asked);
    uint64_t *number = request(asked);
    if (*number == 0) {
        struct fake_object *half =
            add_object(asked->daemon, public_token, false, asked->application);
        *number = half->number;
        add_object(asked->daemon, private_token, true, asked->application);
    }
    write_u64(&asked->out, object_by_number(asked->daemon, *number)->handle);
    write_u64(&asked->out, object_by_number(asked->daemon, *number + 1)->handle);
}

static void destroy_object(struct asked *asked) {
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

static void token_info(struct asked *asked) {
    struct writer *out = &asked->out;
    write_filler(out, "test token");
    write_filler(out, "Zoneseal");
    write_filler(out, "simulator");
    write_filler(out, "0001");
    for (int i = 0; i < 11; i++) {
        write_u64(out, i == 0 ? CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED : UINT64_MAX);
    }
    write_u32(out, 0x01020304);
    write_filler(out, "2026112703000000");
}

static void random_bytes(struct asked *asked) {
    uint32_t count = read_u32(&asked->in);
    uint8_t chunk[1024];
    memset(chunk, 0x77, sizeof chunk);
    write_u32(&asked->out, count);
    while (count > 0) {
        uint32_t some = count < sizeof chunk ? count : (uint32_t)sizeof chunk;
        write_raw(&asked->out, chunk, some);
        count -= some;
    }
}

static void session_info(struct asked *asked) {
    write_u64(&asked->out, DAEMON_SLOT);
    write_u64(&asked->out, asked->application->logged_in ? CKS_RW_USER_FUNCTIONS
                                                         : CKS_RW_PUBLIC_SESSION);
    write_u64(&asked->out, asked->session->flags);
    write_u64(&asked->out, 0);
}

/* "echo" answers its arguments; no other command is there. */
static void command(struct asked *asked) {
    size_t length;
    const uint8_t *name = read_bytes(&asked->in, &length);
    size_t rest = reader_remaining(&asked->in);
    if (length != 4 || memcmp(name, "echo", 4) != 0) {
        asked->rv = CKR_FUNCTION_NOT_SUPPORTED;
        return;
    }
    write_raw(&asked->out, read_raw(&asked->in, rest), rest);
}

static void native_sign(struct asked *asked) {
    size_t length;
    read_bytes(&asked->in, &length);
    if (!take_mechanism(asked)) {
        return;
    }
    uint32_t count = read_count(&asked->in, 4);
    write_u32(&asked->out, count);
    for (uint32_t i = 0; i < count; i++) {
        write_signature(asked, sum_of(&asked->in));
    }
}

static void answer_alone(struct asked *asked, unsigned call) {
    switch (call) {
    case WIRE_GET_SLOT_LIST:
        write_u32(&asked->out, 1);
        write_u64(&asked->out, DAEMON_SLOT);
        return;
    case WIRE_GET_TOKEN_INFO:
        token_info(asked);
        return;
    case WIRE_GET_MECHANISM_LIST:
        write_u32(&asked->out, 2);
        write_u64(&asked->out, CKM_ECDSA);
        write_u64(&asked->out, CKM_ECDSA_SHA256);
        return;
    case WIRE_OPEN_SESSION:
        open_session(asked);
        return;
    case WIRE_CLOSE_ALL_SESSIONS:
        memset(asked->application->sessions, 0, sizeof asked->application->sessions);
        asked->application->logged_in = false;
        return;
    case WIRE_END_APPLICATION:
        asked->application->live = false;
        return;
    case WIRE_COMMAND:
        command(asked);
        return;
    case WIRE_NATIVE_SIGN:
        native_sign(asked);
        return;
    default:
        asked->rv = CKR_FUNCTION_NOT_SUPPORTED;
    }
}

static void answer_for_session(struct asked *asked, unsigned call) {
    struct fake_session *session = asked->session;
    switch (call) {
    case WIRE_CLOSE_SESSION:
        close_session(asked);
        return;
    case WIRE_GET_SESSION_INFO:
        session_info(asked);
        return;
    case WIRE_LOGIN:
        login(asked);
        return;
    case WIRE_RESUME:
        resume(asked);
        return;
    case WIRE_LOGOUT:
        asked->rv = asked->application->logged_in ? CKR_OK : CKR_USER_NOT_LOGGED_IN;
        asked->application->logged_in = false;
        asked->daemon->resumable = false;
        return;
    case WIRE_FIND_OBJECTS_INIT:
        find_init(asked);
        return;
    case WIRE_FIND_OBJECTS:
        find(asked);
        return;
    case WIRE_FIND_OBJECTS_FINAL:
        session->active &= ~(uint64_t)CKF_FIND_OBJECTS;
        return;
    case WIRE_GET_ATTRIBUTE_VALUE:
        get_attributes(asked);
        return;
    case WIRE_CREATE_OBJECT:
        create_object(asked);
        return;
    case WIRE_DESTROY_OBJECT:
        destroy_object(asked);
        return;
    case WIRE_GENERATE_KEY_PAIR:
        generate_pair(asked);
        return;
    case WIRE_SIGN_INIT:
        if (take_mechanism(asked) && take_key(asked)) {
            begin(asked, CKF_SIGN);
        }
        return;
    case WIRE_SIGN:
        sign(asked, CKF_SIGN);
        return;
    case WIRE_SIGN_UPDATE:
        if (running(asked, CKF_SIGN)) {
            session->sum += sum_of(&asked->in);
        }
        return;
    case WIRE_SIGN_FINAL:
        if (running(asked, CKF_SIGN)) {
            finish(asked, CKF_SIGN);
        }
        return;
    case WIRE_SIGN_ONCE:
        sign_once(asked);
        return;
    case WIRE_DIGEST_INIT:
        if (take_mechanism(asked)) {
            begin(asked, CKF_DIGEST);
        }
        return;
    case WIRE_DIGEST:
        sign(asked, CKF_DIGEST);
        return;
    case WIRE_SESSION_CANCEL:
        session->active &= ~read_u64(&asked->in);
        return;
    case WIRE_GENERATE_RANDOM:
        random_bytes(asked);
        return;
    default:
        asked->rv = CKR_FUNCTION_NOT_SUPPORTED;
    }
}

static bool is_alone(unsigned call) {
    return call == WIRE_GET_SLOT_LIST || call == WIRE_GET_TOKEN_INFO ||
           call == WIRE_GET_MECHANISM_LIST || call == WIRE_OPEN_SESSION ||
           call == WIRE_CLOSE_ALL_SESSIONS || call == WIRE_END_APPLICATION ||
           call == WIRE_COMMAND || call == WIRE_NATIVE_SIGN;
}

static void answer(struct asked *asked, unsigned call) {
    if (is_alone(call)) {
        answer_alone(asked, call);
    } else if (take_session(asked)) {
        answer_for_session(asked, call);
    }
}

static bool receive_all(int socket, uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t some = recv(socket, bytes, count, 0);
        if (some <= 0) {
            return false;
        }
        bytes += some;
        count -= (size_t)some;
    }
    return true;
}

static bool send_all(int socket, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t some = send(socket, bytes, count, MSG_NOSIGNAL);
        if (some <= 0) {
            return false;
        }
        bytes += some;
        count -= (size_t)some;
    }
    return true;
}

static struct fake_application *begin_application(struct daemon *daemon) {
    for (size_t i = 0; i < MOST_APPLICATIONS; i++) {
        struct fake_application *application = &daemon->applications[i];
        if (!application->live) {
            memset(application, 0, sizeof *application);
            application->live = true;
            memset(application->id, (int)i + 1, sizeof application->id);
            memcpy(application->id, daemon->instance, 4);
            memset(application->secret, 0x33, sizeof application->secret);
            return application;
        }
    }
    return NULL;
}

static struct fake_application *application_by_id(struct daemon *daemon, const uint8_t *id) {
    for (size_t i = 0; i < MOST_APPLICATIONS; i++) {
        if (daemon->applications[i].live && memcmp(daemon->applications[i].id, id, 16) == 0) {
            return &daemon->applications[i];
        }
    }
    return NULL;
}

static struct fake_application *open_connection(struct daemon *daemon, int socket) {
    uint8_t head[4 + 2 + 1 + 16 + 32 + 4];
    uint8_t program[256];
    if (!receive_all(socket, head, sizeof head) || memcmp(head, "ZSHM\0\1", 6) != 0) {
        return NULL;
    }
    struct reader in = reader_of(head + 55, 4);
    uint32_t length = read_u32(&in);
    if (length > sizeof program || !receive_all(socket, program, length)) {
        return NULL;
    }
    pthread_mutex_lock(&daemon->lock);
    struct fake_application *application =
        head[6] == 0 ? begin_application(daemon) : application_by_id(daemon, head + 7);
    struct writer out = {0};
    write_raw(&out, "ZSHM", 4);
    write_u16(&out, 1);
    write_u32(&out, application != NULL ? CKR_OK : CKR_DEVICE_REMOVED);
    write_text(&out, application != NULL ? "" : "no such application");
    if (application != NULL) {
        write_raw(&out, application->id, 16);
        write_raw(&out, application->secret, 32);
        write_raw(&out, daemon->instance, 16);
        write_u32(&out, 1 << 20);
        write_u32(&out, 1000);
    }
    daemon->opened++;
    pthread_mutex_unlock(&daemon->lock);
    bool sent = send_all(socket, out.bytes, out.length);
    writer_free(&out);
    return sent ? application : NULL;
}

static enum fault take_fault(struct daemon *daemon, unsigned call) {
    enum fault fault = daemon->faults[call];
    daemon->faults[call] = FAULT_NONE;
    return fault;
}

static void forget_applications(struct daemon *daemon);

/* Answers one request; false if the connection is to be closed. */
static bool serve_one(struct daemon *daemon, struct fake_application *application, int socket,
                      uint8_t *frame, uint32_t length) {
    struct asked asked = {.daemon = daemon, .application = application};
    asked.in = reader_of(frame, length);
    uint64_t id = read_u64(&asked.in);
    read_u32(&asked.in);
    unsigned call = read_u16(&asked.in);
    pthread_mutex_lock(&daemon->lock);
    daemon->counts[0]++;
    daemon->counts[call]++;
    enum fault fault = take_fault(daemon, call);
    bool goes_on = fault == FAULT_NONE || fault == FAULT_SILENCE;
    if (fault != FAULT_CLOSE_BEFORE && application->live) {
        write_u32(&asked.out, 0);
        write_u64(&asked.out, id);
        write_u32(&asked.out, 0);
        write_u32(&asked.out, 0);
        size_t head = asked.out.length;
        answer(&asked, call);
        CHECK(!asked.in.failed || asked.rv != CKR_OK);
        if (asked.rv != CKR_OK) {
            asked.out.length = head - 4;
            write_u32_at(&asked.out, 12, asked.rv);
            write_text(&asked.out, "the test daemon says no");
        }
        write_u32_at(&asked.out, 0, (uint32_t)(asked.out.length - 4));
    }
    if (fault == FAULT_RESTART_AFTER) {
        forget_applications(daemon);
        for (size_t i = 0; i < daemon->connection_count; i++) {
            shutdown(daemon->connections[i], SHUT_RDWR);
        }
    }
    goes_on = goes_on && asked.out.length > 0;
    if (daemon->spoil != NULL && asked.out.length > 0) {
        size_t size = asked.out.length;
        daemon->spoil(asked.out.bytes, &size);
        asked.out.length = size;
    }
    pthread_mutex_unlock(&daemon->lock);
    if (goes_on && fault != FAULT_SILENCE) {
        goes_on = send_all(socket, asked.out.bytes, asked.out.length);
    }
    writer_free(&asked.out);
    return goes_on;
}

struct visitor {
    struct daemon *daemon;
    int socket;
};

static void *serve(void *context) {
    struct visitor *visitor = context;
    struct daemon *daemon = visitor->daemon;
    int socket = visitor->socket;
    free(visitor);
    struct fake_application *application = open_connection(daemon, socket);
    bool goes_on = application != NULL;
    while (goes_on) {
        uint8_t head[4];
        goes_on = receive_all(socket, head, 4);
        struct reader in = reader_of(head, 4);
        uint32_t length = read_u32(&in);
        uint8_t *frame = goes_on && length <= 1 << 20 ? malloc(length) : NULL;
        goes_on = frame != NULL && receive_all(socket, frame, length) &&
                  serve_one(daemon, application, socket, frame, length);
        free(frame);
    }
    shutdown(socket, SHUT_RDWR);
    return NULL;
}

static void *listen_for(void *context) {
    struct daemon *daemon = context;
    for (;;) {
        int socket = accept(daemon->listening, NULL, NULL);
        pthread_mutex_lock(&daemon->lock);
        if (socket < 0 || !daemon->serving || daemon->connection_count == MOST_CONNECTIONS) {
            pthread_mutex_unlock(&daemon->lock);
            if (socket >= 0) {
                close(socket);
            }
            return NULL;
        }
        struct visitor *visitor = malloc(sizeof *visitor);
        *visitor = (struct visitor){daemon, socket};
        size_t at = daemon->connection_count++;
        daemon->connections[at] = socket;
        CHECK(pthread_create(&daemon->threads[at], NULL, serve, visitor) == 0);
        pthread_mutex_unlock(&daemon->lock);
    }
}

static void forget_applications(struct daemon *daemon) {
    memset(daemon->applications, 0, sizeof daemon->applications);
    daemon->instance[0]++;
    daemon->next_handle += 1000;
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        struct fake_object *object = &daemon->objects[i];
        object->there = object->there && object->token;
        object->handle = ++daemon->next_handle;
    }
}

void daemon_return(struct daemon *daemon) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", daemon->path);
    unlink(daemon->path);
    daemon->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(daemon->listening, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(listen(daemon->listening, 64) == 0);
    daemon->serving = true;
    daemon->connection_count = 0;
    CHECK(pthread_create(&daemon->listener, NULL, listen_for, daemon) == 0);
}

struct daemon *daemon_start(const char *path) {
    struct daemon *daemon = calloc(1, sizeof *daemon);
    snprintf(daemon->path, sizeof daemon->path, "%s", path);
    pthread_mutex_init(&daemon->lock, NULL);
    daemon->instance[0] = 1;
    add_object(daemon, true, false, NULL);
    add_object(daemon, true, true, NULL);
    daemon_return(daemon);
    return daemon;
}

void daemon_kill(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    daemon->serving = false;
    shutdown(daemon->listening, SHUT_RDWR);
    for (size_t i = 0; i < daemon->connection_count; i++) {
        shutdown(daemon->connections[i], SHUT_RDWR);
    }
    pthread_mutex_unlock(&daemon->lock);
    pthread_join(daemon->listener, NULL);
    for (size_t i = 0; i < daemon->connection_count; i++) {
        pthread_join(daemon->threads[i], NULL);
        close(daemon->connections[i]);
    }
    close(daemon->listening);
    unlink(daemon->path);
    daemon->connection_count = 0;
    forget_applications(daemon);
}

void daemon_end(struct daemon *daemon) {
    daemon_kill(daemon);
    pthread_mutex_destroy(&daemon->lock);
    free(daemon);
}

unsigned daemon_count(struct daemon *daemon, unsigned call) {
    pthread_mutex_lock(&daemon->lock);
    unsigned count = daemon->counts[call];
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

unsigned daemon_connections(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    unsigned count = daemon->opened;
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

unsigned daemon_objects(struct daemon *daemon) {
    unsigned count = 0;
    pthread_mutex_lock(&daemon->lock);
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        count += daemon->objects[i].there && daemon->objects[i].token;
    }
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

void daemon_fault(struct daemon *daemon, unsigned call, enum fault fault) {
    pthread_mutex_lock(&daemon->lock);
    daemon->faults[call] = fault;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_spoil(struct daemon *daemon, void (*spoil)(uint8_t *frame, size_t *length)) {
    pthread_mutex_lock(&daemon->lock);
    daemon->spoil = spoil;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_always_authenticate(struct daemon *daemon, bool always) {
    pthread_mutex_lock(&daemon->lock);
    daemon->always = always;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_destroy_key(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        daemon->objects[i].there = daemon->objects[i].there && !daemon->objects[i].private_key;
    }
    pthread_mutex_unlock(&daemon->lock);
}
