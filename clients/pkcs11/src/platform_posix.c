/* The platform of Linux and other Unix systems. */
#include "platform.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

void zs_lock_init(zs_lock *lock) {
    pthread_mutex_init(lock, NULL);
}

void zs_lock_destroy(zs_lock *lock) {
    pthread_mutex_destroy(lock);
}

void zs_lock_take(zs_lock *lock) {
    pthread_mutex_lock(lock);
}

void zs_lock_give(zs_lock *lock) {
    pthread_mutex_unlock(lock);
}

void zs_signal_init(zs_signal *signal) {
    pthread_cond_init(signal, NULL);
}

void zs_signal_destroy(zs_signal *signal) {
    pthread_cond_destroy(signal);
}

void zs_signal_wait(zs_signal *signal, zs_lock *lock) {
    pthread_cond_wait(signal, lock);
}

void zs_signal_one(zs_signal *signal) {
    pthread_cond_signal(signal);
}

uint64_t zs_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void zs_sleep(unsigned milliseconds) {
    struct timespec pause = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&pause, NULL);
}

void zs_time_text(char *text, size_t size) {
    time_t now = time(NULL);
    struct tm parts;
    localtime_r(&now, &parts);
    strftime(text, size, "%Y-%m-%d %H:%M:%S", &parts);
}

bool zs_random(uint8_t *bytes, size_t count) {
    size_t have = 0;
    while (have < count) {
        ssize_t more = getrandom(bytes + have, count - have, 0);
        if (more < 0 && errno != EINTR) {
            return false;
        }
        have += more > 0 ? (size_t)more : 0;
    }
    return true;
}

void zs_wipe(void *bytes, size_t count) {
    if (count > 0) {
        explicit_bzero(bytes, count);
    }
}

const char *zs_environment(const char *name) {
    return secure_getenv(name);
}

/* The folder that a variable names, or one under the home folder. */
static const char *folder_of(const char *variable, const char *under_variable,
                             const char *under_home, char *path, size_t size) {
    const char *folder = secure_getenv(variable);
    const char *home = secure_getenv("HOME");
    int length = -1;
    if (folder != NULL && folder[0] == '/') {
        length = snprintf(path, size, "%s%s", folder, under_variable);
    } else if (home != NULL && home[0] == '/') {
        length = snprintf(path, size, "%s%s", home, under_home);
    }
    return length > 0 && (size_t)length < size ? path : NULL;
}

const char *zs_user_folder(char *path, size_t size) {
    return folder_of("XDG_CONFIG_HOME", "", "/.config", path, size);
}

const char *zs_state_folder(char *path, size_t size) {
    const char *state = secure_getenv("ZONESEAL_STATE");
    if (state != NULL && state[0] != '\0') {
        return snprintf(path, size, "%s", state) < (int)size ? path : NULL;
    }
    return folder_of("XDG_STATE_HOME", "/zoneseal", "/.local/state/zoneseal", path, size);
}

const char *zs_program_name(char *name, size_t size) {
    snprintf(name, size, "%s", program_invocation_short_name);
    return name;
}

unsigned long zs_process_id(void) {
    return (unsigned long)getpid();
}

void zs_on_fork(void (*in_child)(void)) {
    pthread_atfork(NULL, NULL, in_child);
}

bool zs_sockets_start(void) {
    return true;
}

static zs_socket no_socket(int error, char *reason, size_t reason_size) {
    snprintf(reason, reason_size, "%s", strerror(error));
    return ZS_NO_SOCKET;
}

static void set_tick(int socket, unsigned tick) {
    struct timeval timeout = {tick / 1000, (suseconds_t)(tick % 1000) * 1000};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
}

zs_socket zs_connect(const char *path, unsigned tick, char *reason, size_t reason_size) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        return no_socket(ENAMETOOLONG, reason, reason_size);
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return no_socket(errno, reason, reason_size);
    }
    /* A full backlog makes connect wait; the send timeout bounds it. */
    set_tick(descriptor, tick);
    int connected;
    do {
        connected = connect(descriptor, (const struct sockaddr *)&address, sizeof address);
    } while (connected != 0 && errno == EINTR);
    if (connected != 0) {
        int error = errno;
        close(descriptor);
        return no_socket(error, reason, reason_size);
    }
    return descriptor;
}

static enum zs_transfer outcome(ssize_t count, size_t *moved) {
    if (count > 0) {
        *moved = (size_t)count;
        return ZS_MOVED;
    }
    if (count == 0) {
        return ZS_CLOSED;
    }
    switch (errno) {
    case EAGAIN:
    case EINTR:
        return ZS_TIMEOUT;
    case EPIPE:
    case ECONNRESET:
        return ZS_CLOSED;
    default:
        return ZS_FAILED;
    }
}

enum zs_transfer zs_send(zs_socket socket, const uint8_t *bytes, size_t count, size_t *moved) {
    return outcome(send(socket, bytes, count, MSG_NOSIGNAL), moved);
}

enum zs_transfer zs_receive(zs_socket socket, uint8_t *bytes, size_t count, size_t *moved) {
    return outcome(recv(socket, bytes, count, 0), moved);
}

bool zs_is_stale(zs_socket socket) {
    uint8_t byte;
    ssize_t count = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count >= 0 || (errno != EAGAIN && errno != EINTR);
}

void zs_close(zs_socket socket) {
    close(socket);
}
