package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;

/** Keys that were made elsewhere and go into a token. */
class KeyImportTest {

    private static final KeyId ID = KeyId.ofHex("0a0b0c0d");

    private Pkcs11Module module;
    private Pkcs11Token token;

    @BeforeEach
    void openToken(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones");
        module = Pkcs11Module.load(SoftHsm.MODULE, Pkcs11Options.defaults());
        token = module.open(Pkcs11Uri.of("pkcs11:token=zones"), SoftHsm.pin());
    }

    @AfterEach
    void closeToken() {
        token.close();
        module.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ML_DSA_44")
    void importedKey_hasThePublicHalfOfItsFile_andSigns(SignatureScheme scheme) throws Exception {
        try (PrivateMaterial material = material(scheme)) {
            KeyRequest request = new KeyRequest(scheme, 2048, ID, "example/ksk");
            KeyHandle imported = token.importKey(request, material);
            PublicHalf expected = publicHalf(material);
            assertThat(imported.publicHalf()).isEqualTo(expected);
            KeyProbe.find(token, ID, expected, Duration.ofSeconds(30));
        }
    }

    @Test
    void importedKey_whosePublicHalfIsNotItsOwn_isRemovedAgain() throws Exception {
        PrivateMaterial.Raw one = (PrivateMaterial.Raw) material(SignatureScheme.ECDSA_P256_SHA256);
        PrivateMaterial.Raw two = (PrivateMaterial.Raw) material(SignatureScheme.ECDSA_P256_SHA256);
        PrivateMaterial mixed =
                new PrivateMaterial.Raw(one.scheme(), one.secret(), two.publicDnskeyForm());
        KeyRequest request = new KeyRequest(one.scheme(), 0, ID, "example/ksk");
        HsmException failure =
                catchThrowableOfType(HsmException.class, () -> token.importKey(request, mixed));
        assertThat(failure.kind()).isEqualTo(Kind.KEY_MISMATCH);
        assertThat(token.find(ID)).isEmpty();
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void secondKey_withTheIdOfTheFirst_isRefused() {
        KeyRequest request = new KeyRequest(SignatureScheme.ED25519, 0, ID, "example/ksk");
        token.generate(request);
        HsmException failure =
                catchThrowableOfType(HsmException.class, () -> token.generate(request));
        assertThat(failure.kind()).isEqualTo(Kind.KEY_MISMATCH);
        assertThat(token.find(ID)).hasSize(1);
    }

    private static PublicHalf publicHalf(PrivateMaterial material) {
        return switch (material) {
            case PrivateMaterial.Rsa rsa ->
                    PublicHalf.ofRsa(rsa.scheme(), rsa.publicExponent(), rsa.modulus());
            case PrivateMaterial.Raw raw -> new PublicHalf(raw.scheme(), raw.publicDnskeyForm());
        };
    }

    private static PrivateMaterial material(SignatureScheme scheme)
            throws GeneralSecurityException {
        return switch (scheme) {
            case RSA_SHA256, RSA_SHA512 -> rsa(scheme);
            case ECDSA_P256_SHA256 -> curve(scheme, "secp256r1", 32);
            case ECDSA_P384_SHA384 -> curve(scheme, "secp384r1", 48);
            case ED25519 -> edwards(scheme, 32);
            case ED448 -> edwards(scheme, 57);
            case ML_DSA_44 -> throw new IllegalArgumentException("SoftHSM 2.6 has none");
        };
    }

    private static PrivateMaterial rsa(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        return new PrivateMaterial.Rsa(
                scheme,
                bytes(key.getModulus()),
                bytes(key.getPublicExponent()),
                bytes(key.getPrivateExponent()),
                bytes(key.getPrimeP()),
                bytes(key.getPrimeQ()),
                bytes(key.getPrimeExponentP()),
                bytes(key.getPrimeExponentQ()),
                bytes(key.getCrtCoefficient()));
    }

    private static PrivateMaterial curve(SignatureScheme scheme, String curve, int length)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        byte[] form = Arrays.copyOf(bytes(point.getAffineX(), length), 2 * length);
        System.arraycopy(bytes(point.getAffineY(), length), 0, form, length, length);
        byte[] secret = bytes(((ECPrivateKey) pair.getPrivate()).getS(), length);
        return new PrivateMaterial.Raw(scheme, secret, form);
    }

    private static PrivateMaterial edwards(SignatureScheme scheme, int length)
            throws GeneralSecurityException {
        String name = scheme == SignatureScheme.ED25519 ? "Ed25519" : "Ed448";
        KeyPair pair = KeyPairGenerator.getInstance(name).generateKeyPair();
        byte[] info = pair.getPublic().getEncoded();
        byte[] form = Arrays.copyOfRange(info, info.length - length, info.length);
        byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        return new PrivateMaterial.Raw(scheme, secret, form);
    }

    private static byte[] bytes(BigInteger number) {
        return bytes(number, (number.bitLength() + 7) / 8);
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] out = new byte[length];
        int copied = Math.min(length, signed.length);
        System.arraycopy(signed, signed.length - copied, out, length - copied, copied);
        return out;
    }
}
