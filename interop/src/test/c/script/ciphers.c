/* Encrypting and decrypting, with AES and with RSA. */
#include "script.h"

#include <string.h>

static byte key_value[16] = { 0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09,
                              0xcf, 0x4f, 0x3c };
static byte iv[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
static byte plain[64] = "The quick brown fox jumps over the lazy dog, then sleeps by day";

static void block_mode(ulong_t s, const char *name, mechanism_t *mechanism, ulong_t key, ulong_t length)
{
    byte sealed[128], opened[128];
    ulong_t size = 0, opened_size = 0;
    if (stepf(p11->C_EncryptInit(s, mechanism, key), "%s-encrypt-init", name) != 0) {
        return;
    }
    stepf(p11->C_Encrypt(s, plain, length, NULL, &size), "%s-encrypt-size", name);
    note("enough=%d", size >= length);
    size = 3;
    stepf(p11->C_Encrypt(s, plain, length, sealed, &size), "%s-encrypt-too-small", name);
    note("enough=%d", size >= length);
    size = sizeof sealed;
    if (stepf(p11->C_Encrypt(s, plain, length, sealed, &size), "%s-encrypt", name) != 0) {
        return;
    }
    note_bytes("sealed", sealed, size);
    stepf(p11->C_DecryptInit(s, mechanism, key), "%s-decrypt-init", name);
    stepf(p11->C_Decrypt(s, sealed, size, NULL, &opened_size), "%s-decrypt-size", name);
    note("enough=%d", opened_size >= length);
    opened_size = sizeof opened;
    stepf(p11->C_Decrypt(s, sealed, size, opened, &opened_size), "%s-decrypt", name);
    note("same=%d", opened_size == length && memcmp(opened, plain, length) == 0);
    stepf(p11->C_Decrypt(s, sealed, size, opened, &opened_size), "%s-decrypt-over", name);
}

static void block_parts(ulong_t s, const char *name, mechanism_t *mechanism, ulong_t key, ulong_t length)
{
    byte sealed[160], opened[160];
    ulong_t all = 0, size, back = 0;
    stepf(p11->C_EncryptInit(s, mechanism, key), "%s-parts-init", name);
    for (ulong_t at = 0; at < length; at += 20) {
        size = sizeof sealed - all;
        ulong_t part = length - at < 20 ? length - at : 20;
        if (stepf(p11->C_EncryptUpdate(s, plain + at, part, sealed + all, &size), "%s-parts-update-%lu", name, at)
            != 0) {
            return;
        }
        all += size;
    }
    size = sizeof sealed - all;
    stepf(p11->C_EncryptFinal(s, sealed + all, &size), "%s-parts-final", name);
    all += size;
    note_bytes("sealed", sealed, all);
    stepf(p11->C_DecryptInit(s, mechanism, key), "%s-parts-decrypt-init", name);
    for (ulong_t at = 0; at < all; at += 17) {
        size = sizeof opened - back;
        stepf(p11->C_DecryptUpdate(s, sealed + at, all - at < 17 ? all - at : 17, opened + back, &size),
              "%s-parts-decrypt-%lu", name, at);
        back += size;
    }
    size = sizeof opened - back;
    stepf(p11->C_DecryptFinal(s, opened + back, &size), "%s-parts-decrypt-final", name);
    back += size;
    note("same=%d", back == length && memcmp(opened, plain, length) == 0);
}

static void aes_cbc(void)
{
    start();
    ulong_t s = open_user(), key = aes_key(s, key_value, 16), size;
    byte out[128];
    block_mode(s, "cbc", MECHANISM_WITH(CKM_AES_CBC, iv), key, 64);
    block_parts(s, "cbc", MECHANISM_WITH(CKM_AES_CBC, iv), key, 64);
    block_mode(s, "cbc-pad", MECHANISM_WITH(CKM_AES_CBC_PAD, iv), key, 37);
    block_mode(s, "cbc-pad-block", MECHANISM_WITH(CKM_AES_CBC_PAD, iv), key, 48);
    block_parts(s, "cbc-pad", MECHANISM_WITH(CKM_AES_CBC_PAD, iv), key, 59);
    block_mode(s, "cbc-pad-empty", MECHANISM_WITH(CKM_AES_CBC_PAD, iv), key, 0);
    step("no-iv", p11->C_EncryptInit(open_ro(), MECHANISM(CKM_AES_CBC), key));
    step("short-iv", p11->C_EncryptInit(open_ro(), &(mechanism_t){ CKM_AES_CBC, iv, 15 }, key));
    step("partial-block-init", p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    size = sizeof out;
    step("partial-block", p11->C_Encrypt(s, plain, 17, out, &size));
    step("partial-block-over", p11->C_Encrypt(s, plain, 16, out, &size));
    step("decrypt-partial-init", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    size = sizeof out;
    step("decrypt-partial", p11->C_Decrypt(s, plain, 17, out, &size));
    step("decrypt-bad-padding-init", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_CBC_PAD, iv), key));
    size = sizeof out;
    step("decrypt-bad-padding", p11->C_Decrypt(s, plain, 32, out, &size));
    step("parts-partial-init", p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    size = sizeof out;
    step("parts-partial-update", p11->C_EncryptUpdate(s, plain, 17, out, &size));
    note("length=%lu", size);
    size = sizeof out;
    step("parts-partial-final", p11->C_EncryptFinal(s, out, &size));
    step("active-init", p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    step("active-again", p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    step("active-decrypt", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_CBC, iv), key));
    step("no-such-key", p11->C_EncryptInit(open_ro(), MECHANISM_WITH(CKM_AES_CBC, iv), 987654321));
    step("sign-mechanism", p11->C_EncryptInit(open_ro(), MECHANISM(CKM_ECDSA), key));
}

static void aes_gcm(void)
{
    start();
    ulong_t s = open_user(), key = aes_key(s, key_value, 16), size;
    byte aad[5] = "extra", out[128], sealed[128];
    gcm_t gcm = { iv, 12, 96, aad, 5, 128 };
    block_mode(s, "gcm", MECHANISM_WITH(CKM_AES_GCM, gcm), key, 37);
    block_mode(s, "gcm-empty", MECHANISM_WITH(CKM_AES_GCM, gcm), key, 0);
    gcm.tag_bits = 96;
    block_mode(s, "gcm-96", MECHANISM_WITH(CKM_AES_GCM, gcm), key, 20);
    gcm = (gcm_t){ iv, 12, 96, NULL, 0, 128 };
    block_mode(s, "gcm-no-aad", MECHANISM_WITH(CKM_AES_GCM, gcm), key, 20);
    gcm.tag_bits = 200;
    step("tag-too-long", p11->C_EncryptInit(open_ro(), MECHANISM_WITH(CKM_AES_GCM, gcm), key));
    gcm = (gcm_t){ iv, 12, 96, aad, 5, 128 };
    step("no-parameter", p11->C_EncryptInit(open_ro(), MECHANISM(CKM_AES_GCM), key));
    need(p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_GCM, gcm), key), "init");
    ulong_t length = sizeof sealed;
    need(p11->C_Encrypt(s, plain, 20, sealed, &length), "encrypt");
    sealed[3] ^= 1;
    step("changed-init", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_GCM, gcm), key));
    size = sizeof out;
    step("changed", p11->C_Decrypt(s, sealed, length, out, &size));
    sealed[3] ^= 1;
    aad[0] = 'E';
    step("other-aad-init", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_GCM, gcm), key));
    size = sizeof out;
    step("other-aad", p11->C_Decrypt(s, sealed, length, out, &size));
    step("shorter-than-tag-init", p11->C_DecryptInit(s, MECHANISM_WITH(CKM_AES_GCM, gcm), key));
    size = sizeof out;
    step("shorter-than-tag", p11->C_Decrypt(s, sealed, 10, out, &size));
}

static void rsa_cipher(void)
{
    start();
    ulong_t s = open_user(), public, private, size = 0;
    byte sealed[512], opened[512];
    rsa_pair(s, &public, &private);
    oaep_t oaep1 = { CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, NULL, 0 };
    oaep_t oaep256 = { CKM_SHA256, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, NULL, 0 };
    struct { const char *name; mechanism_t *how; ulong_t length; } all[] = {
        { "pkcs", MECHANISM(CKM_RSA_PKCS), 40 },
        { "oaep-sha1", MECHANISM_WITH(CKM_RSA_PKCS_OAEP, oaep1), 40 },
        { "oaep-sha256", MECHANISM_WITH(CKM_RSA_PKCS_OAEP, oaep256), 40 },
    };
    for (size_t i = 0; i < 3; i++) {
        if (stepf(p11->C_EncryptInit(s, all[i].how, public), "%s-init", all[i].name) != 0) {
            continue;
        }
        stepf(p11->C_Encrypt(s, plain, all[i].length, NULL, &size), "%s-size", all[i].name);
        note("length=%lu", size);
        size = sizeof sealed;
        stepf(p11->C_Encrypt(s, plain, all[i].length, sealed, &size), "%s", all[i].name);
        note("length=%lu", size);
        ulong_t back = sizeof opened;
        stepf(p11->C_DecryptInit(s, all[i].how, private), "%s-decrypt-init", all[i].name);
        stepf(p11->C_Decrypt(s, sealed, size, opened, &back), "%s-decrypt", all[i].name);
        note("same=%d", back == all[i].length && memcmp(opened, plain, back) == 0);
        sealed[9] ^= 1;
        back = sizeof opened;
        p11->C_DecryptInit(s, all[i].how, private);
        stepf(p11->C_Decrypt(s, sealed, size, opened, &back), "%s-decrypt-changed", all[i].name);
        back = sizeof opened;
        p11->C_DecryptInit(s, all[i].how, private);
        stepf(p11->C_Decrypt(s, sealed, 255, opened, &back), "%s-decrypt-short", all[i].name);
    }
    step("too-long-init", p11->C_EncryptInit(s, MECHANISM(CKM_RSA_PKCS), public));
    size = sizeof sealed;
    byte large[256] = { 1 };
    step("too-long", p11->C_Encrypt(s, large, 246, sealed, &size));
    step("parts-init", p11->C_EncryptInit(s, MECHANISM(CKM_RSA_PKCS), public));
    size = sizeof sealed;
    step("parts-update", p11->C_EncryptUpdate(s, plain, 10, sealed, &size));
    step("oaep-no-parameter", p11->C_EncryptInit(open_ro(), MECHANISM(CKM_RSA_PKCS_OAEP), public));
    step("encrypt-with-private", p11->C_EncryptInit(open_ro(), MECHANISM(CKM_RSA_PKCS), private));
    step("decrypt-with-public", p11->C_DecryptInit(open_ro(), MECHANISM(CKM_RSA_PKCS), public));
    step("aes-with-rsa-key", p11->C_EncryptInit(open_ro(), MECHANISM_WITH(CKM_AES_CBC, iv), public));
}

const section_t cipher_sections[] = {
    { "aes-cbc", aes_cbc },
    { "aes-gcm", aes_gcm },
    { "rsa-cipher", rsa_cipher },
    { NULL, NULL },
};
