package org.zoneseal.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.HsmException.Kind;

class CkrTest {

    @ParameterizedTest
    @EnumSource
    void everyAnswer_hasSentence(Ckr ckr) {
        assertThat(ckr.sentence).endsWith(".").hasSizeGreaterThan(15);
        assertThat(Ckr.sentenceOf(ckr.code)).isEqualTo(ckr.sentence);
        assertThat(Ckr.nameOf(ckr.code)).startsWith("CKR_" + ckr);
    }

    @Test
    void codes_areAllDifferent() {
        assertThat(Arrays.stream(Ckr.values()).map(ckr -> ckr.code)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "a0, WRONG_PIN",
        "a4, PIN_LOCKED",
        "30, DEVICE",
        "31, TOKEN_FULL",
        "32, DEVICE",
        "70, MECHANISM_MISSING",
        "b1, SESSION_LIMIT",
        "60, KEY_MISSING",
        "1b8, WRONG_PIN",
        "80000123, OTHER",
        "7777, OTHER"
    })
    void answer_hasItsKind(String code, Kind kind) {
        assertThat(Ckr.kindOf(Long.parseLong(code, 16))).isEqualTo(kind);
    }

    @Test
    void answer_ofTheMakersOwn_isNamedAsSuch() {
        assertThat(Ckr.nameOf(0x80000123L)).contains("maker").contains("0x80000123");
        assertThat(Ckr.nameOf(0x7777)).contains("unknown").contains("0x7777");
        assertThat(Ckr.sentenceOf(0x80000123L)).contains("documentation");
    }
}
