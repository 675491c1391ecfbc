package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;
import org.zoneseal.jce.ZonesealProvider;

/** The examples in examples/hsm/java, run as their README says. */
class JavaExamplesTest {

    private static final Path EXAMPLES =
            Path.of("../examples/hsm/java").toAbsolutePath().normalize();

    @TempDir static Path folder;
    private static RunningHsm hsm;
    private static String settings;

    @BeforeAll
    static void start() throws IOException {
        hsm = RunningHsm.start(folder);
        settings = hsm.settings() + ";pin-file=" + hsm.pinFile();
    }

    @AfterAll
    static void stop() {
        hsm.close();
    }

    private static Outcome example(String name, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                ClientJars.classPath(),
                                EXAMPLES.resolve(name).toString()));
        all.addAll(List.of(arguments));
        return Peer.at(Path.of(System.getProperty("java.home"), "bin", "java"))
                .run(folder, all)
                .mustBeFine();
    }

    @Test
    void certificateRequest_ofANewKey_isTakenByOpenssl() throws IOException {
        Outcome run = example("CertificateRequest.java", settings, "web", "CN=www.example.com");
        Files.writeString(folder.resolve("web.csr"), run.out());
        Outcome checked =
                Peer.of("openssl")
                        .run(folder, "req", "-in", "web.csr", "-noout", "-verify", "-subject")
                        .mustBeFine();
        assertThat(checked.out()).contains("www.example.com");
    }

    @Test
    void tlsServer_withAKeyThatKeytoolMade_servesOnce() {
        Peer.at(Path.of(System.getProperty("java.home"), "bin", "keytool"))
                .run(
                        folder,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        "NONE",
                        "-storetype",
                        "ZONESEAL",
                        "-providerName",
                        "Zoneseal",
                        "-providerPath",
                        ClientJars.classPath(),
                        "-providerClass",
                        ZonesealProvider.class.getName(),
                        "-providerArg",
                        settings,
                        "-storepass:file",
                        folder.resolve("pin").toString())
                .mustBeFine();
        assertThat(example("TlsServer.java", settings, "server").out())
                .contains("signed by a key that never left the HSM", "TLSv1.3");
    }

    @Test
    void nativeKeys_firstAndSecondTime_sign() throws IOException {
        Files.writeString(folder.resolve("password"), RunningHsm.PASSWORD + "\n");
        for (int i = 0; i < 2; i++) {
            Outcome run =
                    example(
                            "NativeKeys.java",
                            hsm.address().toString(),
                            String.valueOf(RunningHsm.SLOT),
                            RunningHsm.USER,
                            folder.resolve("password").toString(),
                            "orders");
            assertThat(run.out())
                    .contains("permissions: 22002222", "one signature of 64 bytes, then 1000");
            assertThat(run.out().contains("not found")).isEqualTo(i == 0);
        }
    }
}
