#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

enum { MOST_TEXT = 64 * 1024 };

#ifdef _WIN32
#define SYSTEM_FILE "C:\\ProgramData\\Zoneseal\\zoneseal-pkcs11.conf"
#else
#define SYSTEM_FILE "/etc/zoneseal/zoneseal-pkcs11.conf"
#endif

/* One file while it is read. */
struct reading {
    struct config *config;
    const char *file;
    unsigned line;
    bool fine;
    bool has_devices;
    config_problem problem;
    void *context;
};

/* Where `zoneseal hsm serve` listens if it is told nothing. */
static void default_device(char path[CONFIG_PATH_SIZE]) {
    static const char socket[] = "/simulator/hsm.socket";
    char folder[CONFIG_PATH_SIZE - sizeof socket];
    if (zs_state_folder(folder, sizeof folder) == NULL) {
        snprintf(folder, sizeof folder, "/var/lib/zoneseal");
    }
    snprintf(path, CONFIG_PATH_SIZE, "%s%s", folder, socket);
}

void config_defaults(struct config *config) {
    memset(config, 0, sizeof *config);
    config->device_count = 1;
    default_device(config->devices[0]);
    config->connect_timeout = 30000;
    config->call_timeout = 60000;
    config->connections = 16;
    config->fuse = true;
    snprintf(config->log, sizeof config->log, "stderr");
    config->log_level = LOG_WARNING;
}

static void complain(struct reading *reading, const char *text) {
    reading->fine = false;
    reading->problem(reading->context, reading->file, reading->line, text);
}

static void complain_of(struct reading *reading, const char *key, const char *value,
                        const char *expected) {
    char text[400];
    snprintf(text, sizeof text, "%s = %.100s: expected %s", key, value, expected);
    complain(reading, text);
}

bool config_address(const char *address, char path[CONFIG_PATH_SIZE]) {
    static const char prefix[] = "unix:";
    if (strncmp(address, prefix, sizeof prefix - 1) != 0) {
        return false;
    }
    const char *rest = address + sizeof prefix - 1;
    size_t length = strlen(rest);
    if (length < 2 || length >= CONFIG_PATH_SIZE) {
        return false;
    }
    memcpy(path, rest, length + 1);
    return true;
}

static void set_device(struct reading *reading, const char *value) {
    struct config *config = reading->config;
    if (!reading->has_devices) {
        config->device_count = 0;
        reading->has_devices = true;
    }
    if (config->device_count == CONFIG_MOST_DEVICES) {
        complain_of(reading, "device", value, "at most 8 devices");
    } else if (!config_address(value, config->devices[config->device_count])) {
        complain_of(reading, "device", value,
                    "unix:/path/of/a/socket, of at most 107 bytes; for tls: use "
                    "'zoneseal hsm connect'");
    } else {
        config->device_count++;
    }
}

static bool number(const char *text, unsigned long *value, const char **rest) {
    char *end;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    errno = 0;
    *value = strtoul(text, &end, 10);
    *rest = end;
    return errno == 0 && *value <= 1000000;
}

static void set_time(struct reading *reading, const char *key, const char *value, unsigned *time) {
    unsigned long count;
    const char *unit;
    unsigned long factor = 0;
    if (number(value, &count, &unit)) {
        factor = strcmp(unit, "ms") == 0 ? 1 : strcmp(unit, "s") == 0 ? 1000 : 0;
    }
    if (factor == 0 || count == 0 || count > 3600000 / factor) {
        complain_of(reading, key, value, "a time like 500ms or 10s, at most an hour");
        return;
    }
    *time = (unsigned)(count * factor);
}

static void set_connections(struct reading *reading, const char *value) {
    unsigned long count;
    const char *rest;
    if (!number(value, &count, &rest) || *rest != '\0' || count < 1 ||
        count > CONFIG_MOST_CONNECTIONS) {
        complain_of(reading, "connections", value, "a number from 1 to 256");
        return;
    }
    reading->config->connections = (unsigned)count;
}

static void set_fuse(struct reading *reading, const char *value) {
    if (strcmp(value, "on") == 0 || strcmp(value, "off") == 0) {
        reading->config->fuse = value[1] == 'n';
        return;
    }
    complain_of(reading, "fuse", value, "on or off");
}

static void set_log(struct reading *reading, const char *value) {
    if (value[0] == '\0' || strlen(value) >= sizeof reading->config->log) {
        complain_of(reading, "log", value, "stderr or the path of a file");
        return;
    }
    snprintf(reading->config->log, sizeof reading->config->log, "%s", value);
}

static void set_log_level(struct reading *reading, const char *value) {
    static const char *const levels[] = {"off", "error", "warning", "info", "debug"};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (strcmp(value, levels[i]) == 0) {
            reading->config->log_level = (enum log_level)i;
            return;
        }
    }
    complain_of(reading, "log-level", value, "off, error, warning, info or debug");
}

static void set(struct reading *reading, const char *key, const char *value) {
    struct config *config = reading->config;
    if (strcmp(key, "device") == 0) {
        set_device(reading, value);
    } else if (strcmp(key, "connect-timeout") == 0) {
        set_time(reading, key, value, &config->connect_timeout);
    } else if (strcmp(key, "call-timeout") == 0) {
        set_time(reading, key, value, &config->call_timeout);
    } else if (strcmp(key, "connections") == 0) {
        set_connections(reading, value);
    } else if (strcmp(key, "fuse") == 0) {
        set_fuse(reading, value);
    } else if (strcmp(key, "log") == 0) {
        set_log(reading, value);
    } else if (strcmp(key, "log-level") == 0) {
        set_log_level(reading, value);
    } else {
        complain_of(reading, key, value,
                    "one of device, connect-timeout, call-timeout, connections, fuse, log, "
                    "log-level");
    }
}

static char *trimmed(char *text) {
    static const char blank[] = " \t\r";
    text += strspn(text, blank);
    size_t length = strlen(text);
    while (length > 0 && strchr(blank, text[length - 1]) != NULL) {
        length--;
    }
    text[length] = '\0';
    return text;
}

static void read_line(struct reading *reading, char *line) {
    char *text = trimmed(line);
    if (text[0] == '\0' || text[0] == '#') {
        return;
    }
    char *equals = strchr(text, '=');
    if (equals == NULL) {
        complain(reading, "expected key = value");
        return;
    }
    *equals = '\0';
    set(reading, trimmed(text), trimmed(equals + 1));
}

bool config_read_text(struct config *config, const char *file, const char *text,
                      config_problem problem, void *context) {
    struct reading reading = {config, file, 0, true, false, problem, context};
    while (*text != '\0') {
        char line[1024];
        size_t length = strcspn(text, "\n");
        reading.line++;
        if (length >= sizeof line) {
            complain(&reading, "a line of more than 1023 bytes");
        } else {
            memcpy(line, text, length);
            line[length] = '\0';
            read_line(&reading, line);
        }
        text += length + (text[length] == '\n');
    }
    return reading.fine;
}

bool config_read_file(struct config *config, const char *path, config_problem problem,
                      void *context) {
    FILE *file = fopen(path, "r");
    char *text = malloc(MOST_TEXT + 1);
    bool fine = false;
    if (file == NULL || text == NULL) {
        problem(context, path, 0, file == NULL ? strerror(errno) : "no memory");
    } else {
        size_t length = fread(text, 1, MOST_TEXT + 1, file);
        if (ferror(file) || length > MOST_TEXT) {
            problem(context, path, 0, "cannot be read, or is larger than 64 KiB");
        } else {
            text[length] = '\0';
            fine = config_read_text(config, path, text, problem, context);
        }
    }
    free(text);
    if (file != NULL) {
        fclose(file);
    }
    return fine;
}

static void log_problem(void *context, const char *file, unsigned line, const char *text) {
    (void)context;
    if (line > 0) {
        log_line(LOG_ERROR, "%s:%u: %s", file, line, text);
    } else {
        log_line(LOG_ERROR, "%s: %s", file, text);
    }
}

static bool exists(const char *path) {
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        fclose(file);
        return true;
    }
    return errno != ENOENT && errno != ENOTDIR;
}

/* The file to read; an empty text if there is none. One that is named must be there. */
static void find_file(char *path, size_t size) {
    const char *named = zs_environment("ZONESEAL_PKCS11_CONF");
    char folder[400];
    path[0] = '\0';
    if (named != NULL && named[0] != '\0') {
        snprintf(path, size, "%s", named);
        return;
    }
    if (zs_user_folder(folder, sizeof folder) != NULL) {
        snprintf(path, size, "%s/zoneseal/zoneseal-pkcs11.conf", folder);
        if (exists(path)) {
            return;
        }
    }
    snprintf(path, size, "%s", SYSTEM_FILE);
    if (!exists(path)) {
        path[0] = '\0';
    }
}

bool config_load(struct config *config) {
    char path[512];
    bool fine = true;
    config_defaults(config);
    find_file(path, sizeof path);
    if (path[0] != '\0') {
        fine = config_read_file(config, path, log_problem, NULL);
    }
    const char *address = zs_environment("ZONESEAL_HSM");
    if (address != NULL && address[0] != '\0') {
        config->device_count = 1;
        if (!config_address(address, config->devices[0])) {
            log_line(LOG_ERROR,
                     "ZONESEAL_HSM: %.100s: expected unix:/path/of/a/socket; for tls: use "
                     "'zoneseal hsm connect'",
                     address);
            fine = false;
        }
    }
    return fine;
}
