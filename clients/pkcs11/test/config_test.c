/* The configuration: what it says, and that everything wrong in it is reported at once. */
#include "config.h"

#include <unistd.h>

#include "check.h"

struct problems {
    unsigned count;
    unsigned lines[16];
    char last[400];
};

static void note(void *context, const char *file, unsigned line, const char *text) {
    struct problems *problems = context;
    (void)file;
    problems->lines[problems->count++ % 16] = line;
    snprintf(problems->last, sizeof problems->last, "%s", text);
}

static bool read_conf(struct config *config, const char *text, struct problems *problems) {
    memset(problems, 0, sizeof *problems);
    config_defaults(config);
    return config_read_text(config, "test.conf", text, note, problems);
}

static void file_whole_isRead(void) {
    struct config config;
    struct problems problems;
    CHECK(read_conf(&config,
               "# comment\n\n device = unix:/a \ndevice=unix:/b\r\nconnect-timeout = 500ms\n"
               "call-timeout = 3s\nconnections = 4\nfuse = off\nlog = /tmp/log\nlog-level = debug",
               &problems));
    CHECK_EQUAL(config.device_count, 2);
    CHECK(strcmp(config.devices[0], "/a") == 0 && strcmp(config.devices[1], "/b") == 0);
    CHECK_EQUAL(config.connect_timeout, 500);
    CHECK_EQUAL(config.call_timeout, 3000);
    CHECK_EQUAL(config.connections, 4);
    CHECK(!config.fuse);
    CHECK(strcmp(config.log, "/tmp/log") == 0);
    CHECK_EQUAL(config.log_level, LOG_DEBUG);
}

static void file_manyMistakes_areAllReported(void) {
    struct config config;
    struct problems problems;
    CHECK(!read_conf(&config, "device = tcp:1\nfuse = maybe\n\nconnections = 0\nnonsense\nx = y\n",
                &problems));
    CHECK_EQUAL(problems.count, 5);
    CHECK_EQUAL(problems.lines[0], 1);
    CHECK_EQUAL(problems.lines[1], 2);
    CHECK_EQUAL(problems.lines[2], 4);
    CHECK_EQUAL(problems.lines[3], 5);
    CHECK_EQUAL(problems.lines[4], 6);
    CHECK(strstr(problems.last, "call-timeout") != NULL);
}

static void time_wrong_isRefused(void) {
    static const char *const wrong[] = {"5", "0s", "-1s", "4000s", "1h", "s", "99999999999999s"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct config config;
        struct problems problems;
        char text[64];
        snprintf(text, sizeof text, "call-timeout = %s", wrong[i]);
        CHECK(!read_conf(&config, text, &problems));
        CHECK_EQUAL(config.call_timeout, 60000);
    }
}

static void devices_tooMany_areRefused(void) {
    struct config config;
    struct problems problems;
    char text[400] = "";
    for (int i = 0; i < 9; i++) {
        strcat(text, "device = unix:/socket\n");
    }
    CHECK(!read_conf(&config, text, &problems));
    CHECK_EQUAL(config.device_count, 8);
}

static void address_tooLong_isRefused(void) {
    char address[200];
    char path[CONFIG_PATH_SIZE];
    memset(address, 'x', sizeof address);
    memcpy(address, "unix:/", 6);
    address[5 + 108] = '\0';
    CHECK(!config_address(address, path));
    address[5 + 107] = '\0';
    CHECK(config_address(address, path));
}

static void template_everyOption_isTheDefault(void) {
    struct config config;
    struct config defaults;
    struct problems problems = {0};
    config_defaults(&defaults);
    config_defaults(&config);
    FILE *file = fopen("zoneseal-pkcs11.conf", "r");
    char text[16384];
    CHECK(file != NULL);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    /* Uncomment what looks like an option. */
    unsigned options = 0;
    for (char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        char *equals = strstr(line, " = ");
        char *end = strchr(line, '\n');
        if (strncmp(line, "# ", 2) == 0 && equals != NULL && end != NULL && equals < end &&
            memchr(line + 2, ' ', (size_t)(equals - line - 2)) == NULL &&
            strncmp(line, "# device", 8) != 0) {
            line[0] = ' ';
            options++;
        }
    }
    CHECK_EQUAL(options, 6);
    CHECK(config_read_text(&config, "template", text, note, &problems));
    CHECK(memcmp(&config, &defaults, sizeof config) == 0);
}

static void environment_address_takesThePlaceOfTheFile(void) {
    struct config config;
    char path[] = "/tmp/zoneseal-config-XXXXXX";
    int file = mkstemp(path);
    CHECK(write(file, "device = unix:/file\nconnections = 3\n", 36) == 36);
    close(file);
    setenv("ZONESEAL_PKCS11_CONF", path, 1);
    setenv("ZONESEAL_HSM", "unix:/environment", 1);
    CHECK(config_load(&config));
    CHECK(config.device_count == 1 && strcmp(config.devices[0], "/environment") == 0);
    CHECK_EQUAL(config.connections, 3);
    unsetenv("ZONESEAL_HSM");
    CHECK(config_load(&config));
    CHECK(strcmp(config.devices[0], "/file") == 0);
    unlink(path);
    log_open("/dev/null", LOG_ERROR);
    CHECK(!config_load(&config));
    log_close();
    unsetenv("ZONESEAL_PKCS11_CONF");
}

static void nothingSaid_deviceIsThatOfTheProgram(void) {
    struct config config;
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    setenv("ZONESEAL_STATE", "/some/state", 1);
    CHECK(config_load(&config));
    CHECK(strcmp(config.devices[0], "/some/state/simulator/hsm.socket") == 0);
    unsetenv("ZONESEAL_STATE");
    setenv("XDG_STATE_HOME", "/xdg", 1);
    CHECK(config_load(&config));
    CHECK(strcmp(config.devices[0], "/xdg/zoneseal/simulator/hsm.socket") == 0);
    unsetenv("XDG_STATE_HOME");
    setenv("HOME", "/home/somebody", 1);
    CHECK(config_load(&config));
    CHECK(strcmp(config.devices[0],
                 "/home/somebody/.local/state/zoneseal/simulator/hsm.socket") == 0);
}

int main(void) {
    RUN(file_whole_isRead);
    RUN(file_manyMistakes_areAllReported);
    RUN(time_wrong_isRefused);
    RUN(devices_tooMany_areRefused);
    RUN(address_tooLong_isRefused);
    RUN(template_everyOption_isTheDefault);
    RUN(environment_address_takesThePlaceOfTheFile);
    RUN(nothingSaid_deviceIsThatOfTheProgram);
    return 0;
}
