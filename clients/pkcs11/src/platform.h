/*
 * What differs between Unix and Windows: locks, clock, randomness, environment, Unix sockets.
 *
 * Nothing above this header includes a system's header for these. There is no thread of our own.
 */
#ifndef ZONESEAL_PLATFORM_H
#define ZONESEAL_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0602
#endif
#include <winsock2.h>
#include <windows.h>
typedef SRWLOCK zs_lock;
typedef CONDITION_VARIABLE zs_signal;
typedef SOCKET zs_socket;
#define ZS_LOCK_INITIAL SRWLOCK_INIT
#define ZS_SIGNAL_INITIAL CONDITION_VARIABLE_INIT
#define ZS_NO_SOCKET INVALID_SOCKET
#else
#include <pthread.h>
typedef pthread_mutex_t zs_lock;
typedef pthread_cond_t zs_signal;
typedef int zs_socket;
#define ZS_LOCK_INITIAL PTHREAD_MUTEX_INITIALIZER
#define ZS_SIGNAL_INITIAL PTHREAD_COND_INITIALIZER
#define ZS_NO_SOCKET (-1)
#endif

void zs_lock_init(zs_lock *lock);
void zs_lock_destroy(zs_lock *lock);
void zs_lock_take(zs_lock *lock);
void zs_lock_give(zs_lock *lock);
void zs_signal_init(zs_signal *signal);
void zs_signal_destroy(zs_signal *signal);
/* Gives the lock, waits for the signal, takes the lock again; may wake up for nothing. */
void zs_signal_wait(zs_signal *signal, zs_lock *lock);
void zs_signal_one(zs_signal *signal);

/* Milliseconds of a clock that never jumps. */
uint64_t zs_clock(void);
void zs_sleep(unsigned milliseconds);
/* Local date and time for the log. */
void zs_time_text(char *text, size_t size);

/* Random bytes of the system; false if it has none. */
bool zs_random(uint8_t *bytes, size_t count);
/* Overwrites; the compiler cannot leave it out. */
void zs_wipe(void *bytes, size_t count);

/* The value of an environment variable, or NULL; also NULL in a program with raised rights. */
const char *zs_environment(const char *name);
/* The folder of this user's configuration, or NULL. */
const char *zs_user_folder(char *path, size_t size);
/* The folder in which the program `zoneseal` keeps its state, or NULL. */
const char *zs_state_folder(char *path, size_t size);
/* What this program calls itself. */
const char *zs_program_name(char *name, size_t size);
unsigned long zs_process_id(void);
/* Calls back in the child after each fork, for as long as the library is loaded. */
void zs_on_fork(void (*in_child)(void));

/* What a socket operation came to. */
enum zs_transfer { ZS_MOVED, ZS_CLOSED, ZS_TIMEOUT, ZS_FAILED };

/* Once before the first socket; false if the system has none. */
bool zs_sockets_start(void);
/*
 * Connects to a Unix socket by its path. On failure returns ZS_NO_SOCKET and puts the reason into
 * the text. Sending and receiving wait no longer than `tick` milliseconds at a time.
 */
zs_socket zs_connect(const char *path, unsigned tick, char *reason, size_t reason_size);
enum zs_transfer zs_send(zs_socket socket, const uint8_t *bytes, size_t count, size_t *moved);
enum zs_transfer zs_receive(zs_socket socket, uint8_t *bytes, size_t count, size_t *moved);
/* Whether the other side has closed, or sent what nobody asked for; does not wait. */
bool zs_is_stale(zs_socket socket);
void zs_close(zs_socket socket);

#endif
