/* Initialisation, slots, tokens, mechanisms, random numbers, digests, functions nobody implements. */
#include "script.h"

#include <stdio.h>
#include <string.h>

/* Every function that takes a session, with that session and otherwise sensible arguments. */
static void every_function(const char *why, ulong_t s)
{
    byte in[16] = { 0 }, out[64];
    ulong_t length = sizeof out, a = 1, b = 1;
    session_info_t info;
    mechanism_t *digest = MECHANISM(CKM_SHA256);
#define EACH(call) stepf(p11->call, "%s-%.*s", why, (int)strcspn(#call, "("), #call)
    EACH(C_CloseSession(s));
    EACH(C_GetSessionInfo(s, &info));
    EACH(C_InitPIN(s, PIN("123456")));
    EACH(C_SetPIN(s, PIN("123456"), PIN("123456")));
    EACH(C_GetOperationState(s, out, &length));
    EACH(C_SetOperationState(s, in, sizeof in, 0, 0));
    EACH(C_Login(s, CKU_USER, PIN("123456")));
    EACH(C_Logout(s));
    EACH(C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_DATA)), &a));
    EACH(C_CopyObject(s, 1, TEMPLATE(TEXT(CKA_LABEL, "x")), &a));
    EACH(C_DestroyObject(s, 1));
    EACH(C_GetObjectSize(s, 1, &a));
    EACH(C_GetAttributeValue(s, 1, TEMPLATE(NONE(CKA_LABEL))));
    EACH(C_SetAttributeValue(s, 1, TEMPLATE(TEXT(CKA_LABEL, "x"))));
    EACH(C_FindObjectsInit(s, NULL, 0));
    EACH(C_FindObjects(s, &a, 1, &b));
    EACH(C_FindObjectsFinal(s));
    EACH(C_EncryptInit(s, MECHANISM(CKM_AES_KEY_WRAP), 1));
    EACH(C_Encrypt(s, in, sizeof in, out, &length));
    EACH(C_EncryptUpdate(s, in, sizeof in, out, &length));
    EACH(C_EncryptFinal(s, out, &length));
    EACH(C_DecryptInit(s, MECHANISM(CKM_AES_KEY_WRAP), 1));
    EACH(C_Decrypt(s, in, sizeof in, out, &length));
    EACH(C_DecryptUpdate(s, in, sizeof in, out, &length));
    EACH(C_DecryptFinal(s, out, &length));
    EACH(C_DigestInit(s, digest));
    EACH(C_Digest(s, in, sizeof in, out, &length));
    EACH(C_DigestUpdate(s, in, sizeof in));
    EACH(C_DigestKey(s, 1));
    EACH(C_DigestFinal(s, out, &length));
    EACH(C_SignInit(s, MECHANISM(CKM_ECDSA), 1));
    EACH(C_Sign(s, in, sizeof in, out, &length));
    EACH(C_SignUpdate(s, in, sizeof in));
    EACH(C_SignFinal(s, out, &length));
    EACH(C_SignRecoverInit(s, MECHANISM(CKM_RSA_PKCS), 1));
    EACH(C_SignRecover(s, in, sizeof in, out, &length));
    EACH(C_VerifyInit(s, MECHANISM(CKM_ECDSA), 1));
    EACH(C_Verify(s, in, sizeof in, out, 64));
    EACH(C_VerifyUpdate(s, in, sizeof in));
    EACH(C_VerifyFinal(s, out, 64));
    EACH(C_VerifyRecoverInit(s, MECHANISM(CKM_RSA_PKCS), 1));
    EACH(C_VerifyRecover(s, in, sizeof in, out, &length));
    EACH(C_DigestEncryptUpdate(s, in, sizeof in, out, &length));
    EACH(C_DecryptDigestUpdate(s, in, sizeof in, out, &length));
    EACH(C_SignEncryptUpdate(s, in, sizeof in, out, &length));
    EACH(C_DecryptVerifyUpdate(s, in, sizeof in, out, &length));
    EACH(C_GenerateKey(s, MECHANISM(CKM_AES_KEY_GEN), TEMPLATE(ULONG(CKA_VALUE_LEN, 16)), &a));
    EACH(C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BYTES(CKA_EC_PARAMS, p256)),
                           TEMPLATE(BOOL(CKA_SIGN, 1)), &a, &b));
    EACH(C_WrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), 1, 1, out, &length));
    EACH(C_UnwrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), 1, in, sizeof in,
                     TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY)), &a));
    EACH(C_DeriveKey(s, MECHANISM(CKM_ECDH1_DERIVE), 1, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY)), &a));
    EACH(C_SeedRandom(s, in, sizeof in));
    EACH(C_GenerateRandom(s, out, sizeof out));
    EACH(C_GetFunctionStatus(s));
    EACH(C_CancelFunction(s));
}

static void not_initialized(void)
{
    info_t info;
    slot_info_t slot_info;
    token_info_t token;
    mechanism_info_t mechanism;
    ulong_t count = 0, session;
    byte padded[32];
    memset(padded, ' ', sizeof padded);
    step("C_GetInfo", p11->C_GetInfo(&info));
    step("C_GetSlotList", p11->C_GetSlotList(0, NULL, &count));
    step("C_GetSlotInfo", p11->C_GetSlotInfo(0, &slot_info));
    step("C_GetTokenInfo", p11->C_GetTokenInfo(0, &token));
    step("C_GetMechanismList", p11->C_GetMechanismList(0, NULL, &count));
    step("C_GetMechanismInfo", p11->C_GetMechanismInfo(0, CKM_ECDSA, &mechanism));
    step("C_InitToken", p11->C_InitToken(0, PIN("123456"), padded));
    step("C_OpenSession", p11->C_OpenSession(0, CKF_SERIAL_SESSION, NULL, NULL, &session));
    step("C_CloseAllSessions", p11->C_CloseAllSessions(0));
    step("C_WaitForSlotEvent", p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, &count, NULL));
    step("C_Finalize", p11->C_Finalize(NULL));
    every_function("before", 1);
    functions_t *list = NULL;
    ulong_t (*get)(functions_t **);
    memcpy(&get, &p11->C_GetFunctionList, sizeof get);
    step("C_GetFunctionList", get(&list));
    note("same=%d", list == p11);
    step("C_GetFunctionList-null", get(NULL));
}

static ulong_t nothing(void *unused)
{
    (void)unused;
    return 0;
}

static void initialize(void)
{
    initialize_t arguments = { 0 };
    arguments.reserved = &arguments;
    step("reserved-not-null", p11->C_Initialize(&arguments));
    memset(&arguments, 0, sizeof arguments);
    ulong_t (*function)(void *) = nothing;
    memcpy(&arguments.create, &function, sizeof function);
    step("one-mutex-function-of-four", p11->C_Initialize(&arguments));
    memset(&arguments, 0, sizeof arguments);
    step("no-locking", p11->C_Initialize(&arguments));
    step("twice", p11->C_Initialize(NULL));
    step("finalize-argument-not-null", p11->C_Finalize(&arguments));
    step("finalize", p11->C_Finalize(NULL));
    step("finalize-twice", p11->C_Finalize(NULL));
    arguments.flags = CKF_OS_LOCKING_OK;
    step("os-locking", p11->C_Initialize(&arguments));
    info_t info;
    step("info", p11->C_GetInfo(&info));
    note("flags=%lu", info.flags);
    step("info-null", p11->C_GetInfo(NULL));
    step("finalize-again", p11->C_Finalize(NULL));
    step("info-after-finalize", p11->C_GetInfo(&info));
    step("null", p11->C_Initialize(NULL));
    step("finalize-last", p11->C_Finalize(NULL));
}

static void handles_end_with_finalize(void)
{
    start();
    ulong_t session = open_rw();
    session_info_t info;
    step("before", p11->C_GetSessionInfo(session, &info));
    need(p11->C_Finalize(NULL), "C_Finalize");
    start();
    step("after", p11->C_GetSessionInfo(session, &info));
}

static int padded_text(const byte *text, size_t length)
{
    int printable = 1;
    for (size_t i = 0; i < length; i++) {
        printable &= text[i] >= 0x20;
    }
    return printable;
}

static void slots(void)
{
    start();
    ulong_t list[64], count = 0;
    slot_info_t info;
    step("size", p11->C_GetSlotList(1, NULL, &count));
    note("some=%d", count > 0);
    count = 0;
    step("too-small", p11->C_GetSlotList(1, list, &count));
    note("some=%d", count > 0);
    count = 64;
    step("with-token", p11->C_GetSlotList(1, list, &count));
    count = 64;
    step("all", p11->C_GetSlotList(0, list, &count));
    step("count-null", p11->C_GetSlotList(0, list, NULL));
    step("info", p11->C_GetSlotInfo(slot, &info));
    note("present=%d removable=%d padded=%d", (int)(info.flags & 1), (int)(info.flags >> 1 & 1),
         padded_text(info.description, 64) && padded_text(info.manufacturer, 32));
    step("info-null", p11->C_GetSlotInfo(slot, NULL));
    step("info-no-such-slot", p11->C_GetSlotInfo(987654321, &info));
    ulong_t event;
    step("event", p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, &event, NULL));
}

static void token(void)
{
    start();
    token_info_t t;
    step("info", p11->C_GetTokenInfo(slot, &t));
    note("rng=%d write-protected=%d login-required=%d user-pin=%d restore=%d clock=%d", (int)(t.flags & 1),
         (int)(t.flags >> 1 & 1), (int)(t.flags >> 2 & 1), (int)(t.flags >> 3 & 1), (int)(t.flags >> 5 & 1),
         (int)(t.flags >> 6 & 1));
    note("protected-path=%d dual=%d initialized=%d", (int)(t.flags >> 8 & 1), (int)(t.flags >> 9 & 1),
         (int)(t.flags >> 10 & 1));
    note("pin-low=%lu", t.flags >> 16 & 0x77);
    note("padded=%d pins=%d", padded_text(t.label, 32) && padded_text(t.manufacturer, 32)
         && padded_text(t.model, 16) && padded_text(t.serial, 16), t.min_pin >= 1 && t.min_pin < t.max_pin);
    step("info-null", p11->C_GetTokenInfo(slot, NULL));
    step("info-no-such-slot", p11->C_GetTokenInfo(987654321, &t));
    ulong_t ro = open_ro(), rw = open_rw();
    step("with-sessions", p11->C_GetTokenInfo(slot, &t));
    note("sessions=%ld rw=%ld", (long)t.sessions, (long)t.rw_sessions);
    p11->C_CloseSession(rw);
    step("one-closed", p11->C_GetTokenInfo(slot, &t));
    note("sessions=%ld rw=%ld", (long)t.sessions, (long)t.rw_sessions);
    p11->C_CloseSession(ro);
}

static void mechanisms(void)
{
    static const struct { const char *name; ulong_t type; } asked[] = {
        { "RSA_PKCS_KEY_PAIR_GEN", CKM_RSA_PKCS_KEY_PAIR_GEN }, { "RSA_PKCS", CKM_RSA_PKCS },
        { "RSA_X_509", CKM_RSA_X_509 }, { "RSA_PKCS_OAEP", CKM_RSA_PKCS_OAEP },
        { "RSA_PKCS_PSS", CKM_RSA_PKCS_PSS }, { "SHA256_RSA_PKCS", CKM_SHA256_RSA_PKCS },
        { "SHA512_RSA_PKCS", CKM_SHA512_RSA_PKCS }, { "SHA256_RSA_PKCS_PSS", CKM_SHA256_RSA_PKCS_PSS },
        { "SHA256", CKM_SHA256 }, { "SHA384", CKM_SHA384 }, { "SHA512", CKM_SHA512 },
        { "SHA256_HMAC", CKM_SHA256_HMAC }, { "SHA512_HMAC", CKM_SHA512_HMAC },
        { "GENERIC_SECRET_KEY_GEN", CKM_GENERIC_SECRET_KEY_GEN },
        { "EC_KEY_PAIR_GEN", CKM_EC_KEY_PAIR_GEN }, { "ECDSA", CKM_ECDSA },
        { "ECDSA_SHA256", CKM_ECDSA_SHA256 }, { "ECDH1_DERIVE", CKM_ECDH1_DERIVE },
        { "EC_EDWARDS_KEY_PAIR_GEN", CKM_EC_EDWARDS_KEY_PAIR_GEN }, { "EDDSA", CKM_EDDSA },
        { "AES_KEY_GEN", CKM_AES_KEY_GEN }, { "AES_CBC", CKM_AES_CBC },
        { "AES_CBC_PAD", CKM_AES_CBC_PAD }, { "AES_GCM", CKM_AES_GCM },
        { "AES_KEY_WRAP", CKM_AES_KEY_WRAP }, { "AES_KEY_WRAP_PAD", CKM_AES_KEY_WRAP_PAD },
        { "AES_KEY_WRAP_KWP", CKM_AES_KEY_WRAP_KWP },
    };
    start();
    ulong_t list[256], count = 0;
    mechanism_info_t info;
    step("size", p11->C_GetMechanismList(slot, NULL, &count));
    note("some=%d", count > 20);
    count = 1;
    step("too-small", p11->C_GetMechanismList(slot, list, &count));
    note("some=%d", count > 20);
    count = 256;
    step("list", p11->C_GetMechanismList(slot, list, &count));
    step("count-null", p11->C_GetMechanismList(slot, list, NULL));
    step("no-such-slot", p11->C_GetMechanismList(987654321, NULL, &count));
    step("info-no-such-slot", p11->C_GetMechanismInfo(987654321, CKM_ECDSA, &info));
    step("info-no-such-mechanism", p11->C_GetMechanismInfo(slot, 0x80001234, &info));
    step("info-null", p11->C_GetMechanismInfo(slot, CKM_ECDSA, NULL));
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (stepf(p11->C_GetMechanismInfo(slot, asked[i].type, &info), "%s", asked[i].name) == 0) {
            note("flags=0x%lx", info.flags & 0x7fffeUL);
        }
    }
}

static void no_such_session(void)
{
    start();
    every_function("unknown", 987654321);
    ulong_t session = open_rw();
    p11->C_CloseSession(session);
    step("closed-C_FindObjectsInit", p11->C_FindObjectsInit(session, NULL, 0));
    step("closed-C_Login", p11->C_Login(session, CKU_USER, PIN(user_pin)));
    step("zero-C_Logout", p11->C_Logout(0));
}

/* A session without any operation, nobody logged in. */
static void nothing_begun(void)
{
    start();
    ulong_t s = open_rw();
    byte in[16] = { 0 }, out[64];
    ulong_t length = sizeof out, found;
    step("C_FindObjects", p11->C_FindObjects(s, &found, 1, &length));
    step("C_FindObjectsFinal", p11->C_FindObjectsFinal(s));
    length = sizeof out;
    step("C_Encrypt", p11->C_Encrypt(s, in, 16, out, &length));
    step("C_EncryptUpdate", p11->C_EncryptUpdate(s, in, 16, out, &length));
    step("C_EncryptFinal", p11->C_EncryptFinal(s, out, &length));
    step("C_Decrypt", p11->C_Decrypt(s, in, 16, out, &length));
    step("C_DecryptUpdate", p11->C_DecryptUpdate(s, in, 16, out, &length));
    step("C_DecryptFinal", p11->C_DecryptFinal(s, out, &length));
    step("C_Digest", p11->C_Digest(s, in, 16, out, &length));
    step("C_DigestUpdate", p11->C_DigestUpdate(s, in, 16));
    step("C_DigestFinal", p11->C_DigestFinal(s, out, &length));
    step("C_DigestKey", p11->C_DigestKey(s, 1));
    step("C_Sign", p11->C_Sign(s, in, 16, out, &length));
    step("C_SignUpdate", p11->C_SignUpdate(s, in, 16));
    step("C_SignFinal", p11->C_SignFinal(s, out, &length));
    step("C_Verify", p11->C_Verify(s, in, 16, out, 64));
    step("C_VerifyUpdate", p11->C_VerifyUpdate(s, in, 16));
    step("C_VerifyFinal", p11->C_VerifyFinal(s, out, 64));
    step("C_Encrypt-null", p11->C_Encrypt(s, NULL, 0, NULL, NULL));
    step("C_Sign-null", p11->C_Sign(s, NULL, 0, NULL, NULL));
    step("C_Digest-null", p11->C_Digest(s, NULL, 0, NULL, NULL));
}

static void random_numbers(void)
{
    start();
    ulong_t s = open_ro();
    byte first[32] = { 0 }, second[32] = { 0 };
    step("generate", p11->C_GenerateRandom(s, first, 32));
    step("generate-again", p11->C_GenerateRandom(s, second, 32));
    note("different=%d", memcmp(first, second, 32) != 0);
    step("generate-null", p11->C_GenerateRandom(s, NULL, 32));
    static byte large[100000];
    step("generate-large", p11->C_GenerateRandom(s, large, sizeof large));
    note("filled=%d", memcmp(large + sizeof large - 32, large, 32) != 0);
    step("seed", p11->C_SeedRandom(s, first, 32));
    step("seed-null", p11->C_SeedRandom(s, NULL, 32));
}

static void digest(void)
{
    static const struct { const char *name; ulong_t type; } hashes[] = {
        { "SHA_1", CKM_SHA_1 }, { "SHA224", CKM_SHA224 }, { "SHA256", CKM_SHA256 },
        { "SHA384", CKM_SHA384 }, { "SHA512", CKM_SHA512 } };
    start();
    ulong_t s = open_ro();
    byte text[] = "abc", out[64];
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        ulong_t length = 0;
        stepf(p11->C_DigestInit(s, MECHANISM(hashes[i].type)), "%s-init", hashes[i].name);
        stepf(p11->C_Digest(s, text, 3, NULL, &length), "%s-size", hashes[i].name);
        note("length=%lu", length);
        length = 5;
        stepf(p11->C_Digest(s, text, 3, out, &length), "%s-too-small", hashes[i].name);
        note("length=%lu", length);
        length = 64;
        if (stepf(p11->C_Digest(s, text, 3, out, &length), "%s", hashes[i].name) == 0) {
            note_bytes("digest", out, length);
        }
        stepf(p11->C_Digest(s, text, 3, out, &length), "%s-over", hashes[i].name);
    }
    ulong_t length = 64;
    step("init", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("init-active", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("update", p11->C_DigestUpdate(s, text, 1));
    step("update-empty", p11->C_DigestUpdate(s, text, 0));
    step("update-rest", p11->C_DigestUpdate(s, text + 1, 2));
    length = 0;
    step("final-size", p11->C_DigestFinal(s, NULL, &length));
    note("length=%lu", length);
    length = 31;
    step("final-too-small", p11->C_DigestFinal(s, out, &length));
    note("length=%lu", length);
    length = 64;
    step("final", p11->C_DigestFinal(s, out, &length));
    note_bytes("digest", out, length);
    step("final-over", p11->C_DigestFinal(s, out, &length));
    step("empty-init", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    length = 64;
    step("empty-final", p11->C_DigestFinal(s, out, &length));
    note_bytes("digest", out, length);
    step("nothing-init", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    length = 64;
    step("nothing", p11->C_Digest(s, text, 0, out, &length));
    note_bytes("digest", out, length);
    step("no-such-mechanism", p11->C_DigestInit(open_ro(), MECHANISM(0x80001234)));
    step("other-mechanism", p11->C_DigestInit(open_ro(), MECHANISM(CKM_ECDSA)));
    step("mechanism-null", p11->C_DigestInit(open_ro(), NULL));
    step("parameter", p11->C_DigestInit(open_ro(), MECHANISM_WITH(CKM_SHA256, length)));
    step("mixed-init", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("mixed-update", p11->C_DigestUpdate(s, text, 1));
    length = 64;
    step("mixed-one-shot", p11->C_Digest(s, text, 3, out, &length));
}

static void digest_key(void)
{
    start();
    ulong_t s = open_user(), key = 0, length = 64;
    byte value[16] = "0123456789abcde", out[64];
    need(p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, CKK_AES),
                                         BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 1),
                                         BYTES(CKA_VALUE, value)), &key), "key");
    step("init", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("key", p11->C_DigestKey(s, key));
    step("final", p11->C_DigestFinal(s, out, &length));
    note_bytes("digest", out, length);
    step("init-again", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("no-such-key", p11->C_DigestKey(s, 987654321));
}

static void several_operations(void)
{
    start();
    ulong_t s = open_user(), public, private, length = 64;
    byte in[32] = { 0 }, out[64];
    ec_pair(s, &public, &private);
    step("digest", p11->C_DigestInit(s, MECHANISM(CKM_SHA256)));
    step("sign-while-digesting", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private));
    step("find-while-digesting", p11->C_FindObjectsInit(s, NULL, 0));
    step("find-twice", p11->C_FindObjectsInit(s, NULL, 0));
    step("find-final", p11->C_FindObjectsFinal(s));
    step("digest-goes-on", p11->C_Digest(s, in, 32, out, &length));
}

const section_t general_sections[] = {
    { "not-initialized", not_initialized },
    { "initialize", initialize },
    { "finalize", handles_end_with_finalize },
    { "slots", slots },
    { "token", token },
    { "mechanisms", mechanisms },
    { "no-such-session", no_such_session },
    { "nothing-begun", nothing_begun },
    { "random", random_numbers },
    { "digest", digest },
    { "digest-key", digest_key },
    { "several-operations", several_operations },
    { NULL, NULL },
};
