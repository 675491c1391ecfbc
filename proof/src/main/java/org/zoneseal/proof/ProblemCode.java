package org.zoneseal.proof;

/** What can be wrong with a signed zone. */
public enum ProblemCode {
    /** The apex has no SOA record, or more than one. */
    SOA,
    /** The apex has no DNSKEY record that may sign the zone. */
    DNSKEY_MISSING,
    /** A published zone key is of an algorithm that is unknown or not allowed here. */
    KEY_UNUSABLE,
    /** A published zone key is not a public key of its algorithm. */
    KEY_MALFORMED,
    /** Two published keys of one algorithm have one tag. */
    KEY_TAG_COLLISION,
    /** More zone keys than are looked at: {@value ZoneFacts#MAX_KEYS}. */
    KEYS_TOO_MANY,
    /** The DNSKEY RRset is not signed by a key with the SEP flag. */
    DNSKEY_NOT_SIGNED_BY_SEP,
    /** No key that a trust anchor names signs the DNSKEY RRset. */
    TRUST_ANCHOR,
    /** An RRset has no signature at all. */
    UNSIGNED,
    /** An RRset has no signature of one of the algorithms of the DNSKEY RRset. */
    ALGORITHM_MISSING,
    /** The signature is not the key's over these records. */
    SIGNATURE_INVALID,
    SIGNATURE_EXPIRED,
    SIGNATURE_NOT_YET_VALID,
    /** The signature expires sooner than the floor that was asked for. */
    SIGNATURE_EXPIRES_SOON,
    /** The data of the RRSIG is broken. */
    SIGNATURE_MALFORMED,
    /** The signer's name is not the apex. */
    SIGNATURE_SIGNER,
    SIGNATURE_LABELS,
    /** The original TTL is not the RRset's TTL. */
    SIGNATURE_ORIGINAL_TTL,
    /** The RRSIG's own TTL is not the RRset's TTL. */
    SIGNATURE_TTL,
    /** A signature by a key that is not published. */
    SIGNATURE_EXTRA,
    /** A signature by a revoked key over something other than the DNSKEY RRset. */
    SIGNATURE_BY_REVOKED_KEY,
    /** More signatures over one RRset than are looked at: {@value RrsetProver#MAX_SIGNATURES}. */
    SIGNATURES_TOO_MANY,
    /** A signature over records that are not this zone's to sign: glue, or NS at a cut. */
    SIGNATURE_OVER_GLUE,
    /** A signature over a type that is not there. */
    SIGNATURE_OVER_NOTHING,
    /** A DS RRset at a name that is no delegation. */
    DS_NOT_AT_CUT,
    /** Neither an NSEC chain nor an NSEC3 chain. */
    DENIAL_MISSING,
    /** Records of both kinds of denial. */
    DENIAL_MIXED,
    /** The TTL of an NSEC or NSEC3 is not the lesser of SOA TTL and SOA minimum (RFC 9077). */
    DENIAL_TTL,
    NSEC_MISSING,
    /** An NSEC where none belongs: at glue, below a cut, at a name without other records. */
    NSEC_UNEXPECTED,
    /** The data of an NSEC is broken, or there are two. */
    NSEC_MALFORMED,
    NSEC_TYPES,
    /** The next name is not the next name. */
    NSEC_CHAIN,
    NSEC3PARAM_MISSING,
    /** More than one NSEC3PARAM, or one that is broken or of an unknown hash. */
    NSEC3PARAM_MALFORMED,
    /**
     * More iterations than are followed: {@value org.zoneseal.dnssec.Nsec3Param#MAX_ITERATIONS}.
     */
    NSEC3_ITERATIONS,
    /** The owner name is no hash in base32hex directly below the apex. */
    NSEC3_OWNER,
    /** The data of an NSEC3 is broken, or there are two. */
    NSEC3_MALFORMED,
    /** Hash, iterations or salt are not those of the NSEC3PARAM. */
    NSEC3_PARAMETERS,
    NSEC3_FLAGS,
    NSEC3_MISSING,
    /** An NSEC3 that is no name's. */
    NSEC3_EXTRA,
    NSEC3_TYPES,
    /** The next hash is not the next hash. */
    NSEC3_CHAIN,
    /** The ZONEMD records say a digest, and it is not the zone's. */
    ZONEMD_DIGEST,
    /** The serial of the ZONEMD is not the SOA's. */
    ZONEMD_SERIAL,
    /** No ZONEMD that can be verified, though one was asked for. */
    ZONEMD_MISSING,
    /** The data of a ZONEMD is broken, or two are of one scheme and hash. */
    ZONEMD_MALFORMED,
    /** CDS or CDNSKEY at another name than the apex. */
    CDS_NOT_AT_APEX,
    /** The data of a CDS or CDNSKEY is broken, or a delete record is not alone. */
    CDS_MALFORMED,
    /** CDS and CDNSKEY do not speak of the same keys. */
    CDS_CDNSKEY_DIFFER,
    /** The delegation would break if the parent followed the CDS or CDNSKEY. */
    CDS_BREAKS_DELEGATION,
    /** CDS or CDNSKEY is not signed by a key that the parent knows. */
    CDS_NOT_SIGNED_BY_SEP
}
