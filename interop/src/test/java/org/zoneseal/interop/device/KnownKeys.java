package org.zoneseal.interop.device;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Mechanism;

/** Keys whose secret parts the test knows, because it made them itself, to be imported. */
record KnownKeys(List<Known> all) {

    /**
     * One key.
     *
     * @param signing how it signs
     * @param hash how many bytes it signs
     */
    record Known(
            String name,
            Template template,
            Map<Long, byte[]> secrets,
            Mechanism signing,
            int hash) {}

    static KnownKeys make() throws GeneralSecurityException {
        return new KnownKeys(List.of(rsa(), p256(), ed25519(), hmac()));
    }

    KeyBytesSearch search() {
        KeyBytesSearch search = new KeyBytesSearch();
        for (Known key : all) {
            key.secrets.forEach(
                    (type, value) -> search.add(key.name + " 0x" + Long.toHexString(type), value));
        }
        return search;
    }

    private static Known rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        Map<Long, byte[]> secrets = new LinkedHashMap<>();
        secrets.put(Cka.PRIVATE_EXPONENT, unsigned(key.getPrivateExponent(), 256));
        secrets.put(Cka.PRIME_1, unsigned(key.getPrimeP(), 128));
        secrets.put(Cka.PRIME_2, unsigned(key.getPrimeQ(), 128));
        secrets.put(Cka.EXPONENT_1, unsigned(key.getPrimeExponentP(), 128));
        secrets.put(Cka.EXPONENT_2, unsigned(key.getPrimeExponentQ(), 128));
        secrets.put(Cka.COEFFICIENT, unsigned(key.getCrtCoefficient(), 128));
        Template template =
                template(Cko.PRIVATE_KEY, Ckk.RSA, secrets)
                        .bytes(Cka.MODULUS, unsigned(key.getModulus(), 256))
                        .bytes(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1});
        return new Known("RSA", template, secrets, Mechanism.of(Ckm.SHA256_RSA_PKCS), 100);
    }

    private static Known p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        Map<Long, byte[]> secrets = Map.of(Cka.VALUE, unsigned(key.getS(), 32));
        Template template =
                template(Cko.PRIVATE_KEY, Ckk.EC, secrets)
                        .bytes(Cka.EC_PARAMS, HexFormat.of().parseHex("06082a8648ce3d030107"));
        return new Known("P-256", template, secrets, Mechanism.of(Ckm.ECDSA), 32);
    }

    private static Known ed25519() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        EdECPrivateKey key = (EdECPrivateKey) generator.generateKeyPair().getPrivate();
        Map<Long, byte[]> secrets = Map.of(Cka.VALUE, key.getBytes().orElseThrow());
        Template template =
                template(Cko.PRIVATE_KEY, Ckk.EC_EDWARDS, secrets)
                        .bytes(Cka.EC_PARAMS, HexFormat.of().parseHex("06032b6570"));
        return new Known("Ed25519", template, secrets, Mechanism.of(Ckm.EDDSA), 100);
    }

    private static Known hmac() {
        byte[] value = new byte[48];
        new SecureRandom().nextBytes(value);
        Map<Long, byte[]> secrets = Map.of(Cka.VALUE, value);
        Template template = template(Cko.SECRET_KEY, Ckk.GENERIC_SECRET, secrets);
        return new Known("HMAC", template, secrets, Mechanism.of(Ckm.SHA256_HMAC), 100);
    }

    private static Template template(long kind, long type, Map<Long, byte[]> secrets) {
        Template template =
                Template.of(kind)
                        .number(Cka.KEY_TYPE, type)
                        .flag(Cka.TOKEN, true)
                        .flag(Cka.PRIVATE, true)
                        .flag(Cka.SENSITIVE, true)
                        .flag(Cka.EXTRACTABLE, false)
                        .flag(Cka.SIGN, true);
        secrets.forEach((attribute, value) -> template.bytes(attribute, value.clone()));
        return template;
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, padded, length - count, count);
        return padded;
    }
}
