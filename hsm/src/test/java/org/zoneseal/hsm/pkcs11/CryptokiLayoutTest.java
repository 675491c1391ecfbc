package org.zoneseal.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The offsets that a C compiler gives on x86-64 and AArch64 Linux. */
class CryptokiLayoutTest {

    @Test
    void functionList_hasPointersFromOffset8() {
        assertThat(CryptokiLayout.FUNCTION_LIST.byteSize()).isEqualTo(552);
        assertThat(CryptokiLayout.FUNCTION_LIST_FUNCTIONS).isEqualTo(8);
    }

    @Test
    void initializeArgs_haveFlagsAfterFourPointers() {
        assertThat(CryptokiLayout.INITIALIZE_ARGS.byteSize()).isEqualTo(48);
        assertThat(CryptokiLayout.INITIALIZE_FLAGS).isEqualTo(32);
    }

    @Test
    void tokenInfo_isAsInC() {
        assertThat(CryptokiLayout.TOKEN_INFO.byteSize()).isEqualTo(208);
        assertThat(CryptokiLayout.TOKEN_LABEL).isZero();
        assertThat(CryptokiLayout.TOKEN_MANUFACTURER).isEqualTo(32);
        assertThat(CryptokiLayout.TOKEN_MODEL).isEqualTo(64);
        assertThat(CryptokiLayout.TOKEN_SERIAL).isEqualTo(80);
        assertThat(CryptokiLayout.TOKEN_FLAGS).isEqualTo(96);
    }

    @Test
    void smallStructures_areAsInC() {
        assertThat(CryptokiLayout.MECHANISM.byteSize()).isEqualTo(24);
        assertThat(CryptokiLayout.MECHANISM_PARAMETER).isEqualTo(8);
        assertThat(CryptokiLayout.MECHANISM_PARAMETER_LENGTH).isEqualTo(16);
        assertThat(CryptokiLayout.MECHANISM_INFO.byteSize()).isEqualTo(24);
        assertThat(CryptokiLayout.MECHANISM_INFO_MAX).isEqualTo(8);
        assertThat(CryptokiLayout.MECHANISM_INFO_FLAGS).isEqualTo(16);
        assertThat(CryptokiLayout.ATTRIBUTE.byteSize()).isEqualTo(24);
        assertThat(CryptokiLayout.ATTRIBUTE_VALUE).isEqualTo(8);
        assertThat(CryptokiLayout.ATTRIBUTE_LENGTH).isEqualTo(16);
        assertThat(CryptokiLayout.SESSION_INFO.byteSize()).isEqualTo(32);
        assertThat(CryptokiLayout.SESSION_STATE).isEqualTo(8);
        assertThat(CryptokiLayout.EDDSA_PARAMS.byteSize()).isEqualTo(24);
    }
}
