/* Objects of every class: making, reading, changing, finding, copying, destroying. */
#include "script.h"

#include <stdio.h>
#include <string.h>

static byte value[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

#define DATA(...) TEMPLATE(ULONG(CKA_CLASS, CKO_DATA), __VA_ARGS__)

static void data_objects(void)
{
    start();
    ulong_t s = open_user(), object = 0, o = 0;
    step("create", p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "data"), TEXT(CKA_APPLICATION, "script"),
                                               BYTES(CKA_VALUE, value), BOOL(CKA_PRIVATE, 0)), &object));
    note_flag(s, object, "token", CKA_TOKEN);
    note_flag(s, object, "modifiable", CKA_MODIFIABLE);
    note_flag(s, object, "copyable", CKA_COPYABLE);
    note_flag(s, object, "destroyable", CKA_DESTROYABLE);
    note_flag(s, object, "private", CKA_PRIVATE);
    step("create-defaults", p11->C_CreateObject(s, DATA(BYTES(CKA_VALUE, value)), &o));
    note_length(s, o, "label", CKA_LABEL);
    note_length(s, o, "application", CKA_APPLICATION);
    note_length(s, o, "object-id", CKA_OBJECT_ID);
    note_flag(s, o, "token", CKA_TOKEN);
    step("create-without-value", p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "empty")), &o));
    note_length(s, o, "value", CKA_VALUE);
    step("no-class", p11->C_CreateObject(s, TEMPLATE(TEXT(CKA_LABEL, "data")), &o));
    step("empty-template", p11->C_CreateObject(s, NULL, 0, &o));
    step("template-null", p11->C_CreateObject(s, NULL, 2, &o));
    step("handle-null", p11->C_CreateObject(s, DATA(BYTES(CKA_VALUE, value)), NULL));
    step("no-such-class", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, 0x1234), TEXT(CKA_LABEL, "x")), &o));
    step("class-short", p11->C_CreateObject(s, TEMPLATE({ CKA_CLASS, value, 2 }, TEXT(CKA_LABEL, "x")), &o));
    step("attribute-of-a-key", p11->C_CreateObject(s, DATA(BOOL(CKA_SIGN, 1)), &o));
    step("no-such-attribute", p11->C_CreateObject(s, DATA(ULONG(0x7654321, 1)), &o));
    step("flag-of-four-bytes", p11->C_CreateObject(s, DATA({ CKA_PRIVATE, value, 4 }), &o));
    step("flag-of-no-bytes", p11->C_CreateObject(s, DATA({ CKA_PRIVATE, value, 0 }), &o));
    step("twice-the-same", p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "a"), TEXT(CKA_LABEL, "a")), &o));
    step("twice-different", p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "a"), TEXT(CKA_LABEL, "b")), &o));
    step("value-null-with-length", p11->C_CreateObject(s, DATA({ CKA_VALUE, NULL, 3 }), &o));
    step("unique-id-given", p11->C_CreateObject(s, DATA(TEXT(CKA_UNIQUE_ID, "mine")), &o));
    step("destroy", p11->C_DestroyObject(s, object));
    step("destroy-twice", p11->C_DestroyObject(s, object));
    step("read-destroyed", p11->C_GetAttributeValue(s, object, TEMPLATE(NONE(CKA_LABEL))));
    step("destroy-zero", p11->C_DestroyObject(s, 0));
}

static void read_attributes(void)
{
    start();
    ulong_t s = open_user(), object = 0, class = 99, size;
    byte label[8] = { 0 }, big[64], flag = 9;
    need(p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "label"), BYTES(CKA_VALUE, value), BOOL(CKA_PRIVATE, 0)),
                             &object), "object");
    attribute_t one[] = { { CKA_LABEL, NULL, 77 } };
    step("size", p11->C_GetAttributeValue(s, object, one, 1));
    note("length=%lu", one[0].length);
    one[0] = (attribute_t){ CKA_LABEL, label, sizeof label };
    step("larger-buffer", p11->C_GetAttributeValue(s, object, one, 1));
    note("length=%lu label=%.5s", one[0].length, (char *)label);
    one[0] = (attribute_t){ CKA_LABEL, label, 5 };
    step("exact-buffer", p11->C_GetAttributeValue(s, object, one, 1));
    note("length=%lu", one[0].length);
    one[0] = (attribute_t){ CKA_LABEL, label, 4 };
    step("small-buffer", p11->C_GetAttributeValue(s, object, one, 1));
    note("unavailable=%d", one[0].length == UNAVAILABLE);
    one[0] = (attribute_t){ CKA_MODULUS, big, sizeof big };
    step("not-of-this-class", p11->C_GetAttributeValue(s, object, one, 1));
    note("unavailable=%d", one[0].length == UNAVAILABLE);
    one[0] = (attribute_t){ 0x7654321, big, sizeof big };
    step("no-such-attribute", p11->C_GetAttributeValue(s, object, one, 1));
    note("unavailable=%d", one[0].length == UNAVAILABLE);
    attribute_t several[] = { { CKA_CLASS, &class, sizeof class }, { CKA_MODULUS, big, sizeof big },
                              { CKA_VALUE, big, sizeof big }, { CKA_TOKEN, &flag, 1 } };
    step("several-one-missing", p11->C_GetAttributeValue(s, object, several, 4));
    note("class=%lu missing=%d value=%lu token=%d", class, several[1].length == UNAVAILABLE,
         several[2].length, flag);
    attribute_t small[] = { { CKA_LABEL, label, 2 }, { CKA_VALUE, big, sizeof big }, { CKA_TOKEN, &flag, 0 } };
    step("several-two-small", p11->C_GetAttributeValue(s, object, small, 3));
    note("label=%d value=%lu token=%d", small[0].length == UNAVAILABLE, small[1].length,
         small[2].length == UNAVAILABLE);
    attribute_t both[] = { { CKA_LABEL, label, 2 }, { CKA_MODULUS, big, sizeof big } };
    step("small-and-missing", p11->C_GetAttributeValue(s, object, both, 2));
    attribute_t twice[] = { { CKA_LABEL, label, 8 }, { CKA_LABEL, big, 64 } };
    step("asked-twice", p11->C_GetAttributeValue(s, object, twice, 2));
    note("lengths=%lu,%lu", twice[0].length, twice[1].length);
    step("no-attributes", p11->C_GetAttributeValue(s, object, one, 0));
    step("template-null", p11->C_GetAttributeValue(s, object, NULL, 1));
    step("no-such-object", p11->C_GetAttributeValue(s, 987654321, one, 1));
    step("object-size", p11->C_GetObjectSize(s, object, &size));
    step("object-size-null", p11->C_GetObjectSize(s, object, NULL));
    step("object-size-no-such-object", p11->C_GetObjectSize(s, 987654321, &size));
}

static void set_attributes(void)
{
    start();
    ulong_t s = open_user(), object = 0, fixed = 0, key;
    byte label[8] = { 0 };
    need(p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "label"), BYTES(CKA_VALUE, value), BOOL(CKA_PRIVATE, 0)),
                             &object), "object");
    step("label", p11->C_SetAttributeValue(s, object, TEMPLATE(TEXT(CKA_LABEL, "other"))));
    attribute_t read[] = { { CKA_LABEL, label, sizeof label } };
    p11->C_GetAttributeValue(s, object, read, 1);
    note("label=%.5s", (char *)label);
    step("label-empty", p11->C_SetAttributeValue(s, object, TEMPLATE(NONE(CKA_LABEL))));
    note_length(s, object, "label", CKA_LABEL);
    step("value", p11->C_SetAttributeValue(s, object, TEMPLATE({ CKA_VALUE, value, 4 })));
    note_length(s, object, "value", CKA_VALUE);
    step("class", p11->C_SetAttributeValue(s, object, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY))));
    step("token", p11->C_SetAttributeValue(s, object, TEMPLATE(BOOL(CKA_TOKEN, 1))));
    step("private", p11->C_SetAttributeValue(s, object, TEMPLATE(BOOL(CKA_PRIVATE, 1))));
    step("modifiable", p11->C_SetAttributeValue(s, object, TEMPLATE(BOOL(CKA_MODIFIABLE, 0))));
    step("not-of-this-class", p11->C_SetAttributeValue(s, object, TEMPLATE(BOOL(CKA_SIGN, 1))));
    step("no-such-attribute", p11->C_SetAttributeValue(s, object, TEMPLATE(ULONG(0x7654321, 1))));
    step("one-right-one-wrong", p11->C_SetAttributeValue(s, object, TEMPLATE(TEXT(CKA_LABEL, "half"),
                                                                            ULONG(CKA_CLASS, 2))));
    note_length(s, object, "label", CKA_LABEL);
    step("template-null", p11->C_SetAttributeValue(s, object, NULL, 1));
    step("no-such-object", p11->C_SetAttributeValue(s, 987654321, TEMPLATE(TEXT(CKA_LABEL, "x"))));
    step("create-not-modifiable", p11->C_CreateObject(s, DATA(BYTES(CKA_VALUE, value), BOOL(CKA_MODIFIABLE, 0)),
                                                      &fixed));
    step("set-not-modifiable", p11->C_SetAttributeValue(s, fixed, TEMPLATE(TEXT(CKA_LABEL, "x"))));
    step("create-not-destroyable", p11->C_CreateObject(s, DATA(BYTES(CKA_VALUE, value),
                                                               BOOL(CKA_DESTROYABLE, 0)), &fixed));
    step("destroy-not-destroyable", p11->C_DestroyObject(s, fixed));
    key = aes_key(s, value, 16);
    step("key-id", p11->C_SetAttributeValue(s, key, TEMPLATE({ CKA_ID, value, 3 })));
    step("key-encrypt", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_ENCRYPT, 0))));
    note_flag(s, key, "encrypt", CKA_ENCRYPT);
    step("key-type", p11->C_SetAttributeValue(s, key, TEMPLATE(ULONG(CKA_KEY_TYPE, CKK_GENERIC_SECRET))));
    step("key-value", p11->C_SetAttributeValue(s, key, TEMPLATE(BYTES(CKA_VALUE, value))));
    step("key-local", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_LOCAL, 1))));
    step("key-never-extractable", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_NEVER_EXTRACTABLE, 1))));
    step("key-trusted", p11->C_SetAttributeValue(s, key, TEMPLATE(BOOL(CKA_TRUSTED, 1))));
}

static void token_objects(void)
{
    start();
    ulong_t ro = open_ro(), s = open_user(), object = 0, o, session_object;
    attribute_t mine[] = { TEXT(CKA_APPLICATION, "token-objects") };
    step("token", p11->C_CreateObject(s, DATA(TEXT(CKA_APPLICATION, "token-objects"), BOOL(CKA_TOKEN, 1),
                                              BOOL(CKA_PRIVATE, 0), BYTES(CKA_VALUE, value)), &object));
    step("session", p11->C_CreateObject(s, DATA(TEXT(CKA_APPLICATION, "token-objects"), BOOL(CKA_TOKEN, 0),
                                                BOOL(CKA_PRIVATE, 0), BYTES(CKA_VALUE, value)),
                                        &session_object));
    step("private", p11->C_CreateObject(s, DATA(TEXT(CKA_APPLICATION, "token-objects"), BOOL(CKA_TOKEN, 1),
                                                BOOL(CKA_PRIVATE, 1), BYTES(CKA_VALUE, value)), &o));
    step("token-in-read-only", p11->C_CreateObject(ro, DATA(BOOL(CKA_TOKEN, 1)), &o));
    step("session-in-read-only", p11->C_CreateObject(ro, DATA(TEXT(CKA_APPLICATION, "token-objects"),
                                                              BOOL(CKA_TOKEN, 0), BOOL(CKA_PRIVATE, 0)), &o));
    step("set-in-read-only", p11->C_SetAttributeValue(ro, object, TEMPLATE(TEXT(CKA_LABEL, "x"))));
    step("set-session-in-read-only", p11->C_SetAttributeValue(ro, session_object, TEMPLATE(TEXT(CKA_LABEL, "x"))));
    step("destroy-in-read-only", p11->C_DestroyObject(ro, object));
    step("copy-in-read-only", p11->C_CopyObject(ro, object, NULL, 0, &o));
    step("copy-to-session-in-read-only", p11->C_CopyObject(ro, object, TEMPLATE(BOOL(CKA_TOKEN, 0)), &o));
    step("count", 0);
    note("found=%lu", count_objects(s, mine, 1));
    step("logout", p11->C_Logout(s));
    note("found=%lu", count_objects(s, mine, 1));
    step("public-token-object-lives", p11->C_GetAttributeValue(ro, object, TEMPLATE(NONE(CKA_LABEL))));
    step("session-object-lives", p11->C_GetAttributeValue(ro, session_object, TEMPLATE(NONE(CKA_LABEL))));
    step("close", p11->C_CloseSession(s));
    note("found=%lu", count_objects(ro, mine, 1));
    step("session-object-gone", p11->C_GetAttributeValue(ro, session_object, TEMPLATE(NONE(CKA_LABEL))));
    p11->C_Finalize(NULL);
    start();
    s = open_user();
    step("after-restart", 0);
    note("found=%lu", count_objects(s, mine, 1));
    destroy_all(s);
}

static void private_objects(void)
{
    start();
    ulong_t s = open_rw(), object, o, key;
    attribute_t mine[] = { TEXT(CKA_APPLICATION, "private-objects") };
    step("private-without-login", p11->C_CreateObject(s, DATA(BOOL(CKA_PRIVATE, 1)), &o));
    step("public-without-login", p11->C_CreateObject(s, DATA(BOOL(CKA_PRIVATE, 0)), &o));
    step("key-without-login", p11->C_GenerateKey(s, MECHANISM(CKM_AES_KEY_GEN),
                                                 TEMPLATE(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_PRIVATE, 1)), &o));
    step("public-key-without-login", p11->C_GenerateKey(s, MECHANISM(CKM_AES_KEY_GEN),
         TEMPLATE(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_PRIVATE, 0)), &o));
    need(p11->C_Login(s, CKU_USER, PIN(user_pin)), "login");
    step("create", p11->C_CreateObject(s, DATA(TEXT(CKA_APPLICATION, "private-objects"), BOOL(CKA_PRIVATE, 1),
                                               BOOL(CKA_TOKEN, 1), BYTES(CKA_VALUE, value)), &object));
    key = aes_key(s, value, 16);
    p11->C_Logout(s);
    step("found-after-logout", 0);
    note("found=%lu", count_objects(s, mine, 1));
    step("read-after-logout", p11->C_GetAttributeValue(s, object, TEMPLATE(NONE(CKA_VALUE))));
    step("destroy-after-logout", p11->C_DestroyObject(s, object));
    step("key-after-logout", p11->C_EncryptInit(s, MECHANISM_WITH(CKM_AES_CBC_PAD, value), key));
    need(p11->C_Login(s, CKU_USER, PIN(user_pin)), "login");
    step("found-after-login", 0);
    note("found=%lu", count_objects(s, mine, 1));
    step("session-object-after-login", p11->C_GetAttributeValue(s, key, TEMPLATE(NONE(CKA_LABEL))));
    destroy_all(s);
}

static void find(void)
{
    start();
    ulong_t s = open_user(), o, found[8], count = 99;
    for (int i = 0; i < 5; i++) {
        char label[] = "find-0";
        label[5] = (char)('0' + i);
        need(p11->C_CreateObject(s, DATA({ CKA_LABEL, label, 6 }, TEXT(CKA_APPLICATION, "find"),
                                         BOOL(CKA_PRIVATE, i & 1)), &o), "object");
    }
    attribute_t all[] = { TEXT(CKA_APPLICATION, "find") };
    step("init", p11->C_FindObjectsInit(s, all, 1));
    step("two", p11->C_FindObjects(s, found, 2, &count));
    note("count=%lu", count);
    step("none-asked", p11->C_FindObjects(s, found, 0, &count));
    step("rest", p11->C_FindObjects(s, found, 8, &count));
    note("count=%lu", count);
    step("no-more", p11->C_FindObjects(s, found, 8, &count));
    note("count=%lu", count);
    step("found-null", p11->C_FindObjects(s, NULL, 8, &count));
    step("count-null", p11->C_FindObjects(s, found, 8, NULL));
    step("active", p11->C_FindObjectsInit(s, all, 1));
    step("final", p11->C_FindObjectsFinal(s));
    step("final-twice", p11->C_FindObjectsFinal(s));
    step("after-final", p11->C_FindObjects(s, found, 8, &count));
    step("template-null", p11->C_FindObjectsInit(s, NULL, 1));
    p11->C_FindObjectsFinal(s);
    attribute_t label[] = { TEXT(CKA_APPLICATION, "find"), TEXT(CKA_LABEL, "find-3") };
    step("by-label", 0);
    note("found=%lu", count_objects(s, label, 2));
    attribute_t prefix[] = { TEXT(CKA_LABEL, "find") };
    step("by-prefix", 0);
    note("found=%lu", count_objects(s, prefix, 1));
    attribute_t private[] = { TEXT(CKA_APPLICATION, "find"), BOOL(CKA_PRIVATE, 1) };
    step("by-flag", 0);
    note("found=%lu", count_objects(s, private, 2));
    attribute_t class[] = { ULONG(CKA_CLASS, CKO_DATA), TEXT(CKA_APPLICATION, "find") };
    step("by-class", 0);
    note("found=%lu", count_objects(s, class, 2));
    attribute_t other[] = { ULONG(CKA_CLASS, CKO_PRIVATE_KEY), TEXT(CKA_APPLICATION, "find") };
    step("by-other-class", 0);
    note("found=%lu", count_objects(s, other, 2));
    attribute_t unknown[] = { ULONG(0x7654321, 1) };
    step("by-unknown-attribute", p11->C_FindObjectsInit(s, unknown, 1));
    step("by-unknown-attribute-find", p11->C_FindObjects(s, found, 8, &count));
    note("count=%lu", count);
    p11->C_FindObjectsFinal(s);
    attribute_t empty[] = { TEXT(CKA_APPLICATION, "find"), NONE(CKA_LABEL) };
    step("by-empty-label", 0);
    note("found=%lu", count_objects(s, empty, 2));
    ulong_t second = open_ro();
    step("other-session", 0);
    note("found=%lu", count_objects(second, all, 1));
    step("destroyed-meanwhile", p11->C_FindObjectsInit(s, all, 1));
    p11->C_DestroyObject(s, o);
    step("destroyed-meanwhile-find", p11->C_FindObjects(s, found, 8, &count));
    p11->C_FindObjectsFinal(s);
}

static void copy(void)
{
    start();
    ulong_t s = open_user(), object, o = 0, key;
    byte label[8] = { 0 };
    need(p11->C_CreateObject(s, DATA(TEXT(CKA_LABEL, "label"), BYTES(CKA_VALUE, value), BOOL(CKA_PRIVATE, 0)),
                             &object), "object");
    step("same", p11->C_CopyObject(s, object, NULL, 0, &o));
    note("other-handle=%d", o != object);
    note_length(s, o, "value", CKA_VALUE);
    step("label", p11->C_CopyObject(s, object, TEMPLATE(TEXT(CKA_LABEL, "copy")), &o));
    attribute_t read[] = { { CKA_LABEL, label, sizeof label } };
    p11->C_GetAttributeValue(s, o, read, 1);
    note("label=%.4s", (char *)label);
    step("to-token", p11->C_CopyObject(s, object, TEMPLATE(BOOL(CKA_TOKEN, 1)), &o));
    note_flag(s, o, "token", CKA_TOKEN);
    step("to-private", p11->C_CopyObject(s, object, TEMPLATE(BOOL(CKA_PRIVATE, 1)), &o));
    note_flag(s, o, "private", CKA_PRIVATE);
    step("to-public", p11->C_CopyObject(s, o, TEMPLATE(BOOL(CKA_PRIVATE, 0)), &o));
    step("class", p11->C_CopyObject(s, object, TEMPLATE(ULONG(CKA_CLASS, CKO_SECRET_KEY)), &o));
    step("no-such-attribute", p11->C_CopyObject(s, object, TEMPLATE(ULONG(0x7654321, 1)), &o));
    step("handle-null", p11->C_CopyObject(s, object, NULL, 0, NULL));
    step("no-such-object", p11->C_CopyObject(s, 987654321, NULL, 0, &o));
    need(p11->C_CreateObject(s, DATA(BOOL(CKA_COPYABLE, 0), BYTES(CKA_VALUE, value)), &o), "not-copyable");
    step("not-copyable", p11->C_CopyObject(s, o, NULL, 0, &o));
    need(p11->C_GenerateKey(s, MECHANISM(CKM_AES_KEY_GEN),
                            TEMPLATE(ULONG(CKA_VALUE_LEN, 16), BOOL(CKA_SENSITIVE, 0), BOOL(CKA_EXTRACTABLE, 1)),
                            &key), "key");
    step("key-to-sensitive", p11->C_CopyObject(s, key, TEMPLATE(BOOL(CKA_SENSITIVE, 1)), &o));
    note_flag(s, o, "sensitive", CKA_SENSITIVE);
    note_flag(s, o, "always", CKA_ALWAYS_SENSITIVE);
    step("key-to-not-sensitive", p11->C_CopyObject(s, o, TEMPLATE(BOOL(CKA_SENSITIVE, 0)), &o));
    step("key-to-not-extractable", p11->C_CopyObject(s, key, TEMPLATE(BOOL(CKA_EXTRACTABLE, 0)), &o));
    step("key-to-extractable", p11->C_CopyObject(s, o, TEMPLATE(BOOL(CKA_EXTRACTABLE, 1)), &o));
    destroy_all(s);
}

static byte subject[] = { 0x30, 0x0c, 0x31, 0x0a, 0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, 'x' };
static byte certificate[64] = { 0x30, 62 };

static void certificates(void)
{
    start();
    ulong_t s = open_user(), o = 0;
    step("create", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        ULONG(CKA_CERTIFICATE_TYPE, 0), BYTES(CKA_SUBJECT, subject), BYTES(CKA_VALUE, certificate),
        BOOL(CKA_PRIVATE, 0), TEXT(CKA_LABEL, "certificate"), { CKA_ID, value, 2 }), &o));
    note_flag(s, o, "trusted", CKA_TRUSTED);
    note_flag(s, o, "token", CKA_TOKEN);
    note_ulong(s, o, "category", CKA_CERTIFICATE_CATEGORY);
    note_length(s, o, "issuer", CKA_ISSUER);
    note_length(s, o, "serial", CKA_SERIAL_NUMBER);
    note_length(s, o, "start", CKA_START_DATE);
    note_length(s, o, "value", CKA_VALUE);
    attribute_t by_subject[] = { ULONG(CKA_CLASS, CKO_CERTIFICATE), BYTES(CKA_SUBJECT, subject) };
    step("find-by-subject", 0);
    note("found=%lu", count_objects(s, by_subject, 2));
    step("set-label", p11->C_SetAttributeValue(s, o, TEMPLATE(TEXT(CKA_LABEL, "other"))));
    step("set-id", p11->C_SetAttributeValue(s, o, TEMPLATE({ CKA_ID, value, 5 })));
    step("set-value", p11->C_SetAttributeValue(s, o, TEMPLATE(BYTES(CKA_VALUE, certificate))));
    step("set-trusted", p11->C_SetAttributeValue(s, o, TEMPLATE(BOOL(CKA_TRUSTED, 1))));
    step("trusted-by-user", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        ULONG(CKA_CERTIFICATE_TYPE, 0), BYTES(CKA_SUBJECT, subject), BYTES(CKA_VALUE, certificate),
        BOOL(CKA_TRUSTED, 1)), &o));
    step("no-type", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        BYTES(CKA_SUBJECT, subject), BYTES(CKA_VALUE, certificate)), &o));
    step("no-subject", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        ULONG(CKA_CERTIFICATE_TYPE, 0), BYTES(CKA_VALUE, certificate)), &o));
    step("no-value", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        ULONG(CKA_CERTIFICATE_TYPE, 0), BYTES(CKA_SUBJECT, subject)), &o));
    step("no-such-type", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_CERTIFICATE),
        ULONG(CKA_CERTIFICATE_TYPE, 99), BYTES(CKA_SUBJECT, subject), BYTES(CKA_VALUE, certificate)), &o));
}

static void other_classes(void)
{
    start();
    ulong_t s = open_user(), o;
    step("hardware-feature", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_HW_FEATURE)), &o));
    step("mechanism", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, 7)), &o));
    step("vendor", p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, 0x80000001)), &o));
}

const section_t object_sections[] = {
    { "data", data_objects },
    { "read", read_attributes },
    { "set", set_attributes },
    { "token-objects", token_objects },
    { "private-objects", private_objects },
    { "find", find },
    { "copy", copy },
    { "certificates", certificates },
    { "other-classes", other_classes },
    { NULL, NULL },
};
