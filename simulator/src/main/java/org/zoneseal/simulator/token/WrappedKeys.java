package org.zoneseal.simulator.token;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.RsaPrivateEncoding;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaKind;

/** Private keys as PKCS#8 (RFC 5958), the form in which they are wrapped. */
final class WrappedKeys {

    /** A private key that came out of PKCS#8: its kind and its stored form. */
    record Unwrapped(KeyPairKind kind, byte[] secret) {

        @Override
        public String toString() {
            return "Unwrapped[" + kind + "]";
        }
    }

    private WrappedKeys() {}

    /**
     * Reads PKCS#8.
     *
     * @throws CryptokiException CKR_WRAPPED_KEY_INVALID
     */
    static Unwrapped read(byte[] encoded) {
        try {
            return read(PrivateKeyInfo.getInstance(encoded));
        } catch (IOException | InvalidKeyException | RuntimeException e) {
            throw new CryptokiException(
                    Ckr.WRAPPED_KEY_INVALID,
                    "what was unwrapped is not a private key that is known");
        }
    }

    /**
     * Reads PKCS#8 of a key of a type.
     *
     * @throws CryptokiException CKR_WRAPPED_KEY_INVALID, CKR_TEMPLATE_INCONSISTENT
     */
    static Unwrapped read(byte[] encoded, long keyType) {
        Unwrapped read = read(encoded);
        if (keyType(read.kind()) != keyType) {
            Bytes.wipe(read.secret());
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT, "the wrapped key is of another type");
        }
        return read;
    }

    static long keyType(KeyPairKind kind) {
        return switch (kind) {
            case RsaKind _ -> Ckk.RSA;
            case EcKind _ -> Ckk.EC;
            case EdwardsKind _ -> Ckk.EC_EDWARDS;
            case MlDsaKind _ -> Ckk.ML_DSA;
        };
    }

    private static Unwrapped read(PrivateKeyInfo info) throws IOException, InvalidKeyException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            byte[] parameters =
                    info.getPrivateKeyAlgorithm().getParameters().toASN1Primitive().getEncoded();
            Curve curve = KeyPairKinds.curve(parameters);
            BigInteger scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
            EcKind kind = new EcKind(curve);
            return new Unwrapped(kind, kind.secret(Bytes.unsigned(scalar)));
        }
        byte[] identifier = algorithm.getEncoded();
        for (EdwardsKind kind : EdwardsKind.values()) {
            if (Arrays.equals(identifier, kind.objectIdentifier())) {
                return new Unwrapped(
                        kind, ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
            }
        }
        for (MlDsaKind kind : MlDsaKind.values()) {
            if (Arrays.equals(identifier, kind.objectIdentifier())) {
                ASN1TaggedObject seed = ASN1TaggedObject.getInstance(info.parsePrivateKey());
                return new Unwrapped(kind, ASN1OctetString.getInstance(seed, false).getOctets());
            }
        }
        throw new InvalidKeyException("unknown algorithm");
    }

    private static Unwrapped rsa(RSAPrivateKey key) throws InvalidKeyException {
        int bits = key.getModulus().bitLength();
        if (bits < RsaKind.MIN_BITS || bits > RsaKind.MAX_BITS) {
            throw new InvalidKeyException("the modulus has from 1024 to 4096 bits");
        }
        if (key.getPublicExponent().bitLength() > RsaKind.MAX_EXPONENT_BITS
                || key.getPrivateExponent().compareTo(key.getModulus()) >= 0
                || key.getPrime1().compareTo(key.getModulus()) >= 0
                || key.getPrime2().compareTo(key.getModulus()) >= 0) {
            throw new InvalidKeyException("a number of the key is too long");
        }
        return new Unwrapped(
                new RsaKind(bits, key.getPublicExponent()),
                RsaPrivateEncoding.encode(
                        Bytes.unsigned(key.getModulus()),
                        Bytes.unsigned(key.getPublicExponent()),
                        Bytes.unsigned(key.getPrivateExponent()),
                        Bytes.unsigned(key.getPrime1()),
                        Bytes.unsigned(key.getPrime2()),
                        Bytes.unsigned(key.getExponent1()),
                        Bytes.unsigned(key.getExponent2()),
                        Bytes.unsigned(key.getCoefficient())));
    }
}
