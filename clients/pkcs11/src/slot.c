/* Slots and tokens: always asked of the server, nothing is kept. */
#include <string.h>

#include "attribute.h"
#include "call.h"

/* Begins a call about a slot. CKR_OK: the module is entered. */
static CK_RV begin(struct call *call, const char *function, enum wire_call number, CK_SLOT_ID slot,
                   enum repeat repeat) {
    struct module *module = module_enter();
    if (module == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    call_begin_alone(call, module, function, number, repeat);
    write_ulong(call->out, slot);
    return CKR_OK;
}

static CK_RV end(struct call *call, CK_RV rv) {
    rv = call_end(call, rv);
    module_leave();
    return rv;
}

/* Text of the wire into a field of fixed length, padded with blanks. */
static void read_field(struct reader *in, CK_UTF8CHAR *field, size_t size) {
    size_t length;
    const uint8_t *text = read_bytes(in, &length);
    memset(field, ' ', size);
    if (text != NULL) {
        memcpy(field, text, length < size ? length : size);
    }
}

static void read_version(struct reader *in, CK_VERSION *version) {
    version->major = (CK_BYTE)read_u8(in);
    version->minor = (CK_BYTE)read_u8(in);
}

/* Numbers of the wire into a list of the program, as C_GetSlotList and its like say. */
static CK_RV read_list(struct reader *in, CK_ULONG *list, CK_ULONG *count) {
    uint32_t there = read_count(in, sizeof(uint64_t));
    bool fits = list == NULL || *count >= there;
    for (uint32_t i = 0; i < there; i++) {
        CK_ULONG value = read_ulong(in);
        if (list != NULL && fits) {
            list[i] = value;
        }
    }
    *count = there;
    return fits ? CKR_OK : CKR_BUFFER_TOO_SMALL;
}

/*
 * A program that starts before the daemon sees no slots, and sees them when it asks again later:
 * an error here would make most programs give up on the module.
 */
static CK_RV no_slots(CK_ULONG *count) {
    *count = 0;
    return CKR_OK;
}

CK_RV C_GetSlotList(CK_BBOOL tokenPresent, CK_SLOT_ID_PTR pSlotList, CK_ULONG_PTR pulCount) {
    struct call call;
    CK_RV list_rv = CKR_OK;
    CK_ULONG count;
    if (pulCount == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    struct module *module = module_enter();
    if (module == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    call_begin_alone(&call, module, "C_GetSlotList", WIRE_GET_SLOT_LIST, REPEAT_FREELY);
    write_u8(call.out, tokenPresent != CK_FALSE);
    CK_RV rv = call_run(&call);
    count = *pulCount;
    if (rv == CKR_OK) {
        list_rv = read_list(&call.in, pSlotList, &count);
    }
    rv = end(&call, rv);
    if (rv == CKR_DEVICE_REMOVED) {
        return no_slots(pulCount);
    }
    if (rv == CKR_OK) {
        *pulCount = count;
    }
    return rv != CKR_OK ? rv : list_rv;
}

CK_RV C_GetSlotInfo(CK_SLOT_ID slotID, CK_SLOT_INFO_PTR pInfo) {
    struct call call;
    CK_SLOT_INFO info = {0};
    if (pInfo == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = begin(&call, "C_GetSlotInfo", WIRE_GET_SLOT_INFO, slotID, REPEAT_FREELY);
    if (rv != CKR_OK) {
        return rv;
    }
    rv = call_run(&call);
    if (rv == CKR_OK) {
        read_field(&call.in, info.slotDescription, sizeof info.slotDescription);
        read_field(&call.in, info.manufacturerID, sizeof info.manufacturerID);
        info.flags = read_ulong(&call.in);
        read_version(&call.in, &info.hardwareVersion);
        read_version(&call.in, &info.firmwareVersion);
    }
    rv = end(&call, rv);
    if (rv == CKR_OK) {
        *pInfo = info;
    }
    return rv;
}

static void read_token_info(struct reader *in, CK_TOKEN_INFO *info) {
    read_field(in, info->label, sizeof info->label);
    read_field(in, info->manufacturerID, sizeof info->manufacturerID);
    read_field(in, info->model, sizeof info->model);
    read_field(in, info->serialNumber, sizeof info->serialNumber);
    info->flags = read_ulong(in);
    info->ulMaxSessionCount = read_ulong(in);
    info->ulSessionCount = read_ulong(in);
    info->ulMaxRwSessionCount = read_ulong(in);
    info->ulRwSessionCount = read_ulong(in);
    info->ulMaxPinLen = read_ulong(in);
    info->ulMinPinLen = read_ulong(in);
    info->ulTotalPublicMemory = read_ulong(in);
    info->ulFreePublicMemory = read_ulong(in);
    info->ulTotalPrivateMemory = read_ulong(in);
    info->ulFreePrivateMemory = read_ulong(in);
    read_version(in, &info->hardwareVersion);
    read_version(in, &info->firmwareVersion);
    read_field(in, info->utcTime, sizeof info->utcTime);
}

CK_RV C_GetTokenInfo(CK_SLOT_ID slotID, CK_TOKEN_INFO_PTR pInfo) {
    struct call call;
    CK_TOKEN_INFO info = {0};
    if (pInfo == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = begin(&call, "C_GetTokenInfo", WIRE_GET_TOKEN_INFO, slotID, REPEAT_FREELY);
    if (rv != CKR_OK) {
        return rv;
    }
    rv = call_run(&call);
    if (rv == CKR_OK) {
        read_token_info(&call.in, &info);
    }
    rv = end(&call, rv);
    if (rv == CKR_OK) {
        *pInfo = info;
    }
    return rv;
}

CK_RV C_GetMechanismList(CK_SLOT_ID slotID, CK_MECHANISM_TYPE_PTR pMechanismList,
                         CK_ULONG_PTR pulCount) {
    struct call call;
    CK_RV list_rv = CKR_OK;
    if (pulCount == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = begin(&call, "C_GetMechanismList", WIRE_GET_MECHANISM_LIST, slotID, REPEAT_FREELY);
    if (rv != CKR_OK) {
        return rv;
    }
    CK_ULONG count = *pulCount;
    rv = call_run(&call);
    if (rv == CKR_OK) {
        list_rv = read_list(&call.in, pMechanismList, &count);
    }
    rv = end(&call, rv);
    if (rv == CKR_OK) {
        *pulCount = count;
    }
    return rv != CKR_OK ? rv : list_rv;
}

CK_RV C_GetMechanismInfo(CK_SLOT_ID slotID, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO_PTR pInfo) {
    struct call call;
    CK_MECHANISM_INFO info = {0};
    if (pInfo == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = begin(&call, "C_GetMechanismInfo", WIRE_GET_MECHANISM_INFO, slotID, REPEAT_FREELY);
    if (rv != CKR_OK) {
        return rv;
    }
    write_u64(call.out, type);
    rv = call_run(&call);
    if (rv == CKR_OK) {
        info.ulMinKeySize = read_ulong(&call.in);
        info.ulMaxKeySize = read_ulong(&call.in);
        info.flags = read_ulong(&call.in);
    }
    rv = end(&call, rv);
    if (rv == CKR_OK) {
        *pInfo = info;
    }
    return rv;
}

/* A label is a field of 32; programs pass shorter texts with a NUL, which must not be overrun. */
static size_t label_length(const CK_UTF8CHAR *label) {
    size_t length = 0;
    while (length < 32 && label[length] != '\0') {
        length++;
    }
    while (length > 0 && label[length - 1] == ' ') {
        length--;
    }
    return length;
}

CK_RV C_InitToken(CK_SLOT_ID slotID, CK_UTF8CHAR_PTR pPin, CK_ULONG ulPinLen,
                  CK_UTF8CHAR_PTR pLabel) {
    struct call call;
    if ((pPin == NULL && ulPinLen > 0) || pLabel == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_RV rv = begin(&call, "C_InitToken", WIRE_INIT_TOKEN, slotID, REPEAT_NEVER);
    if (rv != CKR_OK) {
        return rv;
    }
    call_may_take_long(&call);
    write_bytes(call.out, pPin, ulPinLen);
    write_bytes(call.out, pLabel, label_length(pLabel));
    return end(&call, call_run(&call));
}

/* Slots do not come and go while the daemon runs; whoever wants to know asks for the list. */
CK_RV C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID_PTR pSlot, CK_VOID_PTR pReserved) {
    if (pSlot == NULL || pReserved != NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    if (module_enter() == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    module_leave();
    return (flags & CKF_DONT_BLOCK) != 0 ? CKR_NO_EVENT : CKR_FUNCTION_NOT_SUPPORTED;
}
