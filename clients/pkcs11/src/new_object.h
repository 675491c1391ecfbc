/* How calls that make objects end. */
#ifndef ZONESEAL_NEW_OBJECT_H
#define ZONESEAL_NEW_OBJECT_H

#include "call.h"

/* An object that a call makes: whether it stays on the token, and our handle of it. */
struct made {
    bool token;
    CK_OBJECT_HANDLE handle;
};

/* Runs and ends a call whose answer is so many new objects. */
CK_RV finish_with_objects(struct call *call, struct made *made, unsigned count);
/* The same for one. */
CK_RV finish_with_object(struct call *call, bool token, CK_OBJECT_HANDLE *handle);

#endif
