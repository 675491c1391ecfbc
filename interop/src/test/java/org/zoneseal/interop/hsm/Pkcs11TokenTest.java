package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.SignatureCheck;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.TokenBench;
import org.zoneseal.hsm.TokenTest;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;

/** A real token, SoftHSM's, through the whole life of a key. */
class Pkcs11TokenTest {

    private static final KeyId ID = KeyId.ofHex("0a0b0c0d");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Pkcs11Module module;
    private Pkcs11Token token;

    @BeforeEach
    void openToken(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones").withToken("others");
        module = Pkcs11Module.load(SoftHsm.MODULE, Pkcs11Options.defaults());
        token = module.open(Pkcs11Uri.ofTokenLabel("zones"), SoftHsm.pin());
    }

    @AfterEach
    void closeToken() {
        token.close();
        module.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ML_DSA_44")
    void generatedKey_signs_verifiesInSoftware(SignatureScheme scheme) {
        KeyHandle key = token.generate(new KeyRequest(scheme, 2048, ID, "example/zsk"));

        byte[] data = "some data".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = sign(key, data);
        assertThat(new SignatureCheck(key.publicHalf()).verifies(data, signature)).isTrue();
        KeyHandle found = KeyProbe.find(token, ID, key.publicHalf(), DEADLINE);
        assertThat(found.label()).isEqualTo("example/zsk");
        assertThat(found.publicHalf()).isEqualTo(key.publicHalf());

        token.relabel(found, "example/zsk/13/4711");
        assertThat(token.keys())
                .extracting(KeyHandle::label)
                .containsExactly("example/zsk/13/4711");
        token.destroy(found);
        assertThat(token.find(ID)).isEmpty();
    }

    private byte[] sign(KeyHandle key, byte[] data) {
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        try (Lane lane = token.openLane()) {
            int length = lane.sign(key, data, 0, data.length, signature, 0);
            return Arrays.copyOf(signature, length);
        }
    }

    @Test
    void schemes_ofSoftHsm_areAllButMlDsa() {
        assertThat(token.schemes())
                .containsExactlyInAnyOrder(
                        SignatureScheme.RSA_SHA256,
                        SignatureScheme.RSA_SHA512,
                        SignatureScheme.ECDSA_P256_SHA256,
                        SignatureScheme.ECDSA_P384_SHA384,
                        SignatureScheme.ED25519,
                        SignatureScheme.ED448);
    }

    @Test
    void tokenTest_ofSoftHsm_worksForAllThatItClaims() {
        List<TokenTest.Result> results = TokenTest.run(token, DEADLINE);
        assertThat(results).hasSize(SignatureScheme.values().length);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.works()).isEqualTo(result.claimed()));
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void tokenBench_onTwoLanes_countsSignaturesAndLeavesNoKey() {
        TokenBench.Result result =
                TokenBench.run(token, SignatureScheme.ED25519, 2, Duration.ofMillis(100), DEADLINE);
        assertThat(result.lanes()).isEqualTo(2);
        assertThat(result.signatures()).isPositive();
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void signature_ofLargeData_isMadeByTokenThatHashesItself() {
        KeyHandle key =
                token.generate(new KeyRequest(SignatureScheme.ED25519, 0, ID, "example/zsk"));
        byte[] data = new byte[200_000];
        Arrays.fill(data, (byte) 7);
        assertThat(new SignatureCheck(key.publicHalf()).verifies(data, sign(key, data))).isTrue();
    }

    @Test
    void rsaKey_foundByItsId_signsByEitherHash() {
        KeyHandle key =
                token.generate(new KeyRequest(SignatureScheme.RSA_SHA512, 2048, ID, "example"));
        KeyHandle found = token.find(ID).getFirst();
        assertThat(found.publicHalf().scheme()).isEqualTo(SignatureScheme.RSA_SHA256);
        KeyHandle again = found.signingAs(SignatureScheme.RSA_SHA512);
        assertThat(again.publicHalf()).isEqualTo(key.publicHalf());
        token.relabel(found, "example/zsk/10/4711");
        assertThat(token.find(ID).getFirst().publicHalf()).isEqualTo(key.publicHalf());
    }

    @Test
    void signing_onceCompiled_allocatesNothing() {
        KeyHandle key =
                token.generate(
                        new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, ID, "example/zsk"));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] data = new byte[120];
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        long perSignature = Long.MAX_VALUE;
        try (Lane lane = token.openLane()) {
            for (int round = 0; round < 30 && perSignature > 0; round++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    lane.sign(key, data, 0, data.length, signature, 0);
                }
                perSignature = (thread.getCurrentThreadAllocatedBytes() - before) / 1000;
            }
        }
        assertThat(perSignature).isZero();
    }
}
