/* Objects and searches (section 5.7). */
#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "facts.h"
#include "new_object.h"

enum { FEW_OBJECTS = 8, FOUND_AT_A_TIME = 4096, MOST_SEARCHES = 3, MOST_FOUND = 1000000 };

static CK_RV create_object(struct session *session, const CK_ATTRIBUTE *template, CK_ULONG count,
                           CK_OBJECT_HANDLE *handle) {
    struct call call;
    if (handle == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_CreateObject", WIRE_CREATE_OBJECT, REPEAT_FREELY);
    call_check(&call, write_attributes(call.out, template, count));
    call_request_id(&call);
    return finish_with_object(&call, template_is_token(template, count, false), handle);
}

CK_RV C_CreateObject(CK_SESSION_HANDLE hSession, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount,
                     CK_OBJECT_HANDLE_PTR phObject) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, create_object(session, pTemplate, ulCount, phObject));
}

static CK_RV copy_object(struct session *session, CK_OBJECT_HANDLE object,
                         const CK_ATTRIBUTE *template, CK_ULONG count, CK_OBJECT_HANDLE *handle) {
    struct call call;
    if (handle == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_CopyObject", WIRE_COPY_OBJECT, REPEAT_NEVER);
    call_object(&call, object, CKR_OBJECT_HANDLE_INVALID);
    call_check(&call, write_attributes(call.out, template, count));
    /* A copy is where its original is, unless the template says otherwise. */
    return finish_with_object(&call, template_is_token(template, count, true), handle);
}

CK_RV C_CopyObject(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, CK_ATTRIBUTE_PTR pTemplate,
                   CK_ULONG ulCount, CK_OBJECT_HANDLE_PTR phNewObject) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, copy_object(session, hObject, pTemplate, ulCount, phNewObject));
}

/* Not found again after having been asked to be destroyed: it was destroyed. */
static CK_RV destroy_object(struct session *session, CK_OBJECT_HANDLE object) {
    struct call call;
    call_begin(&call, session, "C_DestroyObject", WIRE_DESTROY_OBJECT, REPEAT_FREELY);
    call_object(&call, object, CKR_OBJECT_HANDLE_INVALID);
    call_request_id(&call);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OBJECT_HANDLE_INVALID && call.sent > 0 && call.epoch != call.link->epoch) {
        rv = CKR_OK;
        call.in = reader_of((const uint8_t *)"", 0);
    }
    rv = call_end(&call, rv);
    if (rv == CKR_OK) {
        object_remove(&session->module->objects, object);
    }
    return rv;
}

CK_RV C_DestroyObject(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, destroy_object(session, hObject));
}

static CK_RV get_object_size(struct session *session, CK_OBJECT_HANDLE object, CK_ULONG *size) {
    struct call call;
    CK_ULONG read = 0;
    if (size == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    call_begin(&call, session, "C_GetObjectSize", WIRE_GET_OBJECT_SIZE, REPEAT_FREELY);
    call_object(&call, object, CKR_OBJECT_HANDLE_INVALID);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        read = read_ulong(&call.in);
    }
    rv = call_end(&call, rv);
    if (rv == CKR_OK) {
        *size = read;
    }
    return rv;
}

CK_RV C_GetObjectSize(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject, CK_ULONG_PTR pulSize) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, get_object_size(session, hObject, pulSize));
}

/* What came back for one C_GetAttributeValue. */
struct attribute_answer {
    CK_RV status; /* the server's, over all that was asked */
    bool absent;  /* one of the program's has no value */
    bool too_small;
    bool learnt;
    struct facts facts;
};

static void read_answer(struct call *call, CK_ATTRIBUTE *template, CK_ULONG count, bool with_facts,
                        struct attribute_answer *answer) {
    struct reader *in = &call->in;
    answer->status = read_u32(in);
    CK_ULONG expected = count + (with_facts ? fact_count(call->module) : 0);
    if (read_count(in, sizeof(uint64_t) + 1) != expected) {
        in->failed = true;
    }
    for (CK_ULONG i = 0; i < count && !in->failed; i++) {
        CK_RV rv = read_attribute(in, &template[i]);
        answer->absent = answer->absent || rv == CKR_ATTRIBUTE_TYPE_INVALID;
        answer->too_small = answer->too_small || rv == CKR_BUFFER_TOO_SMALL;
    }
    if (with_facts && !in->failed) {
        answer->learnt = read_facts(in, call->module, &answer->facts);
    }
}

/* Asks for the program's attributes and, of an object that is new here, for what we need. */
static CK_RV ask_attributes(struct session *session, CK_OBJECT_HANDLE object,
                            CK_ATTRIBUTE *template, CK_ULONG count, bool with_facts,
                            struct attribute_answer *answer) {
    struct call call;
    memset(answer, 0, sizeof *answer);
    call_begin(&call, session, "C_GetAttributeValue", WIRE_GET_ATTRIBUTE_VALUE, REPEAT_FREELY);
    call_object(&call, object, CKR_OBJECT_HANDLE_INVALID);
    write_u32(call.out,
              (uint32_t)count + (with_facts ? fact_count(session->module) : 0));
    for (CK_ULONG i = 0; i < count; i++) {
        write_u64(call.out, template[i].type);
    }
    if (with_facts) {
        write_fact_types(call.out, session->module);
    }
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        read_answer(&call, template, count, with_facts, answer);
    }
    rv = call_end(&call, rv);
    if (answer->learnt && rv == CKR_OK) {
        object_learn(&session->module->objects, object, &answer->facts);
    } else if (answer->learnt) {
        free(answer->facts.public_key);
    }
    return rv;
}

/* The entries are changed by an answer, so a second question needs them as they were. */
static CK_RV ask_apart(struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *template,
                       CK_ULONG count, struct attribute_answer *answer) {
    CK_ATTRIBUTE few[32];
    size_t size = count * sizeof *template;
    CK_ATTRIBUTE *copy = count <= sizeof few / sizeof few[0] ? few : malloc(size);
    if (copy == NULL) {
        return CKR_HOST_MEMORY;
    }
    memcpy(copy, template, size);
    CK_RV rv = ask_attributes(session, object, template, count, true, answer);
    if (rv == CKR_OK && answer->absent && answer->status == CKR_ATTRIBUTE_TYPE_INVALID) {
        /* Ours may be the missing ones; the program's decide which of the two errors it gets. */
        memcpy(template, copy, size);
        rv = ask_attributes(session, object, template, count, false, answer);
    }
    if (copy != few) {
        free(copy);
    }
    return rv;
}

static CK_RV get_attribute_value(struct session *session, CK_OBJECT_HANDLE object,
                                 CK_ATTRIBUTE *template, CK_ULONG count) {
    struct attribute_answer answer;
    struct facts facts;
    if ((template == NULL && count > 0) || count > WIRE_MOST_IN_LIST / 2) {
        return CKR_ARGUMENTS_BAD;
    }
    bool known = object_facts(&session->module->objects, object, &facts);
    CK_RV rv = known ? ask_attributes(session, object, template, count, false, &answer)
                     : ask_apart(session, object, template, count, &answer);
    if (rv != CKR_OK) {
        return rv;
    }
    if (answer.absent) {
        return answer.status != CKR_OK ? answer.status : CKR_ATTRIBUTE_TYPE_INVALID;
    }
    return answer.too_small ? CKR_BUFFER_TOO_SMALL : CKR_OK;
}

CK_RV C_GetAttributeValue(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject,
                          CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, get_attribute_value(session, hObject, pTemplate, ulCount));
}

static CK_RV set_attribute_value(struct session *session, CK_OBJECT_HANDLE object,
                                 const CK_ATTRIBUTE *template, CK_ULONG count) {
    struct call call;
    call_begin(&call, session, "C_SetAttributeValue", WIRE_SET_ATTRIBUTE_VALUE, REPEAT_FREELY);
    call_object(&call, object, CKR_OBJECT_HANDLE_INVALID);
    call_check(&call, write_attributes(call.out, template, count));
    CK_RV rv = call_finish(&call);
    object_forget(&session->module->objects, object);
    return rv;
}

CK_RV C_SetAttributeValue(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE hObject,
                          CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, set_attribute_value(session, hObject, pTemplate, ulCount));
}

static bool keep_found(struct session *session, const struct object_place *place) {
    struct search *search = &session->search;
    if (search->count % FOUND_AT_A_TIME == 0) {
        CK_OBJECT_HANDLE *larger =
            realloc(search->found, (search->count + FOUND_AT_A_TIME) * sizeof *larger);
        if (larger == NULL) {
            return false;
        }
        search->found = larger;
    }
    CK_OBJECT_HANDLE handle = object_of(&session->module->objects, place, 0);
    search->found[search->count++] = handle;
    return handle != CK_INVALID_HANDLE;
}

/* One page of what the server found; `more` says whether there may be another. */
static CK_RV fetch_page(struct session *session, bool *more) {
    struct call call;
    struct object_place place = {0};
    uint32_t count = 0;
    bool kept = true;
    call_begin(&call, session, "C_FindObjectsInit", WIRE_FIND_OBJECTS, REPEAT_NEVER);
    write_u32(call.out, FOUND_AT_A_TIME);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        place.epoch = call.epoch;
        place.device = pool_device(&session->module->pool);
        count = read_count(&call.in, sizeof(uint64_t));
    }
    for (uint32_t i = 0; i < count && kept; i++) {
        place.server_handle = read_u64(&call.in);
        kept = keep_found(session, &place);
    }
    if (!kept) {
        call_end(&call, CKR_HOST_MEMORY);
        return CKR_HOST_MEMORY;
    }
    *more = count == FOUND_AT_A_TIME;
    return call_end(&call, rv);
}

static CK_RV find_all(struct session *session, const CK_ATTRIBUTE *template, CK_ULONG count) {
    struct call call;
    bool more = true;
    call_begin(&call, session, "C_FindObjectsInit", WIRE_FIND_OBJECTS_INIT, REPEAT_FREELY);
    call_check(&call, write_attributes(call.out, template, count));
    CK_RV rv = call_finish(&call);
    uint32_t epoch = session->epoch;
    bool begun = rv == CKR_OK || (rv == CKR_OPERATION_ACTIVE && call.sent > 1);
    if (!begun) {
        return rv;
    }
    rv = CKR_OK;
    while (rv == CKR_OK && more) {
        rv = session->search.count < MOST_FOUND ? fetch_page(session, &more) : CKR_DEVICE_MEMORY;
    }
    call_begin(&call, session, "C_FindObjectsInit", WIRE_FIND_OBJECTS_FINAL, REPEAT_FREELY);
    CK_RV final = call_finish(&call);
    rv = rv != CKR_OK ? rv : final;
    return epoch != session->epoch ? CKR_DEVICE_ERROR : rv;
}

/* Found objects are asked about at once if they are few; false if the daemon went meanwhile. */
static bool learn_found(struct session *session) {
    const struct search *search = &session->search;
    uint32_t epoch = session->epoch;
    for (size_t i = 0; search->count <= FEW_OBJECTS && i < search->count; i++) {
        learn_facts(session, "C_FindObjectsInit", search->found[i]);
    }
    return session->epoch == epoch;
}

/*
 * The whole result is fetched when the search begins. So no search is ever open in the server, the
 * handles are of one moment, and C_FindObjects costs nothing, however few it asks for at a time. A
 * daemon that goes away in the middle costs a repetition.
 */
static CK_RV find_objects_init(struct session *session, const CK_ATTRIBUTE *template,
                               CK_ULONG count) {
    struct search *search = &session->search;
    if (search->active) {
        return CKR_OPERATION_ACTIVE;
    }
    CK_RV rv = CKR_OK;
    bool again = true;
    for (int tries = 0; tries < MOST_SEARCHES && again; tries++) {
        search->count = 0;
        search->at = 0;
        rv = find_all(session, template, count);
        again = rv == CKR_DEVICE_ERROR || rv == CKR_OPERATION_NOT_INITIALIZED ||
                (rv == CKR_OK && !learn_found(session));
    }
    search->active = rv == CKR_OK;
    return rv;
}

CK_RV C_FindObjectsInit(CK_SESSION_HANDLE hSession, CK_ATTRIBUTE_PTR pTemplate, CK_ULONG ulCount) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session, find_objects_init(session, pTemplate, ulCount));
}

static CK_RV find_objects(struct session *session, CK_OBJECT_HANDLE *objects, CK_ULONG most,
                          CK_ULONG *count) {
    struct search *search = &session->search;
    if (count == NULL || (objects == NULL && most > 0)) {
        return CKR_ARGUMENTS_BAD;
    }
    if (!search->active) {
        return CKR_OPERATION_NOT_INITIALIZED;
    }
    size_t left = search->count - search->at;
    size_t given = left < most ? left : most;
    if (given > 0) {
        memcpy(objects, search->found + search->at, given * sizeof *objects);
    }
    search->at += given;
    *count = (CK_ULONG)given;
    return CKR_OK;
}

CK_RV C_FindObjects(CK_SESSION_HANDLE hSession, CK_OBJECT_HANDLE_PTR phObject,
                    CK_ULONG ulMaxObjectCount, CK_ULONG_PTR pulObjectCount) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    if (rv != CKR_OK) {
        return rv;
    }
    return session_leave(session,
                         find_objects(session, phObject, ulMaxObjectCount, pulObjectCount));
}

static CK_RV find_objects_final(struct session *session) {
    struct search *search = &session->search;
    CK_RV rv = search->active ? CKR_OK : CKR_OPERATION_NOT_INITIALIZED;
    free(search->found);
    *search = (struct search){0};
    return rv;
}

CK_RV C_FindObjectsFinal(CK_SESSION_HANDLE hSession) {
    struct session *session;
    CK_RV rv = session_enter(hSession, &session);
    return rv != CKR_OK ? rv : session_leave(session, find_objects_final(session));
}
