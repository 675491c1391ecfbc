/* The daemon goes away in every way, and the program notices as little as may be. */
#include "client.h"

#include "wire.h"

static void restart(struct daemon *daemon) {
    daemon_kill(daemon);
    daemon_return(daemon);
}

static void signature_afterRestart_goesOn(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    for (CK_BYTE i = 0; i < 3; i++) {
        restart(daemon);
        CHECK_EQUAL(client_sign(session, key, i), CKR_OK);
        CHECK_EQUAL(client_sign(session, key, i), CKR_OK);
        CHECK_EQUAL(daemon_count(daemon, WIRE_LOGIN), 1);
        CHECK_EQUAL(daemon_count(daemon, WIRE_RESUME), i + 1);
    }
    client_stop();
    daemon_end(daemon);
}

static void key_foundButNotUsed_survivesARestart(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    restart(daemon);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    CHECK_EQUAL(client_find(session, CKO_PRIVATE_KEY), key);
    client_stop();
    daemon_end(daemon);
}

static void session_openedAfterRestart_isLoggedIn(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    client_ready();
    restart(daemon);
    CK_SESSION_HANDLE session = client_session();
    CK_SESSION_INFO info;
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    CHECK_EQUAL(info.state, CKS_RW_USER_FUNCTIONS);
    client_stop();
    daemon_end(daemon);
}

static void login_ended_isNotRenewed(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_SESSION_INFO info;
    CHECK_EQUAL(C_Logout(session), CKR_OK);
    restart(daemon);
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    CHECK_EQUAL(info.state, CKS_RW_PUBLIC_SESSION);
    CHECK_EQUAL(daemon_count(daemon, WIRE_RESUME), 0);
    client_stop();
    daemon_end(daemon);
}

static void officer_afterRestart_isNotLoggedIn(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_session();
    CK_SESSION_INFO info;
    CHECK_EQUAL(C_Login(session, CKU_SO, (CK_UTF8CHAR_PTR) "1234", 4), CKR_OK);
    restart(daemon);
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    CHECK_EQUAL(info.state, CKS_RW_PUBLIC_SESSION);
    CHECK_EQUAL(daemon_count(daemon, WIRE_RESUME), 0);
    client_stop();
    daemon_end(daemon);
}

static void operation_running_failsOnce(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA_SHA256, NULL, 0};
    CK_SESSION_INFO info;
    CK_BYTE part = 1;
    CK_BYTE signature[64];
    CK_ULONG length = sizeof signature;
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OK);
    restart(daemon);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_DEVICE_ERROR);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OPERATION_NOT_INITIALIZED);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OK);
    restart(daemon);
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    CHECK_EQUAL(C_SignFinal(session, signature, &length), CKR_DEVICE_ERROR);
    CHECK_EQUAL(C_SignFinal(session, signature, &length), CKR_OPERATION_NOT_INITIALIZED);
    client_stop();
    daemon_end(daemon);
}

static void sessionObject_afterRestart_failsOnceAndIsGone(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE object;
    CK_ULONG size;
    CHECK_EQUAL(C_CreateObject(session, NULL, 0, &object), CKR_OK);
    restart(daemon);
    CHECK_EQUAL(C_GetObjectSize(session, object, &size), CKR_DEVICE_ERROR);
    CHECK_EQUAL(C_GetObjectSize(session, object, &size), CKR_OBJECT_HANDLE_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void connection_broken_isReplaced(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_fault(daemon, WIRE_SIGN_ONCE, FAULT_CLOSE_BEFORE);
    CHECK_EQUAL(client_sign(session, key, 2), CKR_OK);
    daemon_fault(daemon, WIRE_SIGN_ONCE, FAULT_CLOSE_AFTER);
    CHECK_EQUAL(client_sign(session, key, 3), CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_RESUME), 0);
    client_stop();
    daemon_end(daemon);
}

static void creation_answerLost_isMadeOnce(void) {
    static const enum fault faults[] = {FAULT_CLOSE_BEFORE, FAULT_CLOSE_AFTER, FAULT_RESTART_AFTER};
    CK_MECHANISM mechanism = {CKM_EC_KEY_PAIR_GEN, NULL, 0};
    CK_BBOOL yes = CK_TRUE;
    CK_ATTRIBUTE token = {CKA_TOKEN, &yes, sizeof yes};
    for (size_t i = 0; i < 3; i++) {
        struct daemon *daemon = daemon_start(client_socket());
        client_start("");
        CK_SESSION_HANDLE session = client_ready();
        CK_OBJECT_HANDLE public_key;
        CK_OBJECT_HANDLE private_key;
        daemon_fault(daemon, WIRE_GENERATE_KEY_PAIR, faults[i]);
        CHECK_EQUAL(C_GenerateKeyPair(session, &mechanism, &token, 1, &token, 1, &public_key,
                                      &private_key),
                    CKR_OK);
        CHECK_EQUAL(daemon_objects(daemon), 4);
        CHECK_EQUAL(client_sign(session, private_key, 7), CKR_OK);
        daemon_fault(daemon, WIRE_DESTROY_OBJECT, faults[i]);
        CHECK_EQUAL(C_DestroyObject(session, public_key), CKR_OK);
        CHECK_EQUAL(daemon_objects(daemon), 3);
        client_stop();
        daemon_end(daemon);
    }
}

/* The key is made, and the daemon goes before the library has learnt how to find it again. */
static void creation_daemonGoneRightAfter_keyIsUsable(void) {
    CK_MECHANISM mechanism = {CKM_EC_KEY_PAIR_GEN, NULL, 0};
    CK_BBOOL yes = CK_TRUE;
    CK_ATTRIBUTE token = {CKA_TOKEN, &yes, sizeof yes};
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE public_key;
    CK_OBJECT_HANDLE private_key;
    daemon_fault(daemon, WIRE_GET_ATTRIBUTE_VALUE, FAULT_RESTART_AFTER);
    CHECK_EQUAL(C_GenerateKeyPair(session, &mechanism, &token, 1, &token, 1, &public_key,
                                  &private_key),
                CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_GENERATE_KEY_PAIR), 2);
    CHECK_EQUAL(daemon_objects(daemon), 4);
    restart(daemon);
    CHECK_EQUAL(client_sign(session, private_key, 7), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void search_daemonGoneRightAfter_keyIsUsable(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    daemon_fault(daemon, WIRE_GET_ATTRIBUTE_VALUE, FAULT_RESTART_AFTER);
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    restart(daemon);
    CHECK_EQUAL(client_sign(session, key, 7), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void login_answerLost_isNotSentAgain(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_session();
    daemon_fault(daemon, WIRE_LOGIN, FAULT_CLOSE_AFTER);
    CHECK_EQUAL(C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR) "9999", 4), CKR_DEVICE_ERROR);
    CHECK_EQUAL(daemon_count(daemon, WIRE_LOGIN), 1);
    client_stop();
    daemon_end(daemon);
}

static void login_staleConnection_isSentAtOnceOnAFreshOne(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_session();
    restart(daemon);
    client_login(session);
    CHECK_EQUAL(daemon_count(daemon, WIRE_LOGIN), 1);
    client_stop();
    daemon_end(daemon);
}

static void update_answerLost_endsTheOperation(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA_SHA256, NULL, 0};
    CK_BYTE part = 1;
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    daemon_fault(daemon, WIRE_SIGN_UPDATE, FAULT_CLOSE_AFTER);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_DEVICE_ERROR);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_UPDATE), 1);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OPERATION_NOT_INITIALIZED);
    /* The server may still have it; a new beginning ends that. */
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void beginning_answerLost_isBegunOnce(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("fuse = off");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    daemon_fault(daemon, WIRE_SIGN_INIT, FAULT_CLOSE_AFTER);
    CHECK_EQUAL(client_sign(session, key, 4), CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_INIT), 2);
    client_stop();
    daemon_end(daemon);
}

static void search_interrupted_isDoneOver(void) {
    static const enum fault faults[] = {FAULT_CLOSE_BEFORE, FAULT_CLOSE_AFTER, FAULT_RESTART_AFTER};
    static const enum wire_call calls[] = {WIRE_FIND_OBJECTS_INIT, WIRE_FIND_OBJECTS,
                                           WIRE_FIND_OBJECTS_FINAL};
    for (size_t i = 0; i < 9; i++) {
        struct daemon *daemon = daemon_start(client_socket());
        client_start("");
        CK_SESSION_HANDLE session = client_ready();
        CK_OBJECT_HANDLE objects[9];
        CK_ULONG count = 0;
        daemon_fault(daemon, calls[i / 3], faults[i % 3]);
        CHECK_EQUAL(C_FindObjectsInit(session, NULL, 0), CKR_OK);
        CHECK_EQUAL(C_FindObjects(session, objects, 9, &count), CKR_OK);
        CHECK_EQUAL(C_FindObjectsFinal(session), CKR_OK);
        CHECK_EQUAL(count, 2);
        CHECK_EQUAL(client_sign(session, client_find(session, CKO_PRIVATE_KEY), 8), CKR_OK);
        client_stop();
        daemon_end(daemon);
    }
}

static void daemon_goneForGood_failsWithinTheTime(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("connect-timeout = 300ms");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_ULONG count = 3;
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_kill(daemon);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_DEVICE_REMOVED);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_DEVICE_REMOVED);
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    CHECK_EQUAL(count, 0);
    daemon_return(daemon);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_kill(daemon);
    CHECK_EQUAL(C_CloseSession(session), CKR_OK);
    client_stop();
    daemon_return(daemon);
    daemon_end(daemon);
}

static void daemon_silent_failsWithinTheTime(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("call-timeout = 2s");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_fault(daemon, WIRE_SIGN_ONCE, FAULT_SILENCE);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_DEVICE_ERROR);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

/* The daemon runs on, but has ended our application; its connections are still open. */
static void application_ended_isBegunAgain(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA_SHA256, NULL, 0};
    CK_BYTE part = 1;
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_forget(daemon);
    CHECK_EQUAL(client_sign(session, key, 2), CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_RESUME), 1);
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_OK);
    daemon_forget(daemon);
    CHECK_EQUAL(C_SignUpdate(session, &part, 1), CKR_DEVICE_ERROR);
    daemon_forget(daemon);
    CHECK_EQUAL(C_Logout(session), CKR_OK);
    client_login(session);
    CHECK_EQUAL(client_sign(session, client_find(session, CKO_PRIVATE_KEY), 3), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

/* The second device has the same key under another unique id. The login does not go over. */
static void device_lost_theOtherTakesOver(void) {
    char path[100];
    char line[200];
    snprintf(path, sizeof path, "%s.2", client_socket());
    snprintf(line, sizeof line, "device = unix:%s\nconnect-timeout = 100ms", path);
    struct daemon *daemon = daemon_start(client_socket());
    struct daemon *other = daemon_start_other(path, "first public key");
    client_start(line);
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    CHECK_EQUAL(daemon_count(other, 0), 0);
    daemon_kill(daemon);
    CHECK_EQUAL(client_sign(session, key, 2), CKR_USER_NOT_LOGGED_IN);
    client_login(session);
    CHECK_EQUAL(client_sign(session, key, 3), CKR_OK);
    CHECK_EQUAL(client_sign(session, key, 4), CKR_OK);
    CHECK_EQUAL(daemon_count(other, WIRE_RESUME), 0);
    client_stop();
    daemon_return(daemon);
    daemon_end(daemon);
    daemon_end(other);
}

static void device_withAnotherKey_isNotUsedForThisOne(void) {
    char path[100];
    char line[200];
    snprintf(path, sizeof path, "%s.2", client_socket());
    snprintf(line, sizeof line, "device = unix:%s\nconnect-timeout = 100ms", path);
    struct daemon *daemon = daemon_start(client_socket());
    struct daemon *other = daemon_start_other(path, "another public key");
    client_start(line);
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    daemon_kill(daemon);
    CK_SESSION_INFO info;
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    client_login(session);
    CHECK_EQUAL(client_sign(session, key, 2), CKR_KEY_HANDLE_INVALID);
    CHECK_EQUAL(daemon_count(other, WIRE_SIGN_ONCE) + daemon_count(other, WIRE_SIGN), 0);
    client_stop();
    daemon_return(daemon);
    daemon_end(daemon);
    daemon_end(other);
}

int main(void) {
    RUN(signature_afterRestart_goesOn);
    RUN(key_foundButNotUsed_survivesARestart);
    RUN(session_openedAfterRestart_isLoggedIn);
    RUN(login_ended_isNotRenewed);
    RUN(officer_afterRestart_isNotLoggedIn);
    RUN(operation_running_failsOnce);
    RUN(sessionObject_afterRestart_failsOnceAndIsGone);
    RUN(connection_broken_isReplaced);
    RUN(creation_answerLost_isMadeOnce);
    RUN(creation_daemonGoneRightAfter_keyIsUsable);
    RUN(search_daemonGoneRightAfter_keyIsUsable);
    RUN(login_answerLost_isNotSentAgain);
    RUN(login_staleConnection_isSentAtOnceOnAFreshOne);
    RUN(update_answerLost_endsTheOperation);
    RUN(beginning_answerLost_isBegunOnce);
    RUN(search_interrupted_isDoneOver);
    RUN(daemon_goneForGood_failsWithinTheTime);
    RUN(daemon_silent_failsWithinTheTime);
    RUN(application_ended_isBegunAgain);
    RUN(device_lost_theOtherTakesOver);
    RUN(device_withAnotherKey_isNotUsedForThisOne);
    return 0;
}
