package org.zoneseal.simulator;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/** RSA with PKCS#1 v1.5 padding (RFC 5702). */
final class RsaScheme implements Scheme {

    /** What RFC 5702 allows, less what can be broken today. */
    static final int MIN_BITS = 1024;

    static final int MAX_BITS = 4096;

    private final SignatureScheme scheme;
    private final Provider provider;
    private final KeyMemory memory;

    RsaScheme(SignatureScheme scheme, Provider provider, KeyMemory memory) {
        this.scheme = scheme;
        this.provider = provider;
        this.memory = memory;
    }

    @Override
    public KeyMemory memory() {
        return memory;
    }

    @Override
    public NewKey generate(int rsaBits) throws GeneralSecurityException {
        checkBits(rsaBits);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(new RSAKeyGenParameterSpec(rsaBits, RSAKeyGenParameterSpec.F4));
        KeyPair pair = generator.generateKeyPair();
        try {
            RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
            return new NewKey(
                    pair.getPrivate().getEncoded(),
                    publicHalf(
                            unsigned(publicKey.getPublicExponent()),
                            unsigned(publicKey.getModulus())));
        } finally {
            JcaKey.destroy(pair.getPrivate());
        }
    }

    @Override
    public NewKey take(PrivateMaterial material) throws GeneralSecurityException {
        if (!(material instanceof PrivateMaterial.Rsa rsa)) {
            throw new InvalidKeyException("not an RSA key");
        }
        byte[] modulus = unsigned(new BigInteger(1, rsa.modulus()));
        byte[] exponent = unsigned(new BigInteger(1, rsa.publicExponent()));
        checkBits(new BigInteger(1, modulus).bitLength());
        return new NewKey(encode(rsa), publicHalf(exponent, modulus));
    }

    @Override
    public byte[] loadPrefix() {
        return new byte[0];
    }

    @Override
    public WorkingKey load(byte[] prefixed) throws GeneralSecurityException {
        return new JcaKey(
                KeyFactory.getInstance("RSA", provider)
                        .generatePrivate(new TransientSpec(prefixed)),
                signature());
    }

    @Override
    public boolean verify(PublicHalf key, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = signature();
        verifier.initVerify(
                KeyFactory.getInstance("RSA", provider).generatePublic(publicSpec(key)));
        verifier.update(data);
        return verifier.verify(signature);
    }

    private Signature signature() throws GeneralSecurityException {
        String name = scheme == SignatureScheme.RSA_SHA512 ? "SHA512withRSA" : "SHA256withRSA";
        return Signature.getInstance(name, provider);
    }

    private static void checkBits(int bits) throws InvalidKeyException {
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new InvalidKeyException(
                    "RSA keys have " + MIN_BITS + " to " + MAX_BITS + " bits here, not " + bits);
        }
    }

    private static byte[] encode(PrivateMaterial.Rsa rsa) {
        return RsaPrivateEncoding.encode(
                rsa.modulus(),
                rsa.publicExponent(),
                rsa.privateExponent(),
                rsa.prime1(),
                rsa.prime2(),
                rsa.exponent1(),
                rsa.exponent2(),
                rsa.coefficient());
    }

    /** Exponent length, exponent, modulus (RFC 3110, section 2). */
    private PublicHalf publicHalf(byte[] exponent, byte[] modulus) {
        int prefix = exponent.length > 0xff ? 3 : 1;
        byte[] form = new byte[prefix + exponent.length + modulus.length];
        if (prefix == 3) {
            form[1] = (byte) (exponent.length >>> 8);
        }
        form[prefix - 1] = (byte) exponent.length;
        System.arraycopy(exponent, 0, form, prefix, exponent.length);
        System.arraycopy(modulus, 0, form, prefix + exponent.length, modulus.length);
        return new PublicHalf(scheme, form);
    }

    private static RSAPublicKeySpec publicSpec(PublicHalf key) {
        byte[] form = key.dnskeyForm();
        int prefix = form[0] == 0 ? 3 : 1;
        int exponentLength = prefix == 1 ? form[0] & 0xff : (form[1] & 0xff) << 8 | form[2] & 0xff;
        int modulus = prefix + exponentLength;
        return new RSAPublicKeySpec(
                new BigInteger(1, Arrays.copyOfRange(form, modulus, form.length)),
                new BigInteger(1, Arrays.copyOfRange(form, prefix, modulus)));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }
}
