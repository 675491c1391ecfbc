#include "attribute.h"

#include <string.h>

enum wire_form attribute_form(CK_ATTRIBUTE_TYPE type) {
    switch (type) {
    case CKA_TOKEN:
    case CKA_PRIVATE:
    case CKA_TRUSTED:
    case CKA_SENSITIVE:
    case CKA_ENCRYPT:
    case CKA_DECRYPT:
    case CKA_WRAP:
    case CKA_UNWRAP:
    case CKA_SIGN:
    case CKA_SIGN_RECOVER:
    case CKA_VERIFY:
    case CKA_VERIFY_RECOVER:
    case CKA_DERIVE:
    case CKA_EXTRACTABLE:
    case CKA_LOCAL:
    case CKA_NEVER_EXTRACTABLE:
    case CKA_ALWAYS_SENSITIVE:
    case CKA_MODIFIABLE:
    case CKA_COPYABLE:
    case CKA_DESTROYABLE:
    case CKA_ALWAYS_AUTHENTICATE:
    case CKA_WRAP_WITH_TRUSTED:
    case CKA_ENCAPSULATE:
    case CKA_DECAPSULATE:
    case CKA_RESET_ON_INIT:
    case CKA_HAS_RESET:
    case CKA_COLOR:
        return FORM_FLAG;
    case CKA_CLASS:
    case CKA_CERTIFICATE_TYPE:
    case CKA_CERTIFICATE_CATEGORY:
    case CKA_JAVA_MIDP_SECURITY_DOMAIN:
    case CKA_NAME_HASH_ALGORITHM:
    case CKA_KEY_TYPE:
    case CKA_MODULUS_BITS:
    case CKA_PRIME_BITS:
    case CKA_SUBPRIME_BITS:
    case CKA_VALUE_BITS:
    case CKA_VALUE_LEN:
    case CKA_KEY_GEN_MECHANISM:
    case CKA_AUTH_PIN_FLAGS:
    case CKA_HW_FEATURE_TYPE:
    case CKA_PIXEL_X:
    case CKA_PIXEL_Y:
    case CKA_RESOLUTION:
    case CKA_CHAR_ROWS:
    case CKA_CHAR_COLUMNS:
    case CKA_BITS_PER_PIXEL:
    case CKA_MECHANISM_TYPE:
    case CKA_PROFILE_ID:
    case CKA_PARAMETER_SET:
    case CKA_OBJECT_VALIDATION_FLAGS:
        return FORM_NUMBER;
    case CKA_ALLOWED_MECHANISMS:
        return FORM_NUMBERS;
    case CKA_WRAP_TEMPLATE:
    case CKA_UNWRAP_TEMPLATE:
    case CKA_DERIVE_TEMPLATE:
        return FORM_TEMPLATE;
    default:
        return FORM_BYTES;
    }
}

void write_ulong(struct writer *out, CK_ULONG value) {
    write_u64(out, value == CK_UNAVAILABLE_INFORMATION ? UINT64_MAX : (uint64_t)value);
}

CK_ULONG read_ulong(struct reader *in) {
    uint64_t value = read_u64(in);
    if (value == UINT64_MAX) {
        return CK_UNAVAILABLE_INFORMATION;
    }
    if (value > (uint64_t)CK_UNAVAILABLE_INFORMATION) {
        in->failed = true;
        return 0;
    }
    return (CK_ULONG)value;
}

/* A value may stand anywhere in memory, aligned or not. */
static CK_ULONG ulong_at(const void *memory, size_t index) {
    CK_ULONG value;
    memcpy(&value, (const uint8_t *)memory + index * sizeof value, sizeof value);
    return value;
}

static CK_RV write_template(struct writer *out, const CK_ATTRIBUTE *attributes, CK_ULONG count,
                            int depth);

static void write_numbers(struct writer *out, const void *memory, size_t count) {
    write_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_ulong(out, ulong_at(memory, i));
    }
}

/* The form that goes out: that of the type, if the length is one that this form has. */
static enum wire_form form_of(const CK_ATTRIBUTE *attribute) {
    enum wire_form form = attribute_form(attribute->type);
    CK_ULONG length = attribute->ulValueLen;
    bool fits = form == FORM_BYTES || (form == FORM_FLAG && length == sizeof(CK_BBOOL)) ||
                (form == FORM_NUMBER && length == sizeof(CK_ULONG)) ||
                (form == FORM_NUMBERS && length % sizeof(CK_ULONG) == 0 &&
                 length / sizeof(CK_ULONG) <= WIRE_MOST_IN_LIST) ||
                (form == FORM_TEMPLATE && length % sizeof(CK_ATTRIBUTE) == 0);
    return fits ? form : FORM_BYTES;
}

static CK_RV write_attribute(struct writer *out, const CK_ATTRIBUTE *attribute, int depth) {
    enum wire_form form = form_of(attribute);
    if (attribute->pValue == NULL && attribute->ulValueLen != 0) {
        return CKR_ATTRIBUTE_VALUE_INVALID;
    }
    write_u64(out, attribute->type);
    write_u8(out, form);
    switch (form) {
    case FORM_FLAG:
        write_u8(out, *(const CK_BBOOL *)attribute->pValue != CK_FALSE);
        return CKR_OK;
    case FORM_NUMBER:
        write_ulong(out, ulong_at(attribute->pValue, 0));
        return CKR_OK;
    case FORM_NUMBERS:
        write_numbers(out, attribute->pValue, attribute->ulValueLen / sizeof(CK_ULONG));
        return CKR_OK;
    case FORM_TEMPLATE:
        return write_template(out, attribute->pValue, attribute->ulValueLen / sizeof(CK_ATTRIBUTE),
                              depth + 1);
    default:
        write_bytes(out, attribute->pValue, attribute->ulValueLen);
        return CKR_OK;
    }
}

static CK_RV write_template(struct writer *out, const CK_ATTRIBUTE *attributes, CK_ULONG count,
                            int depth) {
    if ((attributes == NULL && count > 0) || count > WIRE_MOST_IN_LIST || depth >= WIRE_DEEPEST) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = CKR_OK;
    write_u32(out, (uint32_t)count);
    for (CK_ULONG i = 0; i < count && rv == CKR_OK; i++) {
        /* An inner template may stand unaligned as well. */
        CK_ATTRIBUTE attribute;
        memcpy(&attribute, (const uint8_t *)attributes + i * sizeof attribute, sizeof attribute);
        rv = write_attribute(out, &attribute, depth);
    }
    return rv;
}

CK_RV write_attributes(struct writer *out, const CK_ATTRIBUTE *attributes, CK_ULONG count) {
    return write_template(out, attributes, count, 0);
}

bool template_is_token(const CK_ATTRIBUTE *attributes, CK_ULONG count, bool otherwise) {
    for (CK_ULONG i = 0; attributes != NULL && i < count; i++) {
        if (attributes[i].type == CKA_TOKEN && attributes[i].pValue != NULL &&
            attributes[i].ulValueLen == sizeof(CK_BBOOL)) {
            return *(const CK_BBOOL *)attributes[i].pValue != CK_FALSE;
        }
    }
    return otherwise;
}

/* Says the length, and whether the value may be copied. */
static CK_RV has_room(CK_ATTRIBUTE *attribute, size_t length) {
    if (attribute->pValue == NULL) {
        attribute->ulValueLen = (CK_ULONG)length;
        return CKR_OK;
    }
    if (attribute->ulValueLen < length) {
        attribute->ulValueLen = CK_UNAVAILABLE_INFORMATION;
        return CKR_BUFFER_TOO_SMALL;
    }
    attribute->ulValueLen = (CK_ULONG)length;
    return CKR_OK;
}

static CK_RV give_value(CK_ATTRIBUTE *attribute, const void *value, size_t length) {
    CK_RV rv = has_room(attribute, length);
    if (rv == CKR_OK && attribute->pValue != NULL && length > 0) {
        memcpy(attribute->pValue, value, length);
    }
    return rv;
}

static CK_RV give_numbers(struct reader *in, CK_ATTRIBUTE *attribute) {
    uint32_t count = read_count(in, sizeof(uint64_t));
    CK_RV rv = has_room(attribute, count * sizeof(CK_ULONG));
    for (uint32_t i = 0; i < count; i++) {
        CK_ULONG value = read_ulong(in);
        if (rv == CKR_OK && attribute->pValue != NULL && !in->failed) {
            memcpy((uint8_t *)attribute->pValue + i * sizeof value, &value, sizeof value);
        }
    }
    return rv;
}

static CK_RV read_typed(struct reader *in, CK_ATTRIBUTE *attribute, int depth);
static void skip_typed(struct reader *in, int depth);

/* The inner entries are the program's too: each says where its value goes and what room it has. */
static CK_RV give_template(struct reader *in, CK_ATTRIBUTE *attribute, int depth) {
    uint32_t count = read_count(in, sizeof(uint64_t) + 1);
    CK_RV rv = has_room(attribute, count * sizeof(CK_ATTRIBUTE));
    bool give = rv == CKR_OK && attribute->pValue != NULL;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        CK_ULONG type = read_ulong(in);
        if (!give) {
            skip_typed(in, depth + 1);
            continue;
        }
        CK_ATTRIBUTE inner;
        uint8_t *place = (uint8_t *)attribute->pValue + i * sizeof inner;
        memcpy(&inner, place, sizeof inner);
        inner.type = type;
        CK_RV inner_rv = read_typed(in, &inner, depth + 1);
        memcpy(place, &inner, sizeof inner);
        rv = rv == CKR_OK ? inner_rv : rv;
    }
    return rv;
}

/*
 * A template's entries hold pointers of the program, so only an attribute that is one by the
 * standard may be answered as one, and no inner one: what the program's memory is, the program
 * knows and the server does not. Attributes that are not known here may have any plain form.
 */
static bool may_have_form(const CK_ATTRIBUTE *attribute, unsigned form, int depth) {
    enum wire_form known = attribute_form(attribute->type);
    if (form == FORM_TEMPLATE || form == FORM_ABSENT) {
        return form == FORM_ABSENT || (known == FORM_TEMPLATE && depth == 0);
    }
    return form == (unsigned)known || form == FORM_BYTES || known == FORM_BYTES;
}

static CK_RV read_typed(struct reader *in, CK_ATTRIBUTE *attribute, int depth) {
    size_t length;
    const uint8_t *bytes;
    CK_BBOOL flag;
    CK_ULONG number;
    unsigned form = read_u8(in);
    in->failed = in->failed || !may_have_form(attribute, form, depth);
    if (in->failed) {
        return CKR_OK;
    }
    switch (form) {
    case FORM_ABSENT:
        attribute->ulValueLen = CK_UNAVAILABLE_INFORMATION;
        return CKR_ATTRIBUTE_TYPE_INVALID;
    case FORM_FLAG:
        flag = read_flag(in) ? CK_TRUE : CK_FALSE;
        return in->failed ? CKR_OK : give_value(attribute, &flag, sizeof flag);
    case FORM_NUMBER:
        number = read_ulong(in);
        return in->failed ? CKR_OK : give_value(attribute, &number, sizeof number);
    case FORM_BYTES:
        bytes = read_bytes(in, &length);
        return in->failed ? CKR_OK : give_value(attribute, bytes, length);
    case FORM_NUMBERS:
        return give_numbers(in, attribute);
    case FORM_TEMPLATE:
        return give_template(in, attribute, depth);
    default:
        in->failed = true;
        return CKR_OK;
    }
}

CK_RV read_attribute(struct reader *in, CK_ATTRIBUTE *attribute) {
    if (read_ulong(in) != attribute->type) {
        in->failed = true;
    }
    return in->failed ? CKR_OK : read_typed(in, attribute, 0);
}

static void skip_typed(struct reader *in, int depth) {
    size_t length;
    uint32_t count;
    switch (read_u8(in)) {
    case FORM_ABSENT:
        return;
    case FORM_FLAG:
        read_u8(in);
        return;
    case FORM_NUMBER:
        read_u64(in);
        return;
    case FORM_BYTES:
        read_bytes(in, &length);
        return;
    case FORM_NUMBERS:
        count = read_count(in, sizeof(uint64_t));
        read_raw(in, count * sizeof(uint64_t));
        return;
    case FORM_TEMPLATE:
        count = depth + 1 < WIRE_DEEPEST ? read_count(in, sizeof(uint64_t) + 1) : 0;
        in->failed = in->failed || depth + 1 >= WIRE_DEEPEST;
        for (uint32_t i = 0; i < count && !in->failed; i++) {
            read_u64(in);
            skip_typed(in, depth + 1);
        }
        return;
    default:
        in->failed = true;
    }
}

void skip_attribute(struct reader *in) {
    read_u64(in);
    skip_typed(in, 0);
}
