package org.zoneseal.simulator.token;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Mechanism;

/**
 * PKCS#11 for one application, whichever codec it speaks: the functions of PKCS#11 3.2, section 5.
 *
 * <p>Every method throws {@code CryptokiException} with the return value of the standard; what
 * returns is CKR_OK. Safe for several threads; one session is used by one of them at a time.
 *
 * <p>{@code room} is the size of the caller's buffer, {@link #SIZE_ONLY} where it only asks how
 * large that has to be. What does not fit comes back as a size alone, and the operation goes on, as
 * section 5.2 says.
 */
public interface Cryptoki {

    /** The caller has no buffer and asks for the size. */
    long SIZE_ONLY = -1;

    /**
     * What goes back into a caller's buffer.
     *
     * @param bytes the output, or null if it did not fit or was not asked for
     * @param size how many bytes it has, or at most has
     */
    record Output(byte @Nullable [] bytes, long size) {}

    /** Attributes, and CKR_OK, CKR_ATTRIBUTE_SENSITIVE or CKR_ATTRIBUTE_TYPE_INVALID. */
    record AttributeAnswer(long returnValue, List<Attribute> attributes) {}

    /** CK_INFO, as far as it is the device's. */
    record DeviceInfo(String manufacturer, String description, int major, int minor) {}

    /** CK_SLOT_INFO. */
    record SlotInfo(
            String description,
            String manufacturer,
            long flags,
            int hardwareMajor,
            int hardwareMinor,
            int firmwareMajor,
            int firmwareMinor) {}

    /** CK_TOKEN_INFO; -1 is CK_UNAVAILABLE_INFORMATION. */
    record TokenInfo(
            String label,
            String manufacturer,
            String model,
            String serial,
            long flags,
            long maxSessions,
            long sessions,
            long maxWriteSessions,
            long writeSessions,
            long maxPinLength,
            long minPinLength,
            long totalPublicMemory,
            long freePublicMemory,
            long totalPrivateMemory,
            long freePrivateMemory,
            int hardwareMajor,
            int hardwareMinor,
            int firmwareMajor,
            int firmwareMinor,
            String utcTime) {}

    /** CK_SESSION_INFO. */
    record SessionInfo(long slot, long state, long flags, long deviceError) {}

    /** CK_MECHANISM_INFO. */
    record MechanismInfo(long minKeySize, long maxKeySize, long flags) {}

    /** Both halves of a new key pair. */
    record KeyPair(long publicKey, long privateKey) {}

    DeviceInfo info();

    List<Long> slots(boolean withTokenOnly);

    SlotInfo slotInfo(long slot);

    TokenInfo tokenInfo(long slot);

    List<Long> mechanisms(long slot);

    MechanismInfo mechanismInfo(long slot, long mechanism);

    void initToken(long slot, byte[] pin, String label);

    long openSession(long slot, long flags);

    void closeSession(long session);

    void closeAllSessions(long slot);

    SessionInfo sessionInfo(long session);

    void initPin(long session, byte[] pin);

    void setPin(long session, byte[] oldPin, byte[] newPin);

    /**
     * Logs in.
     *
     * @return a resume secret for CKU_USER, else nothing
     */
    byte[] login(long session, long userType, byte[] pin);

    /** Logs the user in with a resume secret, and returns the next one. */
    byte[] resume(long session, byte[] secret);

    void logout(long session);

    /**
     * Creates an object.
     *
     * @param requestId 16 bytes; asking again with the same one returns the object that was made
     *     the first time. Empty if the caller never asks twice.
     */
    long createObject(long session, List<Attribute> template, byte[] requestId);

    long copyObject(long session, long object, List<Attribute> template);

    /** Destroys an object; a second time with the same request id is no error. */
    void destroyObject(long session, long object, byte[] requestId);

    long objectSize(long session, long object);

    AttributeAnswer attributes(long session, long object, List<Long> types);

    void setAttributes(long session, long object, List<Attribute> template);

    void findInit(long session, List<Attribute> template);

    List<Long> find(long session, int most);

    void findFinal(long session);

    void encryptInit(long session, Mechanism mechanism, long key);

    Output encrypt(long session, byte[] data, long room);

    Output encryptUpdate(long session, byte[] part, long room);

    Output encryptFinal(long session, long room);

    void decryptInit(long session, Mechanism mechanism, long key);

    Output decrypt(long session, byte[] data, long room);

    Output decryptUpdate(long session, byte[] part, long room);

    Output decryptFinal(long session, long room);

    void digestInit(long session, Mechanism mechanism);

    Output digest(long session, byte[] data, long room);

    void digestUpdate(long session, byte[] part);

    void digestKey(long session, long key);

    Output digestFinal(long session, long room);

    void signInit(long session, Mechanism mechanism, long key);

    Output sign(long session, byte[] data, long room);

    void signUpdate(long session, byte[] part);

    Output signFinal(long session, long room);

    /**
     * SignInit and Sign in one, the hot path: {@code data[offset .. offset + length)}.
     *
     * @param signature receives the signature from index 0
     * @return the signature's length
     */
    int signOnce(
            long session,
            Mechanism mechanism,
            long key,
            byte[] data,
            int offset,
            int length,
            byte[] signature);

    /** Many signatures of one key, on all processors; the answers are in the order of the data. */
    List<byte[]> signBatch(long session, Mechanism mechanism, long key, List<byte[]> data);

    void verifyInit(long session, Mechanism mechanism, long key);

    void verify(long session, byte[] data, byte[] signature);

    void verifyUpdate(long session, byte[] part);

    void verifyFinal(long session, byte[] signature);

    /** Ends the active operation of each kind in {@code flags} (CKF_SIGN, CKF_VERIFY …). */
    void cancel(long session, long flags);

    long generateKey(long session, Mechanism mechanism, List<Attribute> template, byte[] requestId);

    KeyPair generateKeyPair(
            long session,
            Mechanism mechanism,
            List<Attribute> publicTemplate,
            List<Attribute> privateTemplate,
            byte[] requestId);

    Output wrapKey(long session, Mechanism mechanism, long wrappingKey, long key, long room);

    long unwrapKey(
            long session,
            Mechanism mechanism,
            long unwrappingKey,
            byte[] wrapped,
            List<Attribute> template,
            byte[] requestId);

    long deriveKey(
            long session,
            Mechanism mechanism,
            long baseKey,
            List<Attribute> template,
            byte[] requestId);

    void seedRandom(long session, byte[] seed);

    byte[] random(long session, int count);

    /** Ends the application: sessions, session objects, logins and operations are gone. */
    void end();
}
