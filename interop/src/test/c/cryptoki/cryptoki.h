/*
 * The parts of PKCS#11 that the programs in this folder use, written from the standard and on purpose
 * not shared with the library that they try: a mistake there must not be repeated here. Structures are
 * those of Unix, unpacked.
 */
#ifndef INTEROP_CRYPTOKI_H
#define INTEROP_CRYPTOKI_H

#include <stddef.h>

typedef unsigned char byte;
typedef unsigned long ulong_t;

typedef struct { byte major, minor; } version_t;
typedef struct { ulong_t type; void *value; ulong_t length; } attribute_t;
typedef struct { ulong_t type; void *parameter; ulong_t length; } mechanism_t;

typedef struct {
    version_t cryptoki;
    byte manufacturer[32];
    ulong_t flags;
    byte description[32];
    version_t library;
} info_t;

typedef struct {
    byte description[64];
    byte manufacturer[32];
    ulong_t flags;
    version_t hardware, firmware;
} slot_info_t;

typedef struct {
    byte label[32], manufacturer[32], model[16], serial[16];
    ulong_t flags, max_sessions, sessions, max_rw_sessions, rw_sessions, max_pin, min_pin;
    ulong_t total_public, free_public, total_private, free_private;
    version_t hardware, firmware;
    byte utc_time[16];
} token_info_t;

typedef struct { ulong_t slot, state, flags, device_error; } session_info_t;
typedef struct { ulong_t min, max, flags; } mechanism_info_t;

typedef struct {
    void *create, *destroy, *lock, *unlock;
    ulong_t flags;
    void *reserved;
} initialize_t;

typedef struct { ulong_t hash, mgf, salt; } pss_t;
typedef struct { ulong_t hash, mgf, source; void *data; ulong_t length; } oaep_t;
typedef struct { byte *iv; ulong_t iv_length, iv_bits; byte *aad; ulong_t aad_length, tag_bits; } gcm_t;
typedef struct { ulong_t kdf, shared_length; byte *shared; ulong_t public_length; byte *public; } ecdh_t;

/* CK_FUNCTION_LIST of 2.40: order is the interface. */
typedef struct {
    version_t version;
    ulong_t (*C_Initialize)(void *);
    ulong_t (*C_Finalize)(void *);
    ulong_t (*C_GetInfo)(info_t *);
    ulong_t (*C_GetFunctionList)(void *);
    ulong_t (*C_GetSlotList)(byte, ulong_t *, ulong_t *);
    ulong_t (*C_GetSlotInfo)(ulong_t, slot_info_t *);
    ulong_t (*C_GetTokenInfo)(ulong_t, token_info_t *);
    ulong_t (*C_GetMechanismList)(ulong_t, ulong_t *, ulong_t *);
    ulong_t (*C_GetMechanismInfo)(ulong_t, ulong_t, mechanism_info_t *);
    ulong_t (*C_InitToken)(ulong_t, byte *, ulong_t, byte *);
    ulong_t (*C_InitPIN)(ulong_t, byte *, ulong_t);
    ulong_t (*C_SetPIN)(ulong_t, byte *, ulong_t, byte *, ulong_t);
    ulong_t (*C_OpenSession)(ulong_t, ulong_t, void *, void *, ulong_t *);
    ulong_t (*C_CloseSession)(ulong_t);
    ulong_t (*C_CloseAllSessions)(ulong_t);
    ulong_t (*C_GetSessionInfo)(ulong_t, session_info_t *);
    ulong_t (*C_GetOperationState)(ulong_t, byte *, ulong_t *);
    ulong_t (*C_SetOperationState)(ulong_t, byte *, ulong_t, ulong_t, ulong_t);
    ulong_t (*C_Login)(ulong_t, ulong_t, byte *, ulong_t);
    ulong_t (*C_Logout)(ulong_t);
    ulong_t (*C_CreateObject)(ulong_t, attribute_t *, ulong_t, ulong_t *);
    ulong_t (*C_CopyObject)(ulong_t, ulong_t, attribute_t *, ulong_t, ulong_t *);
    ulong_t (*C_DestroyObject)(ulong_t, ulong_t);
    ulong_t (*C_GetObjectSize)(ulong_t, ulong_t, ulong_t *);
    ulong_t (*C_GetAttributeValue)(ulong_t, ulong_t, attribute_t *, ulong_t);
    ulong_t (*C_SetAttributeValue)(ulong_t, ulong_t, attribute_t *, ulong_t);
    ulong_t (*C_FindObjectsInit)(ulong_t, attribute_t *, ulong_t);
    ulong_t (*C_FindObjects)(ulong_t, ulong_t *, ulong_t, ulong_t *);
    ulong_t (*C_FindObjectsFinal)(ulong_t);
    ulong_t (*C_EncryptInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_Encrypt)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_EncryptUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_EncryptFinal)(ulong_t, byte *, ulong_t *);
    ulong_t (*C_DecryptInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_Decrypt)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DecryptUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DecryptFinal)(ulong_t, byte *, ulong_t *);
    ulong_t (*C_DigestInit)(ulong_t, mechanism_t *);
    ulong_t (*C_Digest)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DigestUpdate)(ulong_t, byte *, ulong_t);
    ulong_t (*C_DigestKey)(ulong_t, ulong_t);
    ulong_t (*C_DigestFinal)(ulong_t, byte *, ulong_t *);
    ulong_t (*C_SignInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_Sign)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_SignUpdate)(ulong_t, byte *, ulong_t);
    ulong_t (*C_SignFinal)(ulong_t, byte *, ulong_t *);
    ulong_t (*C_SignRecoverInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_SignRecover)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_VerifyInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_Verify)(ulong_t, byte *, ulong_t, byte *, ulong_t);
    ulong_t (*C_VerifyUpdate)(ulong_t, byte *, ulong_t);
    ulong_t (*C_VerifyFinal)(ulong_t, byte *, ulong_t);
    ulong_t (*C_VerifyRecoverInit)(ulong_t, mechanism_t *, ulong_t);
    ulong_t (*C_VerifyRecover)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DigestEncryptUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DecryptDigestUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_SignEncryptUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_DecryptVerifyUpdate)(ulong_t, byte *, ulong_t, byte *, ulong_t *);
    ulong_t (*C_GenerateKey)(ulong_t, mechanism_t *, attribute_t *, ulong_t, ulong_t *);
    ulong_t (*C_GenerateKeyPair)(ulong_t, mechanism_t *, attribute_t *, ulong_t, attribute_t *, ulong_t,
                                 ulong_t *, ulong_t *);
    ulong_t (*C_WrapKey)(ulong_t, mechanism_t *, ulong_t, ulong_t, byte *, ulong_t *);
    ulong_t (*C_UnwrapKey)(ulong_t, mechanism_t *, ulong_t, byte *, ulong_t, attribute_t *, ulong_t,
                           ulong_t *);
    ulong_t (*C_DeriveKey)(ulong_t, mechanism_t *, ulong_t, attribute_t *, ulong_t, ulong_t *);
    ulong_t (*C_SeedRandom)(ulong_t, byte *, ulong_t);
    ulong_t (*C_GenerateRandom)(ulong_t, byte *, ulong_t);
    ulong_t (*C_GetFunctionStatus)(ulong_t);
    ulong_t (*C_CancelFunction)(ulong_t);
    ulong_t (*C_WaitForSlotEvent)(ulong_t, ulong_t *, void *);
} functions_t;

#define UNAVAILABLE (~0UL)

enum { CKF_RW_SESSION = 2, CKF_SERIAL_SESSION = 4, CKF_OS_LOCKING_OK = 2, CKF_DONT_BLOCK = 1 };
enum { CKU_SO = 0, CKU_USER = 1, CKU_CONTEXT_SPECIFIC = 2 };
enum { CKO_DATA = 0, CKO_CERTIFICATE = 1, CKO_PUBLIC_KEY = 2, CKO_PRIVATE_KEY = 3, CKO_SECRET_KEY = 4,
       CKO_HW_FEATURE = 5, CKO_DOMAIN_PARAMETERS = 6 };
enum { CKK_RSA = 0, CKK_EC = 3, CKK_GENERIC_SECRET = 0x10, CKK_AES = 0x1f, CKK_EC_EDWARDS = 0x40 };

enum {
    CKA_CLASS = 0, CKA_TOKEN = 1, CKA_PRIVATE = 2, CKA_LABEL = 3, CKA_UNIQUE_ID = 4, CKA_APPLICATION = 0x10,
    CKA_VALUE = 0x11, CKA_OBJECT_ID = 0x12, CKA_CERTIFICATE_TYPE = 0x80, CKA_ISSUER = 0x81,
    CKA_SERIAL_NUMBER = 0x82, CKA_TRUSTED = 0x86, CKA_CERTIFICATE_CATEGORY = 0x87, CKA_CHECK_VALUE = 0x90,
    CKA_KEY_TYPE = 0x100, CKA_SUBJECT = 0x101, CKA_ID = 0x102, CKA_SENSITIVE = 0x103, CKA_ENCRYPT = 0x104,
    CKA_DECRYPT = 0x105, CKA_WRAP = 0x106, CKA_UNWRAP = 0x107, CKA_SIGN = 0x108, CKA_SIGN_RECOVER = 0x109,
    CKA_VERIFY = 0x10a, CKA_VERIFY_RECOVER = 0x10b, CKA_DERIVE = 0x10c, CKA_START_DATE = 0x110,
    CKA_END_DATE = 0x111, CKA_MODULUS = 0x120, CKA_MODULUS_BITS = 0x121, CKA_PUBLIC_EXPONENT = 0x122,
    CKA_PRIVATE_EXPONENT = 0x123, CKA_PRIME_1 = 0x124, CKA_PRIME_2 = 0x125, CKA_EXPONENT_1 = 0x126,
    CKA_EXPONENT_2 = 0x127, CKA_COEFFICIENT = 0x128, CKA_VALUE_BITS = 0x160, CKA_VALUE_LEN = 0x161,
    CKA_EXTRACTABLE = 0x162, CKA_LOCAL = 0x163, CKA_NEVER_EXTRACTABLE = 0x164,
    CKA_ALWAYS_SENSITIVE = 0x165, CKA_KEY_GEN_MECHANISM = 0x166, CKA_MODIFIABLE = 0x170,
    CKA_COPYABLE = 0x171, CKA_DESTROYABLE = 0x172, CKA_EC_PARAMS = 0x180, CKA_EC_POINT = 0x181,
    CKA_ALWAYS_AUTHENTICATE = 0x202, CKA_WRAP_WITH_TRUSTED = 0x210
};
#define CKA_WRAP_TEMPLATE 0x40000211UL
#define CKA_UNWRAP_TEMPLATE 0x40000212UL
#define CKA_ALLOWED_MECHANISMS 0x40000600UL

enum {
    CKM_RSA_PKCS_KEY_PAIR_GEN = 0, CKM_RSA_PKCS = 1, CKM_RSA_X_509 = 3, CKM_RSA_PKCS_OAEP = 9,
    CKM_RSA_PKCS_PSS = 0xd, CKM_SHA256_RSA_PKCS = 0x40, CKM_SHA384_RSA_PKCS = 0x41,
    CKM_SHA512_RSA_PKCS = 0x42, CKM_SHA256_RSA_PKCS_PSS = 0x43, CKM_SHA_1 = 0x220, CKM_SHA224 = 0x255,
    CKM_SHA256 = 0x250, CKM_SHA256_HMAC = 0x251, CKM_SHA384 = 0x260, CKM_SHA384_HMAC = 0x261,
    CKM_SHA512 = 0x270, CKM_SHA512_HMAC = 0x271, CKM_GENERIC_SECRET_KEY_GEN = 0x350,
    CKM_EC_KEY_PAIR_GEN = 0x1040, CKM_ECDSA = 0x1041, CKM_ECDSA_SHA256 = 0x1044,
    CKM_ECDH1_DERIVE = 0x1050, CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055, CKM_EDDSA = 0x1057,
    CKM_AES_KEY_GEN = 0x1080, CKM_AES_ECB = 0x1081, CKM_AES_CBC = 0x1082, CKM_AES_CBC_PAD = 0x1085,
    CKM_AES_GCM = 0x1087, CKM_AES_KEY_WRAP = 0x2109, CKM_AES_KEY_WRAP_PAD = 0x210a,
    CKM_AES_KEY_WRAP_KWP = 0x210b
};
enum { CKG_MGF1_SHA1 = 1, CKG_MGF1_SHA256 = 2, CKZ_DATA_SPECIFIED = 1, CKD_NULL = 1 };

/* The name of a return value, or its number in hexadecimal. */
const char *ckr_name(ulong_t value);

#endif
