/* The names of return values, and how loud each is in the log. */
#ifndef ZONESEAL_RETURN_VALUE_H
#define ZONESEAL_RETURN_VALUE_H

#include <stddef.h>

#include "log.h"

/* "CKR_PIN_INCORRECT", or the number where there is no name. */
const char *return_value_name(unsigned long value, char *text, size_t size);

/*
 * Programs ask for much that is not there, and are answered; that is for who wants to see it. A
 * warning is what somebody has to do something about.
 */
enum log_level return_value_level(unsigned long value);

#endif
