/*
 * Signs a file with a key on P-256 that never leaves the HSM, through PKCS#11.
 *
 *   cc -I clients/pkcs11/include -o sign examples/hsm/c/sign.c -ldl
 *   ./sign MODULE TOKEN PIN-FILE KEY FILE
 *   openssl dgst -sha256 -verify FILE.pub -signature FILE.sig FILE
 *
 * MODULE is any PKCS#11 module, ours is libzoneseal-pkcs11.so. TOKEN and KEY are labels; a key that is
 * not there is made. FILE.sig is the signature and FILE.pub the public key, both as OpenSSL reads them.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zoneseal-pkcs11.h>

enum { HASH = 32, HALF = 32, SIGNATURE = 2 * HALF, POINT = 65 };

static CK_FUNCTION_LIST *p11;

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "sign: %s: %s\n", what, why);
    exit(1);
}

/* Every call answers a CKR_ value; the standard says for each function which, and what they mean. */
static void check(CK_RV answer, const char *call)
{
    if (answer != CKR_OK) {
        char number[32];
        snprintf(number, sizeof number, "CKR_ 0x%lx", answer);
        fail(call, number);
    }
}

static void load(const char *path)
{
    void *module = dlopen(path, RTLD_NOW);
    if (module == NULL) {
        fail("dlopen", dlerror());
    }
    CK_RV (*list)(CK_FUNCTION_LIST **);
    *(void **)&list = dlsym(module, "C_GetFunctionList");
    if (list == NULL) {
        fail(path, "is no PKCS#11 module");
    }
    check(list(&p11), "C_GetFunctionList");
    check(p11->C_Initialize(NULL), "C_Initialize");
}

/* By its label: the numbers of slots change. */
static CK_SLOT_ID find_token(const char *label)
{
    CK_SLOT_ID slots[64];
    CK_ULONG count = 64;
    check(p11->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
    size_t length = strlen(label);
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO info;
        check(p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
        if (length <= sizeof info.label && memcmp(info.label, label, length) == 0
            && (length == sizeof info.label || info.label[length] == ' ')) {
            return slots[i];
        }
    }
    fail(label, "there is no such token; is the HSM running?");
    return 0;
}

static void log_in(CK_SESSION_HANDLE session, const char *pin_file)
{
    char pin[256];
    FILE *file = fopen(pin_file, "r");
    if (file == NULL || fgets(pin, sizeof pin, file) == NULL) {
        fail(pin_file, "cannot be read");
    }
    fclose(file);
    pin[strcspn(pin, "\r\n")] = 0;
    CK_RV answer = p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)pin, strlen(pin));
    memset(pin, 0, sizeof pin);
    check(answer, "C_Login");
}

static CK_OBJECT_HANDLE find_key(CK_SESSION_HANDLE session, CK_OBJECT_CLASS class, char *label)
{
    CK_ATTRIBUTE template[] = { { CKA_CLASS, &class, sizeof class }, { CKA_LABEL, label, strlen(label) } };
    CK_OBJECT_HANDLE key = 0;
    CK_ULONG count = 0;
    check(p11->C_FindObjectsInit(session, template, 2), "C_FindObjectsInit");
    check(p11->C_FindObjects(session, &key, 1, &count), "C_FindObjects");
    check(p11->C_FindObjectsFinal(session), "C_FindObjectsFinal");
    return count == 0 ? 0 : key;
}

static void make_key(CK_SESSION_HANDLE session, char *label)
{
    CK_BYTE p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
    CK_BBOOL yes = CK_TRUE;
    CK_ATTRIBUTE public_half[] = { { CKA_EC_PARAMS, p256, sizeof p256 },
                                   { CKA_TOKEN, &yes, 1 },
                                   { CKA_VERIFY, &yes, 1 },
                                   { CKA_LABEL, label, strlen(label) } };
    CK_ATTRIBUTE private_half[] = { { CKA_TOKEN, &yes, 1 },
                                    { CKA_PRIVATE, &yes, 1 },
                                    { CKA_SENSITIVE, &yes, 1 },
                                    { CKA_SIGN, &yes, 1 },
                                    { CKA_LABEL, label, strlen(label) } };
    CK_MECHANISM mechanism = { CKM_EC_KEY_PAIR_GEN, NULL, 0 };
    CK_OBJECT_HANDLE public_key, private_key;
    check(p11->C_GenerateKeyPair(session, &mechanism, public_half, 4, private_half, 5, &public_key, &private_key),
          "C_GenerateKeyPair");
}

static void hash_file(CK_SESSION_HANDLE session, const char *path, CK_BYTE *hash)
{
    CK_MECHANISM sha256 = { CKM_SHA256, NULL, 0 };
    CK_BYTE buffer[4096];
    CK_ULONG length = HASH;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail(path, "cannot be read");
    }
    check(p11->C_DigestInit(session, &sha256), "C_DigestInit");
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, file)) > 0;) {
        check(p11->C_DigestUpdate(session, buffer, got), "C_DigestUpdate");
    }
    fclose(file);
    check(p11->C_DigestFinal(session, hash, &length), "C_DigestFinal");
}

static void write_file(const char *name, const char *suffix, const CK_BYTE *bytes, size_t length)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s", name, suffix);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        fail(path, "cannot be written");
    }
}

/* An INTEGER of DER is as short as it can be, and not negative. */
static size_t put_integer(CK_BYTE *to, const CK_BYTE *number)
{
    size_t skip = 0;
    while (skip < HALF - 1 && number[skip] == 0) {
        skip++;
    }
    size_t sign = number[skip] & 0x80 ? 1 : 0;
    to[0] = 2;
    to[1] = (CK_BYTE)(HALF - skip + sign);
    to[2] = 0;
    memcpy(to + 2 + sign, number + skip, HALF - skip);
    return 2 + to[1];
}

/* PKCS#11 has r and s side by side; OpenSSL wants a SEQUENCE of two INTEGERs. */
static void write_signature(const char *path, const CK_BYTE *signature)
{
    CK_BYTE der[2 + 2 * (3 + HALF)] = { 0x30 };
    size_t length = 2 + put_integer(der + 2, signature);
    length += put_integer(der + length, signature + HALF);
    der[1] = (CK_BYTE)(length - 2);
    write_file(path, ".sig", der, length);
}

/* CKA_EC_POINT is the point in an OCTET STRING, on some tokens the bare point. */
static void write_public_key(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, const char *path)
{
    CK_BYTE der[26 + POINT] = { 0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1,
                                6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 3, 0x42, 0 };
    CK_BYTE point[POINT + 2];
    CK_ATTRIBUTE template[] = { { CKA_EC_POINT, point, sizeof point } };
    check(p11->C_GetAttributeValue(session, key, template, 1), "C_GetAttributeValue");
    memcpy(der + 26, point + template[0].ulValueLen - POINT, POINT);
    write_file(path, ".pub", der, sizeof der);
}

int main(int count, char **arguments)
{
    if (count != 6) {
        fprintf(stderr, "usage: sign MODULE TOKEN PIN-FILE KEY FILE\n");
        return 2;
    }
    char *label = arguments[4], *path = arguments[5];
    CK_SESSION_HANDLE session;
    load(arguments[1]);
    check(p11->C_OpenSession(find_token(arguments[2]), CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session),
          "C_OpenSession");
    log_in(session, arguments[3]);
    if (find_key(session, CKO_PRIVATE_KEY, label) == 0) {
        make_key(session, label);
    }

    CK_BYTE hash[HASH], signature[SIGNATURE];
    CK_ULONG length = sizeof signature;
    CK_MECHANISM ecdsa = { CKM_ECDSA, NULL, 0 };
    hash_file(session, path, hash);
    check(p11->C_SignInit(session, &ecdsa, find_key(session, CKO_PRIVATE_KEY, label)), "C_SignInit");
    check(p11->C_Sign(session, hash, HASH, signature, &length), "C_Sign");
    write_signature(path, signature);
    write_public_key(session, find_key(session, CKO_PUBLIC_KEY, label), path);
    check(p11->C_Finalize(NULL), "C_Finalize");
    printf("%s.sig and %s.pub are written\n", path, path);
    return 0;
}
