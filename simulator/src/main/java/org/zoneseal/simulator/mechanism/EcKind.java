package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.zoneseal.simulator.Der;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.TransientSpec;

/** Keys on a NIST curve. */
public record EcKind(Curve curve) implements KeyPairKind {

    @Override
    public KeyMemory memory() {
        return Providers.memory();
    }

    @Override
    public NewPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.curves());
        generator.initialize(new ECGenParameterSpec(curve.standardName()));
        KeyPair pair = generator.generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        try {
            return new NewPair(scalar(encoded), pair.getPublic().getEncoded());
        } finally {
            Bytes.wipe(encoded);
            PrivateWorker.destroy(pair.getPrivate());
        }
    }

    @Override
    public byte[] publicInfo(byte[] secret) throws GeneralSecurityException {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve.standardName());
        BigInteger scalar = new BigInteger(1, secret);
        if (scalar.signum() == 0 || scalar.compareTo(parameters.getN()) >= 0) {
            throw new InvalidKeyException("the private key is not between 1 and the curve's order");
        }
        return curve.publicInfo(
                new FixedPointCombMultiplier()
                        .multiply(parameters.getG(), scalar)
                        .normalize()
                        .getEncoded(false));
    }

    /** The stored form of a private key given as a number. */
    public byte[] secret(byte[] number) throws InvalidKeyException {
        int zeros = 0;
        while (number.length - zeros > curve.length() && number[zeros] == 0) {
            zeros++;
        }
        int digits = number.length - zeros;
        if (digits == 0 || digits > curve.length()) {
            throw new InvalidKeyException(
                    "a private key on " + curve + " has at most " + curve.length() + " bytes");
        }
        byte[] secret = new byte[curve.length()];
        System.arraycopy(number, zeros, secret, curve.length() - digits, digits);
        return secret;
    }

    /** Whether an uncompressed point is on the curve. */
    public boolean holds(byte[] point) {
        try {
            return point.length == 1 + 2 * curve.length()
                    && point[0] == 4
                    && CustomNamedCurves.getByName(curve.standardName())
                            .getCurve()
                            .decodePoint(point)
                            .isValid();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The point of a SubjectPublicKeyInfo on this curve. */
    public byte[] point(byte[] publicInfo) {
        return Bytes.behind(curve.publicPrefix(), publicInfo);
    }

    @Override
    public byte[] loadPrefix() {
        return curve.privatePrefix();
    }

    @Override
    public PrivateWorker load(byte[] prefixed) throws GeneralSecurityException {
        return new EcWorker(
                curve,
                KeyFactory.getInstance("EC", Providers.curves())
                        .generatePrivate(new TransientSpec(prefixed)));
    }

    @Override
    public SigningScheme probe() {
        return new HashedScheme(Hash.SHA256, new EcdsaScheme(this));
    }

    @Override
    public int signatureLength() {
        return 2 * curve.length();
    }

    /** The number out of a PKCS#8 encoding, whatever optional parts the provider put in. */
    private byte[] scalar(byte[] encoded) throws InvalidKeyException {
        Der der = new Der(encoded).next(Der.SEQUENCE).next(Der.INTEGER).skip();
        der.next(Der.SEQUENCE).skip().next(Der.OCTET_STRING);
        der.next(Der.SEQUENCE).next(Der.INTEGER).skip().next(Der.OCTET_STRING);
        if (der.length() != curve.length()) {
            throw new InvalidKeyException(
                    "the provider's key has " + der.length() + " bytes on " + curve);
        }
        return Arrays.copyOfRange(encoded, der.offset(), der.offset() + der.length());
    }
}
