package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer.Outcome;

/**
 * {@code pkcs11-tool --test}, as far as SoftHSM 2.6 goes: there it ends at RSA-OAEP with a label,
 * which SoftHSM refuses. What it says up to there must be said of us as well.
 */
@ExtendWith(SharedDevices.class)
class ToolSelfTestTest {

    @TempDir Path folder;

    private String run(Device device) {
        PkcsTool.on(
                        device,
                        folder,
                        "--keypairgen",
                        "--key-type",
                        "rsa:2048",
                        "--id",
                        "01",
                        "--label",
                        "test")
                .mustBeFine();
        Outcome outcome = PkcsTool.on(device, folder, "--test");
        return outcome.out() + outcome.err();
    }

    private static final List<String> EXPECTED =
            List.of("seems to be OK", "SHA-1: OK", "SHA256: OK", "RSA-X-509: OK", "RSA-PKCS: OK");

    @Test
    void selfTest_onTheControl_endsAtOaepWithALabel(Devices devices) {
        assertThat(run(devices.token(Door.SOFTHSM, "self-test")))
                .contains(EXPECTED)
                .contains("C_DecryptInit failed: rv = CKR_ARGUMENTS_BAD");
    }

    @ParameterizedTest
    @EnumSource(names = {"ZONESEAL", "P11_KIT"})
    void selfTest_onOurs_goesAsFarAndFindsNoError(Door door, Devices devices) {
        assertThat(run(devices.token(door, "self-test")))
                .contains(EXPECTED)
                .contains("No errors")
                .doesNotContain("ERR:");
    }
}
