package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.SignatureScheme;

final class EmbeddedHsmTest {

    private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void sign_withGeneratedKey_verifiesWithItsPublicHalf(SignatureScheme scheme) throws Exception {
        try (EmbeddedHsm hsm = create()) {
            KeyHandle key = hsm.generate(request(scheme, "01"));
            assertThat(verifies(hsm, key)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sign_afterReopening_verifiesWithTheSamePublicHalf(SignatureScheme scheme)
            throws Exception {
        KeyHandle made;
        try (EmbeddedHsm hsm = create()) {
            made = hsm.generate(request(scheme, "01"));
        }
        try (EmbeddedHsm hsm = open()) {
            KeyHandle found = hsm.find(KeyId.ofHex("01")).getFirst();
            assertThat(found.publicHalf()).isEqualTo(made.publicHalf());
            assertThat(found.label()).isEqualTo(made.label());
            assertThat(verifies(hsm, found)).isTrue();
        }
    }

    private EmbeddedHsm create() {
        return EmbeddedHsm.create(temp.resolve("store"), secret(), HeapKeys.ALLOWED);
    }

    private EmbeddedHsm open() {
        return EmbeddedHsm.open(temp.resolve("store"), secret(), HeapKeys.ALLOWED);
    }

    private StoreSecret secret() {
        return new StoreSecret.DeviceFile(temp.resolve("device.secret"));
    }

    private static KeyRequest request(SignatureScheme scheme, String id) {
        return new KeyRequest(scheme, 2048, KeyId.ofHex(id), "example./zsk/" + scheme.algorithm());
    }

    private static boolean verifies(EmbeddedHsm hsm, KeyHandle key) throws Exception {
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        int length;
        try (Lane lane = hsm.openLane()) {
            length = lane.sign(key, DATA, 0, DATA.length, signature, 0);
        }
        return Schemes.platform(HeapKeys.ALLOWED)
                .of(key.publicHalf().scheme())
                .verify(key.publicHalf(), DATA, Arrays.copyOf(signature, length));
    }
}
