/*
 * pkcs11-load MODULE TOKEN PIN JOURNAL THREADS KEYS
 * pkcs11-load MODULE TOKEN PIN JOURNAL check
 *
 * Makes that many key pairs on P-256 in the token, signs and verifies with each and destroys every
 * third, whatever happens to the device meanwhile; one initialised module for the whole time. What the
 * module has confirmed goes to the journal, as does what was tried and had another answer. "check", in
 * another process, compares the token with the journal:
 *
 *   try LABEL          before a generation
 *   made LABEL POINT   C_GenerateKeyPair answered CKR_OK
 *   end LABEL          before C_DestroyObject
 *   gone LABEL         it answered CKR_OK
 *
 * A key that was made must be there, once, with that point, unless its end was begun; one that is gone
 * must be gone; none may be there twice; none may be there that was never tried.
 */
#include "module.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 100, POINT = 67 };

static functions_t *p11;
static ulong_t slot;
static FILE *journal;
static int keys;
static atomic_int next, failures, signatures;
static byte yes = 1, no = 0;
static byte p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };

/* One line, on the disk of this process's machine before the next call is made. */
static void record(const char *what, const char *label, const byte *point)
{
    char line[256];
    int length = snprintf(line, sizeof line, "%s %s", what, label);
    for (int i = 0; point != NULL && i < POINT; i++) {
        length += snprintf(line + length, sizeof line - (size_t)length, i == 0 ? " %02x" : "%02x", point[i]);
    }
    flockfile(journal);
    fprintf(journal, "%s\n", line);
    fflush(journal);
    funlockfile(journal);
}

/* Counts an answer that is not CKR_OK and waits a little: the device may be down. */
static int failed(ulong_t answer, const char *call, const char *label)
{
    if (answer == 0) {
        return 0;
    }
    failures++;
    flockfile(journal);
    fprintf(journal, "# %s %s CKR_%s\n", call, label, ckr_name(answer));
    funlockfile(journal);
    usleep(50000);
    return 1;
}

static ulong_t read_point(ulong_t session, ulong_t key, byte *point)
{
    attribute_t template[] = { { 0x181, point, POINT } };
    return p11->C_GetAttributeValue(session, key, template, 1);
}

static int make(ulong_t session, char *label, ulong_t *public, ulong_t *private)
{
    attribute_t public_half[] = { { 0x180, p256, sizeof p256 }, { 1, &yes, 1 }, { 0x10a, &yes, 1 },
                                  { 3, label, strlen(label) } };
    attribute_t private_half[] = { { 1, &yes, 1 }, { 2, &yes, 1 }, { 0x103, &yes, 1 }, { 0x162, &no, 1 },
                                   { 0x108, &yes, 1 }, { 3, label, strlen(label) } };
    mechanism_t pair = { CKM_EC_KEY_PAIR_GEN, NULL, 0 };
    byte point[POINT];
    record("try", label, NULL);
    if (failed(p11->C_GenerateKeyPair(session, &pair, public_half, 4, private_half, 6, public, private),
               "C_GenerateKeyPair", label)) {
        return 0;
    }
    int tries = 0;
    while (failed(read_point(session, *public, point), "C_GetAttributeValue", label)) {
        if (++tries == PATIENCE) {
            return 0;
        }
    }
    record("made", label, point);
    return 1;
}

static int sign_once(ulong_t session, const char *label, ulong_t public, ulong_t private)
{
    mechanism_t ecdsa = { CKM_ECDSA, NULL, 0 };
    byte data[32] = { 1, 2, 3 }, signature[64];
    ulong_t length = sizeof signature;
    if (failed(p11->C_SignInit(session, &ecdsa, private), "C_SignInit", label)
        || failed(p11->C_Sign(session, data, sizeof data, signature, &length), "C_Sign", label)
        || failed(p11->C_VerifyInit(session, &ecdsa, public), "C_VerifyInit", label)) {
        return 0;
    }
    ulong_t answer = p11->C_Verify(session, data, sizeof data, signature, length);
    if (answer == 0xc0 || answer == 0xc1) {
        fprintf(stderr, "a wrong signature by %s\n", label);
        exit(5);
    }
    return !failed(answer, "C_Verify", label);
}

static int sign(ulong_t session, const char *label, ulong_t public, ulong_t private)
{
    for (int tries = 0; tries < PATIENCE; tries++) {
        if (sign_once(session, label, public, private)) {
            signatures++;
            return 1;
        }
    }
    return 0;
}

static void *work(void *unused)
{
    ulong_t session = open_session(p11, slot);
    int lost = 0;
    for (int number = next++; number < keys; number = next++) {
        char label[64];
        ulong_t public, private;
        snprintf(label, sizeof label, "load-%d-%d-%d", (int)getpid(), number, lost);
        while (!make(session, label, &public, &private)) {
            if (++lost % PATIENCE == 0) {
                fprintf(stderr, "no key can be made any more\n");
                exit(4);
            }
            snprintf(label, sizeof label, "load-%d-%d-%d", (int)getpid(), number, lost);
        }
        if (!sign(session, label, public, private)) {
            fprintf(stderr, "%s cannot be used any more\n", label);
            exit(4);
        }
        if (number % 3 == 0) {
            record("end", label, NULL);
            if (!failed(p11->C_DestroyObject(session, private), "C_DestroyObject", label)
                && !failed(p11->C_DestroyObject(session, public), "C_DestroyObject", label)) {
                record("gone", label, NULL);
            }
        }
    }
    return unused;
}

/* What the journal says of a label. */
struct entry { char label[64], point[2 * POINT + 1]; int made, ended, gone; };
static struct entry *entries;
static int entry_count;

static struct entry *entry_of(const char *label)
{
    for (int i = entry_count - 1; i >= 0; i--) {
        if (strcmp(entries[i].label, label) == 0) {
            return &entries[i];
        }
    }
    entries = realloc(entries, (size_t)(entry_count + 1) * sizeof *entries);
    memset(&entries[entry_count], 0, sizeof *entries);
    snprintf(entries[entry_count].label, sizeof entries->label, "%s", label);
    return &entries[entry_count++];
}

static void read_journal(void)
{
    char line[512], what[16], label[64], point[160];
    while (fgets(line, sizeof line, journal) != NULL) {
        point[0] = 0;
        if (line[0] == '#' || sscanf(line, "%15s %63s %159s", what, label, point) < 2) {
            continue;
        }
        struct entry *entry = entry_of(label);
        entry->made |= strcmp(what, "made") == 0;
        entry->ended |= strcmp(what, "end") == 0;
        entry->gone |= strcmp(what, "gone") == 0;
        if (entry->made && point[0] != 0) {
            snprintf(entry->point, sizeof entry->point, "%s", point);
        }
    }
}

static int find(ulong_t session, ulong_t class, const char *label, ulong_t *found)
{
    attribute_t template[] = { { 0, &class, sizeof class }, { 3, (void *)label, strlen(label) } };
    ulong_t count = 0, some[8];
    must(p11->C_FindObjectsInit(session, template, label[0] == 0 ? 1 : 2), "C_FindObjectsInit");
    int all = 0;
    do {
        must(p11->C_FindObjects(session, some, 8, &count), "C_FindObjects");
        if (all == 0 && count > 0) {
            *found = some[0];
        }
        all += (int)count;
    } while (count > 0);
    must(p11->C_FindObjectsFinal(session), "C_FindObjectsFinal");
    return all;
}

static int check_entry(ulong_t session, struct entry *entry)
{
    ulong_t key = 0, public = 0;
    int there = find(session, CKO_PRIVATE_KEY, entry->label, &key);
    int both = find(session, CKO_PUBLIC_KEY, entry->label, &public);
    const char *wrong = NULL;
    if (there > 1 || both > 1) {
        wrong = "is there twice";
    } else if (entry->made && !entry->ended && (there == 0 || both == 0)) {
        wrong = "was confirmed and is lost";
    } else if (entry->gone && there + both > 0) {
        wrong = "was destroyed and is back";
    } else if (there == 1 && both == 0 && !entry->ended) {
        wrong = "is half there";
    } else if (entry->made && both == 1) {
        byte point[POINT];
        char hex[2 * POINT + 1];
        must(read_point(session, public, point), "C_GetAttributeValue");
        for (int i = 0; i < POINT; i++) {
            sprintf(hex + 2 * i, "%02x", point[i]);
        }
        if (strcmp(hex, entry->point) != 0) {
            wrong = "is another key";
        } else if (there == 1 && !sign_once(session, entry->label, public, key)) {
            wrong = "does not sign";
        }
    }
    if (wrong != NULL) {
        printf("wrong: %s %s\n", entry->label, wrong);
    }
    return there;
}

static void check(void)
{
    ulong_t session = open_session(p11, slot), ignored;
    read_journal();
    int there = 0, made = 0;
    for (int i = 0; i < entry_count; i++) {
        there += check_entry(session, &entries[i]);
        made += entries[i].made;
    }
    int all = find(session, CKO_PRIVATE_KEY, "", &ignored);
    if (all != there) {
        printf("wrong: %d private keys in the token, %d of them tried here\n", all, there);
    }
    printf("tried %d, confirmed %d, there %d\n", entry_count, made, there);
}

int main(int count, char **arguments)
{
    int checking = count == 6 && strcmp(arguments[5], "check") == 0;
    if (count != 7 && !checking) {
        fprintf(stderr, "usage: pkcs11-load MODULE TOKEN PIN JOURNAL (THREADS KEYS | check)\n");
        return 2;
    }
    journal = fopen(arguments[4], checking ? "r" : "a");
    if (journal == NULL) {
        perror(arguments[4]);
        return 3;
    }
    p11 = load_module(arguments[1]);
    slot = find_slot(p11, arguments[2]);
    ulong_t session = open_session(p11, slot);
    must(p11->C_Login(session, CKU_USER, (byte *)arguments[3], strlen(arguments[3])), "C_Login");
    if (checking) {
        check();
    } else {
        pthread_t thread[64];
        int threads = atoi(arguments[5]);
        keys = atoi(arguments[6]);
        for (int i = 0; i < threads && i < 64; i++) {
            pthread_create(&thread[i], NULL, work, NULL);
        }
        for (int i = 0; i < threads && i < 64; i++) {
            pthread_join(thread[i], NULL);
        }
        printf("made %d keys and %d signatures, %d calls failed on the way\n", keys, signatures, failures);
    }
    return p11->C_Finalize(NULL) == 0 ? 0 : 3;
}
