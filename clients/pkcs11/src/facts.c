#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "mechanism.h"

enum { LONGEST_FACT = 8192 };

static const CK_ATTRIBUTE_TYPE types[] = {
    CKA_CLASS,   CKA_TOKEN,     CKA_PRIVATE,       CKA_UNIQUE_ID,      CKA_KEY_TYPE,
    CKA_MODULUS, CKA_EC_PARAMS, CKA_PARAMETER_SET, CKA_ALWAYS_AUTHENTICATE, CKA_PUBLIC_KEY_INFO,
};

/* The public key, the last, is only needed to find a key on another device. */
unsigned fact_count(const struct module *module) {
    unsigned all = sizeof types / sizeof types[0];
    return module->pool.config.device_count > 1 ? all : all - 1;
}

unsigned write_fact_types(struct writer *out, const struct module *module) {
    unsigned count = fact_count(module);
    for (unsigned i = 0; i < count; i++) {
        write_u64(out, types[i]);
    }
    return count;
}

static CK_ULONG number_in(const uint8_t *value, size_t length) {
    CK_ULONG number = 0;
    if (length == sizeof number) {
        memcpy(&number, value, length);
    }
    return number;
}

/* A modulus may have leading zeros. */
static CK_ULONG significant(const uint8_t *value, size_t length) {
    while (length > 0 && *value == 0) {
        value++;
        length--;
    }
    return (CK_ULONG)length;
}

static void keep_public_key(struct facts *facts, const uint8_t *value, size_t length) {
    facts->public_key = length > 0 ? malloc(length) : NULL;
    if (facts->public_key != NULL) {
        memcpy(facts->public_key, value, length);
        facts->public_key_length = length;
    }
}

static void keep(struct facts *facts, CK_ATTRIBUTE_TYPE type, const uint8_t *value, size_t length) {
    switch (type) {
    case CKA_CLASS:
        facts->object_class = number_in(value, length);
        return;
    case CKA_TOKEN:
        facts->token = length == 1 && value[0] != 0;
        return;
    case CKA_PRIVATE:
        facts->private_object = length == 1 && value[0] != 0;
        return;
    case CKA_ALWAYS_AUTHENTICATE:
        facts->always_authenticate = length == 1 && value[0] != 0;
        return;
    case CKA_UNIQUE_ID:
        if (length <= sizeof facts->unique_id) {
            memcpy(facts->unique_id, value, length);
            facts->unique_id_length = length;
        }
        return;
    case CKA_KEY_TYPE:
        facts->key_type = number_in(value, length);
        return;
    case CKA_MODULUS:
        facts->signature_size = significant(value, length);
        return;
    case CKA_EC_PARAMS:
        facts->signature_size = curve_signature_size(value, length);
        return;
    case CKA_PARAMETER_SET:
        facts->signature_size = ml_dsa_signature_size(number_in(value, length));
        return;
    default:
        keep_public_key(facts, value, length);
    }
}

bool read_facts(struct reader *in, const struct module *module, struct facts *facts) {
    unsigned count = fact_count(module);
    memset(facts, 0, sizeof *facts);
    facts->key_type = CK_UNAVAILABLE_INFORMATION;
    for (unsigned i = 0; i < count; i++) {
        uint8_t value[LONGEST_FACT];
        CK_ATTRIBUTE attribute = {types[i], value, sizeof value};
        if (read_attribute(in, &attribute) == CKR_OK && !in->failed) {
            keep(facts, types[i], value, attribute.ulValueLen);
        }
    }
    if (in->failed) {
        free(facts->public_key);
        facts->public_key = NULL;
    }
    return !in->failed;
}

static void write_question(struct writer *out, const struct module *module) {
    write_u32(out, fact_count(module));
    write_fact_types(out, module);
}

static void read_reply(struct reader *in, struct module *module, CK_OBJECT_HANDLE handle) {
    struct facts facts;
    read_u32(in);
    if (read_u32(in) == fact_count(module) && read_facts(in, module, &facts)) {
        object_learn(&module->objects, handle, &facts);
    } else {
        in->failed = true;
    }
}

bool learn_in_call(struct call *call, CK_OBJECT_HANDLE handle) {
    struct module *module = call->module;
    struct connection *connection = &call->link->connection;
    struct facts known;
    struct object_place place;
    struct answer answer;
    if (object_facts(&module->objects, handle, &known) ||
        !object_find(&module->objects, handle, &place)) {
        return true;
    }
    struct writer request = connection->out;
    connection->out = (struct writer){0};
    connection_request(connection, WIRE_GET_ATTRIBUTE_VALUE, call->timeout);
    write_u64(&connection->out, call->session->server_handle);
    write_u64(&connection->out, place.server_handle);
    write_question(&connection->out, module);
    enum exchange exchange = EXCHANGE_MALFORMED;
    if (!connection->out.failed) {
        exchange = connection_exchange(connection, call->timeout, &answer);
    }
    writer_free(&connection->out);
    connection->out = request;
    if (exchange == EXCHANGE_DONE && answer.return_value == CKR_OK) {
        read_reply(&answer.payload, module, handle);
    }
    call->in = reader_of((const uint8_t *)"", 0);
    return exchange != EXCHANGE_LOST && exchange != EXCHANGE_GONE;
}

void learn_facts(struct session *session, const char *function, CK_OBJECT_HANDLE handle) {
    struct module *module = session->module;
    struct facts known;
    struct call call;
    if (object_facts(&module->objects, handle, &known)) {
        return;
    }
    call_begin(&call, session, function, WIRE_GET_ATTRIBUTE_VALUE, REPEAT_FREELY);
    call_object(&call, handle, CKR_OBJECT_HANDLE_INVALID);
    write_question(call.out, module);
    CK_RV rv = call_run(&call);
    if (rv == CKR_OK) {
        read_reply(&call.in, module, handle);
    }
    call_end(&call, rv);
}
