package org.zoneseal.proof;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.zoneseal.dnssec.Dnskey;

/** A key pair of the JDK that test zones are signed with. */
record TestKey(Dnskey dnskey, KeyPair pair) {

    static TestKey ed25519(int flags) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            return new TestKey(Dnskey.of(flags, 15, raw), pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestKey p256(int flags) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = ((ECPublicKey) pair.getPublic()).getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 64, encoded.length);
            return new TestKey(Dnskey.of(flags, 13, raw), pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same pair under other flags. */
    TestKey withFlags(int flags) {
        return new TestKey(Dnskey.of(flags, dnskey.algorithm(), dnskey.publicKey()), pair);
    }

    byte[] sign(byte[] data, int length) {
        try {
            Signature signature =
                    Signature.getInstance(
                            dnskey.algorithm() == 15 ? "Ed25519" : "SHA256withECDSAinP1363Format",
                            AmazonCorrettoCryptoProvider.INSTANCE);
            signature.initSign(pair.getPrivate());
            signature.update(data, 0, length);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
