/*
 * What C_Initialize makes and C_Finalize takes away, and who may use it in between.
 *
 * Every C_ function that needs it enters and leaves. C_Finalize lets nobody in any more and waits
 * for those inside, so nothing is freed under anybody. A forked child finds no module.
 */
#ifndef ZONESEAL_MODULE_H
#define ZONESEAL_MODULE_H

#include "login.h"
#include "object.h"
#include "pool.h"
#include "session.h"
#include "zoneseal-pkcs11.h"

struct module {
    struct pool pool;
    struct session_table sessions;
    struct object_table objects;
    struct login_table logins;
};

/* The module, entered; NULL if there is none. */
struct module *module_enter(void);
void module_leave(void);

#endif
