package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;

final class BindKeyFileTest {

    private static final String P256_SECRET = "GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=";
    private static final String P256_PUBLIC =
            "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edb"
                    + "krSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
    private static final String ED25519_SECRET = "ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=";
    private static final String ED25519_PUBLIC = "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {".private", ".key", ""})
    void read_exampleOfRfc6605_givesBothHalves(String ending) throws IOException {
        writePrivate("v1.2", "13 (ECDSAP256SHA256)", "PrivateKey: " + P256_SECRET);
        writePublic(
                "; a comment\nexample.net. 3600 IN DNSKEY 257 3 13 (\n  GojIhhXUN/u4v54ZQqGSnyhWJwaubC"
                        + "vTmeexv7bR6edb\n  krSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA== )\n");
        try (BindKeyFile pair = BindKeyFile.read(folder.resolve("Kexample" + ending))) {
            assertThat(pair.zone()).isEqualTo(Name.parse("example.net."));
            assertThat(pair.dnskey().flags()).isEqualTo(Dnskey.KSK);
            assertThat(pair.dnskey().keyTag()).isEqualTo(55648);
            assertThat(pair.publicHalf().scheme()).isEqualTo(SignatureScheme.ECDSA_P256_SHA256);
            assertThat(pair.publicHalf().dnskeyForm()).isEqualTo(decoded(P256_PUBLIC));
            assertThat(((PrivateMaterial.Raw) pair.material()).secret())
                    .isEqualTo(decoded(P256_SECRET));
        }
    }

    @Test
    void read_exampleOfRfc8080_givesBothHalves() throws IOException {
        writePrivate("v1.2", "15 (ED25519)", "PrivateKey: " + ED25519_SECRET);
        writePublic("example.com. 3600 IN DNSKEY 257 3 15 " + ED25519_PUBLIC + "\n");
        try (BindKeyFile pair = read()) {
            assertThat(pair.dnskey().keyTag()).isEqualTo(3613);
            assertThat(((PrivateMaterial.Raw) pair.material()).secret())
                    .isEqualTo(decoded(ED25519_SECRET));
        }
    }

    @Test
    void read_rsa_givesAllNumbers() throws Exception {
        RSAPrivateCrtKey key = writeRsa();
        try (BindKeyFile pair = read()) {
            PrivateMaterial.Rsa rsa = (PrivateMaterial.Rsa) pair.material();
            assertThat(rsa.scheme()).isEqualTo(SignatureScheme.RSA_SHA256);
            assertThat(new BigInteger(1, rsa.modulus())).isEqualTo(key.getModulus());
            assertThat(new BigInteger(1, rsa.privateExponent()))
                    .isEqualTo(key.getPrivateExponent());
            assertThat(new BigInteger(1, rsa.prime1())).isEqualTo(key.getPrimeP());
            assertThat(new BigInteger(1, rsa.prime2())).isEqualTo(key.getPrimeQ());
            assertThat(new BigInteger(1, rsa.exponent1())).isEqualTo(key.getPrimeExponentP());
            assertThat(new BigInteger(1, rsa.exponent2())).isEqualTo(key.getPrimeExponentQ());
            assertThat(new BigInteger(1, rsa.coefficient())).isEqualTo(key.getCrtCoefficient());
        }
    }

    @Test
    void read_scalarWithoutItsLeadingZeros_isPadded() throws IOException {
        writePrivate("v1.3", "13 (ECDSAP256SHA256)", "PrivateKey: AQI=");
        writePublic("example. IN DNSKEY 256 3 13 " + P256_PUBLIC + "\n");
        try (BindKeyFile pair = read()) {
            byte[] secret = ((PrivateMaterial.Raw) pair.material()).secret();
            assertThat(secret).hasSize(32).startsWith(0, 0).endsWith(0, 1, 2);
        }
    }

    @Test
    void close_pair_wipesTheSecret() throws IOException {
        writePrivate("v1.3", "15 (ED25519)", "PrivateKey: " + ED25519_SECRET);
        writePublic("example. IN DNSKEY 256 3 15 " + ED25519_PUBLIC + "\n");
        BindKeyFile pair = read();
        byte[] secret = ((PrivateMaterial.Raw) pair.material()).secret();
        assertThat(pair.toString()).doesNotContain(ED25519_SECRET);
        pair.close();
        assertThat(secret).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v1.3 | 15 (ED25519) | PrivateKey: AQI= | has 2 bytes, not 32
                    v1.3 | 15 (ED25519) | PrivateKey: !!!! | not in base64
                    v1.3 | 15 (ED25519) | Modulus: AQI= | no PrivateKey
                    v1.3 | 15 (ED25519) | Label: pkcs11:object=x | in a token
                    v1.3 | fifteen | PrivateKey: AQI= | not a number
                    v1.3 | 13 (ECDSAP256SHA256) | PrivateKey: AQI= | holds a key for algorithm 13
                    v2.0 | 15 (ED25519) | PrivateKey: AQI= | format is v2.0
                    """)
    void read_brokenPrivateFile_saysWhy(
            String format, String algorithm, String field, String message) throws IOException {
        writePrivate(format, algorithm, field);
        writePublic("example. IN DNSKEY 256 3 15 " + ED25519_PUBLIC + "\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Kexample.private");
    }

    @Test
    void read_verifyOnlyAlgorithm_saysSo() throws IOException {
        writePrivate("v1.3", "5 (RSASHA1)", "Modulus: AQI=");
        writePublic("example. IN DNSKEY 256 3 5 AwEAAQ==\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("algorithm 5, which we do not sign with");
    }

    @Test
    void read_rsaOfAnotherPublicKey_saysSo() throws Exception {
        writeRsa();
        writePublic("example. IN DNSKEY 256 3 8 AwEAAQEB\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("not that of the .key file");
    }

    @Test
    void read_publicFileMissing_saysWhich() throws IOException {
        writePrivate("v1.3", "15 (ED25519)", "PrivateKey: " + ED25519_SECRET);
        assertThatThrownBy(this::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("Kexample.key is not there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example. IN A 192.0.2.1\n",
                "example. IN DNSKEY 256 3 15 !\n",
                "example. IN DNSKEY 256 3 15 AQ==\nexample. IN DNSKEY 256 3 15 AQ==\n"
            })
    void read_noOrManyDnskeys_saysSo(String content) throws IOException {
        writePrivate("v1.3", "15 (ED25519)", "PrivateKey: " + ED25519_SECRET);
        writePublic(content);
        assertThatThrownBy(this::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("DNSKEY");
    }

    private BindKeyFile read() {
        return BindKeyFile.read(folder.resolve("Kexample.private"));
    }

    private RSAPrivateCrtKey writeRsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        writePrivate(
                "v1.3",
                "8 (RSASHA256)",
                String.join(
                        "\n",
                        "Modulus: " + encoded(key.getModulus()),
                        "PublicExponent: " + encoded(key.getPublicExponent()),
                        "PrivateExponent: " + encoded(key.getPrivateExponent()),
                        "Prime1: " + encoded(key.getPrimeP()),
                        "Prime2: " + encoded(key.getPrimeQ()),
                        "Exponent1: " + encoded(key.getPrimeExponentP()),
                        "Exponent2: " + encoded(key.getPrimeExponentQ()),
                        "Coefficient: " + encoded(key.getCrtCoefficient()),
                        "Created: 20261122122853"));
        byte[] modulus = key.getModulus().toByteArray();
        byte[] form = new byte[4 + 128];
        System.arraycopy(new byte[] {3, 1, 0, 1}, 0, form, 0, 4);
        System.arraycopy(modulus, modulus.length - 128, form, 4, 128);
        writePublic(
                "example. IN DNSKEY 256 3 8 " + Base64.getEncoder().encodeToString(form) + "\n");
        return key;
    }

    private void writePrivate(String format, String algorithm, String fields) throws IOException {
        Files.writeString(
                folder.resolve("Kexample.private"),
                "Private-key-format: %s\nAlgorithm: %s\n%s\n".formatted(format, algorithm, fields));
    }

    private void writePublic(String content) throws IOException {
        Files.writeString(folder.resolve("Kexample.key"), content);
    }

    private static String encoded(BigInteger number) {
        return Base64.getEncoder().encodeToString(number.toByteArray());
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
