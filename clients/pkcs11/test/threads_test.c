/* Many threads, one library: each gets its own answer, also while the daemon comes and goes. */
#include "client.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "wire.h"

enum { THREADS = 8 };

static atomic_uint signatures;
static atomic_bool stop;
static int rounds;

static void *sign_many(void *context) {
    CK_SESSION_HANDLE session = client_session();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    for (int i = 0; i < rounds; i++) {
        CHECK_EQUAL(client_sign(session, key, (CK_BYTE)(i + *(int *)context)), CKR_OK);
    }
    CHECK_EQUAL(C_CloseSession(session), CKR_OK);
    return NULL;
}

static void run_threads(void *(*run)(void *)) {
    pthread_t threads[THREADS];
    int numbers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i * 17;
        CHECK(pthread_create(&threads[i], NULL, run, &numbers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

static void threads_each_haveAConnection(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    client_ready();
    rounds = 200;
    run_threads(sign_many);
    CHECK(daemon_connections(daemon) <= THREADS + 1);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_ONCE) + daemon_count(daemon, WIRE_SIGN),
                THREADS * 200);
    client_stop();
    daemon_end(daemon);
}

static void connections_fewerThanThreads_areShared(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("connections = 2");
    client_ready();
    rounds = 100;
    run_threads(sign_many);
    CHECK(daemon_connections(daemon) <= 2);
    client_stop();
    daemon_end(daemon);
}

static CK_SESSION_HANDLE shared_session;
static CK_OBJECT_HANDLE shared_key;

/* One session in many threads is wrong; what they are answered may be, but nothing breaks. */
static void *use_shared(void *context) {
    CK_BYTE byte = (CK_BYTE) * (int *)context;
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    for (int i = 0; i < 200; i++) {
        CK_BYTE signature[64];
        CK_ULONG length = sizeof signature;
        C_SignInit(shared_session, &mechanism, shared_key);
        C_Sign(shared_session, &byte, 1, signature, &length);
        CK_SESSION_HANDLE session = client_session();
        CHECK_EQUAL(C_CloseSession(session), CKR_OK);
    }
    return NULL;
}

static void session_usedByAll_staysWhole(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    shared_session = client_ready();
    shared_key = client_find(shared_session, CKO_PRIVATE_KEY);
    run_threads(use_shared);
    C_SessionCancel(shared_session, CKF_SIGN);
    CHECK_EQUAL(client_sign(shared_session, shared_key, 1), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static pthread_barrier_t all_ready;

/* Signs for as long as told; a call under way when the daemon went may fail, later ones not. */
static void *sign_until_told(void *context) {
    CK_SESSION_HANDLE session = client_session();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    pthread_barrier_wait(&all_ready);
    CK_BYTE byte = (CK_BYTE) * (int *)context;
    unsigned failures = 0;
    while (!stop) {
        if (client_sign(session, key, byte) == CKR_OK) {
            signatures++;
            failures = 0;
        } else {
            failures++;
        }
        CHECK(failures < 5);
    }
    return NULL;
}

/* Waits until the others have done so much more. */
static void wait_for_more(unsigned count) {
    unsigned before = signatures;
    while (signatures - before < count) {
        sched_yield();
    }
}

static void *kill_repeatedly(void *context) {
    struct daemon *daemon = context;
    pthread_barrier_wait(&all_ready);
    for (int i = 0; i < 10; i++) {
        wait_for_more(200);
        daemon_kill(daemon);
        daemon_return(daemon);
    }
    stop = true;
    return NULL;
}

static void daemon_killedUnderLoad_clientsGoOn(void) {
    struct daemon *daemon = daemon_start(client_socket());
    pthread_t killer;
    client_start("");
    CK_SESSION_HANDLE first = client_ready();
    CHECK(pthread_barrier_init(&all_ready, NULL, THREADS + 1) == 0);
    CHECK(pthread_create(&killer, NULL, kill_repeatedly, daemon) == 0);
    run_threads(sign_until_told);
    CHECK(pthread_join(killer, NULL) == 0);
    pthread_barrier_destroy(&all_ready);
    CHECK_EQUAL(daemon_count(daemon, WIRE_LOGIN), 1);
    CHECK_EQUAL(client_sign(first, client_find(first, CKO_PRIVATE_KEY), 1), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void *sign_until_finalized(void *context) {
    CK_BYTE byte = (CK_BYTE) * (int *)context;
    CK_RV rv = CKR_OK;
    while (rv != CKR_CRYPTOKI_NOT_INITIALIZED) {
        signatures++;
        CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
        CK_BYTE signature[64];
        CK_ULONG length = sizeof signature;
        rv = C_SignInit(shared_session, &mechanism, shared_key);
        if (rv == CKR_OK) {
            rv = C_Sign(shared_session, &byte, 1, signature, &length);
        }
    }
    return NULL;
}

static void *finalize_soon(void *context) {
    (void)context;
    wait_for_more(500);
    CHECK_EQUAL(C_Finalize(NULL), CKR_OK);
    return NULL;
}

static void finalize_duringCalls_waitsForThem(void) {
    struct daemon *daemon = daemon_start(client_socket());
    pthread_t finalizer;
    client_start("");
    shared_session = client_ready();
    shared_key = client_find(shared_session, CKO_PRIVATE_KEY);
    CHECK(pthread_create(&finalizer, NULL, finalize_soon, NULL) == 0);
    run_threads(sign_until_finalized);
    CHECK(pthread_join(finalizer, NULL) == 0);
    daemon_end(daemon);
}

int main(void) {
    RUN(threads_each_haveAConnection);
    RUN(connections_fewerThanThreads_areShared);
    RUN(session_usedByAll_staysWhole);
    RUN(daemon_killedUnderLoad_clientsGoOn);
    RUN(finalize_duringCalls_waitsForThem);
    return 0;
}
