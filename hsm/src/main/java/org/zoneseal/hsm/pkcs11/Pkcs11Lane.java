package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.SignatureScheme;

/**
 * A session that signs: C_SignInit and a one-shot C_Sign, in buffers that live as long as the lane.
 *
 * <p>Mutable, one thread at a time. The straight way allocates nothing; everything that goes wrong
 * leaves it for {@link Recovery}. The buffers belong to the garbage collector, not to {@link
 * #close}: a call that hangs may still write into them.
 */
final class Pkcs11Lane implements Lane {

    private static final int FIRST_INPUT_LENGTH = 1 << 14;

    /** How one scheme is signed here: the mechanism in native memory, and our part of it. */
    private record Signing(
            MemorySegment mechanism, @Nullable MessageDigest digest, byte[] input, int prefix) {

        static Signing of(SigningMechanism way) {
            MemorySegment mechanism = way.toNative(Arena.ofAuto());
            if (!way.hashesHere()) {
                return new Signing(mechanism, null, new byte[0], 0);
            }
            try {
                MessageDigest digest = MessageDigest.getInstance(way.digest());
                int prefix = way.prefix().length;
                byte[] input = Arrays.copyOf(way.prefix(), prefix + digest.getDigestLength());
                return new Signing(mechanism, digest, input, prefix);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Pkcs11Token token;
    private final Session session;
    private final Cryptoki cryptoki;
    private final Map<SignatureScheme, Signing> signings = new EnumMap<>(SignatureScheme.class);
    private final MemorySegment signature = Arena.ofAuto().allocate(MAX_SIGNATURE_LENGTH);
    private final MemorySegment signatureLength = Arena.ofAuto().allocate(JAVA_LONG);
    private MemorySegment input = Arena.ofAuto().allocate(FIRST_INPUT_LENGTH);
    private String call = "C_SignInit";
    private boolean isClosed;

    private Pkcs11Lane(Pkcs11Token token, Session session) {
        this.token = token;
        this.session = session;
        this.cryptoki = session.cryptoki();
    }

    static Pkcs11Lane withOwnSession(Pkcs11Token token, Session session) {
        return new Pkcs11Lane(token, session);
    }

    /** The token's own session, when it has no other to give. */
    static Pkcs11Lane withSharedSession(Pkcs11Token token, Session session) {
        return new Pkcs11Lane(token, session);
    }

    @Override
    public int sign(KeyHandle key, byte[] data, int offset, int length, byte[] out, int outOffset) {
        Pkcs11Key own = token.own(key);
        Signing signing = signing(own.publicHalf().scheme());
        int inputLength = prepare(signing, data, offset, length);
        session.lock().lock();
        try {
            int renewals = token.login().renewals();
            try {
                attempt(own, signing, inputLength);
            } catch (CkrException e) {
                recover(own, signing, inputLength, e, renewals);
            }
            return take(own, out, outOffset);
        } finally {
            session.lock().unlock();
        }
    }

    private Signing signing(SignatureScheme scheme) {
        Signing signing = signings.get(scheme);
        if (signing == null) {
            signing = Signing.of(token.signing(scheme));
            signings.put(scheme, signing);
        }
        return signing;
    }

    /** Puts the data, or our hash of them, into native memory. */
    private int prepare(Signing signing, byte[] data, int offset, int length) {
        MessageDigest digest = signing.digest;
        if (digest == null) {
            ensureInput(length);
            MemorySegment.copy(data, offset, input, JAVA_BYTE, 0, length);
            return length;
        }
        byte[] hashed = signing.input;
        try {
            digest.update(data, offset, length);
            digest.digest(hashed, signing.prefix, hashed.length - signing.prefix);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        MemorySegment.copy(hashed, 0, input, JAVA_BYTE, 0, hashed.length);
        return hashed.length;
    }

    private void ensureInput(int length) {
        if (length > input.byteSize()) {
            input = Arena.ofAuto().allocate(Math.max(length, input.byteSize() * 2));
        }
    }

    /** One try; {@link #call} says how far it came. */
    private void attempt(Pkcs11Key key, Signing signing, int inputLength) {
        long privateKey = privateKey(key);
        call = "C_SignInit";
        long answer = cryptoki.signInit(session.handle(), signing.mechanism, privateKey);
        if (answer == 0) {
            call = "C_Sign";
            signatureLength.set(JAVA_LONG, 0, MAX_SIGNATURE_LENGTH);
            answer =
                    cryptoki.sign(session.handle(), input, inputLength, signature, signatureLength);
        }
        CkrException.check(call, answer);
    }

    private long privateKey(Pkcs11Key key) {
        Pkcs11Key.Place place = key.place();
        if (place.epoch() != token.login().epoch()) {
            call = "C_FindObjects";
            place = token.finder().locate(session, key);
            key.moved(place);
        }
        return place.privateKey();
    }

    private void recover(
            Pkcs11Key key, Signing signing, int inputLength, CkrException first, int renewals) {
        try {
            token.recovery(Recovery.Effect.NONE)
                    .runAgain(
                            session,
                            first,
                            renewals,
                            () -> {
                                attempt(key, signing, inputLength);
                                return key;
                            });
        } catch (CkrException e) {
            throw Pkcs11Token.failure(e, token.describe(key));
        }
    }

    private int take(Pkcs11Key key, byte[] out, int outOffset) {
        long length = signatureLength.get(JAVA_LONG, 0);
        if (length != key.signatureLength()) {
            throw new HsmException(
                    Kind.DEVICE,
                    "C_Sign with "
                            + token.describe(key)
                            + " gave a signature of "
                            + length
                            + " bytes instead of "
                            + key.signatureLength()
                            + ": the HSM or its module is faulty.");
        }
        MemorySegment.copy(signature, JAVA_BYTE, 0, out, outOffset, (int) length);
        return (int) length;
    }

    @Override
    public String call() {
        return call;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            token.laneClosed(session);
        }
    }
}
