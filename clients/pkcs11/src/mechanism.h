/*
 * Mechanisms between a program's memory and the wire, and how long their signatures are.
 *
 * A parameter structure holds pointers and host integers; each that is known here has a layout of
 * its own on the wire. One that is not known, or has not the length of its structure, travels as
 * the bytes it is, for the server to refuse.
 */
#ifndef ZONESEAL_MECHANISM_H
#define ZONESEAL_MECHANISM_H

#include "wire.h"
#include "zoneseal-pkcs11.h"

/* CKR_OK, CKR_ARGUMENTS_BAD or CKR_MECHANISM_PARAM_INVALID if a pointer is missing. */
CK_RV write_mechanism(struct writer *out, const CK_MECHANISM *mechanism);

/* The bytes of a signature made with a key of this type and size; 0 if that is not known here. */
CK_ULONG signature_size(const CK_MECHANISM *mechanism, CK_KEY_TYPE key_type, CK_ULONG key_size);

/* Twice the order's bytes for a curve of ECDSA, the signature for one of EdDSA; 0 if unknown. */
CK_ULONG curve_signature_size(const uint8_t *parameters, size_t length);
/* The same for a parameter set of ML-DSA. */
CK_ULONG ml_dsa_signature_size(CK_ULONG parameter_set);

#endif
