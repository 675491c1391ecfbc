#include "module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static zs_lock lifecycle = ZS_LOCK_INITIAL;
static _Atomic(struct module *) current;
static atomic_uint inside;
static bool watches_forks;

struct module *module_enter(void) {
    atomic_fetch_add(&inside, 1);
    struct module *module = atomic_load(&current);
    if (module == NULL) {
        atomic_fetch_sub(&inside, 1);
    }
    return module;
}

void module_leave(void) {
    atomic_fetch_sub(&inside, 1);
}

/*
 * The child has one thread and may find any lock taken: it forgets everything and starts anew. What
 * the parent had stays in memory, wiped of secrets, as nobody knows who was using it.
 */
static void forget_in_child(void) {
    struct module *module = atomic_exchange(&current, NULL);
    atomic_store(&inside, 0);
    zs_lock_init(&lifecycle);
    log_after_fork();
    if (module != NULL) {
        pool_abandon(&module->pool);
        login_table_wipe(&module->logins);
    }
}

static struct module *make_module(const struct config *config) {
    struct module *module = calloc(1, sizeof *module);
    if (module != NULL && !pool_init(&module->pool, config)) {
        free(module);
        module = NULL;
    }
    if (module != NULL) {
        session_table_init(&module->sessions);
        object_table_init(&module->objects);
        login_table_init(&module->logins);
    }
    return module;
}

static CK_RV check_arguments(const CK_C_INITIALIZE_ARGS *arguments) {
    if (arguments == NULL) {
        return CKR_OK;
    }
    int functions = (arguments->CreateMutex != NULL) + (arguments->DestroyMutex != NULL) +
                    (arguments->LockMutex != NULL) + (arguments->UnlockMutex != NULL);
    if (arguments->pReserved != NULL || (functions != 0 && functions != 4)) {
        return CKR_ARGUMENTS_BAD;
    }
    /* The system's own locks do whatever the program's would; we start no thread. */
    return CKR_OK;
}

static CK_RV initialize(void) {
    struct config config;
    if (atomic_load(&current) != NULL) {
        return CKR_CRYPTOKI_ALREADY_INITIALIZED;
    }
    if (!zs_sockets_start()) {
        return CKR_GENERAL_ERROR;
    }
    if (!config_load(&config)) {
        log_line(LOG_ERROR,
                 "C_Initialize: CKR_GENERAL_ERROR: the configuration is wrong, see above");
        return CKR_GENERAL_ERROR;
    }
    log_open(config.log, config.log_level);
    struct module *module = make_module(&config);
    if (module == NULL) {
        return CKR_HOST_MEMORY;
    }
    if (!watches_forks) {
        watches_forks = true;
        zs_on_fork(forget_in_child);
    }
    atomic_store(&current, module);
    return CKR_OK;
}

CK_RV C_Initialize(CK_VOID_PTR pInitArgs) {
    CK_RV rv = check_arguments(pInitArgs);
    if (rv == CKR_OK) {
        zs_lock_take(&lifecycle);
        rv = initialize();
        zs_lock_give(&lifecycle);
    }
    return rv;
}

static void finalize(struct module *module) {
    pool_end(&module->pool);
    while (atomic_load(&inside) != 0) {
        zs_sleep(1);
    }
    login_table_wipe(&module->logins);
    pool_free(&module->pool);
    session_table_free(&module->sessions);
    object_table_free(&module->objects);
    login_table_free(&module->logins);
    free(module);
    log_close();
}

CK_RV C_Finalize(CK_VOID_PTR pReserved) {
    if (pReserved != NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    zs_lock_take(&lifecycle);
    struct module *module = atomic_exchange(&current, NULL);
    if (module != NULL) {
        finalize(module);
    }
    zs_lock_give(&lifecycle);
    return module != NULL ? CKR_OK : CKR_CRYPTOKI_NOT_INITIALIZED;
}

static void pad(CK_UTF8CHAR *field, size_t size, const char *text) {
    memset(field, ' ', size);
    memcpy(field, text, strlen(text));
}

/* About the library, so the daemon need not be there. */
CK_RV C_GetInfo(CK_INFO_PTR pInfo) {
    if (pInfo == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    if (module_enter() == NULL) {
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    }
    memset(pInfo, 0, sizeof *pInfo);
    pInfo->cryptokiVersion = (CK_VERSION){CRYPTOKI_VERSION_MAJOR, CRYPTOKI_VERSION_MINOR};
    pad(pInfo->manufacturerID, sizeof pInfo->manufacturerID, "Zoneseal");
    pad(pInfo->libraryDescription, sizeof pInfo->libraryDescription, "Zoneseal HSM client");
    pInfo->libraryVersion = (CK_VERSION){1, 0};
    module_leave();
    return CKR_OK;
}
