/* Sessions, logins, PINs, tokens that are made anew. */
#include "script.h"

#include <string.h>

static void state(const char *name, ulong_t session)
{
    session_info_t info = { 0 };
    if (step(name, p11->C_GetSessionInfo(session, &info)) == 0) {
        note("state=%lu flags=%lu error=%lu", info.state, info.flags, info.device_error);
    }
}

static void sessions(void)
{
    start();
    ulong_t s = 0, second, i;
    step("no-such-slot", p11->C_OpenSession(987654321, CKF_SERIAL_SESSION, NULL, NULL, &s));
    step("not-serial", p11->C_OpenSession(slot, CKF_RW_SESSION, NULL, NULL, &s));
    step("no-flags", p11->C_OpenSession(slot, 0, NULL, NULL, &s));
    step("handle-null", p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, NULL));
    step("read-only", p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &s));
    state("read-only-state", s);
    step("read-write", p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &second));
    note("other-handle=%d", s != second);
    state("read-write-state", second);
    step("info-null", p11->C_GetSessionInfo(s, NULL));
    step("close", p11->C_CloseSession(s));
    step("close-twice", p11->C_CloseSession(s));
    state("other-lives", second);
    step("close-all", p11->C_CloseAllSessions(slot));
    state("closed", second);
    step("close-all-none", p11->C_CloseAllSessions(slot));
    step("close-all-no-such-slot", p11->C_CloseAllSessions(987654321));
    ulong_t answer = 0;
    for (i = 0; i < 200 && answer == 0; i++) {
        answer = p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &s);
    }
    step("many", answer);
    note("opened=%lu", i);
    step("many-close", p11->C_CloseAllSessions(slot));
}

static void login(void)
{
    start();
    ulong_t ro = open_ro(), rw = open_rw();
    step("wrong-pin", p11->C_Login(ro, CKU_USER, PIN("wrong-pin")));
    state("wrong-pin-state", ro);
    step("short-pin", p11->C_Login(ro, CKU_USER, PIN("1")));
    step("no-such-user", p11->C_Login(ro, 77, PIN(user_pin)));
    step("context-specific", p11->C_Login(ro, CKU_CONTEXT_SPECIFIC, PIN(user_pin)));
    step("logout-nobody", p11->C_Logout(ro));
    step("user", p11->C_Login(ro, CKU_USER, PIN(user_pin)));
    state("user-read-only", ro);
    state("user-read-write", rw);
    step("user-again", p11->C_Login(ro, CKU_USER, PIN(user_pin)));
    step("user-again-other-session", p11->C_Login(rw, CKU_USER, PIN(user_pin)));
    step("so-while-user", p11->C_Login(rw, CKU_SO, PIN(so_pin)));
    ulong_t later = open_ro();
    state("opened-later", later);
    step("logout-by-other-session", p11->C_Logout(later));
    state("after-logout", ro);
    step("logout-again", p11->C_Logout(ro));
    step("user-back", p11->C_Login(rw, CKU_USER, PIN(user_pin)));
    need(p11->C_CloseAllSessions(slot), "C_CloseAllSessions");
    ulong_t fresh = open_ro();
    state("all-closed-logs-out", fresh);
}

static void so_login(void)
{
    start();
    ulong_t ro = open_ro(), rw = open_rw(), more;
    step("while-read-only", p11->C_Login(rw, CKU_SO, PIN(so_pin)));
    step("in-read-only", p11->C_Login(ro, CKU_SO, PIN(so_pin)));
    p11->C_CloseSession(ro);
    step("wrong-pin", p11->C_Login(rw, CKU_SO, PIN("wrong-pin")));
    step("so", p11->C_Login(rw, CKU_SO, PIN(so_pin)));
    state("so-state", rw);
    step("again", p11->C_Login(rw, CKU_SO, PIN(so_pin)));
    step("user-while-so", p11->C_Login(rw, CKU_USER, PIN(user_pin)));
    step("open-read-only", p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &more));
    step("open-read-write", p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &more));
    state("second-state", more);
    ulong_t object;
    step("private-object", p11->C_CreateObject(rw, TEMPLATE(ULONG(CKA_CLASS, CKO_DATA), BOOL(CKA_PRIVATE, 1),
                                                            TEXT(CKA_VALUE, "x")), &object));
    step("public-object", p11->C_CreateObject(rw, TEMPLATE(ULONG(CKA_CLASS, CKO_DATA), BOOL(CKA_PRIVATE, 0),
                                                           TEXT(CKA_VALUE, "x")), &object));
    step("logout", p11->C_Logout(rw));
    state("after-logout", more);
}

static void pins(void)
{
    start();
    ulong_t ro = open_ro(), s = open_rw();
    static byte longest[256];
    memset(longest, 'a', sizeof longest);
    step("init-nobody", p11->C_InitPIN(s, PIN("new-user-pin")));
    step("set-read-only", p11->C_SetPIN(ro, PIN(user_pin), PIN("new-user-pin")));
    step("set-nobody-wrong-old", p11->C_SetPIN(s, PIN("wrong-pin"), PIN("new-user-pin")));
    step("set-nobody", p11->C_SetPIN(s, PIN(user_pin), PIN("new-user-pin")));
    step("old-refused", p11->C_Login(s, CKU_USER, PIN(user_pin)));
    step("new-accepted", p11->C_Login(s, CKU_USER, PIN("new-user-pin")));
    step("init-as-user", p11->C_InitPIN(s, PIN("new-user-pin")));
    step("set-wrong-old", p11->C_SetPIN(s, PIN("wrong-pin"), PIN("other-pin")));
    step("set-too-short", p11->C_SetPIN(s, PIN("new-user-pin"), PIN("1")));
    step("set-too-long", p11->C_SetPIN(s, PIN("new-user-pin"), longest, sizeof longest));
    step("set-old-null", p11->C_SetPIN(s, NULL, 4, PIN("other-pin")));
    step("set-new-null", p11->C_SetPIN(s, PIN("new-user-pin"), NULL, 4));
    step("set-back", p11->C_SetPIN(s, PIN("new-user-pin"), PIN(user_pin)));
    session_info_t info;
    step("still-logged-in", p11->C_GetSessionInfo(s, &info));
    note("state=%lu", info.state);
    step("logout", p11->C_Logout(s));
    step("back-accepted", p11->C_Login(s, CKU_USER, PIN(user_pin)));
    p11->C_CloseAllSessions(slot);
    s = open_rw();
    need(p11->C_Login(s, CKU_SO, PIN(so_pin)), "so");
    step("init-too-short", p11->C_InitPIN(s, PIN("1")));
    step("init-null", p11->C_InitPIN(s, NULL, 4));
    step("init", p11->C_InitPIN(s, PIN("from-so-pin")));
    step("so-set-wrong-old", p11->C_SetPIN(s, PIN("wrong-pin"), PIN("other-so-pin")));
    step("so-set", p11->C_SetPIN(s, PIN(so_pin), PIN("other-so-pin")));
    step("so-logout", p11->C_Logout(s));
    step("so-old-refused", p11->C_Login(s, CKU_SO, PIN(so_pin)));
    step("so-new-accepted", p11->C_Login(s, CKU_SO, PIN("other-so-pin")));
    step("so-set-back", p11->C_SetPIN(s, PIN("other-so-pin"), PIN(so_pin)));
    step("init-back", p11->C_InitPIN(s, PIN(user_pin)));
    step("so-logout-again", p11->C_Logout(s));
    step("user", p11->C_Login(s, CKU_USER, PIN(user_pin)));
}

static void wrong_pins(void)
{
    start();
    ulong_t s = open_rw();
    token_info_t token;
    step("wrong", p11->C_Login(s, CKU_USER, PIN("wrong-pin")));
    step("count-low", p11->C_GetTokenInfo(slot, &token));
    note("user=%lu", token.flags >> 16 & 1);
    step("right", p11->C_Login(s, CKU_USER, PIN(user_pin)));
    step("count-reset", p11->C_GetTokenInfo(slot, &token));
    note("user=%lu", token.flags >> 16 & 7);
    p11->C_Logout(s);
    step("empty", p11->C_Login(s, CKU_USER, (byte *)"", 0));
    step("null", p11->C_Login(s, CKU_USER, NULL, 4));
    step("right-again", p11->C_Login(s, CKU_USER, PIN(user_pin)));
}

static void init_token(void)
{
    start();
    byte padded[32];
    memset(padded, ' ', sizeof padded);
    memcpy(padded, token_label, strlen(token_label));
    ulong_t s = open_user(), object;
    need(p11->C_CreateObject(s, TEMPLATE(ULONG(CKA_CLASS, CKO_DATA), BOOL(CKA_TOKEN, 1),
                                         TEXT(CKA_VALUE, "x")), &object), "object");
    step("session-exists", p11->C_InitToken(slot, PIN(so_pin), padded));
    p11->C_CloseAllSessions(slot);
    step("no-such-slot", p11->C_InitToken(987654321, PIN(so_pin), padded));
    step("wrong-pin", p11->C_InitToken(slot, PIN("wrong-pin"), padded));
    step("pin-null", p11->C_InitToken(slot, NULL, 8, padded));
    step("init", p11->C_InitToken(slot, PIN(so_pin), padded));
    token_info_t token;
    step("info", p11->C_GetTokenInfo(slot, &token));
    note("initialized=%d user-pin=%d label=%.32s", (int)(token.flags >> 10 & 1), (int)(token.flags >> 3 & 1),
         token.label);
    s = open_rw();
    step("no-user-pin", p11->C_Login(s, CKU_USER, PIN(user_pin)));
    step("objects-gone", p11->C_FindObjectsInit(s, NULL, 0));
    ulong_t found[4], count = 99;
    step("objects-gone-find", p11->C_FindObjects(s, found, 4, &count));
    note("count=%lu", count);
    p11->C_FindObjectsFinal(s);
    step("so", p11->C_Login(s, CKU_SO, PIN(so_pin)));
    step("user-pin", p11->C_InitPIN(s, PIN(user_pin)));
    step("so-logout", p11->C_Logout(s));
    step("user", p11->C_Login(s, CKU_USER, PIN(user_pin)));
}

const section_t session_sections[] = {
    { "sessions", sessions },
    { "login", login },
    { "so-login", so_login },
    { "pins", pins },
    { "wrong-pins", wrong_pins },
    { "init-token", init_token },
    { NULL, NULL },
};
