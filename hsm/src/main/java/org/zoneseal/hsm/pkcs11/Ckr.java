package org.zoneseal.hsm.pkcs11;

import java.util.HashMap;
import java.util.Map;
import org.zoneseal.hsm.HsmException.Kind;

/**
 * What a PKCS#11 function can answer (CK_RV): its code, its name and a sentence for who has to do
 * something about it.
 *
 * <p>The codes are those of PKCS#11 3.2; a module's own codes lie above {@link #VENDOR_DEFINED}.
 */
enum Ckr {
    OK(0x0, Kind.OTHER, "The call succeeded."),
    CANCEL(
            0x1,
            Kind.OTHER,
            "The token cancelled the call; somebody may have pressed a key on the device."),
    HOST_MEMORY(
            0x2,
            Kind.OTHER,
            "The PKCS#11 module ran out of memory on this machine: free some, then try again."),
    SLOT_ID_INVALID(
            0x3,
            Kind.DEVICE,
            "The slot of the token is gone: check that the HSM is connected, then start again."),
    GENERAL_ERROR(
            0x5, Kind.DEVICE, "The module failed and does not say why: its own log knows more."),
    FUNCTION_FAILED(
            0x6,
            Kind.DEVICE,
            "The token could not do it and does not say why: the HSM's own log knows more."),
    ARGUMENTS_BAD(
            0x7,
            Kind.OTHER,
            "The module refuses what we passed: please report this, with the module's name and version."),
    NO_EVENT(0x8, Kind.OTHER, "No slot event is waiting."),
    NEED_TO_CREATE_THREADS(
            0x9,
            Kind.OTHER,
            "The module insists on threads of its own: allow them in its configuration."),
    CANT_LOCK(
            0xa,
            Kind.OTHER,
            "The module cannot be used by several threads: ask its maker for a thread-safe one."),
    ATTRIBUTE_READ_ONLY(
            0x10, Kind.OTHER, "The token does not let this property of an object be changed."),
    ATTRIBUTE_SENSITIVE(0x11, Kind.OTHER, "The property is secret, as it should be."),
    ATTRIBUTE_TYPE_INVALID(0x12, Kind.OTHER, "The token does not know this property of an object."),
    ATTRIBUTE_VALUE_INVALID(
            0x13,
            Kind.OTHER,
            "The token refuses a value in the key's description: label or id may be too long for it."),
    ACTION_PROHIBITED(
            0x1b,
            Kind.OTHER,
            "The token's policy forbids this: see the permissions of the user or the object."),
    DATA_INVALID(
            0x20,
            Kind.OTHER,
            "The token refuses the data to be signed: please report this, with the module's name."),
    DATA_LEN_RANGE(
            0x21,
            Kind.OTHER,
            "The data are too long for the token in one call: use a token that signs hashes."),
    DEVICE_ERROR(
            0x30,
            Kind.DEVICE,
            "The HSM reports a fault of its own: look at its log and its state."),
    DEVICE_MEMORY(
            0x31,
            Kind.TOKEN_FULL,
            "The token has no room left: destroy keys that are no longer needed, or use another token."),
    DEVICE_REMOVED(
            0x32,
            Kind.DEVICE,
            "The HSM is gone: connect it again, check cables, network and power, then start again."),
    ENCRYPTED_DATA_INVALID(0x40, Kind.OTHER, "The encrypted data are not what the token expects."),
    ENCRYPTED_DATA_LEN_RANGE(
            0x41, Kind.OTHER, "The encrypted data have a length that the token does not take."),
    AEAD_DECRYPT_FAILED(
            0x42, Kind.OTHER, "The encrypted data were changed or belong to another key."),
    FUNCTION_CANCELED(0x50, Kind.OTHER, "The call was cancelled half-way."),
    FUNCTION_NOT_PARALLEL(0x51, Kind.OTHER, "No call is running in parallel in this session."),
    FUNCTION_NOT_SUPPORTED(
            0x54,
            Kind.MECHANISM_MISSING,
            "The module does not have this function: a newer version may."),
    KEY_HANDLE_INVALID(
            0x60,
            Kind.KEY_MISSING,
            "The key is no longer in the token: somebody may have destroyed it, or the session was lost."),
    KEY_SIZE_RANGE(
            0x62,
            Kind.MECHANISM_MISSING,
            "The token does not take keys of this size: choose another size or algorithm."),
    KEY_TYPE_INCONSISTENT(
            0x63,
            Kind.KEY_MISMATCH,
            "The key is of another type than the mechanism needs: the object with this id is not the key it should be."),
    KEY_NOT_NEEDED(0x64, Kind.OTHER, "A key was passed where none is needed."),
    KEY_CHANGED(
            0x65, Kind.KEY_MISMATCH, "The key is not the one that the operation was begun with."),
    KEY_NEEDED(0x66, Kind.OTHER, "A key is missing from the call."),
    KEY_INDIGESTIBLE(0x67, Kind.OTHER, "The key cannot be hashed."),
    KEY_FUNCTION_NOT_PERMITTED(
            0x68, Kind.OTHER, "The key may not sign: CKA_SIGN is false; use a key that may."),
    KEY_NOT_WRAPPABLE(0x69, Kind.OTHER, "The key may not leave the token, as it should be."),
    KEY_UNEXTRACTABLE(0x6a, Kind.OTHER, "The key may not leave the token, as it should be."),
    MECHANISM_INVALID(
            0x70,
            Kind.MECHANISM_MISSING,
            "The token does not do this mechanism: choose another algorithm, or allow the mechanism in the HSM's configuration."),
    MECHANISM_PARAM_INVALID(
            0x71,
            Kind.MECHANISM_MISSING,
            "The token refuses the mechanism's parameters: choose another algorithm."),
    OBJECT_HANDLE_INVALID(
            0x82,
            Kind.KEY_MISSING,
            "The object is no longer in the token: somebody may have destroyed it, or the session was lost."),
    OPERATION_ACTIVE(0x90, Kind.OTHER, "The session is still busy with another operation."),
    OPERATION_NOT_INITIALIZED(
            0x91, Kind.OTHER, "The session has forgotten what it was about to do."),
    PIN_INCORRECT(
            0xa0,
            Kind.WRONG_PIN,
            "The PIN is wrong. It was tried once and is not tried again: correct the PIN file first, because further wrong tries lock the token."),
    PIN_INVALID(
            0xa1,
            Kind.WRONG_PIN,
            "The PIN holds characters that the token does not allow: correct the PIN file."),
    PIN_LEN_RANGE(
            0xa2,
            Kind.WRONG_PIN,
            "The PIN is too short or too long for the token: correct the PIN file."),
    PIN_EXPIRED(
            0xa3, Kind.WRONG_PIN, "The PIN has expired: set a new one with the HSM's own tool."),
    PIN_LOCKED(
            0xa4,
            Kind.PIN_LOCKED,
            "The PIN is locked after too many wrong tries: the security officer has to unlock it."),
    SESSION_CLOSED(
            0xb0,
            Kind.DEVICE,
            "The session was closed while the call ran: the HSM or its module was restarted or logged us out."),
    SESSION_COUNT(
            0xb1,
            Kind.SESSION_LIMIT,
            "The token has no more sessions: use fewer lanes, close other programs, or raise its limit."),
    SESSION_HANDLE_INVALID(
            0xb3,
            Kind.DEVICE,
            "The session is gone: the HSM or its module was restarted, or closed it for being idle."),
    SESSION_PARALLEL_NOT_SUPPORTED(
            0xb4, Kind.OTHER, "The token takes serial sessions only: please report this."),
    SESSION_READ_ONLY(
            0xb5, Kind.OTHER, "The session may only read: keys cannot be made or removed in it."),
    SESSION_EXISTS(
            0xb6,
            Kind.OTHER,
            "Another session is open, so this is not possible now: close other programs."),
    SESSION_READ_ONLY_EXISTS(
            0xb7,
            Kind.OTHER,
            "A read-only session is open, so the security officer cannot log in."),
    SESSION_READ_WRITE_SO_EXISTS(
            0xb8, Kind.OTHER, "The security officer is logged in: log out there first."),
    SIGNATURE_INVALID(0xc0, Kind.OTHER, "The token says that the signature does not fit."),
    SIGNATURE_LEN_RANGE(0xc1, Kind.OTHER, "The token says that the signature has a wrong length."),
    TEMPLATE_INCOMPLETE(
            0xd0,
            Kind.OTHER,
            "The token wants more properties for a new object than we gave: please report this, with the module's name."),
    TEMPLATE_INCONSISTENT(
            0xd1,
            Kind.OTHER,
            "The token refuses this combination of properties: its policy may forbid importing keys or signing keys of this kind."),
    TOKEN_NOT_PRESENT(
            0xe0,
            Kind.DEVICE,
            "The token is no longer in its slot: insert or connect it, then start again."),
    TOKEN_NOT_RECOGNIZED(
            0xe1,
            Kind.DEVICE,
            "The slot holds something that the module does not know: check that it is the right HSM and module."),
    TOKEN_WRITE_PROTECTED(
            0xe2,
            Kind.OTHER,
            "The token is write-protected: keys cannot be made or removed until that is lifted."),
    UNWRAPPING_KEY_HANDLE_INVALID(0xf0, Kind.KEY_MISSING, "The unwrapping key is not there."),
    UNWRAPPING_KEY_SIZE_RANGE(0xf1, Kind.OTHER, "The unwrapping key has a wrong size."),
    UNWRAPPING_KEY_TYPE_INCONSISTENT(0xf2, Kind.OTHER, "The unwrapping key is of the wrong type."),
    USER_ALREADY_LOGGED_IN(0x100, Kind.OTHER, "We are logged in already."),
    USER_NOT_LOGGED_IN(
            0x101,
            Kind.DEVICE,
            "The token has logged us out: it was restarted, or another part of this program logged out."),
    USER_PIN_NOT_INITIALIZED(
            0x102, Kind.OTHER, "The token has no user PIN yet: set one with the HSM's own tool."),
    USER_TYPE_INVALID(0x103, Kind.OTHER, "The token does not know this kind of user."),
    USER_ANOTHER_ALREADY_LOGGED_IN(
            0x104,
            Kind.OTHER,
            "Another user (the security officer) is logged in through this module: log out there first."),
    USER_TOO_MANY_TYPES(
            0x105,
            Kind.OTHER,
            "The token cannot have that many kinds of users logged in at once: close other programs."),
    WRAPPED_KEY_INVALID(
            0x110, Kind.OTHER, "The wrapped key is damaged or was wrapped by another key."),
    WRAPPED_KEY_LEN_RANGE(0x112, Kind.OTHER, "The wrapped key has a wrong length."),
    WRAPPING_KEY_HANDLE_INVALID(0x113, Kind.KEY_MISSING, "The wrapping key is not there."),
    WRAPPING_KEY_SIZE_RANGE(0x114, Kind.OTHER, "The wrapping key has a wrong size."),
    WRAPPING_KEY_TYPE_INCONSISTENT(0x115, Kind.OTHER, "The wrapping key is of the wrong type."),
    RANDOM_SEED_NOT_SUPPORTED(0x120, Kind.OTHER, "The token takes no seed for its random numbers."),
    RANDOM_NO_RNG(0x121, Kind.MECHANISM_MISSING, "The token has no source of random numbers."),
    DOMAIN_PARAMS_INVALID(
            0x130,
            Kind.MECHANISM_MISSING,
            "The token does not know this curve: choose another algorithm."),
    CURVE_NOT_SUPPORTED(
            0x140,
            Kind.MECHANISM_MISSING,
            "The token does not do this curve: choose another algorithm."),
    BUFFER_TOO_SMALL(
            0x150,
            Kind.OTHER,
            "The answer is longer than we allowed for: please report this, with the module's name."),
    SAVED_STATE_INVALID(0x160, Kind.OTHER, "The saved state of the session is not usable."),
    INFORMATION_SENSITIVE(0x170, Kind.OTHER, "The token does not give this away, as it should be."),
    STATE_UNSAVEABLE(0x180, Kind.OTHER, "The state of the session cannot be saved."),
    CRYPTOKI_NOT_INITIALIZED(
            0x190, Kind.DEVICE, "The module was shut down in this process: start again."),
    CRYPTOKI_ALREADY_INITIALIZED(
            0x191, Kind.OTHER, "The module is in use in this process already."),
    MUTEX_BAD(
            0x1a0, Kind.OTHER, "The module's locking is broken: please report this to its maker."),
    MUTEX_NOT_LOCKED(
            0x1a1, Kind.OTHER, "The module's locking is broken: please report this to its maker."),
    NEW_PIN_MODE(
            0x1b0, Kind.WRONG_PIN, "The token wants a new PIN: set one with the HSM's own tool."),
    NEXT_OTP(
            0x1b1,
            Kind.WRONG_PIN,
            "The token wants the next one-time password: it cannot be used unattended."),
    EXCEEDED_MAX_ITERATIONS(
            0x1b5, Kind.OTHER, "The token gave up after too many tries: try again."),
    FIPS_SELF_TEST_FAILED(
            0x1b6,
            Kind.DEVICE,
            "The HSM's self test failed, so it refuses to work: see its maker's instructions."),
    LIBRARY_LOAD_FAILED(
            0x1b7,
            Kind.DEVICE,
            "The module could not load a library that it needs: check its installation."),
    PIN_TOO_WEAK(
            0x1b8,
            Kind.WRONG_PIN,
            "The PIN is too weak for the token's policy: set another one with the HSM's own tool."),
    PUBLIC_KEY_INVALID(0x1b9, Kind.KEY_MISMATCH, "The public key is not valid."),
    FUNCTION_REJECTED(
            0x200, Kind.OTHER, "Somebody or a policy refused the call: see the HSM's own log."),
    TOKEN_RESOURCE_EXCEEDED(
            0x201,
            Kind.DEVICE,
            "The token ran short of some resource: use fewer lanes, or look at the HSM's load."),
    OPERATION_CANCEL_FAILED(0x202, Kind.OTHER, "The token could not cancel what it was doing."),
    KEY_EXHAUSTED(
            0x203,
            Kind.KEY_MISSING,
            "The key has made all the signatures that it may make: roll it."),
    PENDING(0x204, Kind.OTHER, "The token has not finished yet."),
    SESSION_ASYNC_NOT_SUPPORTED(0x205, Kind.OTHER, "The token has no asynchronous sessions."),
    SEED_RANDOM_REQUIRED(
            0x206,
            Kind.OTHER,
            "The token's random numbers need a seed first: see its maker's instructions."),
    OPERATION_NOT_VALIDATED(
            0x207, Kind.OTHER, "The token's policy does not accept this operation as validated."),
    TOKEN_NOT_INITIALIZED(
            0x208,
            Kind.TOKEN_MISSING,
            "The token is not initialised: do that with the HSM's own tool."),
    PARAMETER_SET_NOT_SUPPORTED(
            0x209,
            Kind.MECHANISM_MISSING,
            "The token does not do this parameter set: choose another algorithm.");

    /** Codes from here on are the module maker's own. */
    static final long VENDOR_DEFINED = 0x80000000L;

    private static final Map<Long, Ckr> BY_CODE = new HashMap<>();

    static {
        for (Ckr ckr : values()) {
            BY_CODE.put(ckr.code, ckr);
        }
    }

    final long code;
    final Kind kind;
    final String sentence;

    Ckr(long code, Kind kind, String sentence) {
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    boolean is(long answer) {
        return answer == code;
    }

    /** The answer's name and number, such as {@code CKR_DEVICE_ERROR (0x30)}. */
    static String nameOf(long answer) {
        Ckr known = BY_CODE.get(answer);
        String hex = "0x" + Long.toHexString(answer);
        if (known != null) {
            return "CKR_" + known + " (" + hex + ")";
        }
        return answer >= VENDOR_DEFINED || answer < 0
                ? "a code of its maker's own (" + hex + ")"
                : "an unknown code (" + hex + ")";
    }

    /** What the answer means and what to do about it. */
    static String sentenceOf(long answer) {
        Ckr known = BY_CODE.get(answer);
        return known != null
                ? known.sentence
                : "See the documentation of the HSM for what this code means.";
    }

    static Kind kindOf(long answer) {
        Ckr known = BY_CODE.get(answer);
        return known != null ? known.kind : Kind.OTHER;
    }
}
