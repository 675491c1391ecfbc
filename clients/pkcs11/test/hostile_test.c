/*
 * A server that lies: answers with changed bytes, cut, prolonged. Whatever the library makes of
 * them, it reads and writes only what is its own (the sanitizers see to that), and goes on.
 */
#include "client.h"

#include "wire.h"

static unsigned long state;
static unsigned spoilt;

/* The same numbers each time: a failure can be repeated with its seed. */
static unsigned random_below(unsigned limit) {
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return (unsigned)(state >> 33) % limit;
}

static void spoil(uint8_t *frame, size_t *length) {
    if (random_below(3) != 0) {
        return;
    }
    spoilt++;
    switch (random_below(5)) {
    case 0: /* a bit somewhere; not in the length, or each would cost the whole timeout */
        frame[4 + random_below((unsigned)*length - 4)] ^= (uint8_t)(1 << random_below(8));
        break;
    case 1: /* a large number somewhere */
        frame[4 + random_below((unsigned)*length - 4)] = 0xff;
        break;
    case 2: /* cut; the frame says so */
        *length = 4 + 16 + random_below((unsigned)(*length - 19));
        frame[2] = (uint8_t)((*length - 4) >> 8);
        frame[3] = (uint8_t)(*length - 4);
        break;
    case 3: /* bytes of the payload */
        for (unsigned i = 0; *length > 20 && i < 4; i++) {
            frame[20 + random_below((unsigned)(*length - 20))] = (uint8_t)random_below(256);
        }
        break;
    default: /* longer than anything */
        frame[0] = 0xff;
        break;
    }
}

/* Uses much of the interface; what comes back is not looked at. */
static void use_everything(CK_SESSION_HANDLE session) {
    CK_BYTE bytes[256];
    CK_ULONG length;
    CK_SLOT_ID slots[4];
    CK_MECHANISM_TYPE mechanisms[4];
    CK_TOKEN_INFO token;
    CK_SESSION_INFO info;
    CK_OBJECT_HANDLE objects[16];
    CK_ATTRIBUTE inner[2] = {{0, bytes, 100}, {0, bytes + 100, 100}};
    CK_MECHANISM_TYPE allowed[2];
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &length, sizeof length},
                               {CKA_UNIQUE_ID, bytes, 10},
                               {CKA_WRAP_TEMPLATE, inner, sizeof inner},
                               {CKA_ALLOWED_MECHANISMS, allowed, sizeof allowed},
                               {CKA_EC_PARAMS, NULL, 0}};
    CK_MECHANISM ecdsa = {CKM_ECDSA, NULL, 0};
    CK_MECHANISM sha = {CKM_SHA256, NULL, 0};
    CK_ULONG count = 4;
    C_GetSlotList(CK_TRUE, slots, &count);
    count = 4;
    C_GetMechanismList(DAEMON_SLOT, mechanisms, &count);
    C_GetTokenInfo(DAEMON_SLOT, &token);
    C_GetSessionInfo(session, &info);
    if (C_FindObjectsInit(session, NULL, 0) == CKR_OK) {
        C_FindObjects(session, objects, 16, &count);
        C_FindObjectsFinal(session);
        for (CK_ULONG i = 0; i < count; i++) {
            C_GetAttributeValue(session, objects[i], template, 5);
            for (int j = 0; j < 2; j++) {
                length = sizeof bytes;
                C_SignInit(session, &ecdsa, objects[i]);
                C_Sign(session, bytes, 10, bytes, &length);
            }
        }
    }
    length = sizeof bytes;
    C_DigestInit(session, &sha);
    C_Digest(session, bytes, 10, NULL, &length);
    length = sizeof bytes;
    C_Digest(session, bytes, 10, bytes, &length);
    C_SessionCancel(session, CKF_SIGN | CKF_DIGEST);
    C_GenerateRandom(session, bytes, sizeof bytes);
}

static void answers_spoilt_doNoHarm(void) {
    unsigned seeds = getenv("SEEDS") != NULL ? (unsigned)atoi(getenv("SEEDS")) : 40;
    for (unsigned seed = 1; seed <= seeds; seed++) {
        struct daemon *daemon = daemon_start(client_socket());
        client_start("call-timeout = 20s\nconnect-timeout = 1ms");
        state = seed;
        CK_SESSION_HANDLE session = client_ready();
        daemon_spoil(daemon, spoil);
        for (int i = 0; i < 10; i++) {
            use_everything(session);
            C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR) "1234", 4);
            CK_SESSION_HANDLE other;
            if (C_OpenSession(DAEMON_SLOT, CKF_SERIAL_SESSION, NULL, NULL, &other) == CKR_OK) {
                C_CloseSession(other);
            }
        }
        daemon_spoil(daemon, NULL);
        client_stop();
        client_start("");
        session = client_ready();
        CHECK_EQUAL(client_sign(session, client_find(session, CKO_PRIVATE_KEY), 3), CKR_OK);
        client_stop();
        daemon_end(daemon);
    }
    CHECK(spoilt > 1000);
}

static void refuse_with_garbage(uint8_t *frame, size_t *length) {
    (void)length;
    memset(frame + 4, 0xff, 8);
}

static void answer_ofAnotherQuestion_isNotTaken(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("connect-timeout = 1ms");
    CK_SESSION_HANDLE session = client_ready();
    CK_SESSION_INFO info;
    daemon_spoil(daemon, refuse_with_garbage);
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_DEVICE_ERROR);
    daemon_spoil(daemon, NULL);
    CHECK_EQUAL(C_GetSessionInfo(session, &info), CKR_OK);
    client_stop();
    daemon_end(daemon);
}

/* Whatever attribute is asked for, its form is that of a template with one entry of bytes. */
static void answer_as_template(uint8_t *frame, size_t *length) {
    static const uint8_t label[] = {0, 0, 0, 0, 0, 0, 0, 3, 5, 0, 0, 0, 1,
                                    0, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 1, 'x'};
    size_t attributes = 4 + 8 + 4 + 4 + 4 + 4;
    memset(frame + 12, 0, attributes - 12);
    frame[attributes - 1] = 1;
    memcpy(frame + attributes, label, sizeof label);
    *length = attributes + sizeof label;
    frame[2] = 0;
    frame[3] = (uint8_t)(*length - 4);
}

static void value_answeredAsTemplate_touchesNothing(void) {
    struct daemon *daemon = daemon_start(client_socket());
    client_start("connect-timeout = 1ms");
    CK_SESSION_HANDLE session = client_ready();
    CK_OBJECT_HANDLE key = client_find(session, CKO_PRIVATE_KEY);
    CK_BYTE memory[4 * sizeof(CK_ATTRIBUTE)];
    CK_ATTRIBUTE label = {CKA_LABEL, memory, sizeof memory};
    memset(memory, 0x41, sizeof memory);
    daemon_spoil(daemon, answer_as_template);
    CHECK_EQUAL(C_GetAttributeValue(session, key, &label, 1), CKR_DEVICE_ERROR);
    for (size_t i = 0; i < sizeof memory; i++) {
        CHECK_EQUAL(memory[i], 0x41);
    }
    daemon_spoil(daemon, NULL);
    client_stop();
    daemon_end(daemon);
}

int main(void) {
    RUN(value_answeredAsTemplate_touchesNothing);
    RUN(answers_spoilt_doNoHarm);
    RUN(answer_ofAnotherQuestion_isNotTaken);
    return 0;
}
