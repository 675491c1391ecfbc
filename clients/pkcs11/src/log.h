/*
 * The library's log: one line an event, for a person. Never a PIN, never a key.
 */
#ifndef ZONESEAL_LOG_H
#define ZONESEAL_LOG_H

#include <stddef.h>

enum log_level { LOG_OFF, LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Where the log goes from now on: a file's path, or "stderr". */
void log_open(const char *destination, enum log_level level);
void log_close(void);
/* In a forked child, where the lock may be held by a thread that is not there. */
void log_after_fork(void);
/* Whether such lines are written: spares the work of making them. */
int log_has(enum log_level level);

#ifdef __GNUC__
__attribute__((format(printf, 2, 3)))
#endif
void log_line(enum log_level level, const char *format, ...);

/* What the server said beside its return value; control characters are taken out. */
void log_answer(enum log_level level, const char *function, unsigned long return_value,
                const unsigned char *message, size_t message_length);

#endif
