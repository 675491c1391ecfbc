/* Signing and verifying: every mechanism, in one call and in parts, right and wrong. */
#include "script.h"

#include <string.h>

static byte data[300] = "what is signed";

/* Sign and verify with one mechanism, with all that may be asked of a buffer on the way. */
static void round_trip(ulong_t s, const char *name, mechanism_t *mechanism, ulong_t public, ulong_t private,
                       ulong_t length)
{
    byte signature[600];
    ulong_t size = 0;
    if (stepf(p11->C_SignInit(s, mechanism, private), "%s-sign-init", name) != 0) {
        return;
    }
    stepf(p11->C_Sign(s, data, length, NULL, &size), "%s-sign-size", name);
    note("length=%lu", size);
    size = 10;
    stepf(p11->C_Sign(s, data, length, signature, &size), "%s-sign-too-small", name);
    note("length=%lu", size);
    size = sizeof signature;
    ulong_t answer = stepf(p11->C_Sign(s, data, length, signature, &size), "%s-sign", name);
    if (answer != 0) {
        return;
    }
    note("length=%lu", size);
    stepf(p11->C_VerifyInit(s, mechanism, public), "%s-verify-init", name);
    stepf(p11->C_Verify(s, data, length, signature, size), "%s-verify", name);
    p11->C_VerifyInit(s, mechanism, public);
    stepf(p11->C_Verify(s, data, length, signature, size - 1), "%s-verify-short", name);
    p11->C_VerifyInit(s, mechanism, public);
    signature[size / 2] ^= 1;
    stepf(p11->C_Verify(s, data, length, signature, size), "%s-verify-changed", name);
    stepf(p11->C_Verify(s, data, length, signature, size), "%s-verify-over", name);
    signature[size / 2] ^= 1;
    p11->C_VerifyInit(s, mechanism, public);
    data[0] ^= 1;
    stepf(p11->C_Verify(s, data, length, signature, size), "%s-verify-other-data", name);
    data[0] ^= 1;
}

/* The same in parts. */
static void in_parts(ulong_t s, const char *name, mechanism_t *mechanism, ulong_t public, ulong_t private)
{
    byte signature[600];
    ulong_t size = 0;
    if (stepf(p11->C_SignInit(s, mechanism, private), "%s-parts-init", name) != 0) {
        return;
    }
    if (stepf(p11->C_SignUpdate(s, data, 100), "%s-parts-update", name) != 0) {
        stepf(p11->C_SignInit(s, mechanism, private), "%s-parts-init-again", name);
        size = sizeof signature;
        p11->C_Sign(s, data, 32, signature, &size);
        return;
    }
    stepf(p11->C_SignUpdate(s, data + 100, 0), "%s-parts-update-empty", name);
    stepf(p11->C_SignUpdate(s, data + 100, 200), "%s-parts-update-rest", name);
    stepf(p11->C_SignFinal(s, NULL, &size), "%s-parts-size", name);
    note("length=%lu", size);
    size = 10;
    stepf(p11->C_SignFinal(s, signature, &size), "%s-parts-too-small", name);
    note("length=%lu", size);
    size = sizeof signature;
    stepf(p11->C_SignFinal(s, signature, &size), "%s-parts-final", name);
    note("length=%lu", size);
    stepf(p11->C_SignFinal(s, signature, &size), "%s-parts-over", name);
    stepf(p11->C_VerifyInit(s, mechanism, public), "%s-parts-verify-init", name);
    stepf(p11->C_VerifyUpdate(s, data, 299), "%s-parts-verify-update", name);
    stepf(p11->C_VerifyUpdate(s, data + 299, 1), "%s-parts-verify-rest", name);
    stepf(p11->C_VerifyFinal(s, signature, size), "%s-parts-verify-final", name);
    p11->C_VerifyInit(s, mechanism, public);
    stepf(p11->C_Verify(s, data, 300, signature, size), "%s-parts-verify-one-shot", name);
}

static void rsa(void)
{
    start();
    ulong_t s = open_user(), public, private, size;
    byte signature[600];
    rsa_pair(s, &public, &private);
    round_trip(s, "pkcs", MECHANISM(CKM_RSA_PKCS), public, private, 51);
    in_parts(s, "pkcs", MECHANISM(CKM_RSA_PKCS), public, private);
    round_trip(s, "sha256", MECHANISM(CKM_SHA256_RSA_PKCS), public, private, 300);
    in_parts(s, "sha256", MECHANISM(CKM_SHA256_RSA_PKCS), public, private);
    round_trip(s, "sha384", MECHANISM(CKM_SHA384_RSA_PKCS), public, private, 300);
    round_trip(s, "sha512", MECHANISM(CKM_SHA512_RSA_PKCS), public, private, 300);
    round_trip(s, "raw", MECHANISM(CKM_RSA_X_509), public, private, 256);
    pss_t pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
    round_trip(s, "pss", MECHANISM_WITH(CKM_RSA_PKCS_PSS, pss), public, private, 32);
    round_trip(s, "sha256-pss", MECHANISM_WITH(CKM_SHA256_RSA_PKCS_PSS, pss), public, private, 300);
    in_parts(s, "sha256-pss", MECHANISM_WITH(CKM_SHA256_RSA_PKCS_PSS, pss), public, private);
    step("sha256-empty-init", p11->C_SignInit(s, MECHANISM(CKM_SHA256_RSA_PKCS), private));
    size = sizeof signature;
    step("sha256-empty", p11->C_Sign(s, data, 0, signature, &size));
    note("length=%lu", size);
    step("pkcs-longest-init", p11->C_SignInit(s, MECHANISM(CKM_RSA_PKCS), private));
    size = sizeof signature;
    step("pkcs-longest", p11->C_Sign(s, data, 245, signature, &size));
    step("pkcs-too-long-init", p11->C_SignInit(s, MECHANISM(CKM_RSA_PKCS), private));
    size = sizeof signature;
    step("pkcs-too-long", p11->C_Sign(s, data, 246, signature, &size));
    step("pkcs-too-long-over", p11->C_Sign(s, data, 20, signature, &size));
    step("pss-no-parameter", p11->C_SignInit(open_ro(), MECHANISM(CKM_RSA_PKCS_PSS), private));
    pss.hash = CKM_SHA512;
    step("sha256-pss-other-hash", p11->C_SignInit(open_ro(), MECHANISM_WITH(CKM_SHA256_RSA_PKCS_PSS, pss), private));
    pss = (pss_t){ CKM_SHA256, CKG_MGF1_SHA256, 1000 };
    step("pss-salt-too-long", p11->C_SignInit(open_ro(), MECHANISM_WITH(CKM_RSA_PKCS_PSS, pss), private));
    pss = (pss_t){ CKM_SHA256, CKG_MGF1_SHA256, 32 };
    step("pss-short-structure", p11->C_SignInit(open_ro(), &(mechanism_t){ CKM_RSA_PKCS_PSS, &pss, 8 }, private));
    step("pss-hash-of-wrong-length-init", p11->C_SignInit(s, MECHANISM_WITH(CKM_RSA_PKCS_PSS, pss), private));
    size = sizeof signature;
    step("pss-hash-of-wrong-length", p11->C_Sign(s, data, 31, signature, &size));
    step("ecdsa-with-rsa-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), private));
}

static void ecdsa(void)
{
    start();
    ulong_t s = open_user(), public, private, size;
    byte signature[600];
    ec_pair(s, &public, &private);
    round_trip(s, "p256", MECHANISM(CKM_ECDSA), public, private, 32);
    round_trip(s, "p256-20-bytes", MECHANISM(CKM_ECDSA), public, private, 20);
    round_trip(s, "p256-64-bytes", MECHANISM(CKM_ECDSA), public, private, 64);
    in_parts(s, "p256", MECHANISM(CKM_ECDSA), public, private);
    step("empty-init", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private));
    size = sizeof signature;
    step("empty", p11->C_Sign(s, data, 0, signature, &size));
    step("rsa-with-ec-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_RSA_PKCS), private));
    step("eddsa-with-ec-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_EDDSA), private));
    step("hmac-with-ec-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_SHA256_HMAC), private));
    step("sign-with-public-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), public));
    step("verify-with-private-key", p11->C_VerifyInit(open_ro(), MECHANISM(CKM_ECDSA), private));
    step("no-such-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), 987654321));
    step("key-zero", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), 0));
    step("no-such-mechanism", p11->C_SignInit(open_ro(), MECHANISM(0x80001234), private));
    step("digest-mechanism", p11->C_SignInit(open_ro(), MECHANISM(CKM_SHA256), private));
    step("mechanism-null", p11->C_SignInit(open_ro(), NULL, private));
    ulong_t other = open_ro();
    step("init", p11->C_SignInit(other, MECHANISM(CKM_ECDSA), private));
    step("init-active", p11->C_SignInit(other, MECHANISM(CKM_ECDSA), private));
    other = open_ro();
    p11->C_SignInit(other, MECHANISM(CKM_ECDSA), private);
    size = sizeof signature;
    step("data-null", p11->C_Sign(other, NULL, 32, signature, &size));
    size = sizeof signature;
    step("data-null-over", p11->C_Sign(other, data, 32, signature, &size));
    other = open_ro();
    p11->C_SignInit(other, MECHANISM(CKM_ECDSA), private);
    step("length-null", p11->C_Sign(other, data, 32, signature, NULL));
    size = sizeof signature;
    step("length-null-over", p11->C_Sign(other, data, 32, signature, &size));
    other = open_ro();
    p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private);
    size = sizeof signature;
    step("other-session", p11->C_Sign(other, data, 32, signature, &size));
    size = sizeof signature;
    step("this-session", p11->C_Sign(s, data, 32, signature, &size));
    p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private);
    p11->C_DestroyObject(s, private);
    size = sizeof signature;
    step("key-destroyed-meanwhile", p11->C_Sign(s, data, 32, signature, &size));
    static const struct { const char *name; byte *curve; ulong_t length, hash; } curves[] = {
        { "p384", p384, sizeof p384, 48 }, { "p521", p521, sizeof p521, 64 } };
    for (size_t i = 0; i < 2; i++) {
        need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
             TEMPLATE({ CKA_EC_PARAMS, curves[i].curve, curves[i].length }, BOOL(CKA_VERIFY, 1)),
             TEMPLATE(BOOL(CKA_SIGN, 1)), &public, &private), curves[i].name);
        round_trip(s, curves[i].name, MECHANISM(CKM_ECDSA), public, private, curves[i].hash);
    }
}

static void not_permitted(void)
{
    start();
    ulong_t s = open_user(), public, private, key;
    byte value[16] = { 1 };
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256), BOOL(CKA_VERIFY, 0)), TEMPLATE(BOOL(CKA_SIGN, 0)), &public, &private),
         "pair");
    step("sign", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), private));
    step("verify", p11->C_VerifyInit(s, MECHANISM(CKM_ECDSA), public));
    step("allow", p11->C_SetAttributeValue(s, private, TEMPLATE(BOOL(CKA_SIGN, 1))));
    step("sign-allowed", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), private));
    need(p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, CKK_AES),
         BYTES(CKA_VALUE, value), BOOL(CKA_ENCRYPT, 0), BOOL(CKA_DECRYPT, 0), BOOL(CKA_WRAP, 0),
         BOOL(CKA_UNWRAP, 0)), &key), "key");
    step("encrypt", p11->C_EncryptInit(open_ro(), MECHANISM_WITH(CKM_AES_CBC, value), key));
    step("decrypt", p11->C_DecryptInit(open_ro(), MECHANISM_WITH(CKM_AES_CBC, value), key));
    ulong_t length = 64, o;
    byte out[64];
    step("wrap", p11->C_WrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), key, key, out, &length));
    step("unwrap", p11->C_UnwrapKey(s, MECHANISM(CKM_AES_KEY_WRAP), key, out, 24,
         TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY), ULONG(CKA_KEY_TYPE, CKK_AES)), &o));
    ulong_t allowed[] = { CKM_ECDSA_SHA256 };
    step("allowed-mechanisms", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256)), TEMPLATE(BOOL(CKA_SIGN, 1), BYTES(CKA_ALLOWED_MECHANISMS, allowed)),
         &public, &private));
    note_length(s, private, "allowed", CKA_ALLOWED_MECHANISMS);
    step("not-allowed-mechanism", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), private));
}

/* RFC 8032, 7.1, TEST 2. */
static byte seed[32] = {
    0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f,
    0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb };

static void eddsa(void)
{
    start();
    ulong_t s = open_user(), public, private, size = 64;
    byte signature[64], message[] = { 0x72 };
    need(p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_EDWARDS_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, edwards25519), BOOL(CKA_VERIFY, 1)), TEMPLATE(BOOL(CKA_SIGN, 1)),
         &public, &private), "pair");
    round_trip(s, "ed25519", MECHANISM(CKM_EDDSA), public, private, 300);
    round_trip(s, "ed25519-1-byte", MECHANISM(CKM_EDDSA), public, private, 1);
    step("ecdsa-with-ed25519-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_ECDSA), private));
    step("import", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_PRIVATE_KEY),
         ULONG(CKA_KEY_TYPE, CKK_EC_EDWARDS), BYTES(CKA_EC_PARAMS, edwards25519), BYTES(CKA_VALUE, seed),
         BOOL(CKA_SIGN, 1)), &private));
    s = open_ro();
    step("known-init", p11->C_SignInit(s, MECHANISM(CKM_EDDSA), private));
    if (step("known", p11->C_Sign(s, message, 1, signature, &size)) == 0) {
        note_bytes("signature", signature, size);
    }
}

static void hmac(void)
{
    static const struct { const char *name; ulong_t type; } all[] = {
        { "sha256", CKM_SHA256_HMAC }, { "sha384", CKM_SHA384_HMAC }, { "sha512", CKM_SHA512_HMAC } };
    start();
    ulong_t s = open_user(), size;
    byte mac[64], value[] = "a key of 64 bytes, as long as the hashes with the longest output.";
    ulong_t key = hmac_key(s, value, 64);
    for (size_t i = 0; i < 3; i++) {
        round_trip(s, all[i].name, MECHANISM(all[i].type), key, key, 300);
        in_parts(s, all[i].name, MECHANISM(all[i].type), key, key);
        size = sizeof mac;
        p11->C_SignInit(s, MECHANISM(all[i].type), key);
        stepf(p11->C_Sign(s, data, 14, mac, &size), "%s-known", all[i].name);
        note_bytes("mac", mac, size);
    }
    step("short-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_SHA256_HMAC), hmac_key(s, value, 8)));
    step("verify-empty-init", p11->C_VerifyInit(s, MECHANISM(CKM_SHA256_HMAC), key));
    step("verify-empty", p11->C_Verify(s, data, 14, mac, 0));
    ulong_t aes = aes_key(s, value, 16);
    step("with-aes-key", p11->C_SignInit(open_ro(), MECHANISM(CKM_SHA256_HMAC), aes));
    step("parameter", p11->C_SignInit(open_ro(), MECHANISM_WITH(CKM_SHA256_HMAC, size), key));
}

static void private_key_after_logout(void)
{
    start();
    ulong_t s = open_user(), public, private, size = 64;
    byte signature[64];
    ec_pair(s, &public, &private);
    need(p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private), "init");
    p11->C_Logout(s);
    step("sign", p11->C_Sign(s, data, 32, signature, &size));
    step("init", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private));
}

static void always_authenticate(void)
{
    start();
    ulong_t s = open_user(), public, private, size = 64;
    byte signature[64];
    if (step("generate", p11->C_GenerateKeyPair(s, MECHANISM(CKM_EC_KEY_PAIR_GEN),
         TEMPLATE(BYTES(CKA_EC_PARAMS, p256)), TEMPLATE(BOOL(CKA_SIGN, 1), BOOL(CKA_ALWAYS_AUTHENTICATE, 1)),
         &public, &private)) != 0) {
        return;
    }
    note_flag(s, private, "always", CKA_ALWAYS_AUTHENTICATE);
    step("init", p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private));
    step("sign-without", p11->C_Sign(s, data, 32, signature, &size));
    p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private);
    step("wrong-pin", p11->C_Login(s, CKU_CONTEXT_SPECIFIC, PIN("wrong-pin")));
    step("login", p11->C_Login(s, CKU_CONTEXT_SPECIFIC, PIN(user_pin)));
    size = 64;
    step("sign-with", p11->C_Sign(s, data, 32, signature, &size));
    p11->C_SignInit(s, MECHANISM(CKM_ECDSA), private);
    size = 64;
    step("sign-second", p11->C_Sign(s, data, 32, signature, &size));
}

const section_t sign_sections[] = {
    { "rsa", rsa },
    { "ecdsa", ecdsa },
    { "not-permitted", not_permitted },
    { "eddsa", eddsa },
    { "hmac", hmac },
    { "private-key-after-logout", private_key_after_logout },
    { "always-authenticate", always_authenticate },
    { NULL, NULL },
};
