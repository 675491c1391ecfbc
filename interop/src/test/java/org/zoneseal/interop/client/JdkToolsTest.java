package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;
import org.zoneseal.jce.ZonesealProvider;

/** The JDK's own keytool and jarsigner, as processes, with the provider; OpenSSL checks. */
class JdkToolsTest {

    @TempDir static Path folder;
    private static RunningHsm hsm;

    @BeforeAll
    static void start() throws IOException {
        hsm = RunningHsm.start(folder);
        hsm.pinFile();
    }

    @AfterAll
    static void stop() {
        hsm.close();
    }

    private static Outcome tool(String name, List<String> arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-J-XX:+UseSerialGC",
                                "-J-XX:TieredStopAtLevel=1",
                                "-keystore",
                                "NONE",
                                "-storetype",
                                "ZONESEAL",
                                "-providerPath",
                                ClientJars.classPath(),
                                "-providerClass",
                                ZonesealProvider.class.getName(),
                                "-providerArg",
                                hsm.settings(),
                                "-storepass",
                                RunningHsm.PIN));
        all.addAll(arguments);
        return Peer.at(Path.of(System.getProperty("java.home"), "bin", name))
                .run(folder, all)
                .mustBeFine();
    }

    private static Outcome keytool(String... arguments) {
        return tool("keytool", List.of(arguments));
    }

    private static void openssl(String... arguments) {
        Peer.of("openssl").run(folder, arguments).mustBeFine();
    }

    private static void generate(String alias, String algorithm, String where) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-dname",
                                "CN=" + alias,
                                "-keyalg",
                                algorithm));
        if (algorithm.equals("EC")) {
            arguments.addAll(List.of("-groupname", "secp256r1"));
        }
        if (algorithm.equals("RSA")) {
            arguments.addAll(List.of("-keysize", "2048"));
        }
        if (where.equals("inside")) {
            arguments.addAll(List.of("-providerName", "Zoneseal"));
        }
        tool("keytool", arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "EC, inside",
        "RSA, inside",
        "Ed25519, inside",
        "Ed448, inside",
        "EC, outside",
        "RSA, outside",
        "Ed25519, outside"
    })
    void keytool_makesKeys_andCertificatesThatOpensslTakes(String algorithm, String where) {
        String alias = algorithm + "-" + where;
        generate(alias, algorithm, where);
        assertThat(keytool("-list").out()).contains(alias + ", ", "PrivateKeyEntry");
        keytool("-certreq", "-alias", alias, "-file", "request.pem");
        openssl("req", "-in", "request.pem", "-verify", "-noout");
        keytool("-exportcert", "-rfc", "-alias", alias, "-file", "certificate.pem");
        openssl("verify", "-CAfile", "certificate.pem", "certificate.pem");
        keytool("-delete", "-alias", alias);
        assertThat(keytool("-list").out()).doesNotContain(alias + ",");
    }

    @Test
    void keytool_makesMlDsaKeys_thatTheJdkVerifies() {
        generate("ml-dsa", "ML-DSA-44", "inside");
        assertThat(keytool("-list", "-v", "-alias", "ml-dsa").out()).contains("ML-DSA-44");
        keytool("-certreq", "-alias", "ml-dsa", "-file", "ml-dsa.pem");
        Outcome printed =
                Peer.at(Path.of(System.getProperty("java.home"), "bin", "keytool"))
                        .run(folder, "-printcertreq", "-file", "ml-dsa.pem")
                        .mustBeFine();
        assertThat(printed.out()).contains("ML-DSA-44");
    }

    @Test
    void keytool_importsTheAnswerToARequest_intoTheKeysEntry() throws Exception {
        generate("answered", "EC", "inside");
        KeyStore store =
                KeyStore.getInstance("ZONESEAL", new ZonesealProvider().configure(hsm.settings()));
        store.load(null, RunningHsm.PIN.toCharArray());
        TestCertificates authority = new TestCertificates();
        Files.write(folder.resolve("authority.cer"), authority.authority().getEncoded());
        Files.write(
                folder.resolve("answer.cer"),
                authority
                        .of("CN=answered", store.getCertificate("answered").getPublicKey())
                        .getEncoded());
        keytool("-importcert", "-noprompt", "-alias", "root", "-file", "authority.cer");
        keytool("-importcert", "-noprompt", "-alias", "answered", "-file", "answer.cer");
        assertThat(store.getCertificateChain("answered")).hasSize(2);
        assertThat(store.isCertificateEntry("root")).isTrue();
        assertThat(keytool("-list").out()).contains("root, ", "trustedCertEntry");
    }

    @ParameterizedTest
    @CsvSource({"EC", "RSA", "Ed25519"})
    void jarsigner_signs_andVerifies(String algorithm) throws IOException {
        String alias = "signer-" + algorithm;
        generate(alias, algorithm, "inside");
        Path jar = folder.resolve(alias + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("content"));
            entries.write(new byte[] {1, 2, 3});
        }
        tool("jarsigner", List.of(jar.toString(), alias));
        Outcome verified =
                Peer.at(Path.of(System.getProperty("java.home"), "bin", "jarsigner"))
                        .run(folder, "-verify", "-verbose", jar.toString())
                        .mustBeFine();
        assertThat(verified.out()).contains("jar verified", "CN=" + alias);
    }
}
