/* The ways in: C_GetFunctionList for 2.40, C_GetInterface and C_GetInterfaceList for all. */
#include <string.h>

#include "zoneseal-pkcs11.h"

#define MEMBER(name, arguments) .name = name,

static CK_FUNCTION_LIST list_2_40 = {.version = {2, 40}, CK_FUNCTIONS_2_40(MEMBER)};

static CK_FUNCTION_LIST_3_0 list_3_0 = {
    .version = {3, 0}, CK_FUNCTIONS_2_40(MEMBER) CK_FUNCTIONS_3_0(MEMBER)};

static CK_FUNCTION_LIST_3_2 list_3_2 = {
    .version = {3, 2},
    CK_FUNCTIONS_2_40(MEMBER) CK_FUNCTIONS_3_0(MEMBER) CK_FUNCTIONS_3_2(MEMBER)};

static CK_UTF8CHAR name[] = "PKCS 11";

/*
 * The first is what a program gets that does not say which. CKF_INTERFACE_FORK_SAFE would promise a
 * child its parent's sessions; a child of ours initializes anew.
 */
static CK_INTERFACE interfaces[] = {
    {name, &list_3_2, 0},
    {name, &list_3_0, 0},
    {name, &list_2_40, 0},
};

enum { INTERFACES = sizeof interfaces / sizeof interfaces[0] };

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR ppFunctionList) {
    if (ppFunctionList == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    *ppFunctionList = &list_2_40;
    return CKR_OK;
}

CK_RV C_GetInterfaceList(CK_INTERFACE_PTR pInterfacesList, CK_ULONG_PTR pulCount) {
    if (pulCount == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    CK_ULONG room = *pulCount;
    *pulCount = INTERFACES;
    if (pInterfacesList == NULL) {
        return CKR_OK;
    }
    if (room < INTERFACES) {
        return CKR_BUFFER_TOO_SMALL;
    }
    memcpy(pInterfacesList, interfaces, sizeof interfaces);
    return CKR_OK;
}

static int fits(const CK_INTERFACE *interface, const CK_UTF8CHAR *wanted, const CK_VERSION *version,
                CK_FLAGS flags) {
    const CK_VERSION *has = interface->pFunctionList;
    return (wanted == NULL || strcmp((const char *)wanted, (const char *)name) == 0) &&
           (version == NULL || (version->major == has->major && version->minor == has->minor)) &&
           (flags & ~interface->flags) == 0;
}

CK_RV C_GetInterface(CK_UTF8CHAR_PTR pInterfaceName, CK_VERSION_PTR pVersion,
                     CK_INTERFACE_PTR_PTR ppInterface, CK_FLAGS flags) {
    if (ppInterface == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    for (int i = 0; i < INTERFACES; i++) {
        if (fits(&interfaces[i], pInterfaceName, pVersion, flags)) {
            *ppInterface = &interfaces[i];
            return CKR_OK;
        }
    }
    return CKR_FUNCTION_FAILED;
}
