package org.zoneseal.simulator.token;

/** The footnotes of the attribute tables of PKCS#11 (3.2, table 13), by their numbers. */
enum Footnote {
    /** 1: must be given to C_CreateObject. */
    CREATE_NEEDS,
    /** 2: must not be given to C_CreateObject. */
    CREATE_REFUSES,
    /** 3: must be given when the key is generated. */
    GENERATE_NEEDS,
    /** 4: must not be given when the key is generated. */
    GENERATE_REFUSES,
    /** 5: must be given when the key is unwrapped or derived. */
    UNWRAP_NEEDS,
    /** 6: must not be given when the key is unwrapped. */
    UNWRAP_REFUSES,
    /** 7: not shown while the key is sensitive or not extractable. */
    SECRET,
    /** 8: may be changed by C_SetAttributeValue, and by C_CopyObject. */
    CHANGEABLE,
    /** May be changed by C_CopyObject alone: token, private, modifiable, destroyable. */
    CHANGEABLE_IN_COPY,
    /** 10: only the security officer makes it true. */
    OFFICER_SETS,
    /** 11: once true, always true. */
    STAYS_TRUE,
    /** 12: once false, always false. */
    STAYS_FALSE
}
