package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of one PKCS#11 module (CK_FUNCTION_LIST 2.40), one method each, answering the bare
 * CK_RV.
 *
 * <p>The method handles are bound to a function's <em>shape</em>, not to its address, so that they
 * are constants that the compiler sees through whichever module is called; the address is their
 * first argument. Calls are never "critical": a network HSM takes milliseconds, and the garbage
 * collector must not wait for it.
 */
final class Cryptoki {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle A = shape(ADDRESS);
    private static final MethodHandle BAA = shape(JAVA_BYTE, ADDRESS, ADDRESS);
    private static final MethodHandle L = shape(JAVA_LONG);
    private static final MethodHandle LA = shape(JAVA_LONG, ADDRESS);
    private static final MethodHandle LL = shape(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LAA = shape(JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle LLA = shape(JAVA_LONG, JAVA_LONG, ADDRESS);
    private static final MethodHandle LAL = shape(JAVA_LONG, ADDRESS, JAVA_LONG);
    private static final MethodHandle LLAL = shape(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    private static final MethodHandle LALA = shape(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle LLAAA =
            shape(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle LALAA =
            shape(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle GENERATE =
            shape(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

    private final MemorySegment initialize;
    private final MemorySegment finalizeModule;
    private final MemorySegment getSlotList;
    private final MemorySegment getTokenInfo;
    private final MemorySegment getMechanismList;
    private final MemorySegment getMechanismInfo;
    private final MemorySegment openSession;
    private final MemorySegment closeSession;
    private final MemorySegment getSessionInfo;
    private final MemorySegment login;
    private final MemorySegment logout;
    private final MemorySegment createObject;
    private final MemorySegment destroyObject;
    private final MemorySegment getAttributeValue;
    private final MemorySegment setAttributeValue;
    private final MemorySegment findObjectsInit;
    private final MemorySegment findObjects;
    private final MemorySegment findObjectsFinal;
    private final MemorySegment signInit;
    private final MemorySegment sign;
    private final MemorySegment generateKeyPair;

    /** The last call that was not part of signing, for the message when it does not come back. */
    private volatile String entered = "C_GetFunctionList";

    /** Reads the function pointers; {@code list} has the size of CK_FUNCTION_LIST. */
    Cryptoki(MemorySegment list) {
        initialize = function(list, 0);
        finalizeModule = function(list, 1);
        getSlotList = function(list, 4);
        getTokenInfo = function(list, 6);
        getMechanismList = function(list, 7);
        getMechanismInfo = function(list, 8);
        openSession = function(list, 12);
        closeSession = function(list, 13);
        getSessionInfo = function(list, 15);
        login = function(list, 18);
        logout = function(list, 19);
        createObject = function(list, 20);
        destroyObject = function(list, 22);
        getAttributeValue = function(list, 24);
        setAttributeValue = function(list, 25);
        findObjectsInit = function(list, 26);
        findObjects = function(list, 27);
        findObjectsFinal = function(list, 28);
        signInit = function(list, 42);
        sign = function(list, 43);
        generateKeyPair = function(list, 59);
    }

    String lastEntered() {
        return entered;
    }

    private static MemorySegment function(MemorySegment list, int index) {
        return list.getAtIndex(ADDRESS, CryptokiLayout.FUNCTION_LIST_FUNCTIONS / 8 + index);
    }

    private static MethodHandle shape(MemoryLayout... arguments) {
        return LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    /** C_GetFunctionList at this address. */
    static long getFunctionList(MemorySegment function, MemorySegment list) {
        try {
            return (long) A.invokeExact(function, list);
        } catch (Throwable e) {
            throw broken("C_GetFunctionList", e);
        }
    }

    long initialize(MemorySegment arguments) {
        entered = "C_Initialize";
        try {
            return (long) A.invokeExact(initialize, arguments);
        } catch (Throwable e) {
            throw broken("C_Initialize", e);
        }
    }

    long finalizeModule() {
        entered = "C_Finalize";
        try {
            return (long) A.invokeExact(finalizeModule, MemorySegment.NULL);
        } catch (Throwable e) {
            throw broken("C_Finalize", e);
        }
    }

    long getSlotList(boolean withToken, MemorySegment slots, MemorySegment count) {
        entered = "C_GetSlotList";
        try {
            return (long)
                    BAA.invokeExact(getSlotList, withToken ? (byte) 1 : (byte) 0, slots, count);
        } catch (Throwable e) {
            throw broken("C_GetSlotList", e);
        }
    }

    long getTokenInfo(long slot, MemorySegment info) {
        entered = "C_GetTokenInfo";
        try {
            return (long) LA.invokeExact(getTokenInfo, slot, info);
        } catch (Throwable e) {
            throw broken("C_GetTokenInfo", e);
        }
    }

    long getMechanismList(long slot, MemorySegment mechanisms, MemorySegment count) {
        entered = "C_GetMechanismList";
        try {
            return (long) LAA.invokeExact(getMechanismList, slot, mechanisms, count);
        } catch (Throwable e) {
            throw broken("C_GetMechanismList", e);
        }
    }

    long getMechanismInfo(long slot, long mechanism, MemorySegment info) {
        entered = "C_GetMechanismInfo";
        try {
            return (long) LLA.invokeExact(getMechanismInfo, slot, mechanism, info);
        } catch (Throwable e) {
            throw broken("C_GetMechanismInfo", e);
        }
    }

    long openSession(long slot, long flags, MemorySegment session) {
        entered = "C_OpenSession";
        try {
            return (long)
                    LLAAA.invokeExact(
                            openSession,
                            slot,
                            flags,
                            MemorySegment.NULL,
                            MemorySegment.NULL,
                            session);
        } catch (Throwable e) {
            throw broken("C_OpenSession", e);
        }
    }

    long closeSession(long session) {
        entered = "C_CloseSession";
        try {
            return (long) L.invokeExact(closeSession, session);
        } catch (Throwable e) {
            throw broken("C_CloseSession", e);
        }
    }

    long getSessionInfo(long session, MemorySegment info) {
        entered = "C_GetSessionInfo";
        try {
            return (long) LA.invokeExact(getSessionInfo, session, info);
        } catch (Throwable e) {
            throw broken("C_GetSessionInfo", e);
        }
    }

    long login(long session, long user, MemorySegment pin, long length) {
        entered = "C_Login";
        try {
            return (long) LLAL.invokeExact(login, session, user, pin, length);
        } catch (Throwable e) {
            throw broken("C_Login", e);
        }
    }

    long logout(long session) {
        entered = "C_Logout";
        try {
            return (long) L.invokeExact(logout, session);
        } catch (Throwable e) {
            throw broken("C_Logout", e);
        }
    }

    long createObject(long session, MemorySegment template, long count, MemorySegment object) {
        entered = "C_CreateObject";
        try {
            return (long) LALA.invokeExact(createObject, session, template, count, object);
        } catch (Throwable e) {
            throw broken("C_CreateObject", e);
        }
    }

    long destroyObject(long session, long object) {
        entered = "C_DestroyObject";
        try {
            return (long) LL.invokeExact(destroyObject, session, object);
        } catch (Throwable e) {
            throw broken("C_DestroyObject", e);
        }
    }

    long getAttributeValue(long session, long object, MemorySegment template, long count) {
        entered = "C_GetAttributeValue";
        try {
            return (long) LLAL.invokeExact(getAttributeValue, session, object, template, count);
        } catch (Throwable e) {
            throw broken("C_GetAttributeValue", e);
        }
    }

    long setAttributeValue(long session, long object, MemorySegment template, long count) {
        entered = "C_SetAttributeValue";
        try {
            return (long) LLAL.invokeExact(setAttributeValue, session, object, template, count);
        } catch (Throwable e) {
            throw broken("C_SetAttributeValue", e);
        }
    }

    long findObjectsInit(long session, MemorySegment template, long count) {
        entered = "C_FindObjectsInit";
        try {
            return (long) LAL.invokeExact(findObjectsInit, session, template, count);
        } catch (Throwable e) {
            throw broken("C_FindObjectsInit", e);
        }
    }

    long findObjects(long session, MemorySegment objects, long max, MemorySegment count) {
        entered = "C_FindObjects";
        try {
            return (long) LALA.invokeExact(findObjects, session, objects, max, count);
        } catch (Throwable e) {
            throw broken("C_FindObjects", e);
        }
    }

    long findObjectsFinal(long session) {
        entered = "C_FindObjectsFinal";
        try {
            return (long) L.invokeExact(findObjectsFinal, session);
        } catch (Throwable e) {
            throw broken("C_FindObjectsFinal", e);
        }
    }

    long signInit(long session, MemorySegment mechanism, long key) {
        try {
            return (long) LAL.invokeExact(signInit, session, mechanism, key);
        } catch (Throwable e) {
            throw broken("C_SignInit", e);
        }
    }

    long sign(
            long session,
            MemorySegment data,
            long length,
            MemorySegment signature,
            MemorySegment signatureLength) {
        try {
            return (long)
                    LALAA.invokeExact(sign, session, data, length, signature, signatureLength);
        } catch (Throwable e) {
            throw broken("C_Sign", e);
        }
    }

    long generateKeyPair(
            long session,
            MemorySegment mechanism,
            MemorySegment publicTemplate,
            long publicCount,
            MemorySegment privateTemplate,
            long privateCount,
            MemorySegment publicKey,
            MemorySegment privateKey) {
        entered = "C_GenerateKeyPair";
        try {
            return (long)
                    GENERATE.invokeExact(
                            generateKeyPair,
                            session,
                            mechanism,
                            publicTemplate,
                            publicCount,
                            privateTemplate,
                            privateCount,
                            publicKey,
                            privateKey);
        } catch (Throwable e) {
            throw broken("C_GenerateKeyPair", e);
        }
    }

    /** A downcall itself throws nothing of its own: what comes out is a fault of this machine. */
    private static IllegalStateException broken(String call, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(call + " cannot be called", cause);
    }
}
