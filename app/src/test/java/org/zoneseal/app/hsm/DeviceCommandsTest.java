package org.zoneseal.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.app.StateFolder;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;

/** The commands against a daemon that runs. */
@EnabledOnOs(OS.LINUX)
class DeviceCommandsTest {

    @TempDir static Path folder;
    private static TestFolder device;
    private static DaemonProcess daemon;

    @BeforeAll
    static void start() throws IOException {
        device = TestFolder.withDevice(folder);
        daemon = device.serve();
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private RecordedTerminal admin(String... arguments) {
        return TestFolder.mustBeFine(device.asAdministrator(arguments));
    }

    private void addUser(String name, String password, String... more) {
        List<String> arguments = new ArrayList<>(List.of("hsm", "user", "add", name));
        arguments.add("--new-password-file");
        arguments.add(device.secret(name + ".password", password).toString());
        arguments.addAll(List.of(more));
        admin(arguments.toArray(String[]::new));
    }

    private String[] login(String name) {
        return new String[] {
            "--login", name, "--password-file", device.path(name + ".password").toString()
        };
    }

    private static String[] joined(String[] first, String[]... others) {
        List<String> all = new ArrayList<>(List.of(first));
        for (String[] other : others) {
            all.addAll(List.of(other));
        }
        return all.toArray(String[]::new);
    }

    @Test
    void command_notLoggedIn_saysWhatIsMissingAndHowToLogIn() {
        RecordedTerminal refused = device.asNobody("hsm", "user", "list");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("user management", "--login NAME").hasLineCount(1);
    }

    @Test
    void command_wrongPassword_isRefusedOnce() {
        Path wrong = device.secret("wrong", "not her password");
        RecordedTerminal refused =
                device.asNobody(
                        "hsm",
                        "user",
                        "list",
                        "--login",
                        "alice",
                        "--password-file",
                        wrong.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("CKR_PIN_INCORRECT").doesNotContain("not her");
        assertThat(admin("hsm", "user", "list", "--json").out()).contains("\"name\" : \"alice\"");
    }

    @Test
    void command_daemonNotRunning_saysHowToStartIt() {
        RecordedTerminal refused =
                TestFolder.run("hsm", "status", "--hsm", "unix:" + folder.resolve("none"));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("zoneseal hsm serve").hasLineCount(1);
    }

    @Test
    void twoPersons_eachWithHalf_mayOnlyTogether() {
        addUser("bob", "bobs password", "--role", "half");
        addUser("carol", "carols password", "--role", "half");
        assertThat(
                        device.asNobody(joined(new String[] {"hsm", "user", "list"}, login("bob")))
                                .exitCode())
                .isEqualTo(ExitCode.USAGE);
        RecordedTerminal both =
                device.asNobody(
                        joined(new String[] {"hsm", "user", "list"}, login("bob"), login("carol")));
        assertThat(TestFolder.mustBeFine(both).out()).containsPattern("carol +11001111");
    }

    @Test
    void user_withKeyFile_logsInWithIt() throws IOException {
        Path key = folder.resolve("dave.key");
        device.fine("hsm", "user", "key-file", key.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        admin("hsm", "user", "add", "dave", "--role", "auditor", "--public-key", key + ".pub");
        String[] command = {
            "hsm", "audit", "show", "--login", "dave", "--key-file", key.toString()
        };
        assertThat(TestFolder.mustBeFine(device.asNobody(command)).out()).contains("user.added");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(device.asNobody(command).err()).contains("0600");
        assertThat(device.fine("hsm", "user", "key-file", folder.resolve("other").toString()).out())
                .contains("other.pub");
        admin("hsm", "user", "password", "dave", "--public-key", folder.resolve("other.pub") + "");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(device.asNobody(command).exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void user_removed_isGone() {
        addUser("grace", "graces password", "--permissions", "00000002", "--slots", "0,2-4");
        assertThat(admin("hsm", "user", "list").out()).contains("0,2-4");
        admin("hsm", "user", "unlock", "grace");
        admin("hsm", "user", "remove", "grace");
        assertThat(admin("hsm", "user", "list").out()).doesNotContain("grace");
    }

    private void makeSlot(int slot) {
        List<String> arguments =
                new ArrayList<>(List.of("hsm", "slot", "init", Integer.toString(slot)));
        arguments.addAll(List.of("--label", "zones"));
        arguments.addAll(List.of("--so-pin-file", device.secret("so", "officer-1").toString()));
        arguments.addAll(List.of("--pin-file", device.secret("pin", "user-1234").toString()));
        admin(arguments.toArray(String[]::new));
    }

    @Test
    void slot_made_isListedChangedAndNotDestroyedByAccident() {
        makeSlot(7);
        assertThat(admin("hsm", "slot", "list").out()).containsPattern("7 +zones +yes");
        RecordedTerminal refused =
                device.asAdministrator(
                        "hsm",
                        "slot",
                        "init",
                        "7",
                        "--label",
                        "again",
                        "--no-pin",
                        "--so-pin-file",
                        device.path("so").toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("in use", "slot remove");
        admin("hsm", "slot", "set", "7", "--open", "true");
        assertThat(admin("hsm", "slot", "list", "--json").out()).contains("\"open\" : true");
        admin("hsm", "slot", "remove", "7");
        assertThat(admin("hsm", "slot", "list").out()).doesNotContainPattern("(?m)^7 ");
    }

    @Test
    void key_ofAnEmbeddedHsm_isAdoptedWithItsPublicHalf() throws Exception {
        makeSlot(6);
        Path state = folder.resolve("embedded");
        KeyId id = new KeyId(new byte[] {7, 7});
        try (EmbeddedHsm embedded = new StateFolder(state).openEmbeddedHsm(HeapKeys.REFUSED)) {
            embedded.generate(new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, id, "old"));
        }
        assertThat(admin("hsm", "key", "adopt", state.toString(), "--slot", "6").out())
                .containsPattern("adopted +1\\b");
        assertThat(admin("hsm", "key", "list", "--slot", "6").out())
                .contains("old", "0x0707", "ec-p256");
    }

    @Test
    void key_fromItsMakingToItsEnd_isListedLimitedActivatedDestroyed() throws Exception {
        makeSlot(1);
        String made =
                admin("hsm", "key", "generate", "--slot", "1", "--name", "ksk", "--type", "ec-p256")
                        .out();
        assertThat(made).contains("public-key");
        String id = field(made, "id");
        assertThat(admin("hsm", "key", "list", "--slot", "1").out()).contains(id, "ksk");
        Path pem = folder.resolve("ksk.pem");
        admin("hsm", "key", "public", "--slot", "1", "--name", "ksk", "--out", pem.toString());
        assertThat(publicKey(pem).getAlgorithm()).isEqualTo("EC");
        admin(
                "hsm",
                "key",
                "limit",
                id,
                "--slot",
                "1",
                "--uses",
                "100",
                "--not-after",
                "2099-01-01T00:00:00Z",
                "--needs-activation",
                "true");
        assertThat(admin("hsm", "key", "activate", id, "--slot", "1", "--uses", "10").out())
                .contains("10");
        admin("hsm", "key", "deactivate", id, "--slot", "1");
        assertThat(admin("hsm", "key", "list", "--json").out()).contains("\"limit\" : 100");
        admin("hsm", "key", "destroy", id, "--slot", "1");
        assertThat(admin("hsm", "key", "list", "--slot", "1").out()).doesNotContain(id);
    }

    private static String field(String out, String name) {
        return out.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(out));
    }

    private static PublicKey publicKey(Path pem) throws Exception {
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(KeyFile.readPublic(pem)));
    }

    @Test
    void certificate_madeByAKey_isVerifiedStoredAndExported() throws Exception {
        makeSlot(2);
        String id =
                field(
                        admin(
                                        "hsm",
                                        "key",
                                        "generate",
                                        "--slot",
                                        "2",
                                        "--name",
                                        "www",
                                        "--type",
                                        "ec-p256")
                                .out(),
                        "id");
        Path made = folder.resolve("www.pem");
        admin(
                "hsm",
                "cert",
                "self-sign",
                id,
                "--slot",
                "2",
                "--subject",
                "CN=www.example",
                "--out",
                made.toString());
        X509Certificate certificate = certificate(made);
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=www.example");
        assertThat(
                        admin(
                                        "hsm",
                                        "cert",
                                        "request",
                                        id,
                                        "--slot",
                                        "2",
                                        "--subject",
                                        "CN=www.example")
                                .out())
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        admin("hsm", "cert", "import", made.toString(), "--slot", "2", "--name", "www");
        String listed = admin("hsm", "cert", "list", "--slot", "2").out();
        assertThat(listed).contains("CN=www.example");
        String certificateId = listed.lines().skip(1).findFirst().orElseThrow().split(" ")[0];
        Path exported = folder.resolve("exported.pem");
        admin("hsm", "cert", "export", certificateId, "--slot", "2", "--out", exported.toString());
        assertThat(certificate(exported)).isEqualTo(certificate);
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void maintenance_onAndOff_showsInTheStatus() {
        admin("hsm", "maintenance", "on");
        assertThat(device.asNobody("hsm", "status").out()).contains("maintenance");
        admin("hsm", "maintenance", "off");
        assertThat(device.asNobody("hsm", "status", "--json").out())
                .contains("\"state\" : \"operational\"");
    }

    @Test
    void audit_headKeptElsewhere_verifiesLaterAndAnotherDevicesDoesNot() throws IOException {
        Path head = folder.resolve("head");
        assertThat(admin("hsm", "audit", "head", "--out", head.toString()).out())
                .contains("sequence");
        makeSlot(3);
        assertThat(admin("hsm", "audit", "verify", "--head", head.toString()).out())
                .contains("fine     yes");
        Path entries = folder.resolve("entries");
        admin("hsm", "audit", "export", entries.toString());
        assertThat(entries).content().contains("slot.init").contains("device.created");
        assertThat(Path.of(entries + ".head")).isNotEmptyFile();
        admin("hsm", "audit", "set", "--required", "true");
        Files.writeString(head, "no head");
        assertThat(
                        device.asAdministrator("hsm", "audit", "verify", "--head", head.toString())
                                .exitCode())
                .isNotEqualTo(ExitCode.FINE);
    }

    @Test
    void backup_restoredElsewhere_bringsTheUsersAndComparesEqual() throws IOException {
        addUser("heidi", "heidis password", "--role", "auditor");
        makeSlot(4);
        Path first = device.secret("p1", "passphrase one");
        Path second = device.secret("p2", "passphrase two");
        Path shares = folder.resolve("shares");
        admin(
                "hsm",
                "backup",
                "key-generate",
                "--threshold",
                "2",
                "--folder",
                shares.toString(),
                "--holder",
                "erin",
                "--passphrase-file",
                first.toString(),
                "--holder",
                "frank",
                "--passphrase-file",
                second.toString());
        Path backup = folder.resolve("backup");
        admin("hsm", "backup", "create", backup.toString());
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        TestFolder other = TestFolder.withDevice(elsewhere);
        try (DaemonProcess _ = other.serve()) {
            assertThat(
                            other.asAdministrator("hsm", "backup", "restore", backup.toString())
                                    .exitCode())
                    .as("without the key")
                    .isNotEqualTo(ExitCode.FINE);
            TestFolder.mustBeFine(
                    other.asAdministrator(
                            "hsm",
                            "backup",
                            "key-import",
                            "--share",
                            shares.resolve("erin.share").toString(),
                            "--passphrase-file",
                            first.toString(),
                            "--share",
                            shares.resolve("frank.share").toString(),
                            "--passphrase-file",
                            second.toString()));
            TestFolder.mustBeFine(
                    other.asAdministrator(
                            "hsm", "backup", "restore", backup.toString(), "--replace"));
            assertThat(other.asAdministrator("hsm", "user", "list").out()).contains("heidi");
            RecordedTerminal same =
                    TestFolder.run(
                            "hsm",
                            "compare",
                            device.device().toString(),
                            other.device().toString());
            assertThat(TestFolder.mustBeFine(same).out()).containsPattern("the same [0-9]+ keys");
        }
    }
}
