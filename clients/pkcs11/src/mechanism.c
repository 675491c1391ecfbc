#include "mechanism.h"

#include <string.h>

#include "attribute.h"

#ifdef _WIN32
#pragma pack(push, 1)
#endif
/* CK_GCM_PARAMS of 2.20, without ulIvBits, which some programs still use. */
struct old_gcm {
    CK_BYTE_PTR iv;
    CK_ULONG iv_length;
    CK_BYTE_PTR associated;
    CK_ULONG associated_length;
    CK_ULONG tag_bits;
};
#ifdef _WIN32
#pragma pack(pop)
#endif

static enum wire_parameter parameter_kind(CK_MECHANISM_TYPE type) {
    switch (type) {
    case CKM_RSA_PKCS_PSS:
    case CKM_SHA1_RSA_PKCS_PSS:
    case CKM_SHA224_RSA_PKCS_PSS:
    case CKM_SHA256_RSA_PKCS_PSS:
    case CKM_SHA384_RSA_PKCS_PSS:
    case CKM_SHA512_RSA_PKCS_PSS:
        return PARAMETER_PSS;
    case CKM_RSA_PKCS_OAEP:
        return PARAMETER_OAEP;
    case CKM_AES_GCM:
        return PARAMETER_GCM;
    case CKM_EDDSA:
        return PARAMETER_EDDSA;
    case CKM_ML_DSA:
        return PARAMETER_SIGNING_CONTEXT;
    case CKM_ECDH1_DERIVE:
    case CKM_ECDH1_COFACTOR_DERIVE:
        return PARAMETER_ECDH;
    case CKM_SHA_1_HMAC_GENERAL:
    case CKM_SHA224_HMAC_GENERAL:
    case CKM_SHA256_HMAC_GENERAL:
    case CKM_SHA384_HMAC_GENERAL:
    case CKM_SHA512_HMAC_GENERAL:
    case CKM_SHA512_224_HMAC_GENERAL:
    case CKM_SHA512_256_HMAC_GENERAL:
    case CKM_AES_CMAC_GENERAL:
        return PARAMETER_NUMBER;
    default:
        return PARAMETER_BYTES;
    }
}

static CK_RV pointed(struct writer *out, const void *bytes, CK_ULONG length) {
    if (bytes == NULL && length > 0) {
        return CKR_MECHANISM_PARAM_INVALID;
    }
    write_bytes(out, bytes, length);
    return CKR_OK;
}

static CK_RV write_as_bytes(struct writer *out, const CK_MECHANISM *mechanism) {
    write_u8(out, PARAMETER_BYTES);
    write_bytes(out, mechanism->pParameter, mechanism->ulParameterLen);
    return CKR_OK;
}

static CK_RV write_pss(struct writer *out, const void *memory) {
    CK_RSA_PKCS_PSS_PARAMS pss;
    memcpy(&pss, memory, sizeof pss);
    write_u8(out, PARAMETER_PSS);
    write_ulong(out, pss.hashAlg);
    write_ulong(out, pss.mgf);
    write_ulong(out, pss.sLen);
    return CKR_OK;
}

static CK_RV write_oaep(struct writer *out, const void *memory) {
    CK_RSA_PKCS_OAEP_PARAMS oaep;
    memcpy(&oaep, memory, sizeof oaep);
    write_u8(out, PARAMETER_OAEP);
    write_ulong(out, oaep.hashAlg);
    write_ulong(out, oaep.mgf);
    write_ulong(out, oaep.source);
    return pointed(out, oaep.pSourceData, oaep.ulSourceDataLen);
}

static CK_RV write_gcm(struct writer *out, const CK_GCM_PARAMS *gcm) {
    write_u8(out, PARAMETER_GCM);
    CK_RV rv = pointed(out, gcm->pIv, gcm->ulIvLen);
    if (rv == CKR_OK) {
        rv = pointed(out, gcm->pAAD, gcm->ulAADLen);
    }
    write_ulong(out, gcm->ulTagBits);
    return rv;
}

static CK_RV write_any_gcm(struct writer *out, const CK_MECHANISM *mechanism) {
    CK_GCM_PARAMS gcm = {0};
    if (mechanism->ulParameterLen == sizeof gcm) {
        memcpy(&gcm, mechanism->pParameter, sizeof gcm);
        return write_gcm(out, &gcm);
    }
    if (mechanism->ulParameterLen == sizeof(struct old_gcm)) {
        struct old_gcm old;
        memcpy(&old, mechanism->pParameter, sizeof old);
        gcm.pIv = old.iv;
        gcm.ulIvLen = old.iv_length;
        gcm.pAAD = old.associated;
        gcm.ulAADLen = old.associated_length;
        gcm.ulTagBits = old.tag_bits;
        return write_gcm(out, &gcm);
    }
    return write_as_bytes(out, mechanism);
}

static CK_RV write_eddsa(struct writer *out, const void *memory) {
    CK_EDDSA_PARAMS eddsa;
    memcpy(&eddsa, memory, sizeof eddsa);
    write_u8(out, PARAMETER_EDDSA);
    write_u8(out, eddsa.phFlag != CK_FALSE);
    return pointed(out, eddsa.pContextData, eddsa.ulContextDataLen);
}

static CK_RV write_signing_context(struct writer *out, const void *memory) {
    CK_SIGN_ADDITIONAL_CONTEXT context;
    memcpy(&context, memory, sizeof context);
    write_u8(out, PARAMETER_SIGNING_CONTEXT);
    write_ulong(out, context.hedgeVariant);
    return pointed(out, context.pContext, context.ulContextLen);
}

static CK_RV write_ecdh(struct writer *out, const void *memory) {
    CK_ECDH1_DERIVE_PARAMS ecdh;
    memcpy(&ecdh, memory, sizeof ecdh);
    write_u8(out, PARAMETER_ECDH);
    write_ulong(out, ecdh.kdf);
    CK_RV rv = pointed(out, ecdh.pSharedData, ecdh.ulSharedDataLen);
    return rv != CKR_OK ? rv : pointed(out, ecdh.pPublicData, ecdh.ulPublicDataLen);
}

static CK_RV write_parameter_number(struct writer *out, const void *memory) {
    CK_ULONG number;
    memcpy(&number, memory, sizeof number);
    write_u8(out, PARAMETER_NUMBER);
    write_ulong(out, number);
    return CKR_OK;
}

static CK_RV write_structure(struct writer *out, const CK_MECHANISM *mechanism, size_t size,
                             CK_RV (*write)(struct writer *out, const void *memory)) {
    return mechanism->ulParameterLen == size ? write(out, mechanism->pParameter)
                                             : write_as_bytes(out, mechanism);
}

CK_RV write_mechanism(struct writer *out, const CK_MECHANISM *mechanism) {
    if (mechanism == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    write_u64(out, mechanism->mechanism);
    if (mechanism->ulParameterLen == 0) {
        write_u8(out, PARAMETER_NONE);
        return CKR_OK;
    }
    if (mechanism->pParameter == NULL) {
        return CKR_MECHANISM_PARAM_INVALID;
    }
    switch (parameter_kind(mechanism->mechanism)) {
    case PARAMETER_PSS:
        return write_structure(out, mechanism, sizeof(CK_RSA_PKCS_PSS_PARAMS), write_pss);
    case PARAMETER_OAEP:
        return write_structure(out, mechanism, sizeof(CK_RSA_PKCS_OAEP_PARAMS), write_oaep);
    case PARAMETER_GCM:
        return write_any_gcm(out, mechanism);
    case PARAMETER_EDDSA:
        return write_structure(out, mechanism, sizeof(CK_EDDSA_PARAMS), write_eddsa);
    case PARAMETER_SIGNING_CONTEXT:
        return write_structure(out, mechanism, sizeof(CK_SIGN_ADDITIONAL_CONTEXT),
                               write_signing_context);
    case PARAMETER_ECDH:
        return write_structure(out, mechanism, sizeof(CK_ECDH1_DERIVE_PARAMS), write_ecdh);
    case PARAMETER_NUMBER:
        return write_structure(out, mechanism, sizeof(CK_ULONG), write_parameter_number);
    default:
        return write_as_bytes(out, mechanism);
    }
}

static CK_ULONG mac_size(const CK_MECHANISM *mechanism) {
    switch (mechanism->mechanism) {
    case CKM_SHA_1_HMAC:
        return 20;
    case CKM_SHA224_HMAC:
    case CKM_SHA512_224_HMAC:
        return 28;
    case CKM_SHA256_HMAC:
    case CKM_SHA512_256_HMAC:
        return 32;
    case CKM_SHA384_HMAC:
        return 48;
    case CKM_SHA512_HMAC:
        return 64;
    case CKM_AES_CMAC:
        return 16;
    default:
        return 0;
    }
}

CK_ULONG signature_size(const CK_MECHANISM *mechanism, CK_KEY_TYPE key_type, CK_ULONG key_size) {
    switch (key_type) {
    case CKK_RSA:
    case CKK_EC:
    case CKK_EC_EDWARDS:
    case CKK_ML_DSA:
        return key_size;
    default:
        return mac_size(mechanism);
    }
}

CK_ULONG ml_dsa_signature_size(CK_ULONG parameter_set) {
    switch (parameter_set) {
    case CKP_ML_DSA_44:
        return 2420;
    case CKP_ML_DSA_65:
        return 3309;
    case CKP_ML_DSA_87:
        return 4627;
    default:
        return 0;
    }
}

struct curve {
    const char *parameters; /* DER: an object identifier or a PrintableString */
    size_t length;
    CK_ULONG signature;
};

CK_ULONG curve_signature_size(const uint8_t *parameters, size_t length) {
    static const struct curve curves[] = {
        {"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 10, 64}, /* P-256 */
        {"\x06\x05\x2b\x81\x04\x00\x22", 7, 96},              /* P-384 */
        {"\x06\x05\x2b\x81\x04\x00\x23", 7, 132},             /* P-521 */
        {"\x06\x03\x2b\x65\x70", 5, 64},                      /* Ed25519 */
        {"\x06\x03\x2b\x65\x71", 5, 114},                     /* Ed448 */
        {"\x13\x0c" "edwards25519", 14, 64},
        {"\x13\x0a" "edwards448", 12, 114},
    };
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        if (curves[i].length == length && memcmp(curves[i].parameters, parameters, length) == 0) {
            return curves[i].signature;
        }
    }
    return 0;
}
