package org.zoneseal.hsm.pkcs11;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.SignatureScheme;

/**
 * Signs over the wire, one round trip a signature; hashes are made here. Mutable, one thread at a
 * time.
 */
final class RemoteLane implements Lane {

    /** How one scheme is signed: the mechanism, and our part of it. */
    private record Signing(
            Mechanism mechanism, @Nullable MessageDigest digest, byte[] input, int prefix) {

        static Signing of(SigningMechanism way) {
            Mechanism mechanism =
                    way.hasEddsaParameters()
                            ? new Mechanism(
                                    way.mechanism(),
                                    new Mechanism.Parameter.Eddsa(false, new byte[0]))
                            : Mechanism.of(way.mechanism());
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

    private final RemoteToken token;
    private final Map<SignatureScheme, Signing> signings = new EnumMap<>(SignatureScheme.class);
    private boolean isClosed;

    RemoteLane(RemoteToken token) {
        this.token = token;
    }

    @Override
    public int sign(KeyHandle key, byte[] data, int offset, int length, byte[] out, int outOffset) {
        if (isClosed) {
            throw new HsmException(Kind.DEVICE, "this lane is closed");
        }
        RemoteKey own = token.own(key);
        SignatureScheme scheme = own.publicHalf().scheme();
        Signing signing = signings.computeIfAbsent(scheme, s -> Signing.of(token.signing(s)));
        byte[] signature = sign(own, signing, data, offset, length);
        if (signature.length != PublicHalves.signatureLength(own.publicHalf())) {
            throw new HsmException(
                    Kind.DEVICE,
                    token
                            + " made a signature of "
                            + signature.length
                            + " bytes with "
                            + own
                            + ", instead of "
                            + PublicHalves.signatureLength(own.publicHalf()));
        }
        System.arraycopy(signature, 0, out, outOffset, signature.length);
        return signature.length;
    }

    private byte[] sign(RemoteKey key, Signing signing, byte[] data, int offset, int length) {
        MessageDigest digest = signing.digest;
        if (digest == null) {
            return sign(key, signing.mechanism, data, offset, length);
        }
        byte[] hashed = signing.input;
        try {
            digest.update(data, offset, length);
            digest.digest(hashed, signing.prefix, hashed.length - signing.prefix);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        return sign(key, signing.mechanism, hashed, 0, hashed.length);
    }

    private byte[] sign(RemoteKey key, Mechanism mechanism, byte[] input, int offset, int length) {
        return token.inSession(
                "signing with " + key,
                session ->
                        session.sign(
                                mechanism, key.object().handle(session), input, offset, length));
    }

    @Override
    public String call() {
        return "SIGN_ONCE";
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
