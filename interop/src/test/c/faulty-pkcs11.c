/*
 * A PKCS#11 module that stands in front of a real one and lies or falters on demand. Test code.
 *
 * The real module is named by FAULTY_PKCS11_MODULE. What goes wrong is written in the file named by
 * FAULTY_PKCS11_CONTROL, one fault a line, which is read again whenever it has changed, so that one
 * process can see one fault after the other; counters start anew then. Numbers are decimal, codes,
 * mechanisms, flags and ids hexadecimal.
 *
 *   wrong N                    every N-th signature has a bit flipped
 *   sign-with ID               signatures are made by the private key with this id
 *   impersonate ID OTHER       who looks for ID gets the key pair OTHER, which claims to be ID
 *   fail FUNCTION CODE N COUNT the N-th call and the following ones, COUNT in all, answer CODE;
 *                              COUNT 0: for ever
 *   hang FUNCTION N            the N-th call and those after it do not come back, until the control
 *                              file says something else: then they answer CKR_DEVICE_ERROR
 *   close-all FUNCTION N       before the N-th call all sessions of the token are closed
 *   logout FUNCTION N          before the N-th call the user is logged out
 *   gone                       the token has vanished
 *   sessions N                 at most N sessions
 *   missing MECHANISM          the mechanism is not there
 *   flags FLAGS                these flags of CK_TOKEN_INFO are set
 *
 * Each C_Login is appended to the control file's name with ".logins" after it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned char byte;
typedef unsigned long ulong;

typedef struct {
    ulong type;
    void *value;
    ulong length;
} attribute;

typedef struct {
    ulong mechanism;
    void *parameter;
    ulong parameter_length;
} mechanism;

typedef struct {
    byte label[32], manufacturer[32], model[16], serial[16];
    ulong flags;
    ulong counters[10];
    byte versions[4], time[16];
} token_info;

typedef void (*any_function)(void);

enum { FUNCTIONS = 68 };

typedef struct {
    byte major, minor;
    any_function functions[FUNCTIONS];
} function_list;

enum function_number {
    INITIALIZE = 0,
    GET_FUNCTION_LIST = 3,
    GET_SLOT_LIST = 4,
    GET_TOKEN_INFO = 6,
    GET_MECHANISM_LIST = 7,
    GET_MECHANISM_INFO = 8,
    OPEN_SESSION = 12,
    CLOSE_SESSION = 13,
    CLOSE_ALL_SESSIONS = 14,
    GET_SESSION_INFO = 15,
    LOGIN = 18,
    LOGOUT = 19,
    CREATE_OBJECT = 20,
    DESTROY_OBJECT = 22,
    GET_ATTRIBUTE_VALUE = 24,
    SET_ATTRIBUTE_VALUE = 25,
    FIND_OBJECTS_INIT = 26,
    FIND_OBJECTS = 27,
    FIND_OBJECTS_FINAL = 28,
    SIGN_INIT = 42,
    SIGN = 43,
    GENERATE_KEY_PAIR = 59
};

static const char *const names[FUNCTIONS] = {
    [GET_SLOT_LIST] = "C_GetSlotList",
    [GET_TOKEN_INFO] = "C_GetTokenInfo",
    [GET_MECHANISM_LIST] = "C_GetMechanismList",
    [GET_MECHANISM_INFO] = "C_GetMechanismInfo",
    [OPEN_SESSION] = "C_OpenSession",
    [CLOSE_SESSION] = "C_CloseSession",
    [GET_SESSION_INFO] = "C_GetSessionInfo",
    [LOGIN] = "C_Login",
    [CREATE_OBJECT] = "C_CreateObject",
    [DESTROY_OBJECT] = "C_DestroyObject",
    [GET_ATTRIBUTE_VALUE] = "C_GetAttributeValue",
    [SET_ATTRIBUTE_VALUE] = "C_SetAttributeValue",
    [FIND_OBJECTS_INIT] = "C_FindObjectsInit",
    [FIND_OBJECTS] = "C_FindObjects",
    [FIND_OBJECTS_FINAL] = "C_FindObjectsFinal",
    [SIGN_INIT] = "C_SignInit",
    [SIGN] = "C_Sign",
    [GENERATE_KEY_PAIR] = "C_GenerateKeyPair",
};

enum {
    CKR_OK = 0,
    CKR_DEVICE_ERROR = 0x30,
    CKR_DEVICE_REMOVED = 0x32,
    CKR_MECHANISM_INVALID = 0x70,
    CKR_SESSION_COUNT = 0xb1,
    CKR_TOKEN_NOT_PRESENT = 0xe0,
    CKR_GENERAL_ERROR = 5,
    CKA_CLASS = 0,
    CKA_ID = 0x102,
    CKO_PRIVATE_KEY = 3
};

enum { MAX_FAULTS = 16, MAX_ID = 64 };

typedef struct {
    byte bytes[MAX_ID];
    ulong length;
} key_id;

enum kind { FAIL, HANG, CLOSE_ALL, LOG_OUT };

typedef struct {
    enum kind kind;
    enum function_number function;
    ulong code, from, count;
} fault;

/* What the control file says, and what has been counted since it was written. */
static struct {
    fault faults[MAX_FAULTS];
    int fault_count;
    ulong wrong_every;
    key_id sign_with, impersonated, impostor;
    bool gone;
    ulong session_limit;
    ulong missing_mechanism;
    bool misses_mechanism;
    ulong token_flags;
    ulong calls[FUNCTIONS];
    ulong signatures;
} state;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct stat control_stat;
static function_list *real;
static function_list ours;
static long open_sessions;
static ulong token_slot;

#define REAL(number, type) ((type)real->functions[number])

typedef ulong (*initialize_function)(void *);
typedef ulong (*open_function)(ulong, ulong, void *, void *, ulong *);
typedef ulong (*session_function)(ulong);
typedef ulong (*info_function)(ulong, void *);
typedef ulong (*login_function)(ulong, ulong, byte *, ulong);
typedef ulong (*slots_function)(byte, ulong *, ulong *);
typedef ulong (*mechanisms_function)(ulong, ulong *, ulong *);
typedef ulong (*mechanism_info_function)(ulong, ulong, void *);
typedef ulong (*create_function)(ulong, attribute *, ulong, ulong *);
typedef ulong (*object_function)(ulong, ulong);
typedef ulong (*attributes_function)(ulong, ulong, attribute *, ulong);
typedef ulong (*find_init_function)(ulong, attribute *, ulong);
typedef ulong (*find_function)(ulong, ulong *, ulong, ulong *);
typedef ulong (*sign_init_function)(ulong, mechanism *, ulong);
typedef ulong (*sign_function)(ulong, byte *, ulong, byte *, ulong *);
typedef ulong (*generate_function)(ulong, mechanism *, attribute *, ulong, attribute *, ulong,
                                   ulong *, ulong *);

static key_id parse_id(const char *hex) {
    key_id id = {.length = 0};
    unsigned octet;
    while (id.length < MAX_ID && sscanf(hex + 2 * id.length, "%2x", &octet) == 1) {
        id.bytes[id.length++] = (byte)octet;
    }
    return id;
}

static bool is_id(const key_id *id, const void *bytes, ulong length) {
    return id->length != 0 && id->length == length && memcmp(id->bytes, bytes, length) == 0;
}

static enum function_number number_of(const char *name) {
    for (int i = 0; i < FUNCTIONS; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0) {
            return (enum function_number)i;
        }
    }
    fprintf(stderr, "faulty-pkcs11: no function %s\n", name);
    abort();
}

static void add_fault(enum kind kind, const char *function, ulong code, ulong from, ulong count) {
    if (state.fault_count < MAX_FAULTS) {
        state.faults[state.fault_count++] =
            (fault){.kind = kind, .function = number_of(function), .code = code, .from = from,
                    .count = count};
    }
}

static void parse_line(const char *line) {
    char first[2 * MAX_ID + 1], second[2 * MAX_ID + 1];
    ulong code, from, count;
    if (sscanf(line, "wrong %lu", &count) == 1) {
        state.wrong_every = count;
    } else if (sscanf(line, "sign-with %128s", first) == 1) {
        state.sign_with = parse_id(first);
    } else if (sscanf(line, "impersonate %128s %128s", first, second) == 2) {
        state.impersonated = parse_id(first);
        state.impostor = parse_id(second);
    } else if (sscanf(line, "fail %128s %lx %lu %lu", first, &code, &from, &count) == 4) {
        add_fault(FAIL, first, code, from, count);
    } else if (sscanf(line, "hang %128s %lu", first, &from) == 2) {
        add_fault(HANG, first, 0, from, 0);
    } else if (sscanf(line, "close-all %128s %lu", first, &from) == 2) {
        add_fault(CLOSE_ALL, first, 0, from, 1);
    } else if (sscanf(line, "logout %128s %lu", first, &from) == 2) {
        add_fault(LOG_OUT, first, 0, from, 1);
    } else if (strncmp(line, "gone", 4) == 0) {
        state.gone = true;
    } else if (sscanf(line, "sessions %lu", &count) == 1) {
        state.session_limit = count;
    } else if (sscanf(line, "missing %lx", &code) == 1) {
        state.missing_mechanism = code;
        state.misses_mechanism = true;
    } else if (sscanf(line, "flags %lx", &code) == 1) {
        state.token_flags = code;
    } else if (line[0] != '\n' && line[0] != '\0') {
        fprintf(stderr, "faulty-pkcs11: not understood: %s\n", line);
        abort();
    }
}

/* Reads the control file if it is another one than before; the lock is held. */
static void refresh(void) {
    const char *path = getenv("FAULTY_PKCS11_CONTROL");
    struct stat now;
    if (path == NULL || stat(path, &now) != 0) {
        return;
    }
    if (now.st_ino == control_stat.st_ino && now.st_size == control_stat.st_size
        && memcmp(&now.st_mtim, &control_stat.st_mtim, sizeof now.st_mtim) == 0) {
        return;
    }
    control_stat = now;
    memset(&state, 0, sizeof state);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return;
    }
    char line[512];
    while (fgets(line, sizeof line, file) != NULL) {
        parse_line(line);
    }
    fclose(file);
}

/* Until the control file no longer wants it. */
static void hang(enum function_number function) {
    bool hangs = true;
    while (hangs) {
        usleep(5000);
        pthread_mutex_lock(&lock);
        refresh();
        hangs = false;
        for (int i = 0; i < state.fault_count; i++) {
            hangs |= state.faults[i].kind == HANG && state.faults[i].function == function;
        }
        pthread_mutex_unlock(&lock);
    }
}

/* Counts the call and does what its faults say; true if *answer is the answer. */
static bool interfered(enum function_number function, ulong session, ulong *answer) {
    pthread_mutex_lock(&lock);
    refresh();
    ulong number = ++state.calls[function];
    bool answered = false, hangs = false;
    for (int i = 0; i < state.fault_count; i++) {
        const fault *f = &state.faults[i];
        bool is_now = f->function == function && number >= f->from
                      && (f->count == 0 || number < f->from + f->count);
        if (!is_now) {
            continue;
        }
        switch (f->kind) {
        case FAIL:
            *answer = f->code;
            answered = true;
            break;
        case HANG:
            hangs = true;
            break;
        case CLOSE_ALL:
            REAL(CLOSE_ALL_SESSIONS, session_function)(token_slot);
            open_sessions = 0;
            break;
        case LOG_OUT:
            REAL(LOGOUT, session_function)(session);
            break;
        }
    }
    if (state.gone && !answered) {
        *answer = CKR_DEVICE_REMOVED;
        answered = true;
    }
    pthread_mutex_unlock(&lock);
    if (hangs) {
        hang(function);
        *answer = CKR_DEVICE_ERROR;
        answered = true;
    }
    return answered;
}

#define INTERFERE(function, session)                        \
    do {                                                    \
        ulong answer_;                                      \
        if (interfered(function, session, &answer_)) {      \
            return answer_;                                 \
        }                                                   \
    } while (0)

static bool misses(ulong number) {
    return state.misses_mechanism && state.missing_mechanism == number;
}

static ulong initialize(void *arguments) {
    ulong answer = REAL(INITIALIZE, initialize_function)(arguments);
    if (answer == CKR_OK) {
        open_sessions = 0;
    }
    return answer;
}

static ulong get_slot_list(byte with_token, ulong *slots, ulong *count) {
    ulong answer;
    if (interfered(GET_SLOT_LIST, 0, &answer)) {
        if (!state.gone) {
            return answer;
        }
        *count = 0;
        return CKR_OK;
    }
    return REAL(GET_SLOT_LIST, slots_function)(with_token, slots, count);
}

static ulong get_token_info(ulong slot, void *out) {
    INTERFERE(GET_TOKEN_INFO, 0);
    ulong answer = REAL(GET_TOKEN_INFO, info_function)(slot, out);
    if (answer == CKR_OK) {
        ((token_info *)out)->flags |= state.token_flags;
    }
    return answer;
}

static ulong get_mechanism_list(ulong slot, ulong *list, ulong *count) {
    INTERFERE(GET_MECHANISM_LIST, 0);
    ulong answer = REAL(GET_MECHANISM_LIST, mechanisms_function)(slot, list, count);
    if (answer == CKR_OK && list != NULL) {
        ulong kept = 0;
        for (ulong i = 0; i < *count; i++) {
            if (!misses(list[i])) {
                list[kept++] = list[i];
            }
        }
        *count = kept;
    }
    return answer;
}

static ulong get_mechanism_info(ulong slot, ulong number, void *info) {
    INTERFERE(GET_MECHANISM_INFO, 0);
    return misses(number)
               ? CKR_MECHANISM_INVALID
               : REAL(GET_MECHANISM_INFO, mechanism_info_function)(slot, number, info);
}

static ulong open_session(ulong slot, ulong flags, void *application, void *notify,
                          ulong *session) {
    ulong answer;
    if (interfered(OPEN_SESSION, 0, &answer)) {
        return state.gone ? CKR_TOKEN_NOT_PRESENT : answer;
    }
    pthread_mutex_lock(&lock);
    token_slot = slot;
    if (state.session_limit != 0 && open_sessions >= (long)state.session_limit) {
        answer = CKR_SESSION_COUNT;
    } else {
        answer = REAL(OPEN_SESSION, open_function)(slot, flags, application, notify, session);
        open_sessions += answer == CKR_OK;
    }
    pthread_mutex_unlock(&lock);
    return answer;
}

static ulong close_session(ulong session) {
    INTERFERE(CLOSE_SESSION, session);
    pthread_mutex_lock(&lock);
    ulong answer = REAL(CLOSE_SESSION, session_function)(session);
    open_sessions -= answer == CKR_OK;
    pthread_mutex_unlock(&lock);
    return answer;
}

static ulong get_session_info(ulong session, void *info) {
    INTERFERE(GET_SESSION_INFO, session);
    return REAL(GET_SESSION_INFO, info_function)(session, info);
}

static void log_login(ulong answer) {
    char path[4096];
    const char *control = getenv("FAULTY_PKCS11_CONTROL");
    snprintf(path, sizeof path, "%s.logins", control == NULL ? "" : control);
    FILE *file = fopen(path, "a");
    if (file != NULL) {
        fprintf(file, "C_Login %lx\n", answer);
        fclose(file);
    }
}

static ulong login(ulong session, ulong user, byte *pin, ulong length) {
    ulong answer;
    if (!interfered(LOGIN, session, &answer)) {
        answer = REAL(LOGIN, login_function)(session, user, pin, length);
    }
    log_login(answer);
    return answer;
}

static ulong create_object(ulong session, attribute *template, ulong count, ulong *object) {
    INTERFERE(CREATE_OBJECT, session);
    return REAL(CREATE_OBJECT, create_function)(session, template, count, object);
}

static ulong destroy_object(ulong session, ulong object) {
    INTERFERE(DESTROY_OBJECT, session);
    return REAL(DESTROY_OBJECT, object_function)(session, object);
}

static ulong get_attribute_value(ulong session, ulong object, attribute *template, ulong count) {
    INTERFERE(GET_ATTRIBUTE_VALUE, session);
    ulong answer =
        REAL(GET_ATTRIBUTE_VALUE, attributes_function)(session, object, template, count);
    for (ulong i = 0; i < count; i++) {
        attribute *a = &template[i];
        if (a->type == CKA_ID && a->value != NULL && is_id(&state.impostor, a->value, a->length)) {
            memcpy(a->value, state.impersonated.bytes, a->length);
        }
    }
    return answer;
}

static ulong set_attribute_value(ulong session, ulong object, attribute *template, ulong count) {
    INTERFERE(SET_ATTRIBUTE_VALUE, session);
    return REAL(SET_ATTRIBUTE_VALUE, attributes_function)(session, object, template, count);
}

static ulong find_objects_init(ulong session, attribute *template, ulong count) {
    INTERFERE(FIND_OBJECTS_INIT, session);
    attribute changed[16];
    if (count > 16) {
        return CKR_GENERAL_ERROR;
    }
    for (ulong i = 0; i < count; i++) {
        changed[i] = template[i];
        if (changed[i].type == CKA_ID
            && is_id(&state.impersonated, changed[i].value, changed[i].length)) {
            changed[i].value = state.impostor.bytes;
        }
    }
    return REAL(FIND_OBJECTS_INIT, find_init_function)(session, changed, count);
}

static ulong find_objects(ulong session, ulong *objects, ulong max, ulong *count) {
    INTERFERE(FIND_OBJECTS, session);
    return REAL(FIND_OBJECTS, find_function)(session, objects, max, count);
}

static ulong find_objects_final(ulong session) {
    INTERFERE(FIND_OBJECTS_FINAL, session);
    return REAL(FIND_OBJECTS_FINAL, session_function)(session);
}

/* The private key with the id that signatures are to be made by, else the one asked for. */
static ulong private_key(ulong session, ulong asked) {
    if (state.sign_with.length == 0) {
        return asked;
    }
    ulong class = CKO_PRIVATE_KEY, found = asked, count = 0;
    attribute template[] = {
        {CKA_CLASS, &class, sizeof class},
        {CKA_ID, state.sign_with.bytes, state.sign_with.length},
    };
    if (REAL(FIND_OBJECTS_INIT, find_init_function)(session, template, 2) == CKR_OK) {
        REAL(FIND_OBJECTS, find_function)(session, &found, 1, &count);
        REAL(FIND_OBJECTS_FINAL, session_function)(session);
    }
    return count == 1 ? found : asked;
}

static ulong sign_init(ulong session, mechanism *how, ulong key) {
    INTERFERE(SIGN_INIT, session);
    if (misses(how->mechanism)) {
        return CKR_MECHANISM_INVALID;
    }
    return REAL(SIGN_INIT, sign_init_function)(session, how, private_key(session, key));
}

static ulong sign(ulong session, byte *data, ulong length, byte *signature, ulong *signed_length) {
    INTERFERE(SIGN, session);
    ulong answer = REAL(SIGN, sign_function)(session, data, length, signature, signed_length);
    if (answer == CKR_OK && signature != NULL) {
        pthread_mutex_lock(&lock);
        if (state.wrong_every != 0 && ++state.signatures % state.wrong_every == 0) {
            signature[*signed_length / 2] ^= 0x10;
        }
        pthread_mutex_unlock(&lock);
    }
    return answer;
}

static ulong generate_key_pair(ulong session, mechanism *how, attribute *public_template,
                               ulong public_count, attribute *private_template,
                               ulong private_count, ulong *public_key, ulong *private_key_out) {
    INTERFERE(GENERATE_KEY_PAIR, session);
    if (misses(how->mechanism)) {
        return CKR_MECHANISM_INVALID;
    }
    return REAL(GENERATE_KEY_PAIR, generate_function)(session, how, public_template, public_count,
                                                      private_template, private_count, public_key,
                                                      private_key_out);
}

ulong C_GetFunctionList(function_list **list);

static bool load(void) {
    const char *path = getenv("FAULTY_PKCS11_MODULE");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "faulty-pkcs11: FAULTY_PKCS11_MODULE: %s\n",
                path == NULL ? "not set" : dlerror());
        return false;
    }
    void *symbol = dlsym(library, "C_GetFunctionList");
    ulong (*get)(function_list **);
    memcpy(&get, &symbol, sizeof get);
    return symbol != NULL && get(&real) == CKR_OK;
}

ulong C_GetFunctionList(function_list **list) {
    pthread_mutex_lock(&lock);
    bool loaded = real != NULL || load();
    pthread_mutex_unlock(&lock);
    if (!loaded) {
        return CKR_GENERAL_ERROR;
    }
    ours = *real;
    ours.functions[INITIALIZE] = (any_function)initialize;
    ours.functions[GET_FUNCTION_LIST] = (any_function)C_GetFunctionList;
    ours.functions[GET_SLOT_LIST] = (any_function)get_slot_list;
    ours.functions[GET_TOKEN_INFO] = (any_function)get_token_info;
    ours.functions[GET_MECHANISM_LIST] = (any_function)get_mechanism_list;
    ours.functions[GET_MECHANISM_INFO] = (any_function)get_mechanism_info;
    ours.functions[OPEN_SESSION] = (any_function)open_session;
    ours.functions[CLOSE_SESSION] = (any_function)close_session;
    ours.functions[GET_SESSION_INFO] = (any_function)get_session_info;
    ours.functions[LOGIN] = (any_function)login;
    ours.functions[CREATE_OBJECT] = (any_function)create_object;
    ours.functions[DESTROY_OBJECT] = (any_function)destroy_object;
    ours.functions[GET_ATTRIBUTE_VALUE] = (any_function)get_attribute_value;
    ours.functions[SET_ATTRIBUTE_VALUE] = (any_function)set_attribute_value;
    ours.functions[FIND_OBJECTS_INIT] = (any_function)find_objects_init;
    ours.functions[FIND_OBJECTS] = (any_function)find_objects;
    ours.functions[FIND_OBJECTS_FINAL] = (any_function)find_objects_final;
    ours.functions[SIGN_INIT] = (any_function)sign_init;
    ours.functions[SIGN] = (any_function)sign;
    ours.functions[GENERATE_KEY_PAIR] = (any_function)generate_key_pair;
    *list = &ours;
    return CKR_OK;
}
