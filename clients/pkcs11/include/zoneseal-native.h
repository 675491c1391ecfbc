/*
 * The native API of the Zoneseal HSM in C: commands by name, keys by slot, name and specifier, and
 * batches of signatures. What PKCS#11 has no words for: users, slots, backup, audit, external keys.
 *
 *     zoneseal_connection *hsm;
 *     zoneseal_value *question = zoneseal_map(), *answer = NULL;
 *     if (zoneseal_connect("unix:/path/hsm.socket", 10000, &hsm) == ZONESEAL_OK) {
 *         zoneseal_login(hsm, "alice", password, password_length);
 *         zoneseal_put_number(question, "slot", 0);
 *         zoneseal_put_text(question, "name", "zone/example/zsk");
 *         if (zoneseal_command(hsm, "key.find", question, &answer) == ZONESEAL_OK) ...
 *         else puts(zoneseal_message(hsm));
 *     }
 *
 * The commands, their arguments and answers are those of docs/design/commands.md. Functions return
 * ZONESEAL_OK or a return value of PKCS#11 (CKR_), and zoneseal_message then has a sentence. A
 * connection is for one thread at a time; what logged in on it, and the key references it was
 * given, end with it. A connection that broke answers CKR_DEVICE_REMOVED: close it, connect again.
 */
#ifndef ZONESEAL_NATIVE_H
#define ZONESEAL_NATIVE_H

#include <stddef.h>
#include <stdint.h>

#include "zoneseal-pkcs11.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ZONESEAL_OK 0UL

typedef struct zoneseal_connection zoneseal_connection;

/* An argument or an answer: a map has fields with names, a list has entries. */
typedef struct zoneseal_value zoneseal_value;

typedef enum zoneseal_kind {
    ZONESEAL_NOTHING,
    ZONESEAL_FLAG,
    ZONESEAL_NUMBER,
    ZONESEAL_BYTES,
    ZONESEAL_TEXT,
    ZONESEAL_LIST,
    ZONESEAL_MAP
} zoneseal_kind;

/* Bytes that are somebody else's. */
typedef struct zoneseal_bytes {
    const unsigned char *bytes;
    size_t count;
} zoneseal_bytes;

/* Connects to unix:PATH, or to what $ZONESEAL_HSM says if the address is NULL. Even if it fails the
 * connection is there, for its message, and is to be closed; NULL only without memory. */
CK_EXPORT unsigned long zoneseal_connect(const char *address, unsigned timeout_milliseconds,
                                         zoneseal_connection **connection);
CK_EXPORT void zoneseal_close(zoneseal_connection *connection);
/* The reason of the last failure; empty if there was none. Good until the next call. */
CK_EXPORT const char *zoneseal_message(const zoneseal_connection *connection);

/* Runs a command. The answer, if asked for, is the caller's to free. */
CK_EXPORT unsigned long zoneseal_command(zoneseal_connection *connection, const char *name,
                                         const zoneseal_value *arguments, zoneseal_value **answer);
/* login.password; several users may log in, and their permissions add up. */
CK_EXPORT unsigned long zoneseal_login(zoneseal_connection *connection, const char *user,
                                       const void *password, size_t password_length);
/*
 * Signs each of the data with a key, by the reference that key.find, key.generate or key.load gave.
 * Signatures are in the order of the data and good until the next call on the connection. At most
 * zoneseal_most_in_batch at a time.
 */
CK_EXPORT unsigned long zoneseal_sign(zoneseal_connection *connection, zoneseal_bytes reference,
                                      const CK_MECHANISM *mechanism, const zoneseal_bytes *data,
                                      size_t count, zoneseal_bytes *signatures);
CK_EXPORT size_t zoneseal_most_in_batch(const zoneseal_connection *connection);

/* Values. Putting copies; a failed put (no memory) makes the command fail. Freeing overwrites. */
CK_EXPORT zoneseal_value *zoneseal_map(void);
CK_EXPORT void zoneseal_put_flag(zoneseal_value *map, const char *name, int flag);
CK_EXPORT void zoneseal_put_number(zoneseal_value *map, const char *name, uint64_t number);
CK_EXPORT void zoneseal_put_bytes(zoneseal_value *map, const char *name, const void *bytes,
                                  size_t count);
CK_EXPORT void zoneseal_put_text(zoneseal_value *map, const char *name, const char *text);
/* Puts an empty list and returns it; zoneseal_add_map adds an empty map to it. */
CK_EXPORT zoneseal_value *zoneseal_put_list(zoneseal_value *map, const char *name);
CK_EXPORT zoneseal_value *zoneseal_add_map(zoneseal_value *list);
CK_EXPORT void zoneseal_free(zoneseal_value *value);

/* Reading: what is not there or of another kind is NULL, 0 or no bytes. */
CK_EXPORT zoneseal_kind zoneseal_kind_of(const zoneseal_value *value);
CK_EXPORT const zoneseal_value *zoneseal_get(const zoneseal_value *map, const char *name);
CK_EXPORT size_t zoneseal_count(const zoneseal_value *list_or_map);
CK_EXPORT const zoneseal_value *zoneseal_at(const zoneseal_value *list_or_map, size_t index);
CK_EXPORT const char *zoneseal_name_at(const zoneseal_value *map, size_t index);
CK_EXPORT int zoneseal_flag(const zoneseal_value *value);
CK_EXPORT uint64_t zoneseal_number(const zoneseal_value *value);
CK_EXPORT zoneseal_bytes zoneseal_bytes_of(const zoneseal_value *value);
CK_EXPORT const char *zoneseal_text(const zoneseal_value *value);

#ifdef __cplusplus
}
#endif

#endif
