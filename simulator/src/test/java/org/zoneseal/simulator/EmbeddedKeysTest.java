package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.storage.FaultyFiles;

final class EmbeddedKeysTest {

    private static final Path STORE = Path.of("/var/keys");
    private static final StoreSecret SECRET =
            new StoreSecret.DeviceFile(Path.of("/etc/device.secret"));

    @Test
    void read_allSchemes_givesPairsThatSignAndVerify() {
        FaultyFiles files = new FaultyFiles();
        try (EmbeddedHsm hsm =
                EmbeddedHsm.create(files, STORE, SECRET, Schemes.best(HeapKeys.ALLOWED))) {
            int number = 0;
            for (SignatureScheme scheme : SignatureScheme.values()) {
                boolean rsa =
                        scheme == SignatureScheme.RSA_SHA256
                                || scheme == SignatureScheme.RSA_SHA512;
                hsm.generate(
                        new KeyRequest(
                                scheme,
                                rsa ? 2048 : 0,
                                new KeyId(new byte[] {(byte) ++number}),
                                scheme.name()));
            }
        }
        List<String> good = new ArrayList<>();
        List<byte[]> lent = new ArrayList<>();
        List<String> left =
                EmbeddedKeys.read(
                        files,
                        STORE,
                        SECRET,
                        key -> {
                            lent.add(key.pkcs8());
                            if (signs(key)) {
                                good.add(key.label());
                            }
                        });
        assertThat(good)
                .containsExactlyInAnyOrder(
                        "RSA_SHA256",
                        "RSA_SHA512",
                        "ECDSA_P256_SHA256",
                        "ECDSA_P384_SHA384",
                        "ED25519");
        assertThat(left).containsExactlyInAnyOrder("ED448", "ML_DSA_44");
        assertThat(lent).allMatch(bytes -> Arrays.equals(bytes, new byte[bytes.length]));
        EmbeddedHsm.open(files, STORE, SECRET, Schemes.best(HeapKeys.ALLOWED)).close();
    }

    private static boolean signs(EmbeddedKeys.Key key) {
        String algorithm = key.label().startsWith("RSA") ? "RSA" : "EC";
        algorithm = key.label().equals("ED25519") ? "Ed25519" : algorithm;
        String signature = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        signature = algorithm.equals("Ed25519") ? "Ed25519" : signature;
        try {
            KeyFactory factory = KeyFactory.getInstance(algorithm);
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8()));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(key.publicKeyInfo()));
            byte[] data = key.label().getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(signature);
            signer.initSign(secret);
            signer.update(data);
            byte[] made = signer.sign();
            signer.initVerify(open);
            signer.update(data);
            return signer.verify(made);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
