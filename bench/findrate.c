/*
 * findrate MODULE TOKEN PIN-FILE KEYS
 *
 * How long finding one key by its id and by its label takes in a token with 1 000 keys, and with ten
 * times more, up to KEYS. The keys are AES keys that stay in the token; a second run adds none that
 * are there. Microseconds for C_FindObjectsInit, C_FindObjects and C_FindObjectsFinal together.
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

enum { THREADS = 16, ROUNDS = 2000 };
enum place { INITIALIZE = 0, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18,
             FIND_INIT = 26, FIND = 27, FIND_FINAL = 28, GENERATE_KEY = 58 };

#define CALL(place, ...) ((ulong_t (*)())p11->function[place])(__VA_ARGS__)

static struct function_list *p11;
static ulong_t slot;
static atomic_long next;
static long until;

static void check(ulong_t answer, const char *call)
{
    if (answer != 0) {
        fprintf(stderr, "findrate: %s answered 0x%lx\n", call, answer);
        exit(3);
    }
}

static ulong_t open_session(void)
{
    ulong_t session;
    check(CALL(OPEN_SESSION, slot, 6UL, NULL, NULL, &session), "C_OpenSession");
    return session;
}

static void name_of(long number, char *name)
{
    snprintf(name, 32, "find-%08ld", number);
}

static ulong_t find(ulong_t session, ulong_t type, long number)
{
    char name[32];
    ulong_t found[2], count = 0;
    name_of(number, name);
    struct attribute template[] = { { type, name, strlen(name) } };
    check(CALL(FIND_INIT, session, template, 1UL), "C_FindObjectsInit");
    check(CALL(FIND, session, found, 2UL, &count), "C_FindObjects");
    check(CALL(FIND_FINAL, session), "C_FindObjectsFinal");
    return count;
}

static void *make(void *unused)
{
    static unsigned char yes = 1;
    ulong_t session = open_session(), length = 16, key;
    struct mechanism aes = { 0x1080, NULL, 0 };
    for (long number = next++; number < until; number = next++) {
        char name[32];
        name_of(number, name);
        struct attribute template[] = { { 1, &yes, 1 }, { 0x161, &length, sizeof length },
                                        { 3, name, strlen(name) }, { 0x102, name, strlen(name) } };
        check(CALL(GENERATE_KEY, session, &aes, template, 4UL, &key), "C_GenerateKey");
    }
    return unused;
}

static void fill(ulong_t session, long count)
{
    pthread_t thread[THREADS];
    until = count;
    while (next < until && find(session, 0x102, next) == 1) {
        next++;
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&thread[i], NULL, make, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
    }
    next = until;
}

static double micros(ulong_t session, ulong_t type, long count)
{
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < ROUNDS; i++) {
        if (find(session, type, random() % count) != 1) {
            fprintf(stderr, "findrate: a key is not there\n");
            exit(3);
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / 1e3 / ROUNDS;
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
    fprintf(stderr, "findrate: no token %s\n", label);
    exit(3);
}

static void log_in(ulong_t session, const char *file)
{
    char pin[256];
    FILE *in = fopen(file, "r");
    if (in == NULL || fgets(pin, sizeof pin, in) == NULL) {
        fprintf(stderr, "findrate: cannot read %s\n", file);
        exit(3);
    }
    fclose(in);
    pin[strcspn(pin, "\r\n")] = 0;
    check(CALL(LOGIN, session, 1UL, pin, (ulong_t)strlen(pin)), "C_Login");
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: findrate MODULE TOKEN PIN-FILE KEYS\n");
        return 2;
    }
    void *module = dlopen(arguments[1], RTLD_NOW);
    ulong_t (*list)(struct function_list **) =
        module == NULL ? NULL : (ulong_t (*)(struct function_list **))dlsym(module, "C_GetFunctionList");
    if (list == NULL) {
        fprintf(stderr, "findrate: %s\n", dlerror());
        return 3;
    }
    check(list(&p11), "C_GetFunctionList");
    struct { void *mutex[4]; ulong_t flags; void *reserved; } os_locking = { { 0 }, 2, NULL };
    check(CALL(INITIALIZE, &os_locking), "C_Initialize");
    find_slot(arguments[2]);
    ulong_t session = open_session();
    log_in(session, arguments[3]);
    long keys = atol(arguments[4]);
    for (long some = keys < 1000 ? keys : 1000; some <= keys; some *= 10) {
        fill(session, some);
        micros(session, 0x102, some);
        printf("  among %7ld   by id %7.1f us   by label %7.1f us\n", some, micros(session, 0x102, some),
               micros(session, 3, some));
        fflush(stdout);
    }
    return 0;
}
