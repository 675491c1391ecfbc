#include <string.h>

#include "check.h"
#include "daemon_state.h"

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

bool daemon_take_mechanism(struct asked *asked) {
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
    const struct fake_object *key = daemon_take_object(asked, CKR_KEY_HANDLE_INVALID);
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
    if (daemon_take_mechanism(asked) && take_key(asked)) {
        if (asked->daemon->always) {
            asked->rv = CKR_FUNCTION_REJECTED;
            return;
        }
        write_signature(asked, sum_of(&asked->in));
    }
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
    if (!daemon_take_mechanism(asked)) {
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
        daemon_find_init(asked);
        return;
    case WIRE_FIND_OBJECTS:
        daemon_find(asked);
        return;
    case WIRE_FIND_OBJECTS_FINAL:
        session->active &= ~(uint64_t)CKF_FIND_OBJECTS;
        return;
    case WIRE_GET_ATTRIBUTE_VALUE:
        daemon_get_attributes(asked);
        return;
    case WIRE_CREATE_OBJECT:
        daemon_create_object(asked);
        return;
    case WIRE_DESTROY_OBJECT:
        daemon_destroy_object(asked);
        return;
    case WIRE_GENERATE_KEY_PAIR:
        daemon_generate_pair(asked);
        return;
    case WIRE_SIGN_INIT:
        if (daemon_take_mechanism(asked) && take_key(asked)) {
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
        if (daemon_take_mechanism(asked)) {
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

void daemon_answer(struct asked *asked, unsigned call) {
    if (is_alone(call)) {
        answer_alone(asked, call);
    } else if (take_session(asked)) {
        answer_for_session(asked, call);
    }
}
