/*
 * Operations that run in the server: begun, continued, ended.
 *
 * The library keeps count of what runs, so that a second beginning and a continuation of nothing
 * are answered here, and so that an operation lost with its daemon is noticed.
 */
#ifndef ZONESEAL_OPERATION_H
#define ZONESEAL_OPERATION_H

#include "call.h"

/* How an operation begins. */
struct beginning {
    const char *function;
    enum wire_call call;
    CK_FLAGS kind; /* CKF_SIGN and so on */
    const CK_MECHANISM *mechanism;
    const uint8_t *encoded; /* the mechanism as it goes over the wire, in place of it */
    size_t encoded_length;
    bool has_key;
    CK_OBJECT_HANDLE key;
};

/* What one call of a running operation takes and gives. */
struct step {
    const char *function;
    enum wire_call call;
    CK_FLAGS kind;
    const CK_BYTE *input;
    CK_ULONG input_length;
    bool has_input;
    const CK_BYTE *signature; /* to be verified */
    CK_ULONG signature_length;
    bool has_signature;
    CK_BYTE *output;
    CK_ULONG *output_length;
    bool has_output;
    bool ends; /* the operation is over if it succeeds */
};

/* Whether an operation may begin: CKR_OK or CKR_OPERATION_ACTIVE. */
CK_RV operation_may_begin(const struct session *session, CK_FLAGS kind);
/* Begins one. No mechanism cancels the operation that runs. */
CK_RV operation_begin(struct session *session, const struct beginning *beginning);
CK_RV operation_step(struct session *session, const struct step *step);
/* Sends input that is too long for one message in parts; false rv leaves the operation ended. */
CK_RV operation_feed(struct session *session, const char *function, enum wire_call update,
                     CK_FLAGS kind, const CK_BYTE *input, CK_ULONG length);
/* Ends operations without a result. */
CK_RV operation_cancel(struct session *session, const char *function, CK_FLAGS kinds);

/*
 * Reads an `output` of the wire into the program's buffer: CKR_BUFFER_TOO_SMALL with the size, or
 * CKR_OK with the bytes, or with the size alone where only that was asked.
 */
CK_RV read_output(struct reader *in, CK_BYTE *output, CK_ULONG *output_length, bool *given);
/* The `room` of a buffer. */
void write_room(struct writer *out, const CK_BYTE *output, const CK_ULONG *output_length);

#endif
