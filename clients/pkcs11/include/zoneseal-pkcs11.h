/*
 * PKCS#11 3.2 in one header: types, constants and the function lists 2.40, 3.0 and 3.2.
 *
 * Written from the standard (OASIS PKCS#11 Specification 3.2). Nothing has to be defined before it
 * is included, and it does not care which compiler reads it. What one needs to call a token is all
 * here; of the mechanisms and attributes only those that today's tokens have.
 *
 * The functions are listed once, in CK_FUNCTIONS_2_40 and so on, in the order of the standard; that
 * order is the binary interface. Pointer types, lists and prototypes are made of them.
 */
#ifndef ZONESEAL_PKCS11_H
#define ZONESEAL_PKCS11_H

#define CRYPTOKI_VERSION_MAJOR 3
#define CRYPTOKI_VERSION_MINOR 2

#ifdef __cplusplus
extern "C" {
#endif

/* On Windows structures have no gaps (section 2.1); everywhere else they are the compiler's. */
#ifdef _WIN32
#pragma pack(push, cryptoki, 1)
#ifdef ZONESEAL_PKCS11_BUILD
#define CK_EXPORT __declspec(dllexport)
#else
#define CK_EXPORT __declspec(dllimport)
#endif
#else
#define CK_EXPORT __attribute__((visibility("default")))
#endif

#define CK_PTR *
#ifndef NULL_PTR
#define NULL_PTR 0
#endif

#define CK_TRUE 1
#define CK_FALSE 0
#define CK_UNAVAILABLE_INFORMATION (~0UL)
#define CK_EFFECTIVELY_INFINITE 0UL
#define CK_INVALID_HANDLE 0UL

typedef unsigned char CK_BYTE;
typedef CK_BYTE CK_CHAR;
typedef CK_BYTE CK_UTF8CHAR;
typedef CK_BYTE CK_BBOOL;
typedef unsigned long CK_ULONG;
typedef long CK_LONG;
typedef CK_ULONG CK_FLAGS;
typedef void *CK_VOID_PTR;
typedef CK_VOID_PTR *CK_VOID_PTR_PTR;
typedef CK_BYTE *CK_BYTE_PTR;
typedef CK_CHAR *CK_CHAR_PTR;
typedef CK_UTF8CHAR *CK_UTF8CHAR_PTR;
typedef CK_BBOOL *CK_BBOOL_PTR;
typedef CK_ULONG *CK_ULONG_PTR;
typedef CK_FLAGS *CK_FLAGS_PTR;

typedef CK_ULONG CK_RV;
typedef CK_ULONG CK_SLOT_ID;
typedef CK_ULONG CK_SESSION_HANDLE;
typedef CK_ULONG CK_OBJECT_HANDLE;
typedef CK_ULONG CK_OBJECT_CLASS;
typedef CK_ULONG CK_HW_FEATURE_TYPE;
typedef CK_ULONG CK_KEY_TYPE;
typedef CK_ULONG CK_CERTIFICATE_TYPE;
typedef CK_ULONG CK_CERTIFICATE_CATEGORY;
typedef CK_ULONG CK_ATTRIBUTE_TYPE;
typedef CK_ULONG CK_MECHANISM_TYPE;
typedef CK_ULONG CK_NOTIFICATION;
typedef CK_ULONG CK_USER_TYPE;
typedef CK_ULONG CK_STATE;
typedef CK_ULONG CK_PROFILE_ID;
typedef CK_ULONG CK_VALIDATION_TYPE;
typedef CK_ULONG CK_SESSION_VALIDATION_FLAGS_TYPE;
typedef CK_SLOT_ID *CK_SLOT_ID_PTR;
typedef CK_SESSION_HANDLE *CK_SESSION_HANDLE_PTR;
typedef CK_OBJECT_HANDLE *CK_OBJECT_HANDLE_PTR;
typedef CK_OBJECT_CLASS *CK_OBJECT_CLASS_PTR;
typedef CK_MECHANISM_TYPE *CK_MECHANISM_TYPE_PTR;

typedef struct CK_VERSION {
    CK_BYTE major;
    CK_BYTE minor;
} CK_VERSION, *CK_VERSION_PTR;

typedef struct CK_INFO {
    CK_VERSION cryptokiVersion;
    CK_UTF8CHAR manufacturerID[32];
    CK_FLAGS flags;
    CK_UTF8CHAR libraryDescription[32];
    CK_VERSION libraryVersion;
} CK_INFO, *CK_INFO_PTR;

typedef struct CK_SLOT_INFO {
    CK_UTF8CHAR slotDescription[64];
    CK_UTF8CHAR manufacturerID[32];
    CK_FLAGS flags;
    CK_VERSION hardwareVersion;
    CK_VERSION firmwareVersion;
} CK_SLOT_INFO, *CK_SLOT_INFO_PTR;

typedef struct CK_TOKEN_INFO {
    CK_UTF8CHAR label[32];
    CK_UTF8CHAR manufacturerID[32];
    CK_UTF8CHAR model[16];
    CK_CHAR serialNumber[16];
    CK_FLAGS flags;
    CK_ULONG ulMaxSessionCount;
    CK_ULONG ulSessionCount;
    CK_ULONG ulMaxRwSessionCount;
    CK_ULONG ulRwSessionCount;
    CK_ULONG ulMaxPinLen;
    CK_ULONG ulMinPinLen;
    CK_ULONG ulTotalPublicMemory;
    CK_ULONG ulFreePublicMemory;
    CK_ULONG ulTotalPrivateMemory;
    CK_ULONG ulFreePrivateMemory;
    CK_VERSION hardwareVersion;
    CK_VERSION firmwareVersion;
    CK_CHAR utcTime[16];
} CK_TOKEN_INFO, *CK_TOKEN_INFO_PTR;

typedef struct CK_SESSION_INFO {
    CK_SLOT_ID slotID;
    CK_STATE state;
    CK_FLAGS flags;
    CK_ULONG ulDeviceError;
} CK_SESSION_INFO, *CK_SESSION_INFO_PTR;

typedef struct CK_ATTRIBUTE {
    CK_ATTRIBUTE_TYPE type;
    CK_VOID_PTR pValue;
    CK_ULONG ulValueLen;
} CK_ATTRIBUTE, *CK_ATTRIBUTE_PTR;

typedef struct CK_DATE {
    CK_CHAR year[4];
    CK_CHAR month[2];
    CK_CHAR day[2];
} CK_DATE, *CK_DATE_PTR;

typedef struct CK_MECHANISM {
    CK_MECHANISM_TYPE mechanism;
    CK_VOID_PTR pParameter;
    CK_ULONG ulParameterLen;
} CK_MECHANISM, *CK_MECHANISM_PTR;

typedef struct CK_MECHANISM_INFO {
    CK_ULONG ulMinKeySize;
    CK_ULONG ulMaxKeySize;
    CK_FLAGS flags;
} CK_MECHANISM_INFO, *CK_MECHANISM_INFO_PTR;

typedef CK_RV (*CK_CREATEMUTEX)(CK_VOID_PTR_PTR ppMutex);
typedef CK_RV (*CK_DESTROYMUTEX)(CK_VOID_PTR pMutex);
typedef CK_RV (*CK_LOCKMUTEX)(CK_VOID_PTR pMutex);
typedef CK_RV (*CK_UNLOCKMUTEX)(CK_VOID_PTR pMutex);
typedef CK_RV (*CK_NOTIFY)(CK_SESSION_HANDLE hSession, CK_NOTIFICATION event,
                           CK_VOID_PTR pApplication);

typedef struct CK_C_INITIALIZE_ARGS {
    CK_CREATEMUTEX CreateMutex;
    CK_DESTROYMUTEX DestroyMutex;
    CK_LOCKMUTEX LockMutex;
    CK_UNLOCKMUTEX UnlockMutex;
    CK_FLAGS flags;
    CK_VOID_PTR pReserved;
} CK_C_INITIALIZE_ARGS, *CK_C_INITIALIZE_ARGS_PTR;

typedef struct CK_INTERFACE {
    CK_UTF8CHAR_PTR pInterfaceName;
    CK_VOID_PTR pFunctionList;
    CK_FLAGS flags;
} CK_INTERFACE, *CK_INTERFACE_PTR, **CK_INTERFACE_PTR_PTR;

typedef struct CK_ASYNC_DATA {
    CK_ULONG ulVersion;
    CK_BYTE_PTR pValue;
    CK_ULONG ulValue;
    CK_OBJECT_HANDLE hObject;
    CK_OBJECT_HANDLE hAdditionalObject;
} CK_ASYNC_DATA, *CK_ASYNC_DATA_PTR;

/* Parameters of mechanisms. */

typedef CK_ULONG CK_RSA_PKCS_MGF_TYPE;
typedef CK_ULONG CK_RSA_PKCS_OAEP_SOURCE_TYPE;
typedef CK_ULONG CK_EC_KDF_TYPE;
typedef CK_ULONG CK_HEDGE_TYPE;
typedef CK_ULONG CK_ML_DSA_PARAMETER_SET_TYPE;
typedef CK_ULONG CK_MAC_GENERAL_PARAMS;

typedef struct CK_RSA_PKCS_PSS_PARAMS {
    CK_MECHANISM_TYPE hashAlg;
    CK_RSA_PKCS_MGF_TYPE mgf;
    CK_ULONG sLen;
} CK_RSA_PKCS_PSS_PARAMS;

typedef struct CK_RSA_PKCS_OAEP_PARAMS {
    CK_MECHANISM_TYPE hashAlg;
    CK_RSA_PKCS_MGF_TYPE mgf;
    CK_RSA_PKCS_OAEP_SOURCE_TYPE source;
    CK_VOID_PTR pSourceData;
    CK_ULONG ulSourceDataLen;
} CK_RSA_PKCS_OAEP_PARAMS;

typedef struct CK_GCM_PARAMS {
    CK_BYTE_PTR pIv;
    CK_ULONG ulIvLen;
    CK_ULONG ulIvBits;
    CK_BYTE_PTR pAAD;
    CK_ULONG ulAADLen;
    CK_ULONG ulTagBits;
} CK_GCM_PARAMS;

typedef struct CK_AES_CTR_PARAMS {
    CK_ULONG ulCounterBits;
    CK_BYTE cb[16];
} CK_AES_CTR_PARAMS;

typedef struct CK_EDDSA_PARAMS {
    CK_BBOOL phFlag;
    CK_ULONG ulContextDataLen;
    CK_BYTE_PTR pContextData;
} CK_EDDSA_PARAMS;

typedef struct CK_SIGN_ADDITIONAL_CONTEXT {
    CK_HEDGE_TYPE hedgeVariant;
    CK_BYTE_PTR pContext;
    CK_ULONG ulContextLen;
} CK_SIGN_ADDITIONAL_CONTEXT;

typedef struct CK_ECDH1_DERIVE_PARAMS {
    CK_EC_KDF_TYPE kdf;
    CK_ULONG ulSharedDataLen;
    CK_BYTE_PTR pSharedData;
    CK_ULONG ulPublicDataLen;
    CK_BYTE_PTR pPublicData;
} CK_ECDH1_DERIVE_PARAMS;

/* Return values. */
#define CKR_OK 0x0UL
#define CKR_CANCEL 0x1UL
#define CKR_HOST_MEMORY 0x2UL
#define CKR_SLOT_ID_INVALID 0x3UL
#define CKR_GENERAL_ERROR 0x5UL
#define CKR_FUNCTION_FAILED 0x6UL
#define CKR_ARGUMENTS_BAD 0x7UL
#define CKR_NO_EVENT 0x8UL
#define CKR_NEED_TO_CREATE_THREADS 0x9UL
#define CKR_CANT_LOCK 0xaUL
#define CKR_ATTRIBUTE_READ_ONLY 0x10UL
#define CKR_ATTRIBUTE_SENSITIVE 0x11UL
#define CKR_ATTRIBUTE_TYPE_INVALID 0x12UL
#define CKR_ATTRIBUTE_VALUE_INVALID 0x13UL
#define CKR_ACTION_PROHIBITED 0x1bUL
#define CKR_DATA_INVALID 0x20UL
#define CKR_DATA_LEN_RANGE 0x21UL
#define CKR_DEVICE_ERROR 0x30UL
#define CKR_DEVICE_MEMORY 0x31UL
#define CKR_DEVICE_REMOVED 0x32UL
#define CKR_ENCRYPTED_DATA_INVALID 0x40UL
#define CKR_ENCRYPTED_DATA_LEN_RANGE 0x41UL
#define CKR_AEAD_DECRYPT_FAILED 0x42UL
#define CKR_FUNCTION_CANCELED 0x50UL
#define CKR_FUNCTION_NOT_PARALLEL 0x51UL
#define CKR_FUNCTION_NOT_SUPPORTED 0x54UL
#define CKR_KEY_HANDLE_INVALID 0x60UL
#define CKR_KEY_SIZE_RANGE 0x62UL
#define CKR_KEY_TYPE_INCONSISTENT 0x63UL
#define CKR_KEY_NOT_NEEDED 0x64UL
#define CKR_KEY_CHANGED 0x65UL
#define CKR_KEY_NEEDED 0x66UL
#define CKR_KEY_INDIGESTIBLE 0x67UL
#define CKR_KEY_FUNCTION_NOT_PERMITTED 0x68UL
#define CKR_KEY_NOT_WRAPPABLE 0x69UL
#define CKR_KEY_UNEXTRACTABLE 0x6aUL
#define CKR_MECHANISM_INVALID 0x70UL
#define CKR_MECHANISM_PARAM_INVALID 0x71UL
#define CKR_OBJECT_HANDLE_INVALID 0x82UL
#define CKR_OPERATION_ACTIVE 0x90UL
#define CKR_OPERATION_NOT_INITIALIZED 0x91UL
#define CKR_PIN_INCORRECT 0xa0UL
#define CKR_PIN_INVALID 0xa1UL
#define CKR_PIN_LEN_RANGE 0xa2UL
#define CKR_PIN_EXPIRED 0xa3UL
#define CKR_PIN_LOCKED 0xa4UL
#define CKR_SESSION_CLOSED 0xb0UL
#define CKR_SESSION_COUNT 0xb1UL
#define CKR_SESSION_HANDLE_INVALID 0xb3UL
#define CKR_SESSION_PARALLEL_NOT_SUPPORTED 0xb4UL
#define CKR_SESSION_READ_ONLY 0xb5UL
#define CKR_SESSION_EXISTS 0xb6UL
#define CKR_SESSION_READ_ONLY_EXISTS 0xb7UL
#define CKR_SESSION_READ_WRITE_SO_EXISTS 0xb8UL
#define CKR_SIGNATURE_INVALID 0xc0UL
#define CKR_SIGNATURE_LEN_RANGE 0xc1UL
#define CKR_TEMPLATE_INCOMPLETE 0xd0UL
#define CKR_TEMPLATE_INCONSISTENT 0xd1UL
#define CKR_TOKEN_NOT_PRESENT 0xe0UL
#define CKR_TOKEN_NOT_RECOGNIZED 0xe1UL
#define CKR_TOKEN_WRITE_PROTECTED 0xe2UL
#define CKR_UNWRAPPING_KEY_HANDLE_INVALID 0xf0UL
#define CKR_UNWRAPPING_KEY_SIZE_RANGE 0xf1UL
#define CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT 0xf2UL
#define CKR_USER_ALREADY_LOGGED_IN 0x100UL
#define CKR_USER_NOT_LOGGED_IN 0x101UL
#define CKR_USER_PIN_NOT_INITIALIZED 0x102UL
#define CKR_USER_TYPE_INVALID 0x103UL
#define CKR_USER_ANOTHER_ALREADY_LOGGED_IN 0x104UL
#define CKR_USER_TOO_MANY_TYPES 0x105UL
#define CKR_WRAPPED_KEY_INVALID 0x110UL
#define CKR_WRAPPED_KEY_LEN_RANGE 0x112UL
#define CKR_WRAPPING_KEY_HANDLE_INVALID 0x113UL
#define CKR_WRAPPING_KEY_SIZE_RANGE 0x114UL
#define CKR_WRAPPING_KEY_TYPE_INCONSISTENT 0x115UL
#define CKR_RANDOM_SEED_NOT_SUPPORTED 0x120UL
#define CKR_RANDOM_NO_RNG 0x121UL
#define CKR_DOMAIN_PARAMS_INVALID 0x130UL
#define CKR_CURVE_NOT_SUPPORTED 0x140UL
#define CKR_BUFFER_TOO_SMALL 0x150UL
#define CKR_SAVED_STATE_INVALID 0x160UL
#define CKR_INFORMATION_SENSITIVE 0x170UL
#define CKR_STATE_UNSAVEABLE 0x180UL
#define CKR_CRYPTOKI_NOT_INITIALIZED 0x190UL
#define CKR_CRYPTOKI_ALREADY_INITIALIZED 0x191UL
#define CKR_MUTEX_BAD 0x1a0UL
#define CKR_MUTEX_NOT_LOCKED 0x1a1UL
#define CKR_NEXT_OTP 0x1b1UL
#define CKR_PUBLIC_KEY_INVALID 0x1b9UL
#define CKR_EXCEEDED_MAX_ITERATIONS 0x1c0UL
#define CKR_FIPS_SELF_TEST_FAILED 0x1c1UL
#define CKR_LIBRARY_LOAD_FAILED 0x1c2UL
#define CKR_PIN_TOO_WEAK 0x1c3UL
#define CKR_FUNCTION_REJECTED 0x200UL
#define CKR_TOKEN_RESOURCE_EXCEEDED 0x201UL
#define CKR_OPERATION_CANCEL_FAILED 0x202UL
#define CKR_KEY_EXHAUSTED 0x203UL
#define CKR_PENDING 0x204UL
#define CKR_SESSION_ASYNC_NOT_SUPPORTED 0x205UL
#define CKR_SEED_RANDOM_REQUIRED 0x206UL
#define CKR_OPERATION_NOT_VALIDATED 0x207UL
#define CKR_TOKEN_NOT_INITIALIZED 0x208UL
#define CKR_PARAMETER_SET_NOT_SUPPORTED 0x209UL
#define CKR_VENDOR_DEFINED 0x80000000UL

/* Flags; what one means depends on where it stands. */
#define CKF_DONT_BLOCK 0x1UL
#define CKF_END_OF_MESSAGE 0x1UL
#define CKF_HW 0x1UL
#define CKF_INTERFACE_FORK_SAFE 0x1UL
#define CKF_LIBRARY_CANT_CREATE_OS_THREADS 0x1UL
#define CKF_NEXT_OTP 0x1UL
#define CKF_RNG 0x1UL
#define CKF_TOKEN_PRESENT 0x1UL
#define CKF_EXCLUDE_TIME 0x2UL
#define CKF_MESSAGE_ENCRYPT 0x2UL
#define CKF_OS_LOCKING_OK 0x2UL
#define CKF_REMOVABLE_DEVICE 0x2UL
#define CKF_RW_SESSION 0x2UL
#define CKF_WRITE_PROTECTED 0x2UL
#define CKF_EXCLUDE_COUNTER 0x4UL
#define CKF_HW_SLOT 0x4UL
#define CKF_LOGIN_REQUIRED 0x4UL
#define CKF_MESSAGE_DECRYPT 0x4UL
#define CKF_SERIAL_SESSION 0x4UL
#define CKF_EXCLUDE_CHALLENGE 0x8UL
#define CKF_MESSAGE_SIGN 0x8UL
#define CKF_USER_PIN_INITIALIZED 0x8UL
#define CKF_EXCLUDE_PIN 0x10UL
#define CKF_MESSAGE_VERIFY 0x10UL
#define CKF_RESTORE_KEY_NOT_NEEDED 0x20UL
#define CKF_USER_FRIENDLY_OTP 0x20UL
#define CKF_CLOCK_ON_TOKEN 0x40UL
#define CKF_FIND_OBJECTS 0x40UL
#define CKF_ENCRYPT 0x100UL
#define CKF_PROTECTED_AUTHENTICATION_PATH 0x100UL
#define CKF_DECRYPT 0x200UL
#define CKF_DUAL_CRYPTO_OPERATIONS 0x200UL
#define CKF_DIGEST 0x400UL
#define CKF_TOKEN_INITIALIZED 0x400UL
#define CKF_SECONDARY_AUTHENTICATION 0x800UL
#define CKF_SIGN 0x800UL
#define CKF_SIGN_RECOVER 0x1000UL
#define CKF_VERIFY 0x2000UL
#define CKF_VERIFY_RECOVER 0x4000UL
#define CKF_GENERATE 0x8000UL
#define CKF_GENERATE_KEY_PAIR 0x10000UL
#define CKF_USER_PIN_COUNT_LOW 0x10000UL
#define CKF_USER_PIN_FINAL_TRY 0x20000UL
#define CKF_WRAP 0x20000UL
#define CKF_UNWRAP 0x40000UL
#define CKF_USER_PIN_LOCKED 0x40000UL
#define CKF_DERIVE 0x80000UL
#define CKF_USER_PIN_TO_BE_CHANGED 0x80000UL
#define CKF_EC_F_P 0x100000UL
#define CKF_SO_PIN_COUNT_LOW 0x100000UL
#define CKF_EC_F_2M 0x200000UL
#define CKF_SO_PIN_FINAL_TRY 0x200000UL
#define CKF_SO_PIN_LOCKED 0x400000UL
#define CKF_EC_NAMEDCURVE 0x800000UL
#define CKF_EC_OID 0x800000UL
#define CKF_SO_PIN_TO_BE_CHANGED 0x800000UL
#define CKF_EC_UNCOMPRESS 0x1000000UL
#define CKF_ERROR_STATE 0x1000000UL
#define CKF_EC_COMPRESS 0x2000000UL
#define CKF_ENCAPSULATE 0x10000000UL
#define CKF_DECAPSULATE 0x20000000UL
#define CKF_ARRAY_ATTRIBUTE 0x40000000UL
#define CKF_EXTENSION 0x80000000UL

/* Session states. */
#define CKS_RO_PUBLIC_SESSION 0x0UL
#define CKS_RO_USER_FUNCTIONS 0x1UL
#define CKS_RW_PUBLIC_SESSION 0x2UL
#define CKS_RW_USER_FUNCTIONS 0x3UL
#define CKS_RW_SO_FUNCTIONS 0x4UL

/* Who logs in. */
#define CKU_SO 0x0UL
#define CKU_USER 0x1UL
#define CKU_CONTEXT_SPECIFIC 0x2UL

/* Object classes. */
#define CKO_DATA 0x0UL
#define CKO_CERTIFICATE 0x1UL
#define CKO_PUBLIC_KEY 0x2UL
#define CKO_PRIVATE_KEY 0x3UL
#define CKO_SECRET_KEY 0x4UL
#define CKO_HW_FEATURE 0x5UL
#define CKO_DOMAIN_PARAMETERS 0x6UL
#define CKO_MECHANISM 0x7UL
#define CKO_OTP_KEY 0x8UL
#define CKO_PROFILE 0x9UL
#define CKO_VALIDATION 0xaUL
#define CKO_TRUST 0xbUL

/* Certificate types. */
#define CKC_X_509 0x0UL
#define CKC_X_509_ATTR_CERT 0x1UL
#define CKC_WTLS 0x2UL

/* Key types. */
#define CKK_RSA 0x0UL
#define CKK_DSA 0x1UL
#define CKK_DH 0x2UL
#define CKK_EC 0x3UL
#define CKK_GENERIC_SECRET 0x10UL
#define CKK_DES 0x13UL
#define CKK_DES2 0x14UL
#define CKK_DES3 0x15UL
#define CKK_AES 0x1fUL
#define CKK_SHA_1_HMAC 0x28UL
#define CKK_SHA256_HMAC 0x2bUL
#define CKK_SHA384_HMAC 0x2cUL
#define CKK_SHA512_HMAC 0x2dUL
#define CKK_SHA224_HMAC 0x2eUL
#define CKK_EC_EDWARDS 0x40UL
#define CKK_EC_MONTGOMERY 0x41UL
#define CKK_ML_KEM 0x49UL
#define CKK_ML_DSA 0x4aUL
#define CKK_SLH_DSA 0x4bUL

/* Attributes. */
#define CKA_CLASS 0x0UL
#define CKA_TOKEN 0x1UL
#define CKA_PRIVATE 0x2UL
#define CKA_LABEL 0x3UL
#define CKA_UNIQUE_ID 0x4UL
#define CKA_APPLICATION 0x10UL
#define CKA_VALUE 0x11UL
#define CKA_OBJECT_ID 0x12UL
#define CKA_CERTIFICATE_TYPE 0x80UL
#define CKA_ISSUER 0x81UL
#define CKA_SERIAL_NUMBER 0x82UL
#define CKA_AC_ISSUER 0x83UL
#define CKA_OWNER 0x84UL
#define CKA_ATTR_TYPES 0x85UL
#define CKA_TRUSTED 0x86UL
#define CKA_CERTIFICATE_CATEGORY 0x87UL
#define CKA_JAVA_MIDP_SECURITY_DOMAIN 0x88UL
#define CKA_URL 0x89UL
#define CKA_HASH_OF_SUBJECT_PUBLIC_KEY 0x8aUL
#define CKA_HASH_OF_ISSUER_PUBLIC_KEY 0x8bUL
#define CKA_NAME_HASH_ALGORITHM 0x8cUL
#define CKA_CHECK_VALUE 0x90UL
#define CKA_KEY_TYPE 0x100UL
#define CKA_SUBJECT 0x101UL
#define CKA_ID 0x102UL
#define CKA_SENSITIVE 0x103UL
#define CKA_ENCRYPT 0x104UL
#define CKA_DECRYPT 0x105UL
#define CKA_WRAP 0x106UL
#define CKA_UNWRAP 0x107UL
#define CKA_SIGN 0x108UL
#define CKA_SIGN_RECOVER 0x109UL
#define CKA_VERIFY 0x10aUL
#define CKA_VERIFY_RECOVER 0x10bUL
#define CKA_DERIVE 0x10cUL
#define CKA_START_DATE 0x110UL
#define CKA_END_DATE 0x111UL
#define CKA_MODULUS 0x120UL
#define CKA_MODULUS_BITS 0x121UL
#define CKA_PUBLIC_EXPONENT 0x122UL
#define CKA_PRIVATE_EXPONENT 0x123UL
#define CKA_PRIME_1 0x124UL
#define CKA_PRIME_2 0x125UL
#define CKA_EXPONENT_1 0x126UL
#define CKA_EXPONENT_2 0x127UL
#define CKA_COEFFICIENT 0x128UL
#define CKA_PUBLIC_KEY_INFO 0x129UL
#define CKA_PRIME 0x130UL
#define CKA_SUBPRIME 0x131UL
#define CKA_BASE 0x132UL
#define CKA_PRIME_BITS 0x133UL
#define CKA_SUBPRIME_BITS 0x134UL
#define CKA_VALUE_BITS 0x160UL
#define CKA_VALUE_LEN 0x161UL
#define CKA_EXTRACTABLE 0x162UL
#define CKA_LOCAL 0x163UL
#define CKA_NEVER_EXTRACTABLE 0x164UL
#define CKA_ALWAYS_SENSITIVE 0x165UL
#define CKA_KEY_GEN_MECHANISM 0x166UL
#define CKA_MODIFIABLE 0x170UL
#define CKA_COPYABLE 0x171UL
#define CKA_DESTROYABLE 0x172UL
#define CKA_EC_PARAMS 0x180UL
#define CKA_EC_POINT 0x181UL
#define CKA_AUTH_PIN_FLAGS 0x201UL
#define CKA_ALWAYS_AUTHENTICATE 0x202UL
#define CKA_WRAP_WITH_TRUSTED 0x210UL
#define CKA_HW_FEATURE_TYPE 0x300UL
#define CKA_RESET_ON_INIT 0x301UL
#define CKA_HAS_RESET 0x302UL
#define CKA_PIXEL_X 0x400UL
#define CKA_PIXEL_Y 0x401UL
#define CKA_RESOLUTION 0x402UL
#define CKA_CHAR_ROWS 0x403UL
#define CKA_CHAR_COLUMNS 0x404UL
#define CKA_COLOR 0x405UL
#define CKA_BITS_PER_PIXEL 0x406UL
#define CKA_MECHANISM_TYPE 0x500UL
#define CKA_PROFILE_ID 0x601UL
#define CKA_PARAMETER_SET 0x61dUL
#define CKA_OBJECT_VALIDATION_FLAGS 0x61eUL
#define CKA_ENCAPSULATE 0x633UL
#define CKA_DECAPSULATE 0x634UL
#define CKA_SEED 0x637UL
#define CKA_WRAP_TEMPLATE 0x40000211UL
#define CKA_UNWRAP_TEMPLATE 0x40000212UL
#define CKA_DERIVE_TEMPLATE 0x40000213UL
#define CKA_ALLOWED_MECHANISMS 0x40000600UL

/* Mechanisms. */
#define CKM_RSA_PKCS_KEY_PAIR_GEN 0x0UL
#define CKM_RSA_PKCS 0x1UL
#define CKM_RSA_9796 0x2UL
#define CKM_RSA_X_509 0x3UL
#define CKM_SHA1_RSA_PKCS 0x6UL
#define CKM_RSA_PKCS_OAEP 0x9UL
#define CKM_RSA_PKCS_PSS 0xdUL
#define CKM_SHA1_RSA_PKCS_PSS 0xeUL
#define CKM_ML_KEM_KEY_PAIR_GEN 0xfUL
#define CKM_ML_KEM 0x17UL
#define CKM_ML_DSA_KEY_PAIR_GEN 0x1cUL
#define CKM_ML_DSA 0x1dUL
#define CKM_HASH_ML_DSA 0x1fUL
#define CKM_HASH_ML_DSA_SHA224 0x23UL
#define CKM_HASH_ML_DSA_SHA256 0x24UL
#define CKM_HASH_ML_DSA_SHA384 0x25UL
#define CKM_HASH_ML_DSA_SHA512 0x26UL
#define CKM_HASH_ML_DSA_SHA3_224 0x27UL
#define CKM_HASH_ML_DSA_SHA3_256 0x28UL
#define CKM_HASH_ML_DSA_SHA3_384 0x29UL
#define CKM_HASH_ML_DSA_SHA3_512 0x2aUL
#define CKM_HASH_ML_DSA_SHAKE128 0x2bUL
#define CKM_HASH_ML_DSA_SHAKE256 0x2cUL
#define CKM_SLH_DSA_KEY_PAIR_GEN 0x2dUL
#define CKM_SLH_DSA 0x2eUL
#define CKM_SHA256_RSA_PKCS 0x40UL
#define CKM_SHA384_RSA_PKCS 0x41UL
#define CKM_SHA512_RSA_PKCS 0x42UL
#define CKM_SHA256_RSA_PKCS_PSS 0x43UL
#define CKM_SHA384_RSA_PKCS_PSS 0x44UL
#define CKM_SHA512_RSA_PKCS_PSS 0x45UL
#define CKM_SHA224_RSA_PKCS 0x46UL
#define CKM_SHA224_RSA_PKCS_PSS 0x47UL
#define CKM_SHA512_224 0x48UL
#define CKM_SHA512_224_HMAC 0x49UL
#define CKM_SHA512_224_HMAC_GENERAL 0x4aUL
#define CKM_SHA512_256 0x4cUL
#define CKM_SHA512_256_HMAC 0x4dUL
#define CKM_SHA512_256_HMAC_GENERAL 0x4eUL
#define CKM_DES3_CBC 0x133UL
#define CKM_MD5 0x210UL
#define CKM_SHA_1 0x220UL
#define CKM_SHA_1_HMAC 0x221UL
#define CKM_SHA_1_HMAC_GENERAL 0x222UL
#define CKM_SHA256 0x250UL
#define CKM_SHA256_HMAC 0x251UL
#define CKM_SHA256_HMAC_GENERAL 0x252UL
#define CKM_SHA224 0x255UL
#define CKM_SHA224_HMAC 0x256UL
#define CKM_SHA224_HMAC_GENERAL 0x257UL
#define CKM_SHA384 0x260UL
#define CKM_SHA384_HMAC 0x261UL
#define CKM_SHA384_HMAC_GENERAL 0x262UL
#define CKM_SHA512 0x270UL
#define CKM_SHA512_HMAC 0x271UL
#define CKM_SHA512_HMAC_GENERAL 0x272UL
#define CKM_SHA3_256 0x2b0UL
#define CKM_SHA3_224 0x2b5UL
#define CKM_SHA3_384 0x2c0UL
#define CKM_SHA3_512 0x2d0UL
#define CKM_GENERIC_SECRET_KEY_GEN 0x350UL
#define CKM_PKCS5_PBKD2 0x3b0UL
#define CKM_EC_KEY_PAIR_GEN 0x1040UL
#define CKM_ECDSA 0x1041UL
#define CKM_ECDSA_SHA1 0x1042UL
#define CKM_ECDSA_SHA224 0x1043UL
#define CKM_ECDSA_SHA256 0x1044UL
#define CKM_ECDSA_SHA384 0x1045UL
#define CKM_ECDSA_SHA512 0x1046UL
#define CKM_ECDH1_DERIVE 0x1050UL
#define CKM_ECDH1_COFACTOR_DERIVE 0x1051UL
#define CKM_ECDH_AES_KEY_WRAP 0x1053UL
#define CKM_RSA_AES_KEY_WRAP 0x1054UL
#define CKM_EC_EDWARDS_KEY_PAIR_GEN 0x1055UL
#define CKM_EC_MONTGOMERY_KEY_PAIR_GEN 0x1056UL
#define CKM_EDDSA 0x1057UL
#define CKM_XEDDSA 0x1058UL
#define CKM_AES_KEY_GEN 0x1080UL
#define CKM_AES_ECB 0x1081UL
#define CKM_AES_CBC 0x1082UL
#define CKM_AES_CBC_PAD 0x1085UL
#define CKM_AES_CTR 0x1086UL
#define CKM_AES_GCM 0x1087UL
#define CKM_AES_CCM 0x1088UL
#define CKM_AES_CMAC 0x108aUL
#define CKM_AES_CMAC_GENERAL 0x108bUL
#define CKM_AES_ECB_ENCRYPT_DATA 0x1104UL
#define CKM_AES_CBC_ENCRYPT_DATA 0x1105UL
#define CKM_AES_KEY_WRAP 0x2109UL
#define CKM_AES_KEY_WRAP_PAD 0x210aUL
#define CKM_AES_KEY_WRAP_KWP 0x210bUL

/* Mask generation functions. */
#define CKG_MGF1_SHA1 0x1UL
#define CKG_MGF1_SHA256 0x2UL
#define CKG_MGF1_SHA384 0x3UL
#define CKG_MGF1_SHA512 0x4UL
#define CKG_MGF1_SHA224 0x5UL

/* Where the label of OAEP comes from. */
#define CKZ_DATA_SPECIFIED 0x1UL

/* Key derivation functions of ECDH. */
#define CKD_NULL 0x1UL
#define CKD_SHA1_KDF 0x2UL
#define CKD_SHA224_KDF 0x5UL
#define CKD_SHA256_KDF 0x6UL
#define CKD_SHA384_KDF 0x7UL
#define CKD_SHA512_KDF 0x8UL

/* Hedging of ML-DSA signatures. */
#define CKH_HEDGE_PREFERRED 0x0UL
#define CKH_HEDGE_REQUIRED 0x1UL
#define CKH_DETERMINISTIC_REQUIRED 0x2UL

/* Parameter sets. */
#define CKP_ML_DSA_44 0x1UL
#define CKP_ML_DSA_65 0x2UL
#define CKP_ML_DSA_87 0x3UL

/* Notifications. */
#define CKN_SURRENDER 0x0UL

typedef struct CK_FUNCTION_LIST CK_FUNCTION_LIST, *CK_FUNCTION_LIST_PTR, **CK_FUNCTION_LIST_PTR_PTR;
typedef struct CK_FUNCTION_LIST_3_0 CK_FUNCTION_LIST_3_0, *CK_FUNCTION_LIST_3_0_PTR;
typedef struct CK_FUNCTION_LIST_3_2 CK_FUNCTION_LIST_3_2, *CK_FUNCTION_LIST_3_2_PTR;

/* The functions of 2.40, in their order. */
#define CK_FUNCTIONS_2_40(FUNCTION) \
    FUNCTION(C_Initialize, (CK_VOID_PTR pInitArgs)) \
    FUNCTION(C_Finalize, (CK_VOID_PTR pReserved)) \
    FUNCTION(C_GetInfo, (CK_INFO_PTR pInfo)) \
    FUNCTION(C_GetFunctionList, (CK_FUNCTION_LIST_PTR_PTR ppFunctionList)) \
    FUNCTION(C_GetSlotList, (CK_BBOOL tokenPresent, CK_SLOT_ID_PTR pSlotList, \
             CK_ULONG_PTR pulCount)) \
    FUNCTION(C_GetSlotInfo, (CK_SLOT_ID slotID, CK_SLOT_INFO_PTR pInfo)) \
    FUNCTION(C_GetTokenInfo, (CK_SLOT_ID slotID, CK_TOKEN_INFO_PTR pInfo)) \
    FUNCTION(C_GetMechanismList, (CK_SLOT_ID slotID, CK_MECHANISM_TYPE_PTR \
             pMechanismList, CK_ULONG_PTR pulCount)) \
    FUNCTION(C_GetMechanismInfo, (CK_SLOT_ID slotID, CK_MECHANISM_TYPE type, \
             CK_MECHANISM_INFO_PTR pInfo)) \
    FUNCTION(C_InitToken, (CK_SLOT_ID slotID, CK_UTF8CHAR_PTR pPin, CK_ULONG ulPinLen, \
             CK_UTF8CHAR_PTR pLabel)) \
    FUNCTION(C_InitPIN, (CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pPin, CK_ULONG \
             ulPinLen)) \
    FUNCTION(C_SetPIN, (CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pOldPin, CK_ULONG \
             ulOldLen, CK_UTF8CHAR_PTR pNewPin, CK_ULONG ulNewLen)) \
    FUNCTION(C_OpenSession, (CK_SLOT_ID slotID, CK_FLAGS flags, CK_VOID_PTR \
             pApplication, CK_NOTIFY Notify, CK_SESSION_HANDLE_PTR phSession)) \
    FUNCTION(C_CloseSession, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_CloseAllSessions, (CK_SLOT_ID slotID)) \
    FUNCTION(C_GetSessionInfo, (CK_SESSION_HANDLE hSession, CK_SESSION_INFO_PTR pInfo)) \
    FUNCTION(C_GetOperationState, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR \
             pOperationState, CK_ULONG_PTR pulOperationStateLen)) \
    FUNCTION(C_SetOperationState, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR \
             pOperationState, CK_ULONG ulOperationStateLen, CK_OBJECT_HANDLE \
             hEncryptionKey, CK_OBJECT_HANDLE hAuthenticationKey)) \
    FUNCTION(C_Login, (CK_SESSION_HANDLE hSession, CK_USER_TYPE userType, \
             CK_UTF8CHAR_PTR pPin, CK_ULONG ulPinLen)) \
    FUNCTION(C_Logout, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_CreateObject, (CK_SESSION_HANDLE hSession, CK_ATTRIBUTE_PTR pTemplate, \
             CK_ULONG ulCount, CK_OBJECT_HANDLE_PTR phObject)) \
    FUNCTION(C_CopyObject, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, \
             CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, CK_OBJECT_HANDLE_PTR \
             phNewObject)) \
    FUNCTION(C_DestroyObject, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject)) \
    FUNCTION(C_GetObjectSize, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, \
             CK_ULONG_PTR pulSize)) \
    FUNCTION(C_GetAttributeValue, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, \
             CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount)) \
    FUNCTION(C_SetAttributeValue, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, \
             CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount)) \
    FUNCTION(C_FindObjectsInit, (CK_SESSION_HANDLE hSession, CK_ATTRIBUTE_PTR pTemplate, \
             CK_ULONG ulCount)) \
    FUNCTION(C_FindObjects, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE_PTR phObject, \
             CK_ULONG ulMaxObjectCount, CK_ULONG_PTR pulObjectCount)) \
    FUNCTION(C_FindObjectsFinal, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_EncryptInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_Encrypt, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG \
             ulDataLen, CK_BYTE_PTR pEncryptedData, CK_ULONG_PTR pulEncryptedDataLen)) \
    FUNCTION(C_EncryptUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG \
             ulPartLen, CK_BYTE_PTR pEncryptedPart, CK_ULONG_PTR pulEncryptedPartLen)) \
    FUNCTION(C_EncryptFinal, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR \
             pLastEncryptedPart, CK_ULONG_PTR pulLastEncryptedPartLen)) \
    FUNCTION(C_DecryptInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_Decrypt, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pEncryptedData, \
             CK_ULONG ulEncryptedDataLen, CK_BYTE_PTR pData, CK_ULONG_PTR pulDataLen)) \
    FUNCTION(C_DecryptUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pEncryptedPart, \
             CK_ULONG ulEncryptedPartLen, CK_BYTE_PTR pPart, CK_ULONG_PTR pulPartLen)) \
    FUNCTION(C_DecryptFinal, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pLastPart, \
             CK_ULONG_PTR pulLastPartLen)) \
    FUNCTION(C_DigestInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism)) \
    FUNCTION(C_Digest, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG \
             ulDataLen, CK_BYTE_PTR pDigest, CK_ULONG_PTR pulDigestLen)) \
    FUNCTION(C_DigestUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG \
             ulPartLen)) \
    FUNCTION(C_DigestKey, (CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_DigestFinal, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pDigest, \
             CK_ULONG_PTR pulDigestLen)) \
    FUNCTION(C_SignInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_Sign, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG ulDataLen, \
             CK_BYTE_PTR pSignature, CK_ULONG_PTR pulSignatureLen)) \
    FUNCTION(C_SignUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG \
             ulPartLen)) \
    FUNCTION(C_SignFinal, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSignature, \
             CK_ULONG_PTR pulSignatureLen)) \
    FUNCTION(C_SignRecoverInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_SignRecover, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG \
             ulDataLen, CK_BYTE_PTR pSignature, CK_ULONG_PTR pulSignatureLen)) \
    FUNCTION(C_VerifyInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_Verify, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG \
             ulDataLen, CK_BYTE_PTR pSignature, CK_ULONG ulSignatureLen)) \
    FUNCTION(C_VerifyUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, CK_ULONG \
             ulPartLen)) \
    FUNCTION(C_VerifyFinal, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSignature, \
             CK_ULONG ulSignatureLen)) \
    FUNCTION(C_VerifyRecoverInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_VerifyRecover, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSignature, \
             CK_ULONG ulSignatureLen, CK_BYTE_PTR pData, CK_ULONG_PTR pulDataLen)) \
    FUNCTION(C_DigestEncryptUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, \
             CK_ULONG ulPartLen, CK_BYTE_PTR pEncryptedPart, CK_ULONG_PTR \
             pulEncryptedPartLen)) \
    FUNCTION(C_DecryptDigestUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR \
             pEncryptedPart, CK_ULONG ulEncryptedPartLen, CK_BYTE_PTR pPart, \
             CK_ULONG_PTR pulPartLen)) \
    FUNCTION(C_SignEncryptUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, \
             CK_ULONG ulPartLen, CK_BYTE_PTR pEncryptedPart, CK_ULONG_PTR \
             pulEncryptedPartLen)) \
    FUNCTION(C_DecryptVerifyUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR \
             pEncryptedPart, CK_ULONG ulEncryptedPartLen, CK_BYTE_PTR pPart, \
             CK_ULONG_PTR pulPartLen)) \
    FUNCTION(C_GenerateKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, CK_OBJECT_HANDLE_PTR phKey)) \
    FUNCTION(C_GenerateKeyPair, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_ATTRIBUTE_PTR pPublicKeyTemplate, CK_ULONG \
             ulPublicKeyAttributeCount, CK_ATTRIBUTE_PTR pPrivateKeyTemplate, CK_ULONG \
             ulPrivateKeyAttributeCount, CK_OBJECT_HANDLE_PTR phPublicKey, \
             CK_OBJECT_HANDLE_PTR phPrivateKey)) \
    FUNCTION(C_WrapKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hWrappingKey, CK_OBJECT_HANDLE hKey, CK_BYTE_PTR \
             pWrappedKey, CK_ULONG_PTR pulWrappedKeyLen)) \
    FUNCTION(C_UnwrapKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hUnwrappingKey, CK_BYTE_PTR pWrappedKey, CK_ULONG \
             ulWrappedKeyLen, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, \
             CK_OBJECT_HANDLE_PTR phKey)) \
    FUNCTION(C_DeriveKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hBaseKey, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, \
             CK_OBJECT_HANDLE_PTR phKey)) \
    FUNCTION(C_SeedRandom, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pSeed, CK_ULONG \
             ulSeedLen)) \
    FUNCTION(C_GenerateRandom, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pRandomData, \
             CK_ULONG ulRandomLen)) \
    FUNCTION(C_GetFunctionStatus, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_CancelFunction, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_WaitForSlotEvent, (CK_FLAGS flags, CK_SLOT_ID_PTR pSlot, CK_VOID_PTR \
             pReserved))

/* What 3.0 adds behind them. */
#define CK_FUNCTIONS_3_0(FUNCTION) \
    FUNCTION(C_GetInterfaceList, (CK_INTERFACE_PTR pInterfacesList, CK_ULONG_PTR \
             pulCount)) \
    FUNCTION(C_GetInterface, (CK_UTF8CHAR_PTR pInterfaceName, CK_VERSION_PTR pVersion, \
             CK_INTERFACE_PTR_PTR ppInterface, CK_FLAGS flags)) \
    FUNCTION(C_LoginUser, (CK_SESSION_HANDLE hSession, CK_USER_TYPE userType, \
             CK_UTF8CHAR_PTR pPin, CK_ULONG ulPinLen, CK_UTF8CHAR_PTR pUsername, \
             CK_ULONG ulUsernameLen)) \
    FUNCTION(C_SessionCancel, (CK_SESSION_HANDLE hSession, CK_FLAGS flags)) \
    FUNCTION(C_MessageEncryptInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_EncryptMessage, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pAssociatedData, CK_ULONG \
             ulAssociatedDataLen, CK_BYTE_PTR pPlaintext, CK_ULONG ulPlaintextLen, \
             CK_BYTE_PTR pCiphertext, CK_ULONG_PTR pulCiphertextLen)) \
    FUNCTION(C_EncryptMessageBegin, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pAssociatedData, CK_ULONG \
             ulAssociatedDataLen)) \
    FUNCTION(C_EncryptMessageNext, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pPlaintextPart, CK_ULONG \
             ulPlaintextPartLen, CK_BYTE_PTR pCiphertextPart, CK_ULONG_PTR \
             pulCiphertextPartLen, CK_FLAGS flags)) \
    FUNCTION(C_MessageEncryptFinal, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_MessageDecryptInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_DecryptMessage, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pAssociatedData, CK_ULONG \
             ulAssociatedDataLen, CK_BYTE_PTR pCiphertext, CK_ULONG ulCiphertextLen, \
             CK_BYTE_PTR pPlaintext, CK_ULONG_PTR pulPlaintextLen)) \
    FUNCTION(C_DecryptMessageBegin, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pAssociatedData, CK_ULONG \
             ulAssociatedDataLen)) \
    FUNCTION(C_DecryptMessageNext, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pCiphertextPart, CK_ULONG \
             ulCiphertextPartLen, CK_BYTE_PTR pPlaintextPart, CK_ULONG_PTR \
             pulPlaintextPartLen, CK_FLAGS flags)) \
    FUNCTION(C_MessageDecryptFinal, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_MessageSignInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_SignMessage, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pData, CK_ULONG ulDataLen, CK_BYTE_PTR \
             pSignature, CK_ULONG_PTR pulSignatureLen)) \
    FUNCTION(C_SignMessageBegin, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen)) \
    FUNCTION(C_SignMessageNext, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pData, CK_ULONG ulDataLen, CK_BYTE_PTR \
             pSignature, CK_ULONG_PTR pulSignatureLen)) \
    FUNCTION(C_MessageSignFinal, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_MessageVerifyInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey)) \
    FUNCTION(C_VerifyMessage, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pData, CK_ULONG ulDataLen, CK_BYTE_PTR \
             pSignature, CK_ULONG ulSignatureLen)) \
    FUNCTION(C_VerifyMessageBegin, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen)) \
    FUNCTION(C_VerifyMessageNext, (CK_SESSION_HANDLE hSession, CK_VOID_PTR pParameter, \
             CK_ULONG ulParameterLen, CK_BYTE_PTR pData, CK_ULONG ulDataLen, CK_BYTE_PTR \
             pSignature, CK_ULONG ulSignatureLen)) \
    FUNCTION(C_MessageVerifyFinal, (CK_SESSION_HANDLE hSession))

/* What 3.2 adds behind those. */
#define CK_FUNCTIONS_3_2(FUNCTION) \
    FUNCTION(C_EncapsulateKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hPublicKey, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, \
             CK_BYTE_PTR pCiphertext, CK_ULONG_PTR pulCiphertextLen, \
             CK_OBJECT_HANDLE_PTR phKey)) \
    FUNCTION(C_DecapsulateKey, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR pMechanism, \
             CK_OBJECT_HANDLE hPrivateKey, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, \
             CK_BYTE_PTR pCiphertext, CK_ULONG ulCiphertextLen, CK_OBJECT_HANDLE_PTR \
             phKey)) \
    FUNCTION(C_VerifySignatureInit, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hKey, CK_BYTE_PTR pSignature, CK_ULONG \
             ulSignatureLen)) \
    FUNCTION(C_VerifySignature, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pData, CK_ULONG \
             ulDataLen)) \
    FUNCTION(C_VerifySignatureUpdate, (CK_SESSION_HANDLE hSession, CK_BYTE_PTR pPart, \
             CK_ULONG ulPartLen)) \
    FUNCTION(C_VerifySignatureFinal, (CK_SESSION_HANDLE hSession)) \
    FUNCTION(C_GetSessionValidationFlags, (CK_SESSION_HANDLE hSession, \
             CK_SESSION_VALIDATION_FLAGS_TYPE type, CK_FLAGS_PTR pFlags)) \
    FUNCTION(C_AsyncComplete, (CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR \
             pFunctionName, CK_ASYNC_DATA_PTR pResult)) \
    FUNCTION(C_AsyncGetID, (CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pFunctionName, \
             CK_ULONG_PTR pulID)) \
    FUNCTION(C_AsyncJoin, (CK_SESSION_HANDLE hSession, CK_UTF8CHAR_PTR pFunctionName, \
             CK_ULONG ulID, CK_BYTE_PTR pData, CK_ULONG ulDataLen)) \
    FUNCTION(C_WrapKeyAuthenticated, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hWrappingKey, CK_OBJECT_HANDLE hKey, \
             CK_BYTE_PTR pAssociatedData, CK_ULONG ulAssociatedDataLen, CK_BYTE_PTR \
             pWrappedKey, CK_ULONG_PTR pulWrappedKeyLen)) \
    FUNCTION(C_UnwrapKeyAuthenticated, (CK_SESSION_HANDLE hSession, CK_MECHANISM_PTR \
             pMechanism, CK_OBJECT_HANDLE hUnwrappingKey, CK_BYTE_PTR pWrappedKey, \
             CK_ULONG ulWrappedKeyLen, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount, \
             CK_BYTE_PTR pAssociatedData, CK_ULONG ulAssociatedDataLen, \
             CK_OBJECT_HANDLE_PTR phKey))

#define CK_POINTER_TYPE(name, arguments) typedef CK_RV(*CK_##name) arguments;
#define CK_MEMBER(name, arguments) CK_##name name;
#define CK_PROTOTYPE(name, arguments) CK_EXPORT CK_RV name arguments;

CK_FUNCTIONS_2_40(CK_POINTER_TYPE)
CK_FUNCTIONS_3_0(CK_POINTER_TYPE)
CK_FUNCTIONS_3_2(CK_POINTER_TYPE)

struct CK_FUNCTION_LIST {
    CK_VERSION version;
    CK_FUNCTIONS_2_40(CK_MEMBER)
};

struct CK_FUNCTION_LIST_3_0 {
    CK_VERSION version;
    CK_FUNCTIONS_2_40(CK_MEMBER)
    CK_FUNCTIONS_3_0(CK_MEMBER)
};

struct CK_FUNCTION_LIST_3_2 {
    CK_VERSION version;
    CK_FUNCTIONS_2_40(CK_MEMBER)
    CK_FUNCTIONS_3_0(CK_MEMBER)
    CK_FUNCTIONS_3_2(CK_MEMBER)
};

CK_FUNCTIONS_2_40(CK_PROTOTYPE)
CK_FUNCTIONS_3_0(CK_PROTOTYPE)
CK_FUNCTIONS_3_2(CK_PROTOTYPE)

#undef CK_POINTER_TYPE
#undef CK_MEMBER
#undef CK_PROTOTYPE

#ifdef _WIN32
#pragma pack(pop, cryptoki)
#endif

#ifdef __cplusplus
}
#endif

#endif
