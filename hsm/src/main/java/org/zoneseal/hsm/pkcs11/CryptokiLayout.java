package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/**
 * How PKCS#11 structures lie in memory on a 64-bit Unix: CK_ULONG and pointers have 8 bytes,
 * members are aligned as C aligns them.
 *
 * <p>Windows packs them and has 4 bytes for CK_ULONG; what differs there would differ here only.
 */
final class CryptokiLayout {

    static final long ULONG = JAVA_LONG.byteSize();

    /** How many functions CK_FUNCTION_LIST 2.40 has. */
    static final int FUNCTIONS = 68;

    /** CK_FUNCTION_LIST: a version of two bytes, then one pointer a function. */
    static final StructLayout FUNCTION_LIST =
            structLayout(
                    JAVA_BYTE.withName("major"),
                    JAVA_BYTE.withName("minor"),
                    paddingLayout(6),
                    sequenceLayout(FUNCTIONS, ADDRESS).withName("functions"));

    static final StructLayout INITIALIZE_ARGS =
            structLayout(
                    ADDRESS.withName("createMutex"),
                    ADDRESS.withName("destroyMutex"),
                    ADDRESS.withName("lockMutex"),
                    ADDRESS.withName("unlockMutex"),
                    JAVA_LONG.withName("flags"),
                    ADDRESS.withName("reserved"));

    static final StructLayout TOKEN_INFO =
            structLayout(
                    sequenceLayout(32, JAVA_BYTE).withName("label"),
                    sequenceLayout(32, JAVA_BYTE).withName("manufacturer"),
                    sequenceLayout(16, JAVA_BYTE).withName("model"),
                    sequenceLayout(16, JAVA_BYTE).withName("serial"),
                    JAVA_LONG.withName("flags"),
                    sequenceLayout(10, JAVA_LONG).withName("counters"),
                    sequenceLayout(2, JAVA_BYTE).withName("hardwareVersion"),
                    sequenceLayout(2, JAVA_BYTE).withName("firmwareVersion"),
                    sequenceLayout(16, JAVA_BYTE).withName("utcTime"),
                    paddingLayout(4));

    static final StructLayout SESSION_INFO =
            structLayout(
                    JAVA_LONG.withName("slot"),
                    JAVA_LONG.withName("state"),
                    JAVA_LONG.withName("flags"),
                    JAVA_LONG.withName("deviceError"));

    static final StructLayout MECHANISM =
            structLayout(
                    JAVA_LONG.withName("mechanism"),
                    ADDRESS.withName("parameter"),
                    JAVA_LONG.withName("parameterLength"));

    static final StructLayout MECHANISM_INFO =
            structLayout(
                    JAVA_LONG.withName("minKeySize"),
                    JAVA_LONG.withName("maxKeySize"),
                    JAVA_LONG.withName("flags"));

    /** CK_EDDSA_PARAMS: not pre-hashed and no context, when all of it is zero. */
    static final StructLayout EDDSA_PARAMS =
            structLayout(
                    JAVA_BYTE.withName("prehash"),
                    paddingLayout(7),
                    JAVA_LONG.withName("contextLength"),
                    ADDRESS.withName("context"));

    static final StructLayout ATTRIBUTE =
            structLayout(
                    JAVA_LONG.withName("type"),
                    ADDRESS.withName("value"),
                    JAVA_LONG.withName("length"));

    static final long FUNCTION_LIST_FUNCTIONS = offset(FUNCTION_LIST, "functions");
    static final long INITIALIZE_FLAGS = offset(INITIALIZE_ARGS, "flags");
    static final long TOKEN_LABEL = offset(TOKEN_INFO, "label");
    static final long TOKEN_MANUFACTURER = offset(TOKEN_INFO, "manufacturer");
    static final long TOKEN_MODEL = offset(TOKEN_INFO, "model");
    static final long TOKEN_SERIAL = offset(TOKEN_INFO, "serial");
    static final long TOKEN_FLAGS = offset(TOKEN_INFO, "flags");
    static final long SESSION_STATE = offset(SESSION_INFO, "state");
    static final long MECHANISM_TYPE = offset(MECHANISM, "mechanism");
    static final long MECHANISM_PARAMETER = offset(MECHANISM, "parameter");
    static final long MECHANISM_PARAMETER_LENGTH = offset(MECHANISM, "parameterLength");
    static final long MECHANISM_INFO_MIN = offset(MECHANISM_INFO, "minKeySize");
    static final long MECHANISM_INFO_MAX = offset(MECHANISM_INFO, "maxKeySize");
    static final long MECHANISM_INFO_FLAGS = offset(MECHANISM_INFO, "flags");
    static final long ATTRIBUTE_TYPE = offset(ATTRIBUTE, "type");
    static final long ATTRIBUTE_VALUE = offset(ATTRIBUTE, "value");
    static final long ATTRIBUTE_LENGTH = offset(ATTRIBUTE, "length");

    private CryptokiLayout() {}

    private static long offset(MemoryLayout layout, String member) {
        return layout.byteOffset(groupElement(member));
    }
}
