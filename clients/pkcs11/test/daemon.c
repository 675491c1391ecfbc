#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "daemon_state.h"

static bool receive_all(int socket, uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t some = recv(socket, bytes, count, 0);
        if (some <= 0) {
            return false;
        }
        bytes += some;
        count -= (size_t)some;
    }
    return true;
}

static bool send_all(int socket, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t some = send(socket, bytes, count, MSG_NOSIGNAL);
        if (some <= 0) {
            return false;
        }
        bytes += some;
        count -= (size_t)some;
    }
    return true;
}

static struct fake_application *begin_application(struct daemon *daemon) {
    for (size_t i = 0; i < MOST_APPLICATIONS; i++) {
        struct fake_application *application = &daemon->applications[i];
        if (!application->live) {
            memset(application, 0, sizeof *application);
            application->live = true;
            memset(application->id, (int)i + 1, sizeof application->id);
            memcpy(application->id, daemon->instance, 4);
            memset(application->secret, 0x33, sizeof application->secret);
            return application;
        }
    }
    return NULL;
}

static struct fake_application *application_by_id(struct daemon *daemon, const uint8_t *id) {
    for (size_t i = 0; i < MOST_APPLICATIONS; i++) {
        if (daemon->applications[i].live && memcmp(daemon->applications[i].id, id, 16) == 0) {
            return &daemon->applications[i];
        }
    }
    return NULL;
}

static struct fake_application *open_connection(struct daemon *daemon, int socket) {
    uint8_t head[4 + 2 + 1 + 16 + 32 + 4];
    uint8_t program[256];
    if (!receive_all(socket, head, sizeof head) || memcmp(head, "ZSHM\0\1", 6) != 0) {
        return NULL;
    }
    struct reader in = reader_of(head + 55, 4);
    uint32_t length = read_u32(&in);
    if (length > sizeof program || !receive_all(socket, program, length)) {
        return NULL;
    }
    pthread_mutex_lock(&daemon->lock);
    struct fake_application *application =
        head[6] == 0 ? begin_application(daemon) : application_by_id(daemon, head + 7);
    struct writer out = {0};
    write_raw(&out, "ZSHM", 4);
    write_u16(&out, 1);
    write_u32(&out, application != NULL ? CKR_OK : CKR_DEVICE_REMOVED);
    write_text(&out, application != NULL ? "" : "no such application");
    if (application != NULL) {
        write_raw(&out, application->id, 16);
        write_raw(&out, application->secret, 32);
        write_raw(&out, daemon->instance, 16);
        write_u32(&out, 1 << 20);
        write_u32(&out, 1000);
    }
    daemon->opened++;
    pthread_mutex_unlock(&daemon->lock);
    bool sent = send_all(socket, out.bytes, out.length);
    writer_free(&out);
    return sent ? application : NULL;
}

static enum fault take_fault(struct daemon *daemon, unsigned call) {
    enum fault fault = daemon->faults[call];
    daemon->faults[call] = FAULT_NONE;
    return fault;
}

static void forget_applications(struct daemon *daemon);

/* Answers one request; false if the connection is to be closed. */
static bool serve_one(struct daemon *daemon, struct fake_application *application, int socket,
                      uint8_t *frame, uint32_t length) {
    struct asked asked = {.daemon = daemon, .application = application};
    asked.in = reader_of(frame, length);
    uint64_t id = read_u64(&asked.in);
    read_u32(&asked.in);
    unsigned call = read_u16(&asked.in);
    pthread_mutex_lock(&daemon->lock);
    daemon->counts[0]++;
    daemon->counts[call]++;
    enum fault fault = take_fault(daemon, call);
    bool goes_on = fault == FAULT_NONE || fault == FAULT_SILENCE;
    if (fault != FAULT_CLOSE_BEFORE) {
        write_u32(&asked.out, 0);
        write_u64(&asked.out, id);
        write_u32(&asked.out, 0);
        write_u32(&asked.out, 0);
        size_t head = asked.out.length;
        asked.rv = application->live ? CKR_OK : CKR_DEVICE_REMOVED;
        if (application->live) {
            daemon_answer(&asked, call);
        }
        CHECK(!asked.in.failed || asked.rv != CKR_OK);
        if (asked.rv != CKR_OK) {
            asked.out.length = head - 4;
            write_u32_at(&asked.out, 12, asked.rv);
            write_text(&asked.out, "the test daemon says no");
        }
        write_u32_at(&asked.out, 0, (uint32_t)(asked.out.length - 4));
    }
    if (fault == FAULT_RESTART_AFTER) {
        forget_applications(daemon);
        for (size_t i = 0; i < daemon->connection_count; i++) {
            shutdown(daemon->connections[i], SHUT_RDWR);
        }
    }
    goes_on = goes_on && asked.out.length > 0;
    if (daemon->spoil != NULL && asked.out.length > 0) {
        size_t size = asked.out.length;
        daemon->spoil(asked.out.bytes, &size);
        asked.out.length = size;
    }
    pthread_mutex_unlock(&daemon->lock);
    if (goes_on && fault != FAULT_SILENCE) {
        goes_on = send_all(socket, asked.out.bytes, asked.out.length);
    }
    writer_free(&asked.out);
    return goes_on;
}

struct visitor {
    struct daemon *daemon;
    int socket;
};

static void *serve(void *context) {
    struct visitor *visitor = context;
    struct daemon *daemon = visitor->daemon;
    int socket = visitor->socket;
    free(visitor);
    struct fake_application *application = open_connection(daemon, socket);
    bool goes_on = application != NULL;
    while (goes_on) {
        uint8_t head[4];
        goes_on = receive_all(socket, head, 4);
        struct reader in = reader_of(head, 4);
        uint32_t length = read_u32(&in);
        uint8_t *frame = goes_on && length <= 1 << 20 ? malloc(length) : NULL;
        goes_on = frame != NULL && receive_all(socket, frame, length) &&
                  serve_one(daemon, application, socket, frame, length);
        free(frame);
    }
    shutdown(socket, SHUT_RDWR);
    return NULL;
}

static void *listen_for(void *context) {
    struct daemon *daemon = context;
    for (;;) {
        int socket = accept(daemon->listening, NULL, NULL);
        pthread_mutex_lock(&daemon->lock);
        if (socket < 0 || !daemon->serving || daemon->connection_count == MOST_CONNECTIONS) {
            pthread_mutex_unlock(&daemon->lock);
            if (socket >= 0) {
                close(socket);
            }
            return NULL;
        }
        struct visitor *visitor = malloc(sizeof *visitor);
        *visitor = (struct visitor){daemon, socket};
        size_t at = daemon->connection_count++;
        daemon->connections[at] = socket;
        CHECK(pthread_create(&daemon->threads[at], NULL, serve, visitor) == 0);
        pthread_mutex_unlock(&daemon->lock);
    }
}

static void forget_applications(struct daemon *daemon) {
    memset(daemon->applications, 0, sizeof daemon->applications);
    daemon->instance[0]++;
    daemon->next_handle += 1000;
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        struct fake_object *object = &daemon->objects[i];
        object->there = object->there && object->token;
        object->handle = ++daemon->next_handle;
    }
}

void daemon_return(struct daemon *daemon) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", daemon->path);
    unlink(daemon->path);
    daemon->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(daemon->listening, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(listen(daemon->listening, 64) == 0);
    daemon->serving = true;
    daemon->connection_count = 0;
    CHECK(pthread_create(&daemon->listener, NULL, listen_for, daemon) == 0);
}

struct daemon *daemon_start(const char *path) {
    struct daemon *daemon = calloc(1, sizeof *daemon);
    snprintf(daemon->path, sizeof daemon->path, "%s", path);
    pthread_mutex_init(&daemon->lock, NULL);
    daemon->instance[0] = 1;
    snprintf(daemon->public_key, sizeof daemon->public_key, "first public key");
    daemon_add_object(daemon, true, false, NULL);
    daemon_add_object(daemon, true, true, NULL);
    daemon_return(daemon);
    return daemon;
}

struct daemon *daemon_start_other(const char *path, const char *public_key) {
    struct daemon *daemon = daemon_start(path);
    pthread_mutex_lock(&daemon->lock);
    snprintf(daemon->public_key, sizeof daemon->public_key, "%s", public_key);
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        daemon->objects[i].number += 100;
    }
    daemon->next_number += 100;
    pthread_mutex_unlock(&daemon->lock);
    return daemon;
}

void daemon_kill(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    daemon->serving = false;
    shutdown(daemon->listening, SHUT_RDWR);
    for (size_t i = 0; i < daemon->connection_count; i++) {
        shutdown(daemon->connections[i], SHUT_RDWR);
    }
    pthread_mutex_unlock(&daemon->lock);
    pthread_join(daemon->listener, NULL);
    for (size_t i = 0; i < daemon->connection_count; i++) {
        pthread_join(daemon->threads[i], NULL);
        close(daemon->connections[i]);
    }
    close(daemon->listening);
    unlink(daemon->path);
    daemon->connection_count = 0;
    forget_applications(daemon);
}

void daemon_end(struct daemon *daemon) {
    daemon_kill(daemon);
    pthread_mutex_destroy(&daemon->lock);
    free(daemon);
}

void daemon_forget(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    for (size_t i = 0; i < MOST_APPLICATIONS; i++) {
        daemon->applications[i].live = false;
        memset(daemon->applications[i].id, 0xff, sizeof daemon->applications[i].id);
    }
    pthread_mutex_unlock(&daemon->lock);
}

unsigned daemon_count(struct daemon *daemon, unsigned call) {
    pthread_mutex_lock(&daemon->lock);
    unsigned count = daemon->counts[call];
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

unsigned daemon_connections(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    unsigned count = daemon->opened;
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

unsigned daemon_objects(struct daemon *daemon) {
    unsigned count = 0;
    pthread_mutex_lock(&daemon->lock);
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        count += daemon->objects[i].there && daemon->objects[i].token;
    }
    pthread_mutex_unlock(&daemon->lock);
    return count;
}

void daemon_fault(struct daemon *daemon, unsigned call, enum fault fault) {
    pthread_mutex_lock(&daemon->lock);
    daemon->faults[call] = fault;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_spoil(struct daemon *daemon, void (*spoil)(uint8_t *frame, size_t *length)) {
    pthread_mutex_lock(&daemon->lock);
    daemon->spoil = spoil;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_always_authenticate(struct daemon *daemon, bool always) {
    pthread_mutex_lock(&daemon->lock);
    daemon->always = always;
    pthread_mutex_unlock(&daemon->lock);
}

void daemon_destroy_key(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->lock);
    for (size_t i = 0; i < MOST_OBJECTS; i++) {
        daemon->objects[i].there = daemon->objects[i].there && !daemon->objects[i].private_key;
    }
    pthread_mutex_unlock(&daemon->lock);
}
