/* The native API: values, commands and batches of signatures. */
#include "zoneseal-native.h"

#include "check.h"
#include "client.h"
#include "value.h"

static zoneseal_value *example(void) {
    zoneseal_value *map = zoneseal_map();
    zoneseal_put_flag(map, "flag", 1);
    zoneseal_put_number(map, "number", UINT64_MAX);
    zoneseal_put_bytes(map, "bytes", "\0\1", 2);
    zoneseal_put_text(map, "text", "words");
    zoneseal_value *list = zoneseal_put_list(map, "list");
    zoneseal_put_text(zoneseal_add_map(list), "name", "first");
    zoneseal_put_text(zoneseal_add_map(list), "name", "second");
    return map;
}

static void check_example(const zoneseal_value *map) {
    CHECK_EQUAL(zoneseal_kind_of(map), ZONESEAL_MAP);
    CHECK_EQUAL(zoneseal_count(map), 5);
    CHECK(strcmp(zoneseal_name_at(map, 1), "number") == 0);
    CHECK(zoneseal_flag(zoneseal_get(map, "flag")));
    CHECK_EQUAL(zoneseal_number(zoneseal_get(map, "number")), UINT64_MAX);
    CHECK_EQUAL(zoneseal_bytes_of(zoneseal_get(map, "bytes")).count, 2);
    CHECK(strcmp(zoneseal_text(zoneseal_get(map, "text")), "words") == 0);
    const zoneseal_value *list = zoneseal_get(map, "list");
    CHECK_EQUAL(zoneseal_count(list), 2);
    CHECK(strcmp(zoneseal_text(zoneseal_get(zoneseal_at(list, 1), "name")), "second") == 0);
}

static void value_overTheWire_isTheSame(void) {
    struct writer out = {0};
    zoneseal_value *value = example();
    value_write(&out, value);
    zoneseal_free(value);
    struct reader in = reader_of(out.bytes, out.length);
    value = value_read(&in);
    CHECK(reader_is_done(&in));
    check_example(value);
    zoneseal_free(value);
    writer_free(&out);
}

static void value_ofAnotherKind_isNothing(void) {
    zoneseal_value *map = example();
    CHECK(zoneseal_text(zoneseal_get(map, "number")) == NULL);
    CHECK_EQUAL(zoneseal_number(zoneseal_get(map, "text")), 0);
    CHECK(zoneseal_get(map, "missing") == NULL);
    CHECK(zoneseal_at(map, 99) == NULL);
    CHECK_EQUAL(zoneseal_kind_of(NULL), ZONESEAL_NOTHING);
    CHECK(zoneseal_get(NULL, "x") == NULL && zoneseal_count(NULL) == 0);
    zoneseal_free(map);
}

static void value_cutAnywhere_isRefused(void) {
    struct writer out = {0};
    zoneseal_value *value = example();
    value_write(&out, value);
    zoneseal_free(value);
    for (size_t length = 0; length < out.length; length++) {
        struct reader in = reader_of(out.bytes, length);
        CHECK(value_read(&in) == NULL);
    }
    writer_free(&out);
}

static void value_tooDeep_isRefused(void) {
    struct writer out = {0};
    for (int i = 0; i < 100; i++) {
        write_u8(&out, VALUE_LIST);
        write_u32(&out, 1);
    }
    write_u8(&out, VALUE_NOTHING);
    struct reader in = reader_of(out.bytes, out.length);
    CHECK(value_read(&in) == NULL);
    writer_free(&out);
}

static void value_ofVeryManyMembers_isRefused(void) {
    struct writer out = {0};
    write_u8(&out, VALUE_LIST);
    write_u32(&out, 2);
    for (int i = 0; i < 2; i++) {
        write_u8(&out, VALUE_LIST);
        write_u32(&out, 40000);
        for (int j = 0; j < 40000; j++) {
            write_u8(&out, VALUE_NOTHING);
        }
    }
    struct reader in = reader_of(out.bytes, out.length);
    CHECK(value_read(&in) == NULL);
    writer_free(&out);
}

static zoneseal_connection *connected(void) {
    char address[100];
    zoneseal_connection *hsm;
    snprintf(address, sizeof address, "unix:%s", client_socket());
    CHECK_EQUAL(zoneseal_connect(address, 5000, &hsm), ZONESEAL_OK);
    return hsm;
}

static void command_known_answers(void) {
    struct daemon *daemon = daemon_start(client_socket());
    zoneseal_connection *hsm = connected();
    zoneseal_value *arguments = example();
    zoneseal_value *answer = NULL;
    CHECK_EQUAL(zoneseal_command(hsm, "echo", arguments, &answer), ZONESEAL_OK);
    check_example(answer);
    zoneseal_free(answer);
    CHECK_EQUAL(zoneseal_command(hsm, "nonsense", NULL, &answer), CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(answer == NULL);
    CHECK(strstr(zoneseal_message(hsm), "says no") != NULL);
    CHECK_EQUAL(zoneseal_command(hsm, "echo", arguments, NULL), ZONESEAL_OK);
    zoneseal_free(arguments);
    zoneseal_close(hsm);
    daemon_end(daemon);
}

static void signatures_many_comeInOrder(void) {
    struct daemon *daemon = daemon_start(client_socket());
    zoneseal_connection *hsm = connected();
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    unsigned char bytes[200];
    zoneseal_bytes data[200];
    zoneseal_bytes signatures[200];
    zoneseal_bytes reference = {(const unsigned char *)"key", 3};
    for (int i = 0; i < 200; i++) {
        bytes[i] = (unsigned char)i;
        data[i] = (zoneseal_bytes){&bytes[i], 1};
    }
    CHECK_EQUAL(zoneseal_sign(hsm, reference, &mechanism, data, 200, signatures), ZONESEAL_OK);
    for (int i = 0; i < 200; i++) {
        CHECK_EQUAL(signatures[i].count, DAEMON_SIGNATURE);
        CHECK_EQUAL(signatures[i].bytes[0], i);
    }
    CHECK_EQUAL(zoneseal_sign(hsm, reference, &mechanism, data, zoneseal_most_in_batch(hsm) + 1,
                              signatures),
                CKR_DATA_LEN_RANGE);
    zoneseal_close(hsm);
    daemon_end(daemon);
}

static void daemon_missing_isSaid(void) {
    zoneseal_connection *hsm;
    CHECK_EQUAL(zoneseal_connect("unix:/nonexistent/socket", 100, &hsm), CKR_DEVICE_REMOVED);
    CHECK(strlen(zoneseal_message(hsm)) > 0);
    zoneseal_close(hsm);
    CHECK_EQUAL(zoneseal_connect("tls:host:1", 100, &hsm), CKR_ARGUMENTS_BAD);
    CHECK(strstr(zoneseal_message(hsm), "zoneseal hsm connect") != NULL);
    CHECK_EQUAL(zoneseal_command(hsm, "echo", NULL, NULL), CKR_DEVICE_REMOVED);
    zoneseal_close(hsm);
}

int main(void) {
    RUN(value_overTheWire_isTheSame);
    RUN(value_ofAnotherKind_isNothing);
    RUN(value_cutAnywhere_isRefused);
    RUN(value_tooDeep_isRefused);
    RUN(value_ofVeryManyMembers_isRefused);
    RUN(command_known_answers);
    RUN(signatures_many_comeInOrder);
    RUN(daemon_missing_isSaid);
    return 0;
}
