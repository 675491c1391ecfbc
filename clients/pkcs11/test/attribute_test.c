/* Templates and mechanisms between a program's memory and the wire. */
#include "attribute.h"
#include "check.h"
#include "mechanism.h"

static void template_everyForm_goesOutTyped(void) {
    CK_BBOOL yes = CK_TRUE;
    CK_ULONG bits = 2048;
    CK_MECHANISM_TYPE allowed[] = {CKM_ECDSA, CKM_EDDSA};
    CK_ATTRIBUTE inner[] = {{CKA_SENSITIVE, &yes, 1}};
    CK_ATTRIBUTE template[] = {
        {CKA_TOKEN, &yes, sizeof yes},
        {CKA_MODULUS_BITS, &bits, sizeof bits},
        {CKA_LABEL, "k", 1},
        {CKA_ALLOWED_MECHANISMS, allowed, sizeof allowed},
        {CKA_UNWRAP_TEMPLATE, inner, sizeof inner},
        {CKA_ID, NULL, 0},
    };
    struct writer out = {0};
    CHECK_EQUAL(write_attributes(&out, template, 6), CKR_OK);
    struct reader in = reader_of(out.bytes, out.length);
    size_t length;
    CHECK_EQUAL(read_u32(&in), 6);
    CHECK(read_u64(&in) == CKA_TOKEN && read_u8(&in) == FORM_FLAG && read_u8(&in) == 1);
    CHECK(read_u64(&in) == CKA_MODULUS_BITS && read_u8(&in) == FORM_NUMBER);
    CHECK_EQUAL(read_u64(&in), 2048);
    CHECK(read_u64(&in) == CKA_LABEL && read_u8(&in) == FORM_BYTES);
    CHECK(*read_bytes(&in, &length) == 'k' && length == 1);
    CHECK(read_u64(&in) == CKA_ALLOWED_MECHANISMS && read_u8(&in) == FORM_NUMBERS);
    CHECK(read_u32(&in) == 2 && read_u64(&in) == CKM_ECDSA && read_u64(&in) == CKM_EDDSA);
    CHECK(read_u64(&in) == CKA_UNWRAP_TEMPLATE && read_u8(&in) == FORM_TEMPLATE);
    CHECK(read_u32(&in) == 1 && read_u64(&in) == CKA_SENSITIVE);
    CHECK(read_u8(&in) == FORM_FLAG && read_u8(&in) == 1);
    CHECK(read_u64(&in) == CKA_ID && read_u8(&in) == FORM_BYTES);
    CHECK(read_bytes(&in, &length) != NULL && length == 0);
    CHECK(reader_is_done(&in));
    writer_free(&out);
}

static void value_wrongLength_goesOutAsBytes(void) {
    CK_ULONG four = 1;
    CK_ATTRIBUTE template[] = {{CKA_TOKEN, &four, 4}, {CKA_CLASS, &four, 3}};
    struct writer out = {0};
    CHECK_EQUAL(write_attributes(&out, template, 2), CKR_OK);
    struct reader in = reader_of(out.bytes, out.length);
    size_t length;
    read_u32(&in);
    CHECK(read_u64(&in) == CKA_TOKEN && read_u8(&in) == FORM_BYTES);
    CHECK(read_bytes(&in, &length) != NULL && length == 4);
    CHECK(read_u64(&in) == CKA_CLASS && read_u8(&in) == FORM_BYTES);
    CHECK(read_bytes(&in, &length) != NULL && length == 3);
    writer_free(&out);
}

static void template_badMemory_isRefused(void) {
    CK_ATTRIBUTE missing[] = {{CKA_LABEL, NULL, 3}};
    CK_ATTRIBUTE nested[1] = {{CKA_WRAP_TEMPLATE, NULL, sizeof(CK_ATTRIBUTE)}};
    nested[0].pValue = nested; /* contains itself */
    struct writer out = {0};
    CHECK_EQUAL(write_attributes(&out, missing, 1), CKR_ATTRIBUTE_VALUE_INVALID);
    CHECK_EQUAL(write_attributes(&out, NULL, 1), CKR_ARGUMENTS_BAD);
    CHECK_EQUAL(write_attributes(&out, nested, 1), CKR_ARGUMENTS_BAD);
    writer_free(&out);
}

/* One attribute as the server would answer it. */
static struct reader answer(struct writer *out, CK_ATTRIBUTE_TYPE type, unsigned form) {
    writer_clear(out);
    write_u64(out, type);
    write_u8(out, form);
    switch (form) {
    case FORM_FLAG:
        write_u8(out, 1);
        break;
    case FORM_NUMBER:
        write_u64(out, 77);
        break;
    case FORM_BYTES:
        write_text(out, "hello");
        break;
    case FORM_NUMBERS:
        write_u32(out, 2);
        write_u64(out, 1);
        write_u64(out, 2);
        break;
    case FORM_TEMPLATE:
        write_u32(out, 2);
        write_u64(out, CKA_TOKEN);
        write_u8(out, FORM_FLAG);
        write_u8(out, 1);
        write_u64(out, CKA_LABEL);
        write_u8(out, FORM_BYTES);
        write_text(out, "inner");
        break;
    default:
        break;
    }
    return reader_of(out->bytes, out->length);
}

static void value_withoutBuffer_saysItsLength(void) {
    struct writer out = {0};
    CK_ATTRIBUTE attribute = {CKA_LABEL, NULL, 0};
    struct reader in = answer(&out, CKA_LABEL, FORM_BYTES);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_OK);
    CHECK_EQUAL(attribute.ulValueLen, 5);
    attribute.type = CKA_ALLOWED_MECHANISMS;
    in = answer(&out, CKA_ALLOWED_MECHANISMS, FORM_NUMBERS);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_OK);
    CHECK_EQUAL(attribute.ulValueLen, 2 * sizeof(CK_ULONG));
    writer_free(&out);
}

static void value_bufferTooSmall_isUnavailable(void) {
    struct writer out = {0};
    CK_BYTE value[4] = {9, 9, 9, 9};
    CK_ATTRIBUTE attribute = {CKA_LABEL, value, sizeof value};
    struct reader in = answer(&out, CKA_LABEL, FORM_BYTES);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_BUFFER_TOO_SMALL);
    CHECK_EQUAL(attribute.ulValueLen, CK_UNAVAILABLE_INFORMATION);
    CHECK_EQUAL(value[0], 9);
    writer_free(&out);
}

static void value_absent_isUnavailable(void) {
    struct writer out = {0};
    CK_ATTRIBUTE attribute = {CKA_LABEL, NULL, 0};
    struct reader in = answer(&out, CKA_LABEL, FORM_ABSENT);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_ATTRIBUTE_TYPE_INVALID);
    CHECK_EQUAL(attribute.ulValueLen, CK_UNAVAILABLE_INFORMATION);
    writer_free(&out);
}

static void value_ofEachKind_isGiven(void) {
    struct writer out = {0};
    CK_BBOOL flag = 0;
    CK_ULONG number = 0;
    CK_ULONG numbers[3] = {0};
    CK_ATTRIBUTE attribute = {CKA_TOKEN, &flag, sizeof flag};
    struct reader in = answer(&out, CKA_TOKEN, FORM_FLAG);
    CHECK(read_attribute(&in, &attribute) == CKR_OK && flag == CK_TRUE);
    attribute = (CK_ATTRIBUTE){CKA_CLASS, &number, sizeof number};
    in = answer(&out, CKA_CLASS, FORM_NUMBER);
    CHECK(read_attribute(&in, &attribute) == CKR_OK && number == 77);
    attribute = (CK_ATTRIBUTE){CKA_ALLOWED_MECHANISMS, numbers, sizeof numbers};
    in = answer(&out, CKA_ALLOWED_MECHANISMS, FORM_NUMBERS);
    CHECK(read_attribute(&in, &attribute) == CKR_OK && numbers[1] == 2);
    CHECK_EQUAL(attribute.ulValueLen, 2 * sizeof(CK_ULONG));
    writer_free(&out);
}

static void template_inner_isGivenEntryByEntry(void) {
    struct writer out = {0};
    CK_BBOOL flag = 0;
    CK_BYTE label[2];
    CK_ATTRIBUTE inner[2] = {{0, &flag, 1}, {0, label, sizeof label}};
    CK_ATTRIBUTE attribute = {CKA_WRAP_TEMPLATE, inner, sizeof inner};
    struct reader in = answer(&out, CKA_WRAP_TEMPLATE, FORM_TEMPLATE);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_BUFFER_TOO_SMALL);
    CHECK(inner[0].type == CKA_TOKEN && flag == CK_TRUE && inner[0].ulValueLen == 1);
    CHECK(inner[1].type == CKA_LABEL && inner[1].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    attribute = (CK_ATTRIBUTE){CKA_WRAP_TEMPLATE, NULL, 0};
    in = answer(&out, CKA_WRAP_TEMPLATE, FORM_TEMPLATE);
    CHECK_EQUAL(read_attribute(&in, &attribute), CKR_OK);
    CHECK_EQUAL(attribute.ulValueLen, 2 * sizeof(CK_ATTRIBUTE));
    CHECK(reader_is_done(&in));
    in = answer(&out, CKA_WRAP_TEMPLATE, FORM_TEMPLATE);
    skip_attribute(&in);
    CHECK(reader_is_done(&in));
    writer_free(&out);
}

static void value_ofAnotherAttribute_fails(void) {
    struct writer out = {0};
    CK_ATTRIBUTE attribute = {CKA_ID, NULL, 0};
    struct reader in = answer(&out, CKA_LABEL, FORM_BYTES);
    read_attribute(&in, &attribute);
    CHECK(in.failed);
    writer_free(&out);
}

/* The memory behind a label is no list of pointers, whatever the server says. */
static void value_answeredAsTemplate_isRefused(void) {
    static const CK_ATTRIBUTE_TYPE types[] = {CKA_LABEL, CKA_CLASS, CKA_TOKEN, CKA_VALUE,
                                              CKA_ALLOWED_MECHANISMS, 0x80000001};
    struct writer out = {0};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        CK_BYTE memory[4 * sizeof(CK_ATTRIBUTE)];
        CK_ATTRIBUTE attribute = {types[i], memory, sizeof memory};
        memset(memory, 0x41, sizeof memory);
        struct reader in = answer(&out, types[i], FORM_TEMPLATE);
        read_attribute(&in, &attribute);
        CHECK(in.failed);
        for (size_t j = 0; j < sizeof memory; j++) {
            CHECK_EQUAL(memory[j], 0x41);
        }
    }
    writer_free(&out);
}

static void template_insideATemplate_isRefused(void) {
    struct writer out = {0};
    CK_BYTE memory[2 * sizeof(CK_ATTRIBUTE)];
    CK_ATTRIBUTE inner = {0, memory, sizeof memory};
    CK_ATTRIBUTE attribute = {CKA_WRAP_TEMPLATE, &inner, sizeof inner};
    memset(memory, 0x41, sizeof memory);
    write_u64(&out, CKA_WRAP_TEMPLATE);
    write_u8(&out, FORM_TEMPLATE);
    write_u32(&out, 1);
    write_u64(&out, CKA_UNWRAP_TEMPLATE);
    write_u8(&out, FORM_TEMPLATE);
    write_u32(&out, 1);
    write_u64(&out, CKA_LABEL);
    write_u8(&out, FORM_BYTES);
    write_text(&out, "x");
    struct reader in = reader_of(out.bytes, out.length);
    read_attribute(&in, &attribute);
    CHECK(in.failed);
    writer_free(&out);
}

static void value_ofAnotherForm_isRefused(void) {
    struct writer out = {0};
    CK_BYTE memory[64];
    CK_ATTRIBUTE class = {CKA_CLASS, memory, sizeof memory};
    struct reader in = answer(&out, CKA_CLASS, FORM_FLAG);
    read_attribute(&in, &class);
    CHECK(in.failed);
    CK_ATTRIBUTE vendor = {0x80000001, memory, sizeof memory};
    in = answer(&out, 0x80000001, FORM_NUMBER);
    CHECK_EQUAL(read_attribute(&in, &vendor), CKR_OK);
    CHECK(!in.failed && vendor.ulValueLen == sizeof(CK_ULONG));
    writer_free(&out);
}

static void template_nestedWithoutEnd_fails(void) {
    struct writer out = {0};
    for (int i = 0; i < 1000; i++) {
        write_u64(&out, CKA_WRAP_TEMPLATE);
        write_u8(&out, FORM_TEMPLATE);
        write_u32(&out, 1);
    }
    struct reader in = reader_of(out.bytes, out.length);
    skip_attribute(&in);
    CHECK(in.failed);
    CK_ATTRIBUTE attribute = {CKA_WRAP_TEMPLATE, NULL, 0};
    in = reader_of(out.bytes, out.length);
    read_attribute(&in, &attribute);
    CHECK(in.failed);
    writer_free(&out);
}

static unsigned kind_of(struct writer *out, CK_MECHANISM mechanism) {
    writer_clear(out);
    CHECK_EQUAL(write_mechanism(out, &mechanism), CKR_OK);
    struct reader in = reader_of(out->bytes, out->length);
    CHECK_EQUAL(read_u64(&in), mechanism.mechanism);
    return read_u8(&in);
}

static void mechanism_eachStructure_hasItsKind(void) {
    struct writer out = {0};
    CK_BYTE iv[16] = {0};
    CK_RSA_PKCS_PSS_PARAMS pss = {CKM_SHA256, CKG_MGF1_SHA256, 32};
    CK_RSA_PKCS_OAEP_PARAMS oaep = {CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, NULL, 0};
    CK_GCM_PARAMS gcm = {iv, 12, 96, NULL, 0, 128};
    CK_EDDSA_PARAMS eddsa = {CK_FALSE, 0, NULL};
    CK_SIGN_ADDITIONAL_CONTEXT context = {CKH_HEDGE_PREFERRED, NULL, 0};
    CK_ECDH1_DERIVE_PARAMS ecdh = {CKD_NULL, 0, NULL, 16, iv};
    CK_ULONG length = 10;
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_ECDSA, NULL, 0}), PARAMETER_NONE);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_AES_CBC, iv, 16}), PARAMETER_BYTES);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_RSA_PKCS_PSS, &pss, sizeof pss}), PARAMETER_PSS);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}),
                PARAMETER_OAEP);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_AES_GCM, &gcm, sizeof gcm}), PARAMETER_GCM);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_EDDSA, &eddsa, sizeof eddsa}), PARAMETER_EDDSA);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_ML_DSA, &context, sizeof context}),
                PARAMETER_SIGNING_CONTEXT);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_ECDH1_DERIVE, &ecdh, sizeof ecdh}),
                PARAMETER_ECDH);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_SHA256_HMAC_GENERAL, &length, sizeof length}),
                PARAMETER_NUMBER);
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_RSA_PKCS_PSS, &pss, 5}), PARAMETER_BYTES);
    writer_free(&out);
}

static void mechanism_gcmOfTwoTwenty_isUnderstood(void) {
    struct {
        CK_BYTE_PTR iv;
        CK_ULONG iv_length;
        CK_BYTE_PTR associated;
        CK_ULONG associated_length;
        CK_ULONG tag_bits;
    } old = {(CK_BYTE_PTR) "iv", 2, (CK_BYTE_PTR) "aad", 3, 128};
    struct writer out = {0};
    CHECK_EQUAL(kind_of(&out, (CK_MECHANISM){CKM_AES_GCM, &old, sizeof old}), PARAMETER_GCM);
    struct reader in = reader_of(out.bytes + 9, out.length - 9);
    size_t length;
    CHECK(memcmp(read_bytes(&in, &length), "iv", 2) == 0 && length == 2);
    CHECK(memcmp(read_bytes(&in, &length), "aad", 3) == 0 && length == 3);
    CHECK_EQUAL(read_u64(&in), 128);
    CHECK(reader_is_done(&in));
    writer_free(&out);
}

static void mechanism_missingPointer_isRefused(void) {
    struct writer out = {0};
    CK_EDDSA_PARAMS eddsa = {CK_FALSE, 5, NULL};
    CK_MECHANISM without = {CKM_EDDSA, &eddsa, sizeof eddsa};
    CK_MECHANISM null = {CKM_AES_CBC, NULL, 16};
    CHECK_EQUAL(write_mechanism(&out, &without), CKR_MECHANISM_PARAM_INVALID);
    CHECK_EQUAL(write_mechanism(&out, &null), CKR_MECHANISM_PARAM_INVALID);
    CHECK_EQUAL(write_mechanism(&out, NULL), CKR_ARGUMENTS_BAD);
    writer_free(&out);
}

static void signature_eachKey_hasItsSize(void) {
    CK_MECHANISM ecdsa = {CKM_ECDSA, NULL, 0};
    CK_MECHANISM hmac = {CKM_SHA384_HMAC, NULL, 0};
    CHECK_EQUAL(signature_size(&ecdsa, CKK_EC, 96), 96);
    CHECK_EQUAL(signature_size(&hmac, CKK_GENERIC_SECRET, 0), 48);
    CHECK_EQUAL(curve_signature_size((const uint8_t *)"\x13\x0c" "edwards25519", 14), 64);
    CHECK_EQUAL(curve_signature_size((const uint8_t *)"\x06\x05\x2b\x81\x04\x00\x23", 7), 132);
    CHECK_EQUAL(curve_signature_size((const uint8_t *)"\x06\x01\x00", 3), 0);
    CHECK_EQUAL(ml_dsa_signature_size(CKP_ML_DSA_65), 3309);
}

int main(void) {
    RUN(template_everyForm_goesOutTyped);
    RUN(value_wrongLength_goesOutAsBytes);
    RUN(template_badMemory_isRefused);
    RUN(value_withoutBuffer_saysItsLength);
    RUN(value_bufferTooSmall_isUnavailable);
    RUN(value_absent_isUnavailable);
    RUN(value_ofEachKind_isGiven);
    RUN(template_inner_isGivenEntryByEntry);
    RUN(value_ofAnotherAttribute_fails);
    RUN(value_answeredAsTemplate_isRefused);
    RUN(template_insideATemplate_isRefused);
    RUN(value_ofAnotherForm_isRefused);
    RUN(template_nestedWithoutEnd_fails);
    RUN(mechanism_eachStructure_hasItsKind);
    RUN(mechanism_gcmOfTwoTwenty_isUnderstood);
    RUN(mechanism_missingPointer_isRefused);
    RUN(signature_eachKey_hasItsSize);
    return 0;
}
