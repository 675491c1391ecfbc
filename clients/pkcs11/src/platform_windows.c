/* The platform of Windows 10 1803 and later, which has Unix sockets. */
#include "platform.h"

#include <afunix.h>
#include <bcrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void zs_lock_init(zs_lock *lock) {
    InitializeSRWLock(lock);
}

void zs_lock_destroy(zs_lock *lock) {
    (void)lock;
}

void zs_lock_take(zs_lock *lock) {
    AcquireSRWLockExclusive(lock);
}

void zs_lock_give(zs_lock *lock) {
    ReleaseSRWLockExclusive(lock);
}

void zs_signal_init(zs_signal *signal) {
    InitializeConditionVariable(signal);
}

void zs_signal_destroy(zs_signal *signal) {
    (void)signal;
}

void zs_signal_wait(zs_signal *signal, zs_lock *lock) {
    SleepConditionVariableSRW(signal, lock, INFINITE, 0);
}

void zs_signal_one(zs_signal *signal) {
    WakeConditionVariable(signal);
}

uint64_t zs_clock(void) {
    return GetTickCount64();
}

void zs_sleep(unsigned milliseconds) {
    Sleep(milliseconds);
}

void zs_time_text(char *text, size_t size) {
    SYSTEMTIME now;
    GetLocalTime(&now);
    snprintf(text, size, "%04u-%02u-%02u %02u:%02u:%02u", now.wYear, now.wMonth, now.wDay,
             now.wHour, now.wMinute, now.wSecond);
}

bool zs_random(uint8_t *bytes, size_t count) {
    return BCryptGenRandom(NULL, bytes, (ULONG)count, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
}

void zs_wipe(void *bytes, size_t count) {
    SecureZeroMemory(bytes, count);
}

const char *zs_environment(const char *name) {
    return getenv(name);
}

const char *zs_user_folder(char *path, size_t size) {
    const char *folder = getenv("APPDATA");
    if (folder == NULL || snprintf(path, size, "%s", folder) >= (int)size) {
        return NULL;
    }
    return path;
}

const char *zs_state_folder(char *path, size_t size) {
    const char *folder = getenv("ZONESEAL_STATE");
    if (folder != NULL && folder[0] != '\0') {
        return snprintf(path, size, "%s", folder) < (int)size ? path : NULL;
    }
    folder = getenv("LOCALAPPDATA");
    if (folder == NULL || snprintf(path, size, "%s/zoneseal", folder) >= (int)size) {
        return NULL;
    }
    return path;
}

const char *zs_program_name(char *name, size_t size) {
    char path[MAX_PATH];
    DWORD length = GetModuleFileNameA(NULL, path, sizeof path);
    const char *last = length > 0 && length < sizeof path ? strrchr(path, '\\') : NULL;
    snprintf(name, size, "%s", last != NULL ? last + 1 : "program");
    return name;
}

unsigned long zs_process_id(void) {
    return GetCurrentProcessId();
}

void zs_on_fork(void (*in_child)(void)) {
    (void)in_child;
}

bool zs_sockets_start(void) {
    WSADATA data;
    return WSAStartup(MAKEWORD(2, 2), &data) == 0;
}

static zs_socket no_socket(int error, char *reason, size_t reason_size) {
    snprintf(reason, reason_size, "Windows socket error %d", error);
    return ZS_NO_SOCKET;
}

zs_socket zs_connect(const char *path, unsigned tick, char *reason, size_t reason_size) {
    SOCKADDR_UN address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        return no_socket(WSAENAMETOOLONG, reason, reason_size);
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    SOCKET handle = socket(AF_UNIX, SOCK_STREAM, 0);
    if (handle == INVALID_SOCKET) {
        return no_socket(WSAGetLastError(), reason, reason_size);
    }
    DWORD timeout = tick;
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, (const char *)&timeout, sizeof timeout);
    setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, (const char *)&timeout, sizeof timeout);
    if (connect(handle, (const struct sockaddr *)&address, sizeof address) != 0) {
        int error = WSAGetLastError();
        closesocket(handle);
        return no_socket(error, reason, reason_size);
    }
    return handle;
}

static enum zs_transfer outcome(int count, size_t *moved) {
    if (count > 0) {
        *moved = (size_t)count;
        return ZS_MOVED;
    }
    if (count == 0) {
        return ZS_CLOSED;
    }
    switch (WSAGetLastError()) {
    case WSAETIMEDOUT:
    case WSAEWOULDBLOCK:
    case WSAEINTR:
        return ZS_TIMEOUT;
    case WSAECONNRESET:
    case WSAECONNABORTED:
    case WSAESHUTDOWN:
        return ZS_CLOSED;
    default:
        return ZS_FAILED;
    }
}

static int at_most(size_t count) {
    return count > 0x10000000 ? 0x10000000 : (int)count;
}

enum zs_transfer zs_send(zs_socket socket, const uint8_t *bytes, size_t count, size_t *moved) {
    return outcome(send(socket, (const char *)bytes, at_most(count), 0), moved);
}

enum zs_transfer zs_receive(zs_socket socket, uint8_t *bytes, size_t count, size_t *moved) {
    return outcome(recv(socket, (char *)bytes, at_most(count), 0), moved);
}

bool zs_is_stale(zs_socket socket) {
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(socket, &readable);
    struct timeval now = {0, 0};
    return select(0, &readable, NULL, NULL, &now) != 0;
}

void zs_close(zs_socket socket) {
    closesocket(socket);
}
