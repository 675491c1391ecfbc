/* Keys that leave and enter wrapped, and keys derived. */
#include "script.h"

#include <string.h>

/* RFC 3394, 4.1: 128 bits of key data with a 128-bit key. */
static byte kek_value[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
static byte inner_value[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc,
                                0xdd, 0xee, 0xff };

#define SECRET(...) TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, CKK_AES), __VA_ARGS__)

/* A key that only wraps, so that no policy about decrypting with it matters. */
static ulong_t wrapping_key(ulong_t s)
{
    ulong_t key = 0;
    need(p11->C_CreateObject(s, SECRET(BYTES(CKA_VALUE, kek_value), BOOL(CKA_WRAP, 1), BOOL(CKA_UNWRAP, 1)),
                             &key), "wrapping-key");
    return key;
}

static ulong_t inner_key(ulong_t s, int extractable)
{
    ulong_t key = 0;
    need(p11->C_CreateObject(s, SECRET(BYTES(CKA_VALUE, inner_value), BOOL(CKA_SENSITIVE, 1),
                                       BOOL(CKA_EXTRACTABLE, extractable)), &key), "inner-key");
    return key;
}

static void key_wrap(void)
{
    start();
    ulong_t s = open_user(), kek = wrapping_key(s), inner = inner_key(s, 1), fixed = inner_key(s, 0);
    ulong_t size = 0, key = 0;
    byte wrapped[64];
    mechanism_t *kw = MECHANISM(CKM_AES_KEY_WRAP);
    step("size", p11->C_WrapKey(s, kw, kek, inner, NULL, &size));
    note("length=%lu", size);
    size = 5;
    step("too-small", p11->C_WrapKey(s, kw, kek, inner, wrapped, &size));
    note("length=%lu", size);
    size = sizeof wrapped;
    step("wrap", p11->C_WrapKey(s, kw, kek, inner, wrapped, &size));
    note_bytes("wrapped", wrapped, size);
    ulong_t other = sizeof wrapped;
    byte again[64];
    step("not-extractable", p11->C_WrapKey(s, kw, kek, fixed, again, &other));
    step("no-such-key", p11->C_WrapKey(s, kw, kek, 987654321, again, &other));
    step("no-such-wrapping-key", p11->C_WrapKey(s, kw, 987654321, inner, again, &other));
    step("length-null", p11->C_WrapKey(s, kw, kek, inner, again, NULL));
    step("mechanism-null", p11->C_WrapKey(s, NULL, kek, inner, again, &other));
    step("no-such-mechanism", p11->C_WrapKey(s, MECHANISM(0x80001234), kek, inner, again, &other));
    step("digest-mechanism", p11->C_WrapKey(s, MECHANISM(CKM_SHA256), kek, inner, again, &other));
    step("unwrap", p11->C_UnwrapKey(s, kw, kek, wrapped, size, SECRET(BOOL(CKA_SENSITIVE, 0),
                                    BOOL(CKA_EXTRACTABLE, 1)), &key));
    note_flag(s, key, "local", CKA_LOCAL);
    note_flag(s, key, "always", CKA_ALWAYS_SENSITIVE);
    note_flag(s, key, "never", CKA_NEVER_EXTRACTABLE);
    note_ulong(s, key, "made-by", CKA_KEY_GEN_MECHANISM);
    note_ulong(s, key, "length", CKA_VALUE_LEN);
    byte value[16] = { 0 };
    attribute_t read[] = { { CKA_VALUE, value, 16 } };
    step("unwrapped", p11->C_GetAttributeValue(s, key, read, 1));
    note("same=%d", memcmp(value, inner_value, 16) == 0);
    step("unwrap-length-given", p11->C_UnwrapKey(s, kw, kek, wrapped, size, SECRET(ULONG(CKA_VALUE_LEN, 16)), &key));
    step("unwrap-value-given", p11->C_UnwrapKey(s, kw, kek, wrapped, size, SECRET(BYTES(CKA_VALUE, value)), &key));
    step("unwrap-no-class", p11->C_UnwrapKey(s, kw, kek, wrapped, size, TEMPLATE(ULONG(CKA_KEY_TYPE, CKK_AES)), &key));
    step("unwrap-no-type", p11->C_UnwrapKey(s, kw, kek, wrapped, size, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY)), &key));
    step("unwrap-wrong-class", p11->C_UnwrapKey(s, kw, kek, wrapped, size, TEMPLATE(ULONG(CKA_CLASS, CKO_DATA),
         ULONG(CKA_KEY_TYPE, CKK_AES)), &key));
    step("unwrap-no-such-key", p11->C_UnwrapKey(s, kw, 987654321, wrapped, size, SECRET(BOOL(CKA_TOKEN, 0)), &key));
    step("unwrap-handle-null", p11->C_UnwrapKey(s, kw, kek, wrapped, size, SECRET(BOOL(CKA_TOKEN, 0)), NULL));
    step("unwrap-wrapped-null", p11->C_UnwrapKey(s, kw, kek, NULL, size, SECRET(BOOL(CKA_TOKEN, 0)), &key));
    step("unwrap-short", p11->C_UnwrapKey(s, kw, kek, wrapped, size - 1, SECRET(BOOL(CKA_TOKEN, 0)), &key));
    wrapped[4] ^= 1;
    step("unwrap-changed", p11->C_UnwrapKey(s, kw, kek, wrapped, size, SECRET(BOOL(CKA_TOKEN, 0)), &key));
    ulong_t ro = open_ro();
    wrapped[4] ^= 1;
    step("unwrap-token-in-read-only", p11->C_UnwrapKey(ro, kw, kek, wrapped, size, SECRET(BOOL(CKA_TOKEN, 1)), &key));
    step("unwrap-no-parameter-expected", p11->C_UnwrapKey(s, &(mechanism_t){ CKM_AES_KEY_WRAP, value, 3 }, kek,
         wrapped, size, SECRET(BOOL(CKA_TOKEN, 0)), &key));
}

static void key_wrap_pad(void)
{
    start();
    ulong_t s = open_user(), kek = wrapping_key(s), public, private, size = 0, key = 0;
    static byte wrapped[4096];
    mechanism_t *pad = MECHANISM(CKM_AES_KEY_WRAP_PAD);
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256), BOOL(CKA_VERIFY, 1)),
         TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_SENSITIVE, 1), BOOL(CKA_EXTRACTABLE, 1)), &public, &private), "pair");
    size = sizeof wrapped;
    step("private-key", p11->C_WrapKey(s, pad, kek, private, wrapped, &size));
    step("unwrap", p11->C_UnwrapKey(s, pad, kek, wrapped, size, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC), BOOL(CKA_SIGN, 1)), &key));
    byte hash[32] = { 3 }, signature[64];
    ulong_t length = 64;
    step("sign-init", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), key));
    step("sign", p11->C_Sign(s, hash, 32, signature, &length));
    step("verify-init", p11->C_VerifyInit(s, MECHANISM(CKM_ECDSA), public));
    step("verify", p11->C_Verify(s, hash, 32, signature, length));
    size = sizeof wrapped;
    step("public-key", p11->C_WrapKey(s, pad, kek, public, wrapped, &size));
    size = sizeof wrapped;
    step("private-key-kw", p11->C_WrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), kek, private, wrapped, &size));
}

static void rsa_wrap(void)
{
    start();
    ulong_t s = open_user(), public, private, inner = inner_key(s, 1), size = 0, key = 0;
    byte wrapped[512];
    rsa_pair(s, &public, &private);
    oaep_t oaep = { CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, NULL, 0 };
    struct { const char *name; mechanism_t *how; } all[] = {
        { "pkcs", MECHANISM(CKM_RSA_PKCS) }, { "oaep", MECHANISM_WITH(CKM_RSA_PKCS_OAEP, oaep) } };
    for (size_t i = 0; i < 2; i++) {
        stepf(p11->C_WrapKey(s, all[i].how, public, inner, NULL, &size), "%s-size", all[i].name);
        note("length=%lu", size);
        size = sizeof wrapped;
        stepf(p11->C_WrapKey(s, all[i].how, public, inner, wrapped, &size), "%s-wrap", all[i].name);
        note("length=%lu", size);
        stepf(p11->C_UnwrapKey(s, all[i].how, private, wrapped, size, SECRET(BOOL(CKA_EXTRACTABLE, 1),
              BOOL(CKA_SENSITIVE, 0)), &key), "%s-unwrap", all[i].name);
        byte value[16] = { 0 };
        attribute_t read[] = { { CKA_VALUE, value, 16 } };
        stepf(p11->C_GetAttributeValue(s, key, read, 1), "%s-unwrapped", all[i].name);
        note("same=%d", memcmp(value, inner_value, 16) == 0);
    }
    size = sizeof wrapped;
    step("private-key-too-large", p11->C_WrapKey(s, MECHANISM(CKM_RSA_PKCS), public, private, wrapped, &size));
}

static void with_trusted(void)
{
    start();
    ulong_t s = open_user(), kek = wrapping_key(s), key = 0, size = 64;
    byte wrapped[64];
    step("create", p11->C_CreateObject(s, SECRET(BYTES(CKA_VALUE, inner_value), BOOL(CKA_EXTRACTABLE, 1),
                                                 BOOL(CKA_WRAP_WITH_TRUSTED, 1)), &key));
    note_flag(s, key, "wrap-with-trusted", CKA_WRAP_WITH_TRUSTED);
    step("wrap", p11->C_WrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), kek, key, wrapped, &size));
    step("unset", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_WRAP_WITH_TRUSTED, 0))));
}

static void derive(void)
{
    start();
    ulong_t s = open_user(), public, private, public2, private2, key = 0, key2 = 0;
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BYTES(CKA_EC_PARAMS, p256)),
         TEMPLATE(BOOL(CKA_DERIVE, 1)), &public, &private), "pair");
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BYTES(CKA_EC_PARAMS, p256)),
         TEMPLATE(BOOL(CKA_DERIVE, 1)), &public2, &private2), "pair");
    byte point[67], point2[67], value[32] = { 0 }, value2[32] = { 1 };
    attribute_t read[] = { { CKA_EC_POINT, point, sizeof point } };
    need(p11->C_GetAttributeValue(s, public, read, 1), "point");
    read[0].value = point2;
    need(p11->C_GetAttributeValue(s, public2, read, 1), "point");
    ecdh_t first = { CKD_NULL, 0, NULL, 65, point2 + 2 }, second = { CKD_NULL, 0, NULL, 65, point + 2 };
    if (step("ecdh", p11->C_DeriveKey(s, MECHANISM_WITH(CKM_ECDH1_DERIVE, first), private,
             SECRET(ULONG(CKA_VALUE_LEN, 32), BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 1)), &key)) != 0) {
        return;
    }
    step("ecdh-other-side", p11->C_DeriveKey(s, MECHANISM_WITH(CKM_ECDH1_DERIVE, second), private2,
         SECRET(ULONG(CKA_VALUE_LEN, 32), BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 1)), &key2));
    attribute_t one[] = { { CKA_VALUE, value, 32 } }, two[] = { { CKA_VALUE, value2, 32 } };
    step("read", p11->C_GetAttributeValue(s, key, one, 1));
    step("read-other-side", p11->C_GetAttributeValue(s, key2, two, 1));
    note("same=%d", memcmp(value, value2, 32) == 0);
    step("bad-point", p11->C_DeriveKey(s, &(mechanism_t){ CKM_ECDH1_DERIVE,
         &(ecdh_t){ CKD_NULL, 0, NULL, 30, point }, sizeof(ecdh_t) }, private, SECRET(ULONG(CKA_VALUE_LEN, 32)), &key));
    step("no-parameter", p11->C_DeriveKey(s, MECHANISM(CKM_ECDH1_DERIVE), private, SECRET(ULONG(CKA_VALUE_LEN, 32)), &key));
}

static void default_key_cannot_be_wrapped(void)
{
    start();
    ulong_t s = open_user(), kek = wrapping_key(s), public, private, size = 512;
    byte wrapped[512];
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN), TEMPLATE(BYTES(CKA_EC_PARAMS, p256)),
         TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_SENSITIVE, 1), BOOL(CKA_EXTRACTABLE, 0)), &public, &private), "pair");
    step("wrap", p11->C_WrapKey(s, MECHANISM(CKM_AES_KEY_WRAP_PAD), kek, private, wrapped, &size));
    step("value", p11->C_GetAttributeValue(s, private, TEMPLATE({ CKA_VALUE, wrapped, sizeof wrapped })));
}

const section_t wrap_sections[] = {
    { "key-wrap", key_wrap },
    { "key-wrap-pad", key_wrap_pad },
    { "rsa-wrap", rsa_wrap },
    { "wrap-with-trusted", with_trusted },
    { "derive", derive },
    { "not-extractable", default_key_cannot_be_wrapped },
    { NULL, NULL },
};
