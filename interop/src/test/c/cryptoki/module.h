/* Loading a module and finding a token in it, for programs that end with a message when that fails. */
#ifndef INTEROP_MODULE_H
#define INTEROP_MODULE_H

#include "cryptoki.h"

/* Loads and initialises the module. */
functions_t *load_module(const char *path);
/* The slot of the token with that label. */
ulong_t find_slot(functions_t *p11, const char *label);
/* A read-write session. */
ulong_t open_session(functions_t *p11, ulong_t slot);
/* Ends the program unless the answer is CKR_OK. */
void must(ulong_t answer, const char *call);

#endif
