/*
 * How the script is written: a section is a function that runs in a process of its own, with the module
 * loaded and not initialised; a step is one call, and one line of output. What a line says must be the
 * same on every device: names and lengths, never handles and never random bytes. A call that might begin
 * an operation on one device and not on the other gets a session of its own, or all later steps differ.
 */
#ifndef INTEROP_SCRIPT_H
#define INTEROP_SCRIPT_H

#include "cryptoki.h"

extern functions_t *p11;

/* The slot of the token the script works on, and its PINs. */
extern ulong_t slot;
extern const char *token_label;
extern byte *so_pin, *user_pin;
#define PIN(pin) (byte *)(pin), (ulong_t)strlen((char *)(pin))

/* One line: the section, the step and the name of the answer, which is returned. */
ulong_t step(const char *name, ulong_t answer);
ulong_t stepf(ulong_t answer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds to the line of the last step. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note_bytes(const char *name, const byte *value, ulong_t length);
/* A call that later steps need and that is no step itself: unless it answers CKR_OK the section ends. */
void need(ulong_t answer, const char *what);

void start(void);                 /* C_Initialize and find the slot */
ulong_t open_ro(void);
ulong_t open_rw(void);
ulong_t open_user(void);          /* read-write, user logged in */

extern byte yes, no;
#define BOOL(type, v) { type, (v) ? &yes : &no, 1 }
#define ULONG(type, v) { type, &(ulong_t){ v }, sizeof(ulong_t) }
#define BYTES(type, array) { type, array, sizeof(array) }
#define TEXT(type, text) { type, text, sizeof(text) - 1 }
#define NONE(type) { type, NULL, 0 }
#define TEMPLATE(...) \
    (attribute_t[]){ __VA_ARGS__ }, sizeof((attribute_t[]){ __VA_ARGS__ }) / sizeof(attribute_t)
#define MECHANISM(type) &(mechanism_t){ type, NULL, 0 }
#define MECHANISM_WITH(type, parameter) &(mechanism_t){ type, &(parameter), sizeof(parameter) }

/* The boolean attribute: 0, 1, or -1 if it could not be read. */
int flag_of(ulong_t session, ulong_t object, ulong_t type);
void note_flag(ulong_t session, ulong_t object, const char *name, ulong_t type);
void note_ulong(ulong_t session, ulong_t object, const char *name, ulong_t type);
void note_length(ulong_t session, ulong_t object, const char *name, ulong_t type);
/* How many objects the session finds. */
ulong_t count_objects(ulong_t session, attribute_t *template, ulong_t count);
void destroy_all(ulong_t session);

/* Keys for the sections, made for the session unless told otherwise. */
ulong_t aes_key(ulong_t session, byte *value, ulong_t length);
ulong_t hmac_key(ulong_t session, byte *value, ulong_t length);
void rsa_pair(ulong_t session, ulong_t *public, ulong_t *private);
void ec_pair(ulong_t session, ulong_t *public, ulong_t *private);

extern byte p256[10], p384[7], p521[7], edwards25519[14];

typedef struct { const char *name; void (*run)(void); } section_t;
extern const section_t general_sections[], session_sections[], object_sections[], key_sections[],
    sign_sections[], cipher_sections[], wrap_sections[];

#endif
