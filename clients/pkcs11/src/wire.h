/*
 * The values of the wire (docs/design/wire.md), written into and read from bounded bytes.
 *
 * A writer or reader that has failed stays failed and does nothing more, so a message is written or
 * read to its end and asked once. Whatever is read comes from outside: no length is believed before
 * it has been compared with what is there, and a failed reader answers zeros.
 */
#ifndef ZONESEAL_WIRE_H
#define ZONESEAL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire_call {
    WIRE_GET_INFO = 3,
    WIRE_GET_SLOT_LIST = 4,
    WIRE_GET_SLOT_INFO = 5,
    WIRE_GET_TOKEN_INFO = 6,
    WIRE_GET_MECHANISM_LIST = 7,
    WIRE_GET_MECHANISM_INFO = 8,
    WIRE_INIT_TOKEN = 9,
    WIRE_OPEN_SESSION = 10,
    WIRE_CLOSE_SESSION = 11,
    WIRE_CLOSE_ALL_SESSIONS = 12,
    WIRE_GET_SESSION_INFO = 13,
    WIRE_INIT_PIN = 14,
    WIRE_SET_PIN = 15,
    WIRE_LOGIN = 18,
    WIRE_LOGOUT = 19,
    WIRE_CREATE_OBJECT = 20,
    WIRE_COPY_OBJECT = 21,
    WIRE_DESTROY_OBJECT = 22,
    WIRE_GET_OBJECT_SIZE = 23,
    WIRE_GET_ATTRIBUTE_VALUE = 24,
    WIRE_SET_ATTRIBUTE_VALUE = 25,
    WIRE_FIND_OBJECTS_INIT = 26,
    WIRE_FIND_OBJECTS = 27,
    WIRE_FIND_OBJECTS_FINAL = 28,
    WIRE_ENCRYPT_INIT = 29,
    WIRE_ENCRYPT = 30,
    WIRE_ENCRYPT_UPDATE = 31,
    WIRE_ENCRYPT_FINAL = 32,
    WIRE_DECRYPT_INIT = 33,
    WIRE_DECRYPT = 34,
    WIRE_DECRYPT_UPDATE = 35,
    WIRE_DECRYPT_FINAL = 36,
    WIRE_DIGEST_INIT = 37,
    WIRE_DIGEST = 38,
    WIRE_DIGEST_UPDATE = 39,
    WIRE_DIGEST_KEY = 40,
    WIRE_DIGEST_FINAL = 41,
    WIRE_SIGN_INIT = 42,
    WIRE_SIGN = 43,
    WIRE_SIGN_UPDATE = 44,
    WIRE_SIGN_FINAL = 45,
    WIRE_VERIFY_INIT = 48,
    WIRE_VERIFY = 49,
    WIRE_VERIFY_UPDATE = 50,
    WIRE_VERIFY_FINAL = 51,
    WIRE_GENERATE_KEY = 58,
    WIRE_GENERATE_KEY_PAIR = 59,
    WIRE_WRAP_KEY = 60,
    WIRE_UNWRAP_KEY = 61,
    WIRE_DERIVE_KEY = 62,
    WIRE_SEED_RANDOM = 63,
    WIRE_GENERATE_RANDOM = 64,
    WIRE_LOGIN_USER = 66,
    WIRE_SESSION_CANCEL = 67,
    WIRE_SIGN_ONCE = 0x100,
    WIRE_SIGN_BATCH = 0x101,
    WIRE_RESUME = 0x102,
    WIRE_PING = 0x103,
    WIRE_END_APPLICATION = 0x104,
    WIRE_COMMAND = 0x200,
    WIRE_NATIVE_SIGN = 0x201
};

enum wire_form {
    FORM_ABSENT = 0,
    FORM_FLAG = 1,
    FORM_NUMBER = 2,
    FORM_BYTES = 3,
    FORM_NUMBERS = 4,
    FORM_TEMPLATE = 5
};

enum wire_parameter {
    PARAMETER_NONE = 0,
    PARAMETER_BYTES = 1,
    PARAMETER_PSS = 2,
    PARAMETER_OAEP = 3,
    PARAMETER_GCM = 4,
    PARAMETER_EDDSA = 5,
    PARAMETER_SIGNING_CONTEXT = 6,
    PARAMETER_ECDH = 7,
    PARAMETER_NUMBER = 8
};

enum wire_value {
    VALUE_NOTHING = 0,
    VALUE_FLAG = 1,
    VALUE_NUMBER = 2,
    VALUE_BYTES = 3,
    VALUE_TEXT = 4,
    VALUE_LIST = 5,
    VALUE_MAP = 6
};

#define WIRE_NULL_LENGTH 0xffffffffU
#define WIRE_SIZE_ONLY UINT64_MAX
enum { WIRE_MOST_IN_LIST = 65536, WIRE_DEEPEST = 8, WIRE_REQUEST_ID = 16 };

/* Bytes that grow; what they held is overwritten whenever it is left behind. */
struct writer {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
    bool failed;
    bool fixed; /* the bytes are the caller's and do not grow */
};

struct reader {
    const uint8_t *bytes;
    size_t at;
    size_t end;
    bool failed;
};

/* Writes into so many bytes of the caller, and fails beyond. */
struct writer writer_into(uint8_t *bytes, size_t capacity);
void writer_free(struct writer *writer);
/* Forgets what was written and overwrites it; keeps the memory unless there is very much of it. */
void writer_clear(struct writer *writer);
/* Makes room for so many bytes more; false, and failed, if there is no memory. */
bool writer_reserve(struct writer *writer, size_t more);

void write_u8(struct writer *writer, unsigned value);
void write_u16(struct writer *writer, unsigned value);
void write_u32(struct writer *writer, uint32_t value);
void write_u64(struct writer *writer, uint64_t value);
void write_raw(struct writer *writer, const void *bytes, size_t count);
/* Bytes behind their length; more than a length can say fails. */
void write_bytes(struct writer *writer, const void *bytes, size_t count);
void write_null(struct writer *writer);
void write_text(struct writer *writer, const char *text);
void write_u32_at(struct writer *writer, size_t at, uint32_t value);
void write_u64_at(struct writer *writer, size_t at, uint64_t value);

struct reader reader_of(const uint8_t *bytes, size_t count);
size_t reader_remaining(const struct reader *reader);
unsigned read_u8(struct reader *reader);
bool read_flag(struct reader *reader);
unsigned read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);
/* So many bytes without a length; points into what is read, NULL if it is not there. */
const uint8_t *read_raw(struct reader *reader, size_t count);
/* Bytes behind their length; NULL on the wire is refused. Points into what is read. */
const uint8_t *read_bytes(struct reader *reader, size_t *count);
/* A count of entries, each at least so long. */
uint32_t read_count(struct reader *reader, size_t least_bytes_each);
/* Whether nothing failed and all was read. */
bool reader_is_done(const struct reader *reader);

#endif
