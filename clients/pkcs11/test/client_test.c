/* The library as programs use it: what they are answered, and how many messages it costs. */
#include "client.h"

#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

static void library_notInitialized_saysSo(void) {
    CK_INFO info;
    CK_ULONG count = 0;
    CHECK_EQUAL(C_GetInfo(&info), CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, NULL, &count), CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK_EQUAL(C_CloseSession(1), CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK_EQUAL(C_Finalize(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK_EQUAL(C_AsyncJoin(1, NULL, 0, NULL, 0), CKR_CRYPTOKI_NOT_INITIALIZED);
}

static CK_RV any_mutex(CK_VOID_PTR_PTR mutex) {
    *mutex = NULL;
    return CKR_OK;
}

static CK_RV any_lock(CK_VOID_PTR mutex) {
    (void)mutex;
    return CKR_OK;
}

static void initialize_itsArguments_areChecked(void) {
    CK_C_INITIALIZE_ARGS arguments = {0};
    client_configure("");
    arguments.pReserved = &arguments;
    CHECK_EQUAL(C_Initialize(&arguments), CKR_ARGUMENTS_BAD);
    arguments.pReserved = NULL;
    arguments.CreateMutex = any_mutex;
    CHECK_EQUAL(C_Initialize(&arguments), CKR_ARGUMENTS_BAD);
    arguments.DestroyMutex = any_lock;
    arguments.LockMutex = any_lock;
    arguments.UnlockMutex = any_lock;
    CHECK_EQUAL(C_Initialize(&arguments), CKR_OK);
    CHECK_EQUAL(C_Initialize(NULL), CKR_CRYPTOKI_ALREADY_INITIALIZED);
    CHECK_EQUAL(C_Finalize(&arguments), CKR_ARGUMENTS_BAD);
    client_stop();
    arguments = (CK_C_INITIALIZE_ARGS){.flags = CKF_OS_LOCKING_OK};
    CHECK_EQUAL(C_Initialize(&arguments), CKR_OK);
    client_stop();
}

static void initialize_wrongConfiguration_fails(void) {
    client_configure("log-level = off\nfuse = perhaps");
    CHECK(freopen("/dev/null", "w", stderr) != NULL);
    CHECK_EQUAL(C_Initialize(NULL), CKR_GENERAL_ERROR);
    CHECK(freopen("/dev/stdout", "w", stderr) != NULL);
}

static void daemon_startedLater_isFound(void) {
    CK_ULONG count = 5;
    CK_SESSION_HANDLE session;
    CK_SLOT_INFO info;
    client_start("");
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    CHECK_EQUAL(count, 0);
    CHECK_EQUAL(C_GetSlotInfo(DAEMON_SLOT, &info), CKR_DEVICE_REMOVED);
    CHECK_EQUAL(C_OpenSession(DAEMON_SLOT, CKF_SERIAL_SESSION, NULL, NULL, &session),
                CKR_DEVICE_REMOVED);
    struct daemon *daemon = daemon_start(client_socket());
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    CHECK_EQUAL(count, 1);
    client_session();
    client_stop();
    daemon_end(daemon);
}

static void slots_listAndRoom_areAsTheStandardSays(void) {
    struct daemon *daemon = daemon_start(client_socket());
    CK_SLOT_ID slots[4];
    CK_ULONG count = 0;
    CK_TOKEN_INFO info;
    client_start("");
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, slots, &count), CKR_BUFFER_TOO_SMALL);
    CHECK_EQUAL(count, 1);
    CHECK_EQUAL(C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    CHECK_EQUAL(slots[0], DAEMON_SLOT);
    CHECK_EQUAL(C_GetTokenInfo(DAEMON_SLOT, &info), CKR_OK);
    CHECK(memcmp(info.label, "test token                      ", 32) == 0);
    CHECK_EQUAL(info.ulFreePublicMemory, CK_UNAVAILABLE_INFORMATION);
    CHECK(info.hardwareVersion.minor == 2 && info.firmwareVersion.major == 3);
    CHECK_EQUAL(C_WaitForSlotEvent(CKF_DONT_BLOCK, slots, NULL), CKR_NO_EVENT);
    CHECK_EQUAL(C_WaitForSlotEvent(0, slots, NULL), CKR_FUNCTION_NOT_SUPPORTED);
    client_stop();
    daemon_end(daemon);
}

static void session_closed_isInvalid(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_session();
    CK_SESSION_HANDLE other = client_session();
    CK_SESSION_INFO info;
    CHECK(session != other);
    CHECK_EQUAL(C_CloseSession(session), CKR_OK);
    CHECK_EQUAL(C_CloseSession(session), CKR_SESSION_HANDLE_INVALID);
    CHECK_EQUAL(C_GetSessionInfo(other, &info), CKR_OK);
    CHECK_EQUAL(info.slotID, DAEMON_SLOT);
    CHECK_EQUAL(C_CloseAllSessions(DAEMON_SLOT), CKR_OK);
    CHECK_EQUAL(C_GetSessionInfo(other, &info), CKR_SESSION_HANDLE_INVALID);
    CHECK_EQUAL(C_OpenSession(DAEMON_SLOT, 0, NULL, NULL, &session),
                CKR_SESSION_PARALLEL_NOT_SUPPORTED);
    CHECK_EQUAL(C_OpenSession(99, CKF_SERIAL_SESSION, NULL, NULL, &session), CKR_SLOT_ID_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void signature_second_isOneMessage(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 5), CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_INIT), 1);
    unsigned before = daemon_count(daemon, 0);
    for (CK_BYTE i = 0; i < 100; i++) {
        CHECK_EQUAL(client_sign(session, key, i), CKR_OK);
    }
    CHECK_EQUAL(daemon_count(daemon, 0) - before, 100);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_ONCE), 100);
    CHECK_EQUAL(daemon_connections(daemon), 1);
    client_stop();
    daemon_end(daemon);
}

static void signature_itsSize_isAnsweredHere(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    CK_BYTE signature[64];
    CK_ULONG length = 0;
    CHECK_EQUAL(client_sign(session, key, 5), CKR_OK);
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
    unsigned before = daemon_count(daemon, 0);
    CHECK_EQUAL(C_Sign(session, signature, 1, NULL, &length), CKR_OK);
    CHECK_EQUAL(length, 64);
    length = 63;
    CHECK_EQUAL(C_Sign(session, signature, 1, signature, &length), CKR_BUFFER_TOO_SMALL);
    CHECK_EQUAL(length, 64);
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OPERATION_ACTIVE);
    CHECK_EQUAL(daemon_count(daemon, 0), before);
    CHECK_EQUAL(C_Sign(session, signature, 1, signature, &length), CKR_OK);
    CHECK_EQUAL(C_Sign(session, signature, 1, signature, &length), CKR_OPERATION_NOT_INITIALIZED);
    CHECK_EQUAL(daemon_count(daemon, 0), before + 1);
    client_stop();
    daemon_end(daemon);
}

static void signature_errors_comeFromSignInit(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_OBJECT_HANDLE public_key = client_find(session, CKO_PUBLIC_KEY);
    CK_BYTE parameter = 0;
    CK_MECHANISM good = {CKM_ECDSA, NULL, 0};
    CK_MECHANISM wrong = {CKM_RSA_PKCS, NULL, 0};
    CK_MECHANISM spoilt = {CKM_ECDSA, &parameter, 1};
    CHECK_EQUAL(client_sign(session, key, 5), CKR_OK);
    CHECK_EQUAL(C_SignInit(session, &good, 4711), CKR_KEY_HANDLE_INVALID);
    CHECK_EQUAL(C_SignInit(session, &wrong, key), CKR_MECHANISM_INVALID);
    CHECK_EQUAL(C_SignInit(session, &spoilt, key), CKR_MECHANISM_PARAM_INVALID);
    CHECK_EQUAL(C_SignInit(session, &good, public_key), CKR_KEY_FUNCTION_NOT_PERMITTED);
    CHECK_EQUAL(C_SignInit(session, NULL, key), CKR_ARGUMENTS_BAD);
    CHECK_EQUAL(C_Logout(session), CKR_OK);
    CHECK_EQUAL(C_SignInit(session, &good, key), CKR_KEY_HANDLE_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void signature_keyDestroyedElsewhere_failsAndThenAtSignInit(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    CHECK_EQUAL(client_sign(session, key, 5), CKR_OK);
    daemon_destroy_key(daemon);
    CHECK_EQUAL(client_sign(session, key, 5), CKR_KEY_HANDLE_INVALID);
    CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_KEY_HANDLE_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void signature_inParts_runsInTheServer(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA_SHA256, NULL, 0};
    CK_BYTE part[] = {1, 2};
    CK_BYTE signature[64];
    for (int i = 0; i < 2; i++) {
        CK_ULONG length = sizeof signature;
        CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
        CHECK_EQUAL(C_SignUpdate(session, part, 2), CKR_OK);
        CHECK_EQUAL(C_SignUpdate(session, part, 2), CKR_OK);
        CHECK_EQUAL(C_SignFinal(session, signature, &length), CKR_OK);
        CHECK_EQUAL(signature[0], 6);
    }
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_INIT), 2);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_ONCE), 0);
    client_stop();
    daemon_end(daemon);
}

static void signature_ofMuch_goesInParts(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA_SHA256, NULL, 0};
    size_t size = 3 << 20;
    CK_BYTE *data = calloc(1, size);
    data[0] = 1;
    data[size - 1] = 2;
    for (int i = 0; i < 3; i++) {
        CK_BYTE signature[64];
        CK_ULONG length = sizeof signature;
        CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
        CHECK_EQUAL(C_Sign(session, data, size, NULL, &length), CKR_OK);
        CHECK_EQUAL(C_Sign(session, data, size, signature, &length), CKR_OK);
        CHECK_EQUAL(signature[0], 3);
    }
    free(data);
    client_stop();
    daemon_end(daemon);
}

static void signature_alwaysAuthenticate_isNeverFused(void) {
    struct daemon *daemon = daemon_start(client_socket());
    daemon_always_authenticate(daemon, true);
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    for (int i = 0; i < 3; i++) {
        CK_BYTE data = 9;
        CK_BYTE signature[64];
        CK_ULONG length = sizeof signature;
        CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
        CHECK_EQUAL(C_Login(session, CKU_CONTEXT_SPECIFIC, (CK_UTF8CHAR_PTR) "1234", 4), CKR_OK);
        CHECK_EQUAL(C_Sign(session, &data, 1, signature, &length), CKR_OK);
    }
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_INIT), 3);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_ONCE), 0);
    client_stop();
    daemon_end(daemon);
}

static void signature_fuseOff_isTwoMessages(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("fuse = off");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    for (int i = 0; i < 5; i++) {
        CHECK_EQUAL(client_sign(session, key, 5), CKR_OK);
    }
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_INIT), 5);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN), 5);
    CHECK_EQUAL(daemon_count(daemon, WIRE_SIGN_ONCE), 0);
    client_stop();
    daemon_end(daemon);
}

static void signature_cancelled_leavesNothing(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
        CHECK_EQUAL(C_SignInit(session, NULL, 0), CKR_OK);
        CHECK_EQUAL(C_SignInit(session, &mechanism, key), CKR_OK);
        CHECK_EQUAL(C_SessionCancel(session, CKF_SIGN), CKR_OK);
    }
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void attributes_someMissing_othersAreGiven(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_OBJECT_CLASS class = 0;
    CK_BYTE value[10];
    CK_ATTRIBUTE template[] = {
        {CKA_VALUE, value, sizeof value},
        {CKA_CLASS, &class, sizeof class},
        {CKA_LABEL, value, sizeof value},
        {CKA_EC_PARAMS, value, 2},
    };
    CHECK_EQUAL(C_GetAttributeValue(session, key, template + 1, 1), CKR_OK);
    CHECK_EQUAL(C_GetAttributeValue(session, key, template, 4), CKR_ATTRIBUTE_SENSITIVE);
    CHECK_EQUAL(class, CKO_PRIVATE_KEY);
    CHECK_EQUAL(template[0].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    CHECK_EQUAL(template[2].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    CHECK_EQUAL(template[3].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    template[3].ulValueLen = 2;
    CHECK_EQUAL(C_GetAttributeValue(session, key, template + 3, 1), CKR_BUFFER_TOO_SMALL);
    CHECK_EQUAL(C_GetAttributeValue(session, 4711, template, 1), CKR_OBJECT_HANDLE_INVALID);
    client_stop();
    daemon_end(daemon);
}

/* Objects beyond the few that are asked about when found: their first question brings the rest. */
static void attributes_ofANewObject_keepTheirOwnError(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_BBOOL yes = CK_TRUE;
    CK_OBJECT_HANDLE objects[40];
    CK_ATTRIBUTE token = {CKA_TOKEN, &yes, sizeof yes};
    CK_ULONG count = 0;
    for (int i = 0; i < 20; i++) {
        CHECK_EQUAL(C_CreateObject(session, &token, 1, objects), CKR_OK);
    }
    client_stop();
    client_start("");
    session = client_ready();
    unsigned before = daemon_count(daemon, WIRE_GET_ATTRIBUTE_VALUE);
    CHECK_EQUAL(C_FindObjectsInit(session, NULL, 0), CKR_OK);
    CHECK_EQUAL(C_FindObjects(session, objects, 40, &count), CKR_OK);
    CHECK_EQUAL(C_FindObjectsFinal(session), CKR_OK);
    CHECK_EQUAL(count, 22);
    CHECK_EQUAL(daemon_count(daemon, WIRE_GET_ATTRIBUTE_VALUE), before);
    CK_BYTE value[24];
    CK_ATTRIBUTE template[] = {{CKA_UNIQUE_ID, value, sizeof value}, {CKA_VALUE, value, 1}};
    CHECK_EQUAL(C_GetAttributeValue(session, objects[3], template, 1), CKR_OK);
    CHECK_EQUAL(daemon_count(daemon, WIRE_GET_ATTRIBUTE_VALUE), before + 1);
    template[0].ulValueLen = sizeof value;
    CHECK_EQUAL(C_GetAttributeValue(session, objects[4], template, 2), CKR_ATTRIBUTE_SENSITIVE);
    CHECK(template[0].ulValueLen > 0 && template[0].ulValueLen <= sizeof value);
    CK_ATTRIBUTE missing = {CKA_LABEL, NULL, 0};
    CHECK_EQUAL(C_GetAttributeValue(session, objects[5], &missing, 1), CKR_ATTRIBUTE_TYPE_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void search_inSteps_givesAllOnce(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE objects[4];
    CK_ULONG count = 9;
    CHECK_EQUAL(C_FindObjects(session, objects, 4, &count), CKR_OPERATION_NOT_INITIALIZED);
    CHECK_EQUAL(C_FindObjectsInit(session, NULL, 0), CKR_OK);
    CHECK_EQUAL(C_FindObjectsInit(session, NULL, 0), CKR_OPERATION_ACTIVE);
    CHECK_EQUAL(C_FindObjects(session, objects, 1, &count), CKR_OK);
    CHECK_EQUAL(count, 1);
    CHECK_EQUAL(C_FindObjects(session, objects + 1, 3, &count), CKR_OK);
    CHECK_EQUAL(count, 1);
    CHECK(objects[0] != objects[1]);
    CHECK_EQUAL(C_FindObjects(session, objects, 4, &count), CKR_OK);
    CHECK_EQUAL(count, 0);
    CHECK_EQUAL(C_FindObjectsFinal(session), CKR_OK);
    CHECK_EQUAL(C_FindObjectsFinal(session), CKR_OPERATION_NOT_INITIALIZED);
    client_stop();
    daemon_end(daemon);
}

static void object_destroyed_isGone(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_BBOOL yes = CK_TRUE;
    CK_ATTRIBUTE token = {CKA_TOKEN, &yes, sizeof yes};
    CK_OBJECT_HANDLE object;
    unsigned before = daemon_objects(daemon);
    CHECK_EQUAL(C_CreateObject(session, &token, 1, &object), CKR_OK);
    CHECK_EQUAL(daemon_objects(daemon), before + 1);
    CHECK_EQUAL(C_DestroyObject(session, object), CKR_OK);
    CHECK_EQUAL(daemon_objects(daemon), before);
    CHECK_EQUAL(C_DestroyObject(session, object), CKR_OBJECT_HANDLE_INVALID);
    client_stop();
    daemon_end(daemon);
}

static void random_moreThanAMessage_isComplete(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_session();
    CK_BYTE *bytes = calloc(1, 200001);
    CHECK_EQUAL(C_GenerateRandom(session, bytes, 200000), CKR_OK);
    CHECK(bytes[0] == 0x77 && bytes[199999] == 0x77 && bytes[200000] == 0);
    CHECK_EQUAL(C_GenerateRandom(session, bytes, 0), CKR_OK);
    CHECK_EQUAL(C_GenerateRandom(session, NULL, 1), CKR_ARGUMENTS_BAD);
    free(bytes);
    client_stop();
    daemon_end(daemon);
}

static void child_afterFork_isUninitialized(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CHECK_EQUAL(client_sign(session, key, 1), CKR_OK);
    client_configure("");
    pid_t child = fork();
    if (child == 0) {
        CK_SESSION_INFO info;
        CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_CRYPTOKI_NOT_INITIALIZED);
        CHECK_EQUAL(C_Initialize(NULL), CKR_OK);
        CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_SESSION_HANDLE_INVALID);
        session = client_ready();
        key = client_find(session, CKO_PRIVATE_KEY);
        CHECK_EQUAL(client_sign(session, key, 2), CKR_OK);
        CHECK_EQUAL(C_Finalize(NULL), CKR_OK);
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK_EQUAL(client_sign(session, key, 3), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

static void interfaces_all_haveEveryFunction(void) {
    CK_INTERFACE interfaces[5];
    CK_ULONG count = 5;
    static const CK_ULONG functions[] = {104, 92, 68};
    CHECK_EQUAL(C_GetInterfaceList(NULL, &count), CKR_OK);
    CHECK_EQUAL(count, 3);
    count = 2;
    CHECK_EQUAL(C_GetInterfaceList(interfaces, &count), CKR_BUFFER_TOO_SMALL);
    CHECK_EQUAL(C_GetInterfaceList(interfaces, &count), CKR_OK);
    for (CK_ULONG i = 0; i < count; i++) {
        void (**pointers)(void) = (void (**)(void))((char *)interfaces[i].pFunctionList +
                                                    offsetof(CK_FUNCTION_LIST, C_Initialize));
        for (CK_ULONG j = 0; j < functions[i]; j++) {
            CHECK(pointers[j] != NULL);
        }
    }
    CK_INTERFACE_PTR interface;
    CK_VERSION three = {3, 0};
    CK_VERSION unknown = {3, 9};
    CHECK_EQUAL(C_GetInterface(NULL, NULL, &interface, 0), CKR_OK);
    CHECK_EQUAL(((CK_VERSION *)interface->pFunctionList)->minor, 2);
    CHECK_EQUAL(C_GetInterface((CK_UTF8CHAR_PTR) "PKCS 11", &three, &interface, 0), CKR_OK);
    CHECK_EQUAL(((CK_VERSION *)interface->pFunctionList)->minor, 0);
    CHECK_EQUAL(C_GetInterface(NULL, &unknown, &interface, 0), CKR_FUNCTION_FAILED);
    CHECK_EQUAL(C_GetInterface((CK_UTF8CHAR_PTR) "Other", NULL, &interface, 0),
                CKR_FUNCTION_FAILED);
    CK_FUNCTION_LIST_PTR list;
    CHECK_EQUAL(C_GetFunctionList(&list), CKR_OK);
    CHECK(list->version.major == 2 && list->version.minor == 40);
    CHECK(list->C_Sign == C_Sign);
}

int main(void) {
    RUN(library_notInitialized_saysSo);
    RUN(initialize_itsArguments_areChecked);
    RUN(initialize_wrongConfiguration_fails);
    RUN(daemon_startedLater_isFound);
    RUN(slots_listAndRoom_areAsTheStandardSays);
    RUN(session_closed_isInvalid);
    RUN(signature_second_isOneMessage);
    RUN(signature_itsSize_isAnsweredHere);
    RUN(signature_errors_comeFromSignInit);
    RUN(signature_keyDestroyedElsewhere_failsAndThenAtSignInit);
    RUN(signature_inParts_runsInTheServer);
    RUN(signature_ofMuch_goesInParts);
    RUN(signature_alwaysAuthenticate_isNeverFused);
    RUN(signature_fuseOff_isTwoMessages);
    RUN(signature_cancelled_leavesNothing);
    RUN(attributes_someMissing_othersAreGiven);
    RUN(attributes_ofANewObject_keepTheirOwnError);
    RUN(search_inSteps_givesAllOnce);
    RUN(object_destroyed_isGone);
    RUN(random_moreThanAMessage_isComplete);
    RUN(child_afterFork_isUninitialized);
    RUN(interfaces_all_haveEveryFunction);
    return 0;
}
