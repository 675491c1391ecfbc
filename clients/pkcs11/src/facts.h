/*
 * Asking the server what has to be known of an object: its unique id to find it again, and what its
 * signatures need.
 */
#ifndef ZONESEAL_FACTS_H
#define ZONESEAL_FACTS_H

#include "call.h"

/* Writes the attribute types, without a count in front; returns how many there are. */
unsigned write_fact_types(struct writer *out, const struct module *module);
unsigned fact_count(const struct module *module);
/* Reads the attributes that answer them. False if malformed. The public key is to be taken over. */
bool read_facts(struct reader *in, const struct module *module, struct facts *facts);
/*
 * Asks, unless it is known already. What cannot be learnt is not: the object is used all the same.
 * learn_in_call asks on the link of a call that has been answered and read, and keeps its request;
 * false if the daemon has gone meanwhile.
 */
bool learn_in_call(struct call *call, CK_OBJECT_HANDLE handle);
void learn_facts(struct session *session, const char *function, CK_OBJECT_HANDLE handle);

#endif
