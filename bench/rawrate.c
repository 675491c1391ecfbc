/*
 * rawrate MODULE TOKEN PIN-FILE THREADS SECONDS
 *
 * How many P-256 signatures a second a PKCS#11 module makes when nothing stands between: a key that
 * lives for the session, one session a thread, C_SignInit and C_Sign over 32 bytes in a loop.
 *
 * The declarations are those parts of PKCS#11 2.40 that are used here; the function list is an
 * array of pointers after its version, so a function is known by its place in it.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long ulong_t;

struct attribute { ulong_t type; void *value; ulong_t length; };
struct mechanism { ulong_t type; void *parameter; ulong_t length; };
struct function_list { unsigned char version[2]; void *function[68]; };

enum place { INITIALIZE = 0, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12,
             LOGIN = 18, DESTROY_OBJECT = 22, SIGN_INIT = 42, SIGN = 43, GENERATE_KEY_PAIR = 59 };

#define CALL(place, ...) ((ulong_t (*)())p11->function[place])(__VA_ARGS__)

static struct function_list *p11;
static ulong_t slot, private_key;
static atomic_long signatures;
static atomic_int stop;

static void check(ulong_t answer, const char *call)
{
    if (answer != 0) {
        fprintf(stderr, "rawrate: %s answered 0x%lx\n", call, answer);
        exit(3);
    }
}

static ulong_t open_session(void)
{
    ulong_t session;
    check(CALL(OPEN_SESSION, slot, 6UL, NULL, NULL, &session), "C_OpenSession");
    return session;
}

static void *work(void *unused)
{
    struct mechanism ecdsa = { 0x1041, NULL, 0 };
    unsigned char data[32] = { 0 }, signature[64];
    ulong_t session = open_session();
    long made = 0;
    while (!stop) {
        ulong_t length = sizeof signature;
        data[made % 32]++;
        check(CALL(SIGN_INIT, session, &ecdsa, private_key), "C_SignInit");
        check(CALL(SIGN, session, data, (ulong_t)sizeof data, signature, &length), "C_Sign");
        made++;
    }
    signatures += made;
    return unused;
}

static void find_slot(const char *label)
{
    ulong_t slots[64], count = 64;
    check(CALL(GET_SLOT_LIST, (unsigned char)1, slots, &count), "C_GetSlotList");
    for (ulong_t i = 0; i < count; i++) {
        unsigned char info[512] = { 0 };
        check(CALL(GET_TOKEN_INFO, slots[i], info), "C_GetTokenInfo");
        size_t length = strlen(label);
        if (memcmp(info, label, length) == 0 && (length == 32 || info[length] == ' ')) {
            slot = slots[i];
            return;
        }
    }
    fprintf(stderr, "rawrate: no token %s\n", label);
    exit(3);
}

/* A key that stays, private and sensitive, as a signer's is: such a key costs SoftHSM more. */
static void generate(ulong_t session)
{
    static unsigned char p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
    unsigned char yes = 1;
    struct mechanism pair = { 0x1040, NULL, 0 };
    struct attribute public_half[] = { { 0x180, p256, sizeof p256 }, { 0x10a, &yes, 1 } };
    struct attribute private_half[] = { { 0x108, &yes, 1 }, { 1, &yes, 1 }, { 2, &yes, 1 },
                                        { 0x103, &yes, 1 } };
    ulong_t public_key;
    check(CALL(GENERATE_KEY_PAIR, session, &pair, public_half, 2UL, private_half, 4UL,
               &public_key, &private_key), "C_GenerateKeyPair");
}

static void log_in(ulong_t session, const char *file)
{
    char pin[256];
    FILE *in = fopen(file, "r");
    if (in == NULL || fgets(pin, sizeof pin, in) == NULL) {
        fprintf(stderr, "rawrate: cannot read %s\n", file);
        exit(3);
    }
    fclose(in);
    pin[strcspn(pin, "\r\n")] = 0;
    check(CALL(LOGIN, session, 1UL, pin, (ulong_t)strlen(pin)), "C_Login");
}

int main(int count, char **arguments)
{
    if (count != 6) {
        fprintf(stderr, "usage: rawrate MODULE TOKEN PIN-FILE THREADS SECONDS\n");
        return 2;
    }
    void *module = dlopen(arguments[1], RTLD_NOW);
    ulong_t (*list)(struct function_list **) =
        module == NULL ? NULL : (ulong_t (*)(struct function_list **))dlsym(module, "C_GetFunctionList");
    if (list == NULL) {
        fprintf(stderr, "rawrate: %s\n", dlerror());
        return 3;
    }
    check(list(&p11), "C_GetFunctionList");
    struct { void *mutex[4]; ulong_t flags; void *reserved; } os_locking = { { 0 }, 2, NULL };
    check(CALL(INITIALIZE, &os_locking), "C_Initialize");
    find_slot(arguments[2]);
    ulong_t session = open_session();
    log_in(session, arguments[3]);
    generate(session);

    int threads = atoi(arguments[4]);
    pthread_t thread[256];
    if (threads < 1 || threads > 256) {
        return 2;
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < threads; i++) {
        pthread_create(&thread[i], NULL, work, NULL);
    }
    struct timespec pause = { atoi(arguments[5]), 0 };
    nanosleep(&pause, NULL);
    stop = 1;
    for (int i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
    check(CALL(DESTROY_OBJECT, session, private_key), "C_DestroyObject");
    printf("%.0f\n", signatures / seconds);
    return 0;
}
