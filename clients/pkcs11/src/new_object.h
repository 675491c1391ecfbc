/* How calls that make objects end. */
#ifndef ZONESEAL_NEW_OBJECT_H
#define ZONESEAL_NEW_OBJECT_H

#include "call.h"

/* Reads the server's handle of a new object; our handle of it, CK_INVALID_HANDLE without memory. */
CK_OBJECT_HANDLE read_new_object(struct call *call, bool token);
/* Runs a call whose answer is one new object. A token object is asked about at once. */
CK_RV finish_with_object(struct call *call, bool token, CK_OBJECT_HANDLE *handle);

#endif
