#include "operation.h"

#include <string.h>

#include "attribute.h"
#include "mechanism.h"

void write_room(struct writer *out, const CK_BYTE *output, const CK_ULONG *output_length) {
    write_u64(out, output != NULL ? (uint64_t)*output_length : WIRE_SIZE_ONLY);
}

CK_RV read_output(struct reader *in, CK_BYTE *output, CK_ULONG *output_length, bool *given) {
    *given = read_flag(in);
    if (!*given) {
        CK_ULONG size = read_ulong(in);
        if (in->failed) {
            return CKR_OK;
        }
        bool too_small = output != NULL;
        *output_length = size;
        return too_small ? CKR_BUFFER_TOO_SMALL : CKR_OK;
    }
    size_t length;
    const uint8_t *bytes = read_bytes(in, &length);
    if (bytes == NULL || output == NULL || length > *output_length) {
        in->failed = true;
        return CKR_OK;
    }
    memcpy(output, bytes, length);
    *output_length = (CK_ULONG)length;
    return CKR_OK;
}

CK_RV operation_may_begin(const struct session *session, CK_FLAGS kind) {
    bool active = (session->active & kind) != 0 || (kind == CKF_SIGN && session->fused.pending);
    return active ? CKR_OPERATION_ACTIVE : CKR_OK;
}

CK_RV operation_cancel(struct session *session, const char *function, CK_FLAGS kinds) {
    struct call call;
    call_begin(&call, session, function, WIRE_SESSION_CANCEL, REPEAT_FREELY);
    write_ulong(call.out, kinds);
    CK_RV rv = call_finish(&call);
    if (rv == CKR_OK) {
        session->active &= ~kinds;
        session->stuck &= ~kinds;
        session->lost &= ~kinds;
    }
    return rv;
}

static CK_RV send_beginning(struct session *session, const struct beginning *beginning,
                            unsigned *sent) {
    struct call call;
    call_begin(&call, session, beginning->function, beginning->call, REPEAT_FREELY);
    if (beginning->encoded != NULL) {
        write_raw(call.out, beginning->encoded, beginning->encoded_length);
    } else {
        call_check(&call, write_mechanism(call.out, beginning->mechanism));
    }
    if (beginning->has_key) {
        call_object(&call, beginning->key, CKR_KEY_HANDLE_INVALID);
    }
    CK_RV rv = call_finish(&call);
    *sent = call.sent;
    return rv;
}

static CK_RV begin(struct session *session, const struct beginning *beginning) {
    CK_FLAGS kind = beginning->kind;
    unsigned sent = 0;
    if ((session->stuck & kind) != 0) {
        operation_cancel(session, beginning->function, kind);
    }
    session->lost &= ~kind;
    CK_RV rv = send_beginning(session, beginning, &sent);
    if (rv == CKR_OPERATION_ACTIVE) {
        /* Sent twice, it is ours already; else it is left from one that the server did not end. */
        rv = sent > 1 ? CKR_OK : operation_cancel(session, beginning->function, kind);
        if (rv == CKR_OK && sent == 1) {
            rv = send_beginning(session, beginning, &sent);
        }
    }
    if (rv == CKR_OK) {
        session->active |= kind;
    }
    return rv;
}

CK_RV operation_begin(struct session *session, const struct beginning *beginning) {
    CK_RV rv = operation_may_begin(session, beginning->kind);
    if (beginning->mechanism == NULL && beginning->encoded == NULL) {
        return rv == CKR_OPERATION_ACTIVE
                   ? operation_cancel(session, beginning->function, beginning->kind)
                   : CKR_ARGUMENTS_BAD;
    }
    return rv != CKR_OK ? rv : begin(session, beginning);
}

static CK_RV check_running(struct session *session, CK_FLAGS kind) {
    if ((session->active & kind) != 0) {
        return CKR_OK;
    }
    bool lost = (session->lost & kind) != 0;
    session->lost &= ~kind;
    return lost ? CKR_DEVICE_ERROR : CKR_OPERATION_NOT_INITIALIZED;
}

static CK_RV check_arguments(const struct step *step) {
    bool bad = (step->has_input && step->input == NULL && step->input_length > 0) ||
               (step->has_signature && step->signature == NULL && step->signature_length > 0) ||
               (step->has_output && step->output_length == NULL);
    return bad ? CKR_ARGUMENTS_BAD : CKR_OK;
}

static CK_RV send_step(struct session *session, const struct step *step, bool *goes_on) {
    struct call call;
    bool given = true;
    call_begin(&call, session, step->function, step->call, REPEAT_NEVER);
    call.continues = step->kind;
    if (step->has_input) {
        write_bytes(call.out, step->input, step->input_length);
    }
    if (step->has_signature) {
        write_bytes(call.out, step->signature, step->signature_length);
    }
    if (step->has_output) {
        write_room(call.out, step->output, step->output_length);
    }
    CK_RV rv = call_run(&call);
    CK_RV output_rv = CKR_OK;
    if (rv == CKR_OK && step->has_output) {
        output_rv = read_output(&call.in, step->output, step->output_length, &given);
    }
    rv = call_end(&call, rv);
    *goes_on = rv == CKR_OK && (!given || !step->ends);
    return rv != CKR_OK ? rv : output_rv;
}

CK_RV operation_step(struct session *session, const struct step *step) {
    bool goes_on = false;
    CK_RV rv = check_running(session, step->kind);
    if (rv == CKR_OK) {
        rv = check_arguments(step);
    }
    if (rv != CKR_OK) {
        return rv;
    }
    rv = send_step(session, step, &goes_on);
    if (!goes_on) {
        session->active &= ~step->kind;
    }
    return rv;
}

CK_RV operation_feed(struct session *session, const char *function, enum wire_call update,
                     CK_FLAGS kind, const CK_BYTE *input, CK_ULONG length) {
    CK_ULONG chunk = (CK_ULONG)pool_chunk(&session->module->pool);
    CK_RV rv = check_running(session, kind);
    if (rv == CKR_OK && input == NULL && length > 0) {
        rv = CKR_ARGUMENTS_BAD;
    }
    do {
        CK_ULONG count = length < chunk ? length : chunk;
        struct step step = {.function = function,
                            .call = update,
                            .kind = kind,
                            .input = input,
                            .input_length = count,
                            .has_input = true};
        rv = rv != CKR_OK ? rv : operation_step(session, &step);
        input = count > 0 ? input + count : input;
        length -= count;
    } while (rv == CKR_OK && length > 0);
    return rv;
}
