/* Values of the native API, and how they go over the wire. */
#ifndef ZONESEAL_VALUE_H
#define ZONESEAL_VALUE_H

#include "wire.h"
#include "zoneseal-native.h"

void value_write(struct writer *out, const zoneseal_value *value);
/* NULL if it is malformed, too deep, or there is no memory. */
zoneseal_value *value_read(struct reader *in);

#endif
