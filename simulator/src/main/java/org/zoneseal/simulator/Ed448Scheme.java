package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/** Ed448 (RFC 8080) by Bouncy Castle, keys on the heap. */
final class Ed448Scheme implements Scheme {

    /** DNSSEC signs without a context (RFC 8080, section 4). */
    private static final byte[] NO_CONTEXT = {};

    @Override
    public KeyMemory memory() {
        return KeyMemory.HEAP;
    }

    @Override
    public NewKey generate(int rsaBits) {
        byte[] secret = new byte[Ed448.SECRET_KEY_SIZE];
        new SecureRandom().nextBytes(secret);
        return new NewKey(secret, new PublicHalf(SignatureScheme.ED448, publicKey(secret)));
    }

    @Override
    public NewKey take(PrivateMaterial material) throws GeneralSecurityException {
        if (!(material instanceof PrivateMaterial.Raw raw)
                || raw.secret().length != Ed448.SECRET_KEY_SIZE
                || raw.publicDnskeyForm().length != Ed448.PUBLIC_KEY_SIZE) {
            throw new InvalidKeyException("private and public keys for ED448 have 57 bytes each");
        }
        return new NewKey(
                raw.secret().clone(),
                new PublicHalf(SignatureScheme.ED448, raw.publicDnskeyForm()));
    }

    @Override
    public byte[] loadPrefix() {
        return new byte[0];
    }

    @Override
    public WorkingKey load(byte[] prefixed) {
        return new HeapKey(prefixed.clone(), publicKey(prefixed));
    }

    @Override
    public boolean verify(PublicHalf key, byte[] data, byte[] signature) {
        return Ed448.verify(signature, 0, key.dnskeyForm(), 0, NO_CONTEXT, data, 0, data.length);
    }

    private static byte[] publicKey(byte[] secret) {
        byte[] publicKey = new byte[Ed448.PUBLIC_KEY_SIZE];
        Ed448.generatePublicKey(secret, 0, publicKey, 0);
        return publicKey;
    }

    private record HeapKey(byte[] secret, byte[] publicKey) implements WorkingKey {

        @Override
        public int sign(
                byte[] data, int offset, int length, byte[] signature, int signatureOffset) {
            Ed448.sign(
                    secret,
                    0,
                    publicKey,
                    0,
                    NO_CONTEXT,
                    data,
                    offset,
                    length,
                    signature,
                    signatureOffset);
            return Ed448.SIGNATURE_SIZE;
        }

        @Override
        public void destroy() {
            Arrays.fill(secret, (byte) 0);
        }

        @Override
        public String toString() {
            return "HeapKey[hidden]";
        }
    }
}
