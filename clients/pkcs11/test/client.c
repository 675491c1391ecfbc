#include "client.h"

#include <unistd.h>

const char *client_socket(void) {
    static char path[64];
    snprintf(path, sizeof path, "/tmp/zoneseal-test-%d.socket", (int)getpid());
    return path;
}

void client_configure(const char *lines) {
    char path[64];
    snprintf(path, sizeof path, "/tmp/zoneseal-test-%d.conf", (int)getpid());
    FILE *file = fopen(path, "w");
    CHECK(file != NULL);
    fprintf(file, "device = unix:%s\nlog-level = %s\n%s\n", client_socket(),
            getenv("VERBOSE") != NULL ? "debug" : "off", lines);
    fclose(file);
    setenv("ZONESEAL_PKCS11_CONF", path, 1);
}

void client_start(const char *lines) {
    client_configure(lines);
    CHECK_EQUAL(C_Initialize(NULL), CKR_OK);
    unlink(getenv("ZONESEAL_PKCS11_CONF"));
}

void client_stop(void) {
    CHECK_EQUAL(C_Finalize(NULL), CKR_OK);
}

CK_SESSION_HANDLE client_session(void) {
    CK_SESSION_HANDLE session = 0;
    CHECK_EQUAL(C_OpenSession(DAEMON_SLOT, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
                              &session),
                CKR_OK);
    return session;
}

void client_login(CK_SESSION_HANDLE session) {
    CHECK_EQUAL(C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR) "1234", 4), CKR_OK);
}

CK_OBJECT_HANDLE client_find(CK_SESSION_HANDLE session, CK_OBJECT_CLASS class) {
    CK_ATTRIBUTE template = {CKA_CLASS, &class, sizeof class};
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG count = 0;
    CHECK_EQUAL(C_FindObjectsInit(session, &template, 1), CKR_OK);
    CHECK_EQUAL(C_FindObjects(session, &object, 1, &count), CKR_OK);
    CHECK_EQUAL(C_FindObjectsFinal(session), CKR_OK);
    CHECK_EQUAL(count, 1);
    return object;
}

CK_SESSION_HANDLE client_ready(void) {
    CK_SESSION_HANDLE session = client_session();
    client_login(session);
    return session;
}

CK_RV client_sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, CK_BYTE data) {
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    CK_BYTE signature[100];
    CK_ULONG length = sizeof signature;
    CK_RV rv = C_SignInit(session, &mechanism, key);
    if (rv == CKR_OK) {
        rv = C_Sign(session, &data, 1, signature, &length);
    }
    if (rv == CKR_OK) {
        CHECK_EQUAL(length, DAEMON_SIGNATURE);
        CHECK_EQUAL(signature[0], data);
    }
    return rv;
}
