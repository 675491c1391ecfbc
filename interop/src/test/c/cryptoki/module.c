#include "module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void must(ulong_t answer, const char *call)
{
    if (answer != 0) {
        fprintf(stderr, "%s answered CKR_%s\n", call, ckr_name(answer));
        exit(3);
    }
}

functions_t *load_module(const char *path)
{
    void *module = dlopen(path, RTLD_NOW);
    void *symbol = module == NULL ? NULL : dlsym(module, "C_GetFunctionList");
    if (symbol == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(3);
    }
    functions_t *p11 = NULL;
    ulong_t (*list)(functions_t **);
    memcpy(&list, &symbol, sizeof list);
    must(list(&p11), "C_GetFunctionList");
    initialize_t os_locking = { .flags = CKF_OS_LOCKING_OK };
    must(p11->C_Initialize(&os_locking), "C_Initialize");
    return p11;
}

ulong_t find_slot(functions_t *p11, const char *label)
{
    ulong_t slots[256], count = 256;
    size_t length = strlen(label);
    must(p11->C_GetSlotList(1, slots, &count), "C_GetSlotList");
    for (ulong_t i = 0; i < count; i++) {
        token_info_t info;
        must(p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
        if (memcmp(info.label, label, length) == 0 && (length == 32 || info.label[length] == ' ')) {
            return slots[i];
        }
    }
    fprintf(stderr, "no token %s\n", label);
    exit(3);
}

ulong_t open_session(functions_t *p11, ulong_t slot)
{
    ulong_t session = 0;
    must(p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session), "C_OpenSession");
    return session;
}
