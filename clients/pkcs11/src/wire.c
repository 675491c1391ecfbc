#include "wire.h"

#include <stdlib.h>
#include <string.h>

#include "platform.h"

enum { FIRST_CAPACITY = 1024, KEPT_CAPACITY = 256 * 1024 };

struct writer writer_into(uint8_t *bytes, size_t capacity) {
    return (struct writer){.bytes = bytes, .capacity = capacity, .fixed = true};
}

void writer_free(struct writer *writer) {
    if (writer->bytes != NULL) {
        zs_wipe(writer->bytes, writer->length);
        free(writer->bytes);
    }
    *writer = (struct writer){0};
}

void writer_clear(struct writer *writer) {
    if (writer->capacity > KEPT_CAPACITY) {
        writer_free(writer);
        return;
    }
    if (writer->length > 0) {
        zs_wipe(writer->bytes, writer->length);
    }
    writer->length = 0;
    writer->failed = false;
}

static bool grow(struct writer *writer, size_t more) {
    if (writer->fixed || more > SIZE_MAX / 4 || writer->length > SIZE_MAX / 4) {
        writer->failed = true;
        return false;
    }
    size_t capacity = writer->capacity > 0 ? writer->capacity : FIRST_CAPACITY;
    while (capacity - writer->length < more) {
        capacity *= 2;
    }
    uint8_t *larger = malloc(capacity);
    if (larger == NULL) {
        writer->failed = true;
        return false;
    }
    if (writer->bytes != NULL) {
        memcpy(larger, writer->bytes, writer->length);
        zs_wipe(writer->bytes, writer->length);
        free(writer->bytes);
    }
    writer->bytes = larger;
    writer->capacity = capacity;
    return true;
}

bool writer_reserve(struct writer *writer, size_t more) {
    if (writer->failed) {
        return false;
    }
    return more <= writer->capacity - writer->length || grow(writer, more);
}

static void put(uint8_t *to, uint64_t value, int count) {
    for (int i = count - 1; i >= 0; i--) {
        to[i] = (uint8_t)value;
        value >>= 8;
    }
}

static void write_number(struct writer *writer, uint64_t value, int count) {
    if (writer_reserve(writer, (size_t)count)) {
        put(writer->bytes + writer->length, value, count);
        writer->length += (size_t)count;
    }
}

void write_u8(struct writer *writer, unsigned value) {
    write_number(writer, value, 1);
}

void write_u16(struct writer *writer, unsigned value) {
    write_number(writer, value, 2);
}

void write_u32(struct writer *writer, uint32_t value) {
    write_number(writer, value, 4);
}

void write_u64(struct writer *writer, uint64_t value) {
    write_number(writer, value, 8);
}

void write_raw(struct writer *writer, const void *bytes, size_t count) {
    if (count > 0 && writer_reserve(writer, count)) {
        memcpy(writer->bytes + writer->length, bytes, count);
        writer->length += count;
    }
}

void write_bytes(struct writer *writer, const void *bytes, size_t count) {
    if (count >= WIRE_NULL_LENGTH) {
        writer->failed = true;
        return;
    }
    write_u32(writer, (uint32_t)count);
    write_raw(writer, bytes, count);
}

void write_null(struct writer *writer) {
    write_u32(writer, WIRE_NULL_LENGTH);
}

void write_text(struct writer *writer, const char *text) {
    write_bytes(writer, text, strlen(text));
}

void write_u32_at(struct writer *writer, size_t at, uint32_t value) {
    if (!writer->failed && at + 4 <= writer->length) {
        put(writer->bytes + at, value, 4);
    }
}

void write_u64_at(struct writer *writer, size_t at, uint64_t value) {
    if (!writer->failed && at + 8 <= writer->length) {
        put(writer->bytes + at, value, 8);
    }
}

struct reader reader_of(const uint8_t *bytes, size_t count) {
    return (struct reader){.bytes = bytes, .at = 0, .end = count, .failed = false};
}

size_t reader_remaining(const struct reader *reader) {
    return reader->failed ? 0 : reader->end - reader->at;
}

const uint8_t *read_raw(struct reader *reader, size_t count) {
    if (reader->failed || count > reader->end - reader->at) {
        reader->failed = true;
        return NULL;
    }
    const uint8_t *bytes = reader->bytes + reader->at;
    reader->at += count;
    return bytes;
}

static uint64_t read_number(struct reader *reader, size_t count) {
    const uint8_t *bytes = read_raw(reader, count);
    uint64_t value = 0;
    for (size_t i = 0; bytes != NULL && i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

unsigned read_u8(struct reader *reader) {
    return (unsigned)read_number(reader, 1);
}

bool read_flag(struct reader *reader) {
    return read_u8(reader) != 0;
}

unsigned read_u16(struct reader *reader) {
    return (unsigned)read_number(reader, 2);
}

uint32_t read_u32(struct reader *reader) {
    return (uint32_t)read_number(reader, 4);
}

uint64_t read_u64(struct reader *reader) {
    return read_number(reader, 8);
}

const uint8_t *read_bytes(struct reader *reader, size_t *count) {
    uint32_t length = read_u32(reader);
    const uint8_t *bytes = read_raw(reader, length);
    *count = bytes != NULL ? length : 0;
    return bytes;
}

uint32_t read_count(struct reader *reader, size_t least_bytes_each) {
    uint32_t count = read_u32(reader);
    if (count > WIRE_MOST_IN_LIST || count * least_bytes_each > reader_remaining(reader)) {
        reader->failed = true;
        return 0;
    }
    return count;
}

bool reader_is_done(const struct reader *reader) {
    return !reader->failed && reader->at == reader->end;
}
