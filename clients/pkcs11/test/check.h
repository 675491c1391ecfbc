/* A test says what it tries and checks; the first thing that is not so ends the program. */
#ifndef ZONESEAL_TEST_CHECK_H
#define ZONESEAL_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

#define CHECK_EQUAL(actual, expected)                                                              \
    do {                                                                                           \
        unsigned long long was = (unsigned long long)(actual);                                     \
        unsigned long long should = (unsigned long long)(expected);                                \
        if (was != should) {                                                                       \
            fprintf(stderr, "%s:%d: %s is 0x%llx, not 0x%llx (%s)\n", __FILE__, __LINE__, #actual, \
                    was, should, #expected);                                                       \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

/* Runs one test and says its name if asked to by the environment. */
#define RUN(test)                                                                                  \
    do {                                                                                           \
        if (getenv("VERBOSE") != NULL) {                                                           \
            fprintf(stderr, "  %s\n", #test);                                                      \
        }                                                                                          \
        test();                                                                                    \
    } while (0)

#endif
