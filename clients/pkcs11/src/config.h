/*
 * The configuration: zoneseal-pkcs11.conf and the environment.
 *
 * The first of these files that exists is read: $ZONESEAL_PKCS11_CONF,
 * ~/.config/zoneseal/zoneseal-pkcs11.conf, /etc/zoneseal/zoneseal-pkcs11.conf. $ZONESEAL_HSM (an
 * address) then takes the place of its devices. A program that runs with raised rights (setuid) has
 * no environment here.
 */
#ifndef ZONESEAL_CONFIG_H
#define ZONESEAL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "log.h"

enum { CONFIG_MOST_DEVICES = 8, CONFIG_PATH_SIZE = 108, CONFIG_MOST_CONNECTIONS = 256 };

struct config {
    char devices[CONFIG_MOST_DEVICES][CONFIG_PATH_SIZE]; /* paths of Unix sockets */
    size_t device_count;
    unsigned connect_timeout; /* milliseconds, as all times */
    unsigned call_timeout;
    unsigned connections;
    bool fuse;
    char log[512];
    enum log_level log_level;
};

/* Everybody who finds something wrong says so here, with its line; 0 is no line of a file. */
typedef void (*config_problem)(void *context, const char *file, unsigned line, const char *text);

void config_defaults(struct config *config);
/* Reads a whole file; false if anything in it is wrong, and then all of it has been reported. */
bool config_read_file(struct config *config, const char *path, config_problem problem,
                      void *context);
/* Reads text as a file of that name. */
bool config_read_text(struct config *config, const char *file, const char *text,
                      config_problem problem, void *context);
/* "unix:/path" into a path; false if it is no such address. */
bool config_address(const char *address, char path[CONFIG_PATH_SIZE]);
/* Finds the file, reads it and the environment. Problems go to the log. */
bool config_load(struct config *config);

#endif
