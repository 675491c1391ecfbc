package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.zoneseal.simulator.Providers;

/** A working key of RFC 8032. */
abstract sealed class EdwardsWorker extends PrivateWorker {

    abstract int sign(byte[] context, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException;

    /** Ed25519; the scheme sees to it that there is no context. */
    static final class OfProvider extends EdwardsWorker {

        private final PrivateKey key;
        private final Signature signer;

        OfProvider(PrivateKey key) throws GeneralSecurityException {
            this.key = key;
            this.signer = Signature.getInstance("Ed25519", Providers.curves());
            signer.initSign(key);
        }

        @Override
        int sign(byte[] context, byte[] data, int offset, int length, byte[] signature)
                throws GeneralSecurityException {
            signer.update(data, offset, length);
            return signer.sign(signature, 0, signature.length);
        }

        @Override
        public void close() {
            destroy(key);
        }
    }

    /** Ed448. */
    static final class OnHeap extends EdwardsWorker {

        private final byte[] secret;
        private final byte[] publicKey = new byte[Ed448.PUBLIC_KEY_SIZE];

        /** Takes {@code secret} over. */
        OnHeap(byte[] secret) {
            this.secret = secret;
            Ed448.generatePublicKey(secret, 0, publicKey, 0);
        }

        @Override
        int sign(byte[] context, byte[] data, int offset, int length, byte[] signature) {
            Ed448.sign(secret, 0, publicKey, 0, context, data, offset, length, signature, 0);
            return Ed448.SIGNATURE_SIZE;
        }

        @Override
        public void close() {
            Bytes.wipe(secret);
        }
    }
}
