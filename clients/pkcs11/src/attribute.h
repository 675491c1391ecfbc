/*
 * Attribute templates between a program's memory and the wire.
 *
 * The standard says for each attribute what its value is: CK_BBOOL, CK_ULONG, a list of either
 * kind, or bytes. On the wire that is explicit, so that programs with another CK_ULONG speak to the
 * same server. What has not the length of its type travels as bytes, for the server to judge.
 */
#ifndef ZONESEAL_ATTRIBUTE_H
#define ZONESEAL_ATTRIBUTE_H

#include <stdbool.h>

#include "wire.h"
#include "zoneseal-pkcs11.h"

enum wire_form attribute_form(CK_ATTRIBUTE_TYPE type);

/*
 * Writes a template. Returns what is wrong with it as memory: CKR_ARGUMENTS_BAD,
 * CKR_ATTRIBUTE_VALUE_INVALID for a length without a value, or CKR_OK.
 */
CK_RV write_attributes(struct writer *out, const CK_ATTRIBUTE *attributes, CK_ULONG count);
/* Whether objects of this template stay on the token, where it does not say: `otherwise`. */
bool template_is_token(const CK_ATTRIBUTE *attributes, CK_ULONG count, bool otherwise);

/*
 * Reads one attribute of an answer into the program's template entry, as section 5.7.5 says:
 * the length always, the value if there is room. CKR_OK, CKR_BUFFER_TOO_SMALL, or
 * CKR_ATTRIBUTE_TYPE_INVALID where the answer has no value. Malformed input fails the reader.
 */
CK_RV read_attribute(struct reader *in, CK_ATTRIBUTE *attribute);
/* Steps over one attribute. */
void skip_attribute(struct reader *in);

/* A number of the wire as CK_ULONG; what does not fit fails the reader. */
CK_ULONG read_ulong(struct reader *in);
void write_ulong(struct writer *out, CK_ULONG value);

#endif
