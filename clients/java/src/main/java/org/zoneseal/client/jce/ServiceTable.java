package org.zoneseal.client.jce;

import java.security.Provider;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.zoneseal.cryptoki.Ckm;

/**
 * Everything that the provider offers, by type and name.
 *
 * <p>{@code SupportedKeyClasses} is what delayed provider selection goes by: an operation that is
 * started with one of our keys is ours, with any other key it is not, wherever the provider stands
 * in the list of installed ones.
 */
final class ServiceTable {

    private static final List<String> HASHES =
            List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

    private final HsmAccess access;
    private final Map<String, List<Offer>> offers = new LinkedHashMap<>();

    private ServiceTable(HsmAccess access) {
        this.access = access;
    }

    static Map<String, List<Offer>> of(HsmAccess access, HsmKeyStore.PinSource pins) {
        ServiceTable table = new ServiceTable(access);
        table.stores(pins);
        table.generators();
        table.factories();
        table.curveSignatures();
        table.rsaSignatures();
        table.ciphers();
        table.macs();
        return table.offers;
    }

    /**
     * One algorithm of the provider.
     *
     * @param keys the class of keys that it works with, or nothing if it needs none
     */
    record Offer(
            String algorithm, List<String> aliases, List<Class<?>> keys, Supplier<Object> maker) {

        Provider.Service in(Provider provider, String type) {
            Map<String, String> attributes = new LinkedHashMap<>();
            if (!keys.isEmpty()) {
                attributes.put("SupportedKeyClasses", keys.getFirst().getName());
            }
            if (type.equals("SecureRandom")) {
                attributes.put("ThreadSafe", "true");
            }
            return new HsmService(provider, type, this, attributes);
        }
    }

    private void stores(HsmKeyStore.PinSource pins) {
        add("KeyStore", new Offer("ZONESEAL", List.of(), List.of(), () -> store(pins)));
        add(
                "SecureRandom",
                new Offer("ZONESEAL", List.of(), List.of(), () -> new HsmRandom(access)));
    }

    private HsmKeyStore store(HsmKeyStore.PinSource pins) {
        return new HsmKeyStore(access, pins);
    }

    private void generators() {
        for (String algorithm :
                List.of(
                        "RSA",
                        "EC",
                        "EdDSA",
                        "Ed25519",
                        "Ed448",
                        "ML-DSA",
                        "ML-DSA-44",
                        "ML-DSA-65",
                        "ML-DSA-87")) {
            add(
                    "KeyPairGenerator",
                    new Offer(
                            algorithm,
                            List.of(),
                            List.of(),
                            () -> new HsmKeyPairGenerator(access, algorithm)));
        }
        generator("AES", SecretKind.AES);
        generator("AESWrap", SecretKind.AES_WRAP);
        for (SecretKind kind : SecretKind.values()) {
            if (!kind.isAes()) {
                generator(kind.algorithm(), kind);
            }
        }
    }

    /**
     * Public keys are the JDK's own; programs that name one provider for all find them here too.
     */
    private void factories() {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "Ed25519", "Ed448", "ML-DSA")) {
            add(
                    "KeyFactory",
                    new Offer(algorithm, List.of(), List.of(), () -> new HsmKeyFactory(algorithm)));
        }
    }

    private void generator(String algorithm, SecretKind kind) {
        add(
                "KeyGenerator",
                new Offer(
                        algorithm, List.of(), List.of(), () -> new HsmKeyGenerator(access, kind)));
    }

    private void curveSignatures() {
        ecdsa("NONEwithECDSA", "");
        for (String hash : HASHES) {
            ecdsa(hash.replace("-", "") + "withECDSA", hash);
        }
        Class<?> edwards = HsmPrivateKey.Edwards.class;
        signature("EdDSA", edwards, EdwardsSignature::new);
        signature("Ed25519", edwards, () -> new EdwardsSignature("Ed25519"));
        signature("Ed448", edwards, () -> new EdwardsSignature("Ed448"));
        Class<?> lattice = HsmPrivateKey.MlDsa.class;
        signature("ML-DSA", lattice, MlDsaSignature::new);
        for (String set : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
            signature(set, lattice, () -> new MlDsaSignature(set));
        }
    }

    private void ecdsa(String name, String hash) {
        String sideBySide = name + "inP1363Format";
        signature(
                name,
                HsmPrivateKey.Ec.class,
                () -> new EcdsaSignature(name, collector(hash), EcdsaSignature.Format.DER));
        signature(
                sideBySide,
                HsmPrivateKey.Ec.class,
                () ->
                        new EcdsaSignature(
                                sideBySide, collector(hash), EcdsaSignature.Format.SIDE_BY_SIDE));
    }

    private static DataCollector collector(String hash) {
        return hash.isEmpty() ? DataCollector.plain() : DataCollector.hash(hash);
    }

    private void rsaSignatures() {
        signature("NONEwithRSA", HsmPrivateKey.Rsa.class, RsaSignature::none);
        for (String hash : HASHES) {
            String name = hash.replace("-", "") + "withRSA";
            signature(name, HsmPrivateKey.Rsa.class, () -> RsaSignature.of(name, hash));
        }
        signature("RSASSA-PSS", HsmPrivateKey.Rsa.class, PssSignature::new);
    }

    private void signature(String name, Class<?> keys, Supplier<Object> maker) {
        add("Signature", new Offer(name, List.of(), List.of(keys), maker));
    }

    private void ciphers() {
        Class<?> rsa = HsmPrivateKey.Rsa.class;
        cipher("RSA/ECB/PKCS1Padding", List.of("RSA"), rsa, RsaCipher::pkcs1);
        cipher(
                "RSA/ECB/OAEPPadding",
                List.of(),
                rsa,
                () -> RsaCipher.oaep("SHA-1", MGF1ParameterSpec.SHA1));
        for (String hash : HASHES) {
            cipher(
                    "RSA/ECB/OAEPWith" + hash + "AndMGF1Padding",
                    List.of(),
                    rsa,
                    () -> RsaCipher.oaep(hash, MGF1ParameterSpec.SHA1));
        }
        aes("AES/GCM/NoPadding", List.of(), AesCipher.Mode.GCM);
        aes("AES/CBC/NoPadding", List.of(), AesCipher.Mode.CBC);
        aes("AES/CBC/PKCS5Padding", List.of(), AesCipher.Mode.CBC_PAD);
        aes("AES/KW/NoPadding", List.of("AESWrap"), AesCipher.Mode.KW);
        aes("AES/KWP/NoPadding", List.of("AESWrapPad"), AesCipher.Mode.KWP);
    }

    private void aes(String name, List<String> aliases, AesCipher.Mode mode) {
        cipher(name, aliases, HsmSecretKey.class, () -> new AesCipher(access, mode));
    }

    private void cipher(String name, List<String> aliases, Class<?> keys, Supplier<Object> maker) {
        add("Cipher", new Offer(name, aliases, List.of(keys), maker));
    }

    private void macs() {
        mac("HmacSHA1", Ckm.SHA_1_HMAC, 20);
        mac("HmacSHA224", Ckm.SHA224_HMAC, 28);
        mac("HmacSHA256", Ckm.SHA256_HMAC, 32);
        mac("HmacSHA384", Ckm.SHA384_HMAC, 48);
        mac("HmacSHA512", Ckm.SHA512_HMAC, 64);
    }

    private void mac(String name, long mechanism, int length) {
        add(
                "Mac",
                new Offer(
                        name,
                        List.of(),
                        List.of(HsmSecretKey.class),
                        () -> new HsmMac(mechanism, length)));
    }

    private void add(String type, Offer offer) {
        offers.computeIfAbsent(type, t -> new ArrayList<>()).add(offer);
    }
}
