/* Values of the wire: what is written is read, and nothing is read that is not there. */
#include "wire.h"

#include "check.h"

static void values_written_areRead(void) {
    struct writer out = {0};
    write_u8(&out, 0xab);
    write_u16(&out, 0x1234);
    write_u32(&out, 0xdeadbeef);
    write_u64(&out, 0x0102030405060708);
    write_bytes(&out, "abc", 3);
    write_text(&out, "");
    struct reader in = reader_of(out.bytes, out.length);
    size_t length;
    CHECK_EQUAL(read_u8(&in), 0xab);
    CHECK_EQUAL(read_u16(&in), 0x1234);
    CHECK_EQUAL(read_u32(&in), 0xdeadbeef);
    CHECK_EQUAL(read_u64(&in), 0x0102030405060708);
    const uint8_t *bytes = read_bytes(&in, &length);
    CHECK(length == 3 && memcmp(bytes, "abc", 3) == 0);
    CHECK(read_bytes(&in, &length) != NULL && length == 0);
    CHECK(reader_is_done(&in));
    writer_free(&out);
}

static void number_isBigEndian(void) {
    struct writer out = {0};
    write_u32(&out, 0x01020304);
    CHECK(memcmp(out.bytes, "\1\2\3\4", 4) == 0);
    write_u32_at(&out, 0, 0x05060708);
    CHECK(memcmp(out.bytes, "\5\6\7\10", 4) == 0);
    writer_free(&out);
}

static void reader_cutShort_fails(void) {
    static const uint8_t bytes[] = {0, 0, 0, 4, 'a', 'b', 'c'};
    struct reader in = reader_of(bytes, sizeof bytes);
    size_t length = 99;
    CHECK(read_bytes(&in, &length) == NULL);
    CHECK(in.failed && length == 0);
    CHECK_EQUAL(read_u64(&in), 0);
    CHECK(!reader_is_done(&in));
}

static void reader_nullBytes_fail(void) {
    static const uint8_t bytes[] = {0xff, 0xff, 0xff, 0xff};
    struct reader in = reader_of(bytes, sizeof bytes);
    size_t length;
    CHECK(read_bytes(&in, &length) == NULL && in.failed);
}

static void reader_bytesLeft_isNotDone(void) {
    static const uint8_t bytes[] = {1, 2};
    struct reader in = reader_of(bytes, sizeof bytes);
    read_u8(&in);
    CHECK(!in.failed && !reader_is_done(&in));
}

static void count_largerThanWhatIsThere_fails(void) {
    static const uint8_t bytes[] = {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1};
    struct reader in = reader_of(bytes, sizeof bytes);
    CHECK_EQUAL(read_count(&in, 8), 0);
    CHECK(in.failed);
}

static void count_largerThanAnyList_fails(void) {
    static uint8_t bytes[70000 + 4] = {0, 1, 0, 1};
    struct reader in = reader_of(bytes, sizeof bytes);
    CHECK_EQUAL(read_count(&in, 1), 0);
    CHECK(in.failed);
}

static void writer_fixed_failsAtItsEnd(void) {
    uint8_t bytes[6];
    struct writer out = writer_into(bytes, sizeof bytes);
    write_u32(&out, 1);
    CHECK(!out.failed);
    write_u32(&out, 2);
    CHECK(out.failed && out.length == 4);
    write_u8(&out, 3);
    CHECK_EQUAL(out.length, 4);
}

static void writer_cleared_overwritesWhatItHeld(void) {
    struct writer out = {0};
    write_text(&out, "secret");
    uint8_t *bytes = out.bytes;
    size_t length = out.length;
    writer_clear(&out);
    CHECK_EQUAL(out.length, 0);
    for (size_t i = 0; i < length; i++) {
        CHECK_EQUAL(bytes[i], 0);
    }
    writer_free(&out);
}

static void writer_growing_keepsWhatItHas(void) {
    struct writer out = {0};
    for (unsigned i = 0; i < 100000; i++) {
        write_u32(&out, i);
    }
    struct reader in = reader_of(out.bytes, out.length);
    for (unsigned i = 0; i < 100000; i++) {
        CHECK_EQUAL(read_u32(&in), i);
    }
    CHECK(reader_is_done(&in));
    writer_free(&out);
}

int main(void) {
    RUN(values_written_areRead);
    RUN(number_isBigEndian);
    RUN(reader_cutShort_fails);
    RUN(reader_nullBytes_fail);
    RUN(reader_bytesLeft_isNotDone);
    RUN(count_largerThanWhatIsThere_fails);
    RUN(count_largerThanAnyList_fails);
    RUN(writer_fixed_failsAtItsEnd);
    RUN(writer_cleared_overwritesWhatItHeld);
    RUN(writer_growing_keepsWhatItHas);
    return 0;
}
