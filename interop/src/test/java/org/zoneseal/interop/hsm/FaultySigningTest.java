package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/**
 * The whole program on a token that lies or falters: what passes by itself does no harm, whatever
 * else happens ends in one message, and the file that was there before stays as it was.
 */
class FaultySigningTest {

    private static final String EARLIER = "; what was signed before\n";
    private static final int DELEGATIONS = 40;

    @TempDir Path folder;

    private SoftHsm softHsm;
    private FaultyModule faulty;

    @BeforeEach
    void makeTokenAndZone() throws Exception {
        softHsm = SoftHsm.in(folder).withToken("zones");
        faulty = FaultyModule.in(folder);
        writePin("1234abcd");
        zone("example.");
        sign("example.").mustBeFine();
        Files.writeString(signed("example."), EARLIER);
    }

    private void writePin(String pin) throws IOException {
        Path file = folder.resolve("pin");
        Files.writeString(file, pin + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void zone(String origin) throws IOException {
        StringBuilder zone = new StringBuilder();
        zone.append("@ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600\n@ 3600 IN NS ns\n");
        zone.append("ns 3600 IN A 192.0.2.1\n");
        for (int i = 0; i < DELEGATIONS; i++) {
            zone.append(
                    "d%d 3600 IN NS ns.d%d\nd%d 3600 IN DS %d 13 2 %064x\n"
                            .formatted(i, i, i, i + 1, i + 1));
            zone.append("ns.d%d 3600 IN A 192.0.2.2\n".formatted(i));
        }
        Files.writeString(folder.resolve(origin + "zone"), zone);
    }

    private Path signed(String origin) {
        return folder.resolve(origin + "signed");
    }

    private Outcome sign(String origin, String... more) {
        Map<String, String> environment = new HashMap<>(softHsm.environment());
        environment.putAll(faulty.environment());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "sign",
                                origin + "zone",
                                "--origin",
                                origin,
                                "--out",
                                signed(origin).toString(),
                                "--state",
                                folder.resolve("state-" + origin).toString(),
                                "--pkcs11",
                                faulty.path().toString(),
                                "--token",
                                "zones",
                                "--pin-file",
                                folder.resolve("pin").toString()));
        arguments.addAll(List.of(more));
        return Peer.zoneseal().with(environment).run(folder, arguments.toArray(String[]::new));
    }

    private void assertRefused(Outcome outcome, int exitCode, String... words) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
        assertThat(outcome.err())
                .contains(words)
                .doesNotContain("\tat ")
                .doesNotContain("1234abcd");
        assertThat(signed("example.")).hasContent(EARLIER);
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("signed."));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fail C_Sign 30 20 1",
                "fail C_Sign b3 20 1",
                "fail C_SignInit 101 20 1",
                "close-all C_SignInit 20",
                "sessions 1"
            })
    void fault_thatPassesByItself_doesNoHarm(String fault) throws Exception {
        faulty.does(fault);
        sign("example.").mustBeFine();
        Verification.of(folder, signed("example."), "example.");
    }

    @ParameterizedTest
    @CsvSource({
        "fail C_Sign 30 20 0, C_Sign, CKR_DEVICE_ERROR",
        "fail C_Sign 32 20 0, C_Sign, CKR_DEVICE_REMOVED",
        "fail C_SignInit b3 20 0, C_SignInit, CKR_SESSION_HANDLE_INVALID",
        "fail C_SignInit 101 20 0, C_SignInit, CKR_USER_NOT_LOGGED_IN"
    })
    void fault_thatStays_namesKeyTokenAndCall(String fault, String call, String answer)
            throws Exception {
        faulty.does(fault);
        assertRefused(sign("example."), 3, call, answer, "example./", "\"zones\"");
    }

    @Test
    void call_thatHangs_endsInTime() throws Exception {
        faulty.does("hang C_Sign 20");
        assertRefused(
                sign("example.", "--hsm-timeout", "2s"), 3, "C_Sign", "example./", "\"zones\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 50})
    void signatures_someOfThemWrong_areNeverWritten(int every) throws Exception {
        faulty.does("wrong " + every);
        Outcome outcome = sign("example.");
        assertThat(outcome.exitCode()).as(outcome.toString()).isIn(1, 3);
        assertThat(signed("example.")).hasContent(EARLIER);
    }

    @Test
    void key_replacedByAnotherUnderItsId_isNotUsed() throws Exception {
        zone("other.");
        sign("other.").mustBeFine();
        String mine = idOf("example./");
        String other = idOf("other./");
        faulty.does("impersonate " + mine + " " + other);
        assertRefused(sign("example."), 3, mine, "\"zones\"", "C_GetAttributeValue");
        faulty.does("sign-with " + other);
        assertRefused(sign("example."), 3, "example./", "\"zones\"", "C_Sign");
    }

    /** The id of a key whose label begins so. */
    private String idOf(String label) {
        try (Pkcs11Token token =
                Pkcs11Token.open(
                        SoftHsm.MODULE,
                        Pkcs11Uri.of("zones"),
                        SoftHsm.pin(),
                        Pkcs11Options.defaults())) {
            KeyHandle key =
                    token.keys().stream()
                            .filter(k -> k.label().startsWith(label))
                            .findFirst()
                            .orElseThrow();
            return key.id().toString();
        }
    }

    @Test
    void pin_thatIsWrong_isTriedOnce() throws Exception {
        writePin("4321dcba");
        int before = faulty.logins().length;
        assertRefused(sign("example."), 3, "C_Login", "CKR_PIN_INCORRECT");
        assertThat(faulty.logins()).hasSize(before + 1);
    }

    @Test
    void token_thatIsGone_isMissing() throws Exception {
        faulty.does("gone");
        assertRefused(sign("example."), 3, "zones");
    }

    @Test
    void mechanism_thatIsMissing_isNamed() throws Exception {
        faulty.does("missing 1041");
        assertRefused(sign("example."), 3, "ECDSA_P256_SHA256", "\"zones\"");
    }

    @Test
    void token_thatIsFull_refusesNewKeys() throws Exception {
        zone("other.");
        faulty.does("fail C_GenerateKeyPair 31 2 0");
        Outcome outcome = sign("other.");
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.err()).contains("CKR_DEVICE_MEMORY").contains("\"zones\"");
        assertThat(signed("other.")).doesNotExist();
    }
}
