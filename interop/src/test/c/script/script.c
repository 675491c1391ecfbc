/*
 * pkcs11-script MODULE TOKEN-LABEL SO-PIN USER-PIN [SECTION]
 *
 * Runs several hundred PKCS#11 calls, right ones and wrong ones, and prints a line for each: the same
 * script on two modules, and a comparison of the lines, shows where they differ. Each section is a
 * process, so that a module that crashes loses that section only.
 */
#include "script.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

functions_t *p11;
ulong_t slot;
byte *so_pin, *user_pin;
byte yes = 1, no = 0;
byte p256[10] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
byte p384[7] = { 6, 5, 0x2b, 0x81, 4, 0, 0x22 };
byte p521[7] = { 6, 5, 0x2b, 0x81, 4, 0, 0x23 };
byte edwards25519[14] = "\x13\x0c" "edwards25519";

const char *token_label;

static const char *section_name = "";

ulong_t step(const char *name, ulong_t answer)
{
    return stepf(answer, "%s", name);
}

ulong_t stepf(ulong_t answer, const char *format, ...)
{
    va_list arguments;
    printf("\n%s/", section_name);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf(" %s", ckr_name(answer));
    fflush(stdout);
    return answer;
}

void note(const char *format, ...)
{
    va_list arguments;
    putchar(' ');
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    fflush(stdout);
}

void note_bytes(const char *name, const byte *value, ulong_t length)
{
    printf(" %s=", name);
    for (ulong_t i = 0; i < length && i < 512; i++) {
        printf("%02x", value[i]);
    }
    fflush(stdout);
}

void need(ulong_t answer, const char *what)
{
    if (answer != 0) {
        printf("\n%s/needed-%s %s", section_name, what, ckr_name(answer));
        fflush(stdout);
        _exit(1);
    }
}

void start(void)
{
    need(p11->C_Initialize(NULL), "C_Initialize");
    ulong_t slots[64], count = 64;
    need(p11->C_GetSlotList(1, slots, &count), "C_GetSlotList");
    size_t length = strlen(token_label);
    for (ulong_t i = 0; i < count; i++) {
        token_info_t info;
        if (p11->C_GetTokenInfo(slots[i], &info) == 0 && memcmp(info.label, token_label, length) == 0
            && (length == 32 || info.label[length] == ' ')) {
            slot = slots[i];
            return;
        }
    }
    need(0xe0, "token");
}

static ulong_t open_with(ulong_t flags)
{
    ulong_t session = 0;
    need(p11->C_OpenSession(slot, flags, NULL, NULL, &session), "C_OpenSession");
    return session;
}

ulong_t open_ro(void)
{
    return open_with(CKF_SERIAL_SESSION);
}

ulong_t open_rw(void)
{
    return open_with(CKF_SERIAL_SESSION | CKF_RW_SESSION);
}

ulong_t open_user(void)
{
    ulong_t session = open_rw();
    need(p11->C_Login(session, CKU_USER, PIN(user_pin)), "C_Login");
    return session;
}

int flag_of(ulong_t session, ulong_t object, ulong_t type)
{
    byte value = 2;
    attribute_t read = { type, &value, 1 };
    return p11->C_GetAttributeValue(session, object, &read, 1) == 0 && value < 2 ? value : -1;
}

void note_flag(ulong_t session, ulong_t object, const char *name, ulong_t type)
{
    note("%s=%d", name, flag_of(session, object, type));
}

void note_ulong(ulong_t session, ulong_t object, const char *name, ulong_t type)
{
    ulong_t value = 0;
    attribute_t read = { type, &value, sizeof value };
    ulong_t answer = p11->C_GetAttributeValue(session, object, &read, 1);
    if (answer == 0 && value != UNAVAILABLE) {
        note("%s=0x%lx", name, value);
    } else {
        note("%s=%s", name, answer == 0 ? "unavailable" : ckr_name(answer));
    }
}

void note_length(ulong_t session, ulong_t object, const char *name, ulong_t type)
{
    attribute_t read = { type, NULL, 0 };
    ulong_t answer = p11->C_GetAttributeValue(session, object, &read, 1);
    if (answer == 0) {
        note("%s:%lu", name, read.length);
    } else {
        note("%s:%s", name, ckr_name(answer));
    }
}

ulong_t count_objects(ulong_t session, attribute_t *template, ulong_t count)
{
    ulong_t found[64], more = 0, all = 0;
    if (p11->C_FindObjectsInit(session, template, count) != 0) {
        return UNAVAILABLE;
    }
    do {
        if (p11->C_FindObjects(session, found, 64, &more) != 0) {
            more = 0;
        }
        all += more;
    } while (more != 0);
    p11->C_FindObjectsFinal(session);
    return all;
}

void destroy_all(ulong_t session)
{
    ulong_t found[256], count = 0;
    need(p11->C_FindObjectsInit(session, NULL, 0), "C_FindObjectsInit");
    p11->C_FindObjects(session, found, 256, &count);
    p11->C_FindObjectsFinal(session);
    for (ulong_t i = 0; i < count; i++) {
        p11->C_DestroyObject(session, found[i]);
    }
}

ulong_t aes_key(ulong_t session, byte *value, ulong_t length)
{
    ulong_t key = 0;
    need(p11->C_CreateObject(session,
                             TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, CKK_AES),
                                      BOOL(CKA_TOKEN, 0), BOOL(CKA_PRIVATE, 1), BOOL(CKA_ENCRYPT, 1),
                                      BOOL(CKA_DECRYPT, 1), BOOL(CKA_WRAP, 1), BOOL(CKA_UNWRAP, 1),
                                      { CKA_VALUE, value, length }),
                             &key),
         "AES-key");
    return key;
}

ulong_t hmac_key(ulong_t session, byte *value, ulong_t length)
{
    ulong_t key = 0;
    need(p11->C_CreateObject(session,
                             TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY),
                                      ULONG(CKA_KEY_TYPE, CKK_GENERIC_SECRET), BOOL(CKA_TOKEN, 0),
                                      BOOL(CKA_PRIVATE, 1), BOOL(CKA_SIGN, 1), BOOL(CKA_VERIFY, 1),
                                      { CKA_VALUE, value, length }),
                             &key),
         "HMAC-key");
    return key;
}

void rsa_pair(ulong_t session, ulong_t *public, ulong_t *private)
{
    static byte exponent[] = { 1, 0, 1 };
    need(p11->C_GenerateKeyPair(session, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
                                TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048), BYTES(CKA_PUBLIC_EXPONENT, exponent),
                                         BOOL(CKA_VERIFY, 1), BOOL(CKA_ENCRYPT, 1), BOOL(CKA_WRAP, 1)),
                                TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_DECRYPT, 1), BOOL(CKA_UNWRAP, 1),
                                         BOOL(CKA_SENSITIVE, 1), BOOL(CKA_PRIVATE, 1)),
                                public, private),
         "RSA-pair");
}

void ec_pair(ulong_t session, ulong_t *public, ulong_t *private)
{
    need(p11->C_GenerateKeyPair(session, MECHANISM(CKM_EC_KEY_PAIR_GEN),
                                TEMPLATE(BYTES(CKA_EC_PARAMS, p256), BOOL(CKA_VERIFY, 1)),
                                TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_DERIVE, 1), BOOL(CKA_SENSITIVE, 1),
                                         BOOL(CKA_PRIVATE, 1)),
                                public, private),
         "EC-pair");
}

/* Destroys what an earlier section left behind. */
static void clean(void)
{
    start();
    destroy_all(open_user());
    need(p11->C_Finalize(NULL), "C_Finalize");
}

/* Whether it ran to its end. */
static int in_process(void (*run)(void))
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(120);
        run();
        fflush(stdout);
        /* An application that goes without a word is waited for, and its sessions are in the way. */
        p11->C_Finalize(NULL);
        _exit(0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("\n%s/ended-by-signal %d", section_name, WTERMSIG(status));
        fflush(stdout);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A section destroys the token objects it made; after one that did not come to its end they are. */
static void run_all(const section_t *sections, const char *only)
{
    for (const section_t *s = sections; s->run != NULL; s++) {
        static int is_clean;
        if (only == NULL || strcmp(only, s->name) == 0) {
            section_name = "clean";
            if (!is_clean) {
                in_process(clean);
            }
            section_name = s->name;
            is_clean = in_process(s->run);
        }
    }
}

int main(int count, char **arguments)
{
    if (count < 5 || count > 6) {
        fprintf(stderr, "usage: pkcs11-script MODULE TOKEN-LABEL SO-PIN USER-PIN [SECTION]\n");
        return 2;
    }
    void *module = dlopen(arguments[1], RTLD_NOW);
    void *symbol = module == NULL ? NULL : dlsym(module, "C_GetFunctionList");
    if (symbol == NULL) {
        fprintf(stderr, "pkcs11-script: %s\n", dlerror());
        return 3;
    }
    ulong_t (*list)(functions_t **);
    memcpy(&list, &symbol, sizeof list);
    if (list(&p11) != 0) {
        fprintf(stderr, "pkcs11-script: %s: C_GetFunctionList failed\n", arguments[1]);
        return 3;
    }
    token_label = arguments[2];
    so_pin = (byte *)arguments[3];
    user_pin = (byte *)arguments[4];
    const char *only = count == 6 ? arguments[5] : NULL;
    const section_t *all[] = { general_sections, session_sections, object_sections, key_sections,
                               sign_sections, cipher_sections, wrap_sections };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        run_all(all[i], only);
    }
    printf("\n");
    return 0;
}
