/* Keys: made, imported, what is known of them, what may be changed. */
#include "script.h"

#include <string.h>

static byte exponent[] = { 1, 0, 1 };
static byte bytes16[16] = "fedcba987654321";

static void note_key(ulong_t s, ulong_t key)
{
    note_flag(s, key, "local", CKA_LOCAL);
    note_flag(s, key, "sensitive", CKA_SENSITIVE);
    note_flag(s, key, "always", CKA_ALWAYS_SENSITIVE);
    note_flag(s, key, "extractable", CKA_EXTRACTABLE);
    note_flag(s, key, "never", CKA_NEVER_EXTRACTABLE);
    note_ulong(s, key, "made-by", CKA_KEY_GEN_MECHANISM);
}

static void note_uses(ulong_t s, ulong_t key)
{
    note("uses=%d%d%d%d%d%d%d", flag_of(s, key, CKA_ENCRYPT), flag_of(s, key, CKA_DECRYPT),
         flag_of(s, key, CKA_SIGN), flag_of(s, key, CKA_VERIFY), flag_of(s, key, CKA_WRAP),
         flag_of(s, key, CKA_UNWRAP), flag_of(s, key, CKA_DERIVE));
}

#define AES(...) s, MECHANISM(CKM_AES_KEY_GEN), TEMPLATE(__VA_ARGS__), &key
static void secret_keys(void)
{
    start();
    ulong_t s = open_user(), key = 0;
    step("aes-16", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_SENSITIVE, 1),
                                          BOOL(CKA_EXTRACTABLE, 0))));
    note_key(s, key);
    step("aes-32-open", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 32), BOOL(CKA_SENSITIVE, 0),
                                               BOOL(CKA_EXTRACTABLE, 1))));
    note_key(s, key);
    note_length(s, key, "value", CKA_VALUE);
    note_ulong(s, key, "length", CKA_VALUE_LEN);
    note_ulong(s, key, "type", CKA_KEY_TYPE);
    step("to-sensitive", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_SENSITIVE, 1))));
    note_key(s, key);
    note_length(s, key, "value", CKA_VALUE);
    step("to-not-sensitive", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_SENSITIVE, 0))));
    step("to-not-extractable", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_EXTRACTABLE, 0))));
    note_key(s, key);
    step("to-extractable", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_EXTRACTABLE, 1))));
    step("aes-24", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 24))));
    step("aes-17", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 17))));
    step("aes-0", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 0))));
    step("aes-no-length", p11->C_GenerateKey(AES(BOOL(CKA_ENCRYPT, 1))));
    step("aes-with-value", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), BYTES(CKA_VALUE, bytes16))));
    step("aes-wrong-type", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), ULONG(CKA_KEY_TYPE, CKK_RSA))));
    step("aes-wrong-class", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), ULONG(CKA_CLASS, CKO_PUBLIC_KEY))));
    step("aes-local-given", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_LOCAL, 1))));
    step("aes-handle-null", p11->C_GenerateKey(s, MECHANISM(CKM_AES_KEY_GEN),
                                               TEMPLATE(ULONG(CKA_VALUE_LEN, 16)), NULL));
    step("mechanism-null", p11->C_GenerateKey(s, NULL, TEMPLATE(ULONG(CKA_VALUE_LEN, 16)), &key));
    step("no-such-mechanism", p11->C_GenerateKey(s, MECHANISM(0x80001234), TEMPLATE(ULONG(CKA_VALUE_LEN, 16)), &key));
    step("pair-mechanism", p11->C_GenerateKey(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(ULONG(CKA_VALUE_LEN, 16)), &key));
    step("generic-20", p11->C_GenerateKey(s, MECHANISM(CKM_GENERIC_SECRET_KEY_GEN),
                                          TEMPLATE(ULONG(CKA_VALUE_LEN, 20), BOOL(CKA_SIGN, 1)), &key));
    note_ulong(s, key, "type", CKA_KEY_TYPE);
    step("generic-no-length", p11->C_GenerateKey(s, MECHANISM(CKM_GENERIC_SECRET_KEY_GEN),
                                                 TEMPLATE(BOOL(CKA_SIGN, 1)), &key));
    ulong_t ro = open_ro();
    step("token-in-read-only", p11->C_GenerateKey(ro, MECHANISM(CKM_AES_KEY_GEN),
         TEMPLATE(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_TOKEN, 1)), &key));
    step("token", p11->C_GenerateKey(AES(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_TOKEN, 1))));
    note_flag(s, key, "token", CKA_TOKEN);
    note_flag(s, key, "private", CKA_PRIVATE);
    step("destroy", p11->C_DestroyObject(s, key));
}

#define SECRET(type, ...) TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, type), __VA_ARGS__)
static void imported_secret_keys(void)
{
    start();
    ulong_t s = open_user(), key = 0;
    step("aes", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16), BOOL(CKA_SENSITIVE, 1),
                                              BOOL(CKA_EXTRACTABLE, 0)), &key));
    note_key(s, key);
    note_length(s, key, "value", CKA_VALUE);
    note_ulong(s, key, "length", CKA_VALUE_LEN);
    step("aes-15", p11->C_CreateObject(s, SECRET(CKK_AES, { CKA_VALUE, bytes16, 15 }), &key));
    step("aes-no-value", p11->C_CreateObject(s, SECRET(CKK_AES, BOOL(CKA_ENCRYPT, 1)), &key));
    step("aes-length-given", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16),
                                                           ULONG(CKA_VALUE_LEN, 16)), &key));
    step("aes-always-sensitive-given", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16),
                                                                     BOOL(CKA_ALWAYS_SENSITIVE, 1)), &key));
    step("no-type", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), BYTES(CKA_VALUE, bytes16)), &key));
    step("no-such-type", p11->C_CreateObject(s, SECRET(0x7654321, BYTES(CKA_VALUE, bytes16)), &key));
    step("generic-1", p11->C_CreateObject(s, SECRET(CKK_GENERIC_SECRET, { CKA_VALUE, bytes16, 1 }), &key));
    step("generic-empty", p11->C_CreateObject(s, SECRET(CKK_GENERIC_SECRET, { CKA_VALUE, bytes16, 0 }), &key));
    step("trusted-by-user", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16), BOOL(CKA_WRAP, 1),
                                                          BOOL(CKA_TRUSTED, 1)), &key));
    step("attribute-of-a-pair", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16),
                                                              BYTES(CKA_EC_PARAMS, p256)), &key));
    step("readable", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16), BOOL(CKA_SENSITIVE, 0),
                                                   BOOL(CKA_EXTRACTABLE, 1)), &key));
    byte read[16];
    attribute_t value[] = { { CKA_VALUE, read, 16 } };
    step("read", p11->C_GetAttributeValue(s, key, value, 1));
    note_bytes("value", read, 16);
    step("not-sensitive-not-extractable", p11->C_CreateObject(s, SECRET(CKK_AES, BYTES(CKA_VALUE, bytes16),
         BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 0)), &key));
    note_length(s, key, "value", CKA_VALUE);
}

static ulong_t generate_rsa(ulong_t s, ulong_t bits, ulong_t *public, ulong_t *private)
{
    return p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
        TEMPLATE(ULONG(CKA_MODULUS_BITS, bits), BYTES(CKA_PUBLIC_EXPONENT, exponent), BOOL(CKA_VERIFY, 1)),
        TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_SENSITIVE, 1), BOOL(CKA_EXTRACTABLE, 0)), public, private);
}

static void rsa_keys(void)
{
    start();
    ulong_t s = open_user(), public = 0, private = 0;
    step("2048", generate_rsa(s, 2048, &public, &private));
    note_key(s, private);
    note_ulong(s, private, "type", CKA_KEY_TYPE);
    note_length(s, private, "modulus", CKA_MODULUS);
    note_length(s, private, "exponent", CKA_PUBLIC_EXPONENT);
    note_length(s, private, "d", CKA_PRIVATE_EXPONENT);
    note_length(s, private, "p", CKA_PRIME_1);
    note_length(s, private, "qinv", CKA_COEFFICIENT);
    note_flag(s, private, "private", CKA_PRIVATE);
    note_flag(s, private, "always-authenticate", CKA_ALWAYS_AUTHENTICATE);
    note_flag(s, private, "wrap-with-trusted", CKA_WRAP_WITH_TRUSTED);
    step("public", 0);
    note_ulong(s, public, "bits", CKA_MODULUS_BITS);
    note_length(s, public, "modulus", CKA_MODULUS);
    note_flag(s, public, "local", CKA_LOCAL);
    note_flag(s, public, "private", CKA_PRIVATE);
    note_flag(s, public, "trusted", CKA_TRUSTED);
    note_ulong(s, public, "made-by", CKA_KEY_GEN_MECHANISM);
    step("private-sizes-in-one", 0);
    byte d[512];
    attribute_t mixed[] = { { CKA_PRIVATE_EXPONENT, d, sizeof d }, { CKA_MODULUS, d, sizeof d } };
    step("sensitive-and-public", p11->C_GetAttributeValue(s, private, mixed, 2));
    note("d=%d modulus=%lu", mixed[0].length == UNAVAILABLE, mixed[1].length);
    step("100-bits", generate_rsa(s, 100, &public, &private));
    step("100000-bits", generate_rsa(s, 100000, &public, &private));
    step("no-bits", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_PUBLIC_EXPONENT, exponent)), TEMPLATE(BOOL(CKA_SIGN, 1)), &public, &private));
    step("no-exponent", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048)), TEMPLATE(BOOL(CKA_SIGN, 1)), &public, &private));
    step("modulus-given", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048), BYTES(CKA_MODULUS, bytes16)), TEMPLATE(BOOL(CKA_SIGN, 1)),
         &public, &private));
    step("handles-null", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048)), TEMPLATE(BOOL(CKA_SIGN, 1)), NULL, NULL));
    step("wrong-class", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048), ULONG(CKA_CLASS, CKO_DATA)), TEMPLATE(BOOL(CKA_SIGN, 1)),
         &public, &private));
    step("wrong-type", p11->C_GenerateKeyPair(s, MECHANISM(CKM_RSA_PKCS_KEY_PAIR_GEN),
         TEMPLATE(ULONG(CKA_MODULUS_BITS, 2048), ULONG(CKA_KEY_TYPE, CKK_EC)), TEMPLATE(BOOL(CKA_SIGN, 1)),
         &public, &private));
    static byte modulus[256];
    memset(modulus, 0xd5, sizeof modulus);
    step("import-public", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PUBLIC_KEY),
         ULONG(CKA_KEY_TYPE, CKK_RSA), BYTES(CKA_MODULUS, modulus), BYTES(CKA_PUBLIC_EXPONENT, exponent)), &public));
    note_ulong(s, public, "bits", CKA_MODULUS_BITS);
    note_flag(s, public, "local", CKA_LOCAL);
    note_ulong(s, public, "made-by", CKA_KEY_GEN_MECHANISM);
    step("import-public-no-modulus", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PUBLIC_KEY),
         ULONG(CKA_KEY_TYPE, CKK_RSA), BYTES(CKA_PUBLIC_EXPONENT, exponent)), &public));
    step("import-public-no-exponent", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PUBLIC_KEY),
         ULONG(CKA_KEY_TYPE, CKK_RSA), BYTES(CKA_MODULUS, modulus)), &public));
    step("import-private-modulus-only", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_RSA), BYTES(CKA_MODULUS, modulus)), &private));
}

static ulong_t generate_ec(ulong_t s, ulong_t mechanism, byte *curve, ulong_t length, ulong_t *public,
                           ulong_t *private)
{
    return p11->C_GenerateKeyPair(s, MECHANISM(mechanism), TEMPLATE({ CKA_EC_PARAMS, curve, length },
        BOOL(CKA_VERIFY, 1)), TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_SENSITIVE, 1), BOOL(CKA_EXTRACTABLE, 0)),
        public, private);
}

static void ec_keys(void)
{
    static byte unknown[] = { 6, 3, 0x2a, 3, 4 }, oid25519[] = { 6, 3, 0x2b, 0x65, 0x70 };
    start();
    ulong_t s = open_user(), public = 0, private = 0;
    step("p256", generate_ec(s, CKM_EC_KEY_PAIR_GEN, p256, sizeof p256, &public, &private));
    note_key(s, private);
    note_ulong(s, private, "type", CKA_KEY_TYPE);
    note_length(s, private, "value", CKA_VALUE);
    note_length(s, private, "params", CKA_EC_PARAMS);
    note_length(s, public, "point", CKA_EC_POINT);
    note_length(s, public, "params", CKA_EC_PARAMS);
    step("p384", generate_ec(s, CKM_EC_KEY_PAIR_GEN, p384, sizeof p384, &public, &private));
    note_length(s, public, "point", CKA_EC_POINT);
    step("p521", generate_ec(s, CKM_EC_KEY_PAIR_GEN, p521, sizeof p521, &public, &private));
    note_length(s, public, "point", CKA_EC_POINT);
    step("no-such-curve", generate_ec(s, CKM_EC_KEY_PAIR_GEN, unknown, sizeof unknown, &public, &private));
    step("params-garbage", generate_ec(s, CKM_EC_KEY_PAIR_GEN, bytes16, 16, &public, &private));
    step("no-params", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BOOL(CKA_VERIFY, 1)),
                                             TEMPLATE(BOOL(CKA_SIGN, 1)), &public, &private));
    step("params-in-private", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BOOL(CKA_VERIFY, 1)),
         TEMPLATE(BOOL(CKA_SIGN, 1), BYTES(CKA_EC_PARAMS, p256)), &public, &private));
    step("edwards25519", generate_ec(s, CKM_EC_EDWARDS_KEY_PAIR_GEN, edwards25519, sizeof edwards25519, &public, &private));
    note_key(s, private);
    note_ulong(s, private, "type", CKA_KEY_TYPE);
    note_length(s, public, "point", CKA_EC_POINT);
    step("edwards25519-oid", generate_ec(s, CKM_EC_EDWARDS_KEY_PAIR_GEN, oid25519, sizeof oid25519, &public, &private));
    step("edwards-with-p256", generate_ec(s, CKM_EC_EDWARDS_KEY_PAIR_GEN, p256, sizeof p256, &public, &private));
    step("ec-with-edwards", generate_ec(s, CKM_EC_KEY_PAIR_GEN, edwards25519, sizeof edwards25519, &public, &private));
    step("defaults", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BYTES(CKA_EC_PARAMS, p256)),
                                            NULL, 0, &public, &private));
    note_key(s, private);
    note_flag(s, private, "token", CKA_TOKEN);
    note_flag(s, private, "private", CKA_PRIVATE);
    note_uses(s, private);
    note_flag(s, public, "private", CKA_PRIVATE);
    note_uses(s, public);
    step("token", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256), BOOL(CKA_TOKEN, 1), BYTES(CKA_ID, bytes16)),
         TEMPLATE(BOOL(CKA_TOKEN, 1), BYTES(CKA_ID, bytes16), BOOL(CKA_SIGN, 1)), &public, &private));
    attribute_t by_id[] = { BYTES(CKA_ID, bytes16) };
    step("by-id", 0);
    note("found=%lu", count_objects(s, by_id, 1));
    ulong_t ro = open_ro();
    step("token-private-in-read-only", p11->C_GenerateKeyPair(ro, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256)), TEMPLATE(BOOL(CKA_TOKEN, 1)), &public, &private));
    step("session-in-read-only", p11->C_GenerateKeyPair(ro, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256)), TEMPLATE(BOOL(CKA_SIGN, 1)), &public, &private));
    destroy_all(s);
    p11->C_Logout(s);
    step("without-login", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256)), TEMPLATE(BOOL(CKA_PRIVATE, 1)), &public, &private));
}

/* RFC 6979, A.2.5: the key of the examples on P-256. */
static byte rfc6979_private[32] = {
    0xc9, 0xaf, 0xa9, 0xd8, 0x45, 0xba, 0x75, 0x16, 0x6b, 0x5c, 0x21, 0x57, 0x67, 0xb1, 0xd6, 0x93,
    0x4e, 0x50, 0xc3, 0xdb, 0x36, 0xe8, 0x9b, 0x12, 0x7b, 0x8a, 0x62, 0x2b, 0x12, 0x0f, 0x67, 0x21 };
static byte rfc6979_point[67] = { 4, 65, 4,
    0x60, 0xfe, 0xd4, 0xba, 0x25, 0x5a, 0x9d, 0x31, 0xc9, 0x61, 0xeb, 0x74, 0xc6, 0x35, 0x6d, 0x68,
    0xc0, 0x49, 0xb8, 0x92, 0x3b, 0x61, 0xfa, 0x6c, 0xe6, 0x69, 0x62, 0x2e, 0x60, 0xf2, 0x9f, 0xb6,
    0x79, 0x03, 0xfe, 0x10, 0x08, 0xb8, 0xbc, 0x99, 0xa4, 0x1a, 0xe9, 0xe9, 0x56, 0x28, 0xbc, 0x64,
    0xf2, 0xf1, 0xb2, 0x0c, 0x2d, 0x7e, 0x9f, 0x51, 0x77, 0xa3, 0xc2, 0x94, 0xd4, 0x46, 0x22, 0x99 };

static void imported_ec_keys(void)
{
    start();
    ulong_t s = open_user(), public = 0, private = 0, length = 64;
    byte hash[32] = { 7 }, signature[64];
    step("private", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY), ULONG(CKA_KEY_TYPE, CKK_EC),
         BYTES(CKA_EC_PARAMS, p256), BYTES(CKA_VALUE, rfc6979_private), BOOL(CKA_SIGN, 1), BOOL(CKA_SENSITIVE, 1),
         BOOL(CKA_EXTRACTABLE, 0)), &private));
    note_key(s, private);
    note_length(s, private, "value", CKA_VALUE);
    step("public", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PUBLIC_KEY), ULONG(CKA_KEY_TYPE, CKK_EC),
         BYTES(CKA_EC_PARAMS, p256), BYTES(CKA_EC_POINT, rfc6979_point), BOOL(CKA_VERIFY, 1)), &public));
    step("sign-init", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private));
    step("sign", p11->C_Sign(s, hash, 32, signature, &length));
    step("verify-init", p11->C_VerifyInit(s, MECHANISM(CKM_ECDSA), public));
    step("verify", p11->C_Verify(s, hash, 32, signature, length));
    step("private-no-params", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC), BYTES(CKA_VALUE, rfc6979_private)), &private));
    step("private-no-value", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC), BYTES(CKA_EC_PARAMS, p256)), &private));
    step("public-no-point", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PUBLIC_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC), BYTES(CKA_EC_PARAMS, p256)), &public));
    step("private-readable", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC), BYTES(CKA_EC_PARAMS, p256), BYTES(CKA_VALUE, rfc6979_private),
         BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 1)), &private));
    byte read[32] = { 0 };
    attribute_t value[] = { { CKA_VALUE, read, 32 } };
    step("read", p11->C_GetAttributeValue(s, private, value, 1));
    note("same=%d", memcmp(read, rfc6979_private, 32) == 0);
}

const section_t key_sections[] = {
    { "secret-keys", secret_keys },
    { "imported-secret-keys", imported_secret_keys },
    { "rsa-keys", rsa_keys },
    { "ec-keys", ec_keys },
    { "imported-ec-keys", imported_ec_keys },
    { NULL, NULL },
};
