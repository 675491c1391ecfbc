package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;
import org.zoneseal.jce.ZonesealProvider;

/**
 * The provider and the client in programs that run on Java 17: its keytool, and the examples,
 * compiled here for it. A machine without one under {@code /usr/lib/jvm} skips this, by name.
 */
class Java17Test {

    private static final Path MACHINES = Path.of("/usr/lib/jvm");
    private static final Path EXAMPLES =
            Path.of("../examples/hsm/java").toAbsolutePath().normalize();

    @TempDir static Path folder;
    private static Path bin;
    private static RunningHsm hsm;
    private static String settings;

    @BeforeAll
    static void start() throws IOException {
        bin = java17().resolve("bin");
        hsm = RunningHsm.start(folder);
        settings = hsm.settings() + ";pin-file=" + hsm.pinFile();
    }

    @AfterAll
    static void stop() {
        if (hsm != null) {
            hsm.close();
        }
    }

    private static Path java17() throws IOException {
        if (Files.isDirectory(MACHINES)) {
            try (Stream<Path> all = Files.list(MACHINES)) {
                for (Path machine : all.sorted().toList()) {
                    if (isJava17(machine)) {
                        return machine;
                    }
                }
            }
        }
        return Assumptions.abort("no Java 17 in " + MACHINES);
    }

    private static boolean isJava17(Path machine) throws IOException {
        Path release = machine.resolve("release");
        return Files.isExecutable(machine.resolve("bin/keytool"))
                && Files.isReadable(release)
                && Files.readString(release).contains("JAVA_VERSION=\"17");
    }

    private static Outcome keytool(Path tools, String... arguments) {
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
                                settings,
                                "-storepass",
                                RunningHsm.PIN));
        all.addAll(List.of(arguments));
        return Peer.at(tools.resolve("keytool")).run(folder, all).mustBeFine();
    }

    private static void generate(Path tools, String alias, String algorithm, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-dname",
                                "CN=localhost",
                                "-keyalg",
                                algorithm,
                                "-providerName",
                                "Zoneseal"));
        arguments.addAll(List.of(more));
        keytool(tools, arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"EC, -groupname, secp256r1", "RSA, -keysize, 2048", "Ed25519, -validity, 90"})
    void keytool_ofJava17_makesKeysAndSignsRequests(String algorithm, String option, String value) {
        String alias = "old-" + algorithm;
        generate(bin, alias, algorithm, option, value);
        assertThat(keytool(bin, "-list").out()).contains(alias + ", ", "PrivateKeyEntry");
        keytool(bin, "-certreq", "-alias", alias, "-file", alias + ".pem");
        Peer.of("openssl")
                .run(folder, "req", "-in", alias + ".pem", "-verify", "-noout")
                .mustBeFine();
        keytool(bin, "-delete", "-alias", alias);
        assertThat(keytool(bin, "-list").out()).doesNotContain(alias + ",");
    }

    /** Java 17 does not know ML-DSA: such a key is listed, shown and removed all the same. */
    @Test
    void keytool_ofJava17_listsAnMlDsaKeyThatItCannotUse() {
        Path ours = Path.of(System.getProperty("java.home"), "bin");
        generate(ours, "lattice", "ML-DSA-44");
        assertThat(keytool(bin, "-list").out()).contains("lattice, ", "PrivateKeyEntry");
        keytool(bin, "-delete", "-alias", "lattice");
        assertThat(keytool(ours, "-list").out()).doesNotContain("lattice,");
    }

    private static Outcome example(String name, String... arguments) {
        Path classes = folder.resolve("classes");
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                System.in,
                                System.out,
                                System.err,
                                "--release",
                                "17",
                                "-implicit:none",
                                "-cp",
                                ClientJars.classPath(),
                                "-d",
                                classes.toString(),
                                EXAMPLES.resolve(name + ".java").toString());
        assertThat(status).isZero();
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes + File.pathSeparator + ClientJars.classPath(),
                                name));
        all.addAll(List.of(arguments));
        return Peer.at(bin.resolve("java")).run(folder, all).mustBeFine();
    }

    @Test
    void certificateRequest_onJava17_isTakenByOpenssl() throws IOException {
        Outcome run = example("CertificateRequest", settings, "old-web", "CN=old.example.com");
        Files.writeString(folder.resolve("old-web.csr"), run.out());
        Outcome checked =
                Peer.of("openssl")
                        .run(folder, "req", "-in", "old-web.csr", "-noout", "-verify", "-subject")
                        .mustBeFine();
        assertThat(checked.out()).contains("old.example.com");
    }

    @Test
    void tlsServer_onJava17_servesWithItsKeyInTheHsm() {
        generate(bin, "old-server", "EC", "-groupname", "secp256r1", "-ext", "san=dns:localhost");
        assertThat(example("TlsServer", settings, "old-server").out())
                .contains("signed by a key that never left the HSM", "TLSv1.3");
    }

    @Test
    void nativeKeys_onJava17_signAThousandTimes() throws IOException {
        Files.writeString(folder.resolve("password"), RunningHsm.PASSWORD + "\n");
        Outcome run =
                example(
                        "NativeKeys",
                        hsm.address().toString(),
                        String.valueOf(RunningHsm.SLOT),
                        RunningHsm.USER,
                        folder.resolve("password").toString(),
                        "old-orders");
        assertThat(run.out()).contains("one signature of 64 bytes, then 1000");
    }
}
