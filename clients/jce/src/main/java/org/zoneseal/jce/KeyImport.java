package org.zoneseal.jce;

import java.math.BigInteger;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Cko;

/**
 * The templates of a key that was made outside; wiped when closed.
 *
 * <p>The JDK's own objects of such a key hold its bytes still: a key that shall never have been
 * outside is generated inside.
 */
final class KeyImport implements AutoCloseable {

    private final List<byte[]> secrets = new ArrayList<>();
    private final Template privateHalf;
    private final Template publicHalf;

    private KeyImport(Template privateHalf, Template publicHalf) {
        this.privateHalf = privateHalf;
        this.publicHalf = publicHalf;
    }

    /** Of a key that is in the HSM already. */
    static KeyImport none() {
        return new KeyImport(Template.any(), Template.any());
    }

    /** The secret's template: a private or a secret key. */
    Template secret() {
        return privateHalf;
    }

    /** The template of the public half, of a private key. */
    Template publicHalf() {
        return publicHalf;
    }

    /**
     * Reads a private key.
     *
     * @param publicKey its public half, from its certificate
     * @throws KeyStoreException if its kind cannot be imported, or it has no bytes
     */
    static KeyImport of(PrivateKey key, PublicKey publicKey) throws KeyStoreException {
        KeyImport made =
                new KeyImport(
                        Template.of(Cko.PRIVATE_KEY)
                                .flag(Cka.PRIVATE, true)
                                .flag(Cka.SENSITIVE, true)
                                .flag(Cka.EXTRACTABLE, false)
                                .flag(Cka.SIGN, true),
                        Template.of(Cko.PUBLIC_KEY)
                                .flag(Cka.PRIVATE, false)
                                .flag(Cka.VERIFY, true));
        if (key instanceof RSAPrivateCrtKey rsa && publicKey instanceof RSAPublicKey) {
            made.rsa(rsa);
        } else if (key instanceof ECPrivateKey ec && publicKey instanceof ECPublicKey) {
            made.ec(ec, publicKey);
        } else if (key instanceof EdECPrivateKey edwards && edwards.getBytes().isPresent()) {
            made.edwards(edwards.getBytes().get(), publicKey);
        } else {
            throw new KeyStoreException(
                    "a key of "
                            + key.getClass().getName()
                            + " for "
                            + publicKey.getAlgorithm()
                            + " cannot be brought into the HSM; generate it there");
        }
        return made;
    }

    /** Reads a secret key. */
    static KeyImport of(SecretKey key) throws KeyStoreException {
        byte[] value = key.getEncoded();
        if (value == null) {
            throw new KeyStoreException(
                    "a secret key without bytes cannot be brought into the HSM");
        }
        KeyImport made =
                new KeyImport(
                        SecretKind.of(key.getAlgorithm())
                                .template()
                                .and(Template.of(Cko.SECRET_KEY))
                                .flag(Cka.PRIVATE, true)
                                .flag(Cka.SENSITIVE, true)
                                .flag(Cka.EXTRACTABLE, false),
                        Template.any());
        made.privateHalf.bytes(Cka.VALUE, made.secret(value));
        return made;
    }

    private void rsa(RSAPrivateCrtKey key) {
        privateHalf
                .flag(Cka.DECRYPT, true)
                .number(Cka.KEY_TYPE, Ckk.RSA)
                .bytes(Cka.MODULUS, magnitude(key.getModulus()))
                .bytes(Cka.PUBLIC_EXPONENT, magnitude(key.getPublicExponent()))
                .bytes(Cka.PRIVATE_EXPONENT, secret(magnitude(key.getPrivateExponent())))
                .bytes(Cka.PRIME_1, secret(magnitude(key.getPrimeP())))
                .bytes(Cka.PRIME_2, secret(magnitude(key.getPrimeQ())))
                .bytes(Cka.EXPONENT_1, secret(magnitude(key.getPrimeExponentP())))
                .bytes(Cka.EXPONENT_2, secret(magnitude(key.getPrimeExponentQ())))
                .bytes(Cka.COEFFICIENT, secret(magnitude(key.getCrtCoefficient())));
        publicHalf
                .flag(Cka.ENCRYPT, true)
                .number(Cka.KEY_TYPE, Ckk.RSA)
                .bytes(Cka.MODULUS, magnitude(key.getModulus()))
                .bytes(Cka.PUBLIC_EXPONENT, magnitude(key.getPublicExponent()));
    }

    private void ec(ECPrivateKey key, PublicKey publicKey) {
        byte[] info = publicKey.getEncoded();
        int length = (key.getParams().getOrder().bitLength() + 7) / 8;
        byte[] point = Arrays.copyOfRange(info, info.length - 2 * length - 1, info.length);
        curve(Ckk.EC, info, point, secret(padded(magnitude(key.getS()), length)));
    }

    private void edwards(byte[] value, PublicKey publicKey) {
        byte[] info = publicKey.getEncoded();
        byte[] point = Arrays.copyOfRange(info, info.length - value.length, info.length);
        curve(Ckk.EC_EDWARDS, info, point, secret(value));
    }

    private void curve(long type, byte[] info, byte[] point, byte[] value) {
        byte[] parameters = SubjectPublicKeyInfo.curve(info);
        privateHalf
                .number(Cka.KEY_TYPE, type)
                .bytes(Cka.EC_PARAMS, parameters)
                .bytes(Cka.VALUE, value);
        publicHalf
                .number(Cka.KEY_TYPE, type)
                .bytes(Cka.EC_PARAMS, parameters)
                .bytes(Cka.EC_POINT, Der.of(Der.OCTET_STRING, point));
    }

    private byte[] secret(byte[] value) {
        secrets.add(value);
        return value;
    }

    private static byte[] magnitude(BigInteger number) {
        byte[] bytes = number.toByteArray();
        if (bytes[0] != 0 || bytes.length == 1) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOfRange(bytes, 1, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        return shorter;
    }

    private static byte[] padded(byte[] number, int length) {
        if (number.length == length) {
            return number;
        }
        byte[] longer = new byte[length];
        System.arraycopy(number, 0, longer, length - number.length, number.length);
        Arrays.fill(number, (byte) 0);
        return longer;
    }

    @Override
    public void close() {
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
}
