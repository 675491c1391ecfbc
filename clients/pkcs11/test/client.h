/* A program that uses the library, on the daemon for tests. */
#ifndef ZONESEAL_TEST_CLIENT_H
#define ZONESEAL_TEST_CLIENT_H

#include "check.h"
#include "daemon.h"
#include "zoneseal-pkcs11.h"

/* The socket's path, of this process alone. */
const char *client_socket(void);
/* Writes a configuration with these lines beside the device, and initializes. */
void client_configure(const char *lines);
void client_start(const char *lines);
void client_stop(void);
CK_SESSION_HANDLE client_session(void);
void client_login(CK_SESSION_HANDLE session);
CK_OBJECT_HANDLE client_find(CK_SESSION_HANDLE session, CK_OBJECT_CLASS class);
/* A session that is logged in. */
CK_SESSION_HANDLE client_ready(void);
CK_RV client_sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, CK_BYTE data);

#endif
