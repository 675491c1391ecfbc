package org.zoneseal.simulator;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.storage.FileLayer;

/**
 * Takes the keys out of an embedded HSM's store, for a device that is to have them.
 *
 * <p>The store is opened, read and left as it is.
 */
public final class EmbeddedKeys {

    private EmbeddedKeys() {}

    /**
     * A key on its way.
     *
     * @param pkcs8 the private key (RFC 5958); wiped when its consumer returns
     * @param publicKeyInfo the public key (SubjectPublicKeyInfo)
     */
    public record Key(String label, byte[] id, byte[] pkcs8, byte[] publicKeyInfo) {
        @Override
        public String toString() {
            return "Key[" + label + "]";
        }
    }

    /**
     * Hands over all keys, one by one.
     *
     * @return the labels of those that have no form for it: Ed448, ML-DSA
     * @throws HsmException as {@link EmbeddedHsm#open}
     */
    public static List<String> read(
            FileLayer files, Path folder, StoreSecret secret, Consumer<Key> each) {
        List<String> left = new ArrayList<>();
        try (KeyStore store = KeyStore.open(files, folder, secret, StoreHead.bestSeal())) {
            for (StoredKey stored : store.load()) {
                if (!read(store, stored, each)) {
                    left.add(stored.label());
                }
            }
            return left;
        } catch (GeneralSecurityException e) {
            throw new HsmException(
                    HsmException.Kind.STORE, "a key of " + folder + " cannot be read", e);
        }
    }

    private static boolean read(KeyStore store, StoredKey stored, Consumer<Key> each)
            throws GeneralSecurityException {
        return switch (stored.publicHalf().scheme()) {
            case RSA_SHA256, RSA_SHA512 ->
                    give(store, stored, new byte[0], rsaInfo(stored.publicHalf()), each);
            case ECDSA_P256_SHA256 -> give(store, stored, KeyTemplate.P256, each);
            case ECDSA_P384_SHA384 -> give(store, stored, KeyTemplate.P384, each);
            case ED25519 -> give(store, stored, KeyTemplate.ED25519, each);
            case ED448, ML_DSA_44 -> false;
        };
    }

    private static boolean give(
            KeyStore store, StoredKey stored, KeyTemplate template, Consumer<Key> each)
            throws GeneralSecurityException {
        byte[] info = template.publicEncoding(stored.publicHalf().dnskeyForm());
        return give(store, stored, template.privatePrefix(), info, each);
    }

    private static boolean give(
            KeyStore store, StoredKey stored, byte[] prefix, byte[] info, Consumer<Key> each)
            throws GeneralSecurityException {
        byte[] pkcs8 = store.secret(stored, prefix);
        try {
            each.accept(new Key(stored.label(), stored.id().bytes(), pkcs8, info));
            return true;
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** RFC 3110, section 2, as SubjectPublicKeyInfo. */
    private static byte[] rsaInfo(PublicHalf half) throws GeneralSecurityException {
        byte[] form = half.dnskeyForm();
        int prefix = form[0] == 0 ? 3 : 1;
        int exponentLength = prefix == 1 ? form[0] & 0xff : (form[1] & 0xff) << 8 | form[2] & 0xff;
        int modulus = prefix + exponentLength;
        return KeyFactory.getInstance("RSA")
                .generatePublic(
                        new RSAPublicKeySpec(
                                new BigInteger(1, Arrays.copyOfRange(form, modulus, form.length)),
                                new BigInteger(1, Arrays.copyOfRange(form, prefix, modulus))))
                .getEncoded();
    }
}
