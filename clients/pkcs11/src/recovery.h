/*
 * What comes back by itself after the daemon restarted, before the call that found out goes on.
 *
 * A session is opened again with its flags when it is next used. The user's login is renewed with
 * the resume secret by the first session of its slot. A token object is found again by its
 * CKA_UNIQUE_ID, or, on another device, by its public key. Session objects are gone, running
 * operations are gone, and so is a security officer's login: each is answered with an error once.
 *
 * `again` says that the daemon went away meanwhile and all is to be done over.
 */
#ifndef ZONESEAL_RECOVERY_H
#define ZONESEAL_RECOVERY_H

#include "module.h"

CK_RV recover_session(struct session *session, const char *function, uint32_t epoch, bool *again);
CK_RV recover_object(struct session *session, const char *function, CK_OBJECT_HANDLE handle,
                     CK_RV invalid, uint32_t epoch, uint64_t *server_handle, bool *again);
/* Renews the login of a slot, if there is one of an earlier epoch, through a session of this. */
void recover_login(struct module *module, CK_SLOT_ID slot, uint64_t server_session, uint32_t epoch);

#endif
