package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;
import org.zoneseal.simulator.Der;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.RsaPrivateEncoding;
import org.zoneseal.simulator.TransientSpec;

/**
 * RSA keys of one size.
 *
 * @param bits of the modulus
 * @param exponent the public exponent
 */
public record RsaKind(int bits, BigInteger exponent) implements KeyPairKind {

    public static final int MIN_GENERATED_BITS = 2048;
    public static final int MIN_BITS = 1024;
    public static final int MAX_BITS = 4096;

    /** Of the public exponent (FIPS 186-5, section 5.1). */
    public static final int MAX_EXPONENT_BITS = 256;

    private static final byte[] ALGORITHM =
            HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    @Override
    public KeyMemory memory() {
        return Providers.memory();
    }

    /** Bytes of the modulus. */
    public int length() {
        return (bits + 7) / 8;
    }

    @Override
    public NewPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Providers.rsa());
        generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
        KeyPair pair = generator.generateKeyPair();
        try {
            RSAPublicKey made = (RSAPublicKey) pair.getPublic();
            return new NewPair(
                    pair.getPrivate().getEncoded(),
                    publicInfoOf(
                            Bytes.unsigned(made.getModulus()),
                            Bytes.unsigned(made.getPublicExponent())));
        } finally {
            PrivateWorker.destroy(pair.getPrivate());
        }
    }

    @Override
    public byte[] publicInfo(byte[] secret) throws InvalidKeyException {
        return publicInfoOf(
                RsaPrivateEncoding.number(secret, 0), RsaPrivateEncoding.number(secret, 1));
    }

    /** The SubjectPublicKeyInfo of modulus and exponent. */
    public static byte[] publicInfoOf(byte[] modulus, byte[] exponent) {
        int numbers = Der.sizeOfInteger(modulus) + Der.sizeOfInteger(exponent);
        int bits = 1 + Der.sizeOf(numbers);
        int content = ALGORITHM.length + Der.sizeOf(bits);
        byte[] out = new byte[Der.sizeOf(content)];
        int at = Der.header(out, 0, Der.SEQUENCE, content);
        System.arraycopy(ALGORITHM, 0, out, at, ALGORITHM.length);
        at = Der.header(out, at + ALGORITHM.length, Der.BIT_STRING, bits);
        at = Der.header(out, at + 1, Der.SEQUENCE, numbers);
        Der.integer(out, Der.integer(out, at, modulus), exponent);
        return out;
    }

    /** The modulus (0) or the exponent (1) of a SubjectPublicKeyInfo. */
    public static byte[] publicNumber(byte[] publicInfo, int index) throws InvalidKeyException {
        RsaPublic key = RsaPublic.of(publicInfo);
        return Bytes.unsigned(index == 0 ? key.modulus() : key.exponent());
    }

    @Override
    public byte[] loadPrefix() {
        return new byte[0];
    }

    @Override
    public PrivateWorker load(byte[] prefixed) throws GeneralSecurityException {
        RsaPublic half =
                new RsaPublic(
                        new BigInteger(1, RsaPrivateEncoding.number(prefixed, 0)),
                        new BigInteger(1, RsaPrivateEncoding.number(prefixed, 1)));
        return new RsaWorker(
                half,
                KeyFactory.getInstance("RSA", Providers.rsa())
                        .generatePrivate(new TransientSpec(prefixed)));
    }

    @Override
    public SigningScheme probe() {
        return new HashedScheme(Hash.SHA256, RsaPkcs1Scheme.of(Hash.SHA256, length()));
    }

    @Override
    public int signatureLength() {
        return length();
    }
}
