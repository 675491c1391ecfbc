#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "platform.h"
#include "return_value.h"

enum { LINE_SIZE = 1024, QUIET_TIME = 30000 };

static zs_lock lock = ZS_LOCK_INITIAL;
static enum log_level highest = LOG_WARNING;
static char path[512];

/* A program that tries for hours what cannot be must not fill a disk: a line that says the same as
 * the one before is counted, and written again after a while. */
static char last_text[LINE_SIZE];
static uint64_t last_time;
static unsigned long unwritten;

void log_open(const char *destination, enum log_level level) {
    zs_lock_take(&lock);
    highest = level;
    snprintf(path, sizeof path, "%s", strcmp(destination, "stderr") == 0 ? "" : destination);
    zs_lock_give(&lock);
}

void log_close(void) {
    log_open("stderr", LOG_WARNING);
}

void log_after_fork(void) {
    zs_lock_init(&lock);
}

int log_has(enum log_level level) {
    return level <= highest;
}

/* The file is opened for each line: log files are rotated, and the library keeps nothing open. */
static void write_line(enum log_level level, const char *text) {
    static const char *const names[] = {"", "error", "warning", "info", "debug"};
    char time[32];
    zs_time_text(time, sizeof time);
    FILE *file = path[0] != '\0' ? fopen(path, "a") : NULL;
    fprintf(file != NULL ? file : stderr, "%s zoneseal-pkcs11[%lu] %s: %s\n", time, zs_process_id(),
            names[level], text);
    if (file != NULL) {
        fclose(file);
    }
}

static void write_unless_repeated(enum log_level level, const char *text) {
    uint64_t now = zs_clock();
    if (level <= LOG_INFO && strcmp(text, last_text) == 0 && now - last_time < QUIET_TIME) {
        unwritten++;
        return;
    }
    if (unwritten > 0) {
        char repeated[64];
        snprintf(repeated, sizeof repeated, "the last line, %lu times more", unwritten);
        write_line(level, repeated);
        unwritten = 0;
    }
    snprintf(last_text, sizeof last_text, "%s", text);
    last_time = now;
    write_line(level, text);
}

void log_line(enum log_level level, const char *format, ...) {
    if (!log_has(level)) {
        return;
    }
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    zs_lock_take(&lock);
    write_unless_repeated(level, text);
    zs_lock_give(&lock);
}

static void copy_printable(char *text, size_t size, const unsigned char *message, size_t length) {
    size_t count = length < size - 1 ? length : size - 1;
    for (size_t i = 0; i < count; i++) {
        text[i] = message[i] < 0x20 || message[i] == 0x7f ? ' ' : (char)message[i];
    }
    text[count] = '\0';
}

void log_answer(enum log_level level, const char *function, unsigned long return_value,
                const unsigned char *message, size_t message_length) {
    if (!log_has(level)) {
        return;
    }
    char text[LINE_SIZE / 2];
    char name[48];
    copy_printable(text, sizeof text, message, message_length);
    log_line(level, "%s: %s%s%s", function, return_value_name(return_value, name, sizeof name),
             text[0] != '\0' ? ": " : "", text);
}
