package org.zoneseal.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

class RecordTypesTest {

    @Test
    void constants_registry_agree() throws IllegalAccessException {
        Map<Integer, String> constants = new TreeMap<>();
        for (Field field : RecordType.class.getFields()) {
            constants.put(field.getInt(null), field.getName().replace('_', '-'));
        }
        Map<Integer, String> registry = new TreeMap<>();
        for (int type : RecordTypes.registered()) {
            registry.put(type, RecordTypes.name(type));
        }
        assertThat(registry).isEqualTo(constants);
    }

    @Test
    void everyNumber_writtenAndRead_isItself() {
        for (int type = 0; type < 65536; type++) {
            assertThat(RecordTypes.parse(RecordTypes.name(type))).isEqualTo(type);
            assertThat(RecordTypes.parse(RecordTypes.name(type).toLowerCase(Locale.ROOT)))
                    .isEqualTo(type);
            assertThat(RecordTypes.parse("TYPE" + type)).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "Nsec3Param, 51", "nsap-ptr, 23", "type1, 1", "TyPe65535, 65535"})
    void text_anyCase_isRead(String text, int type) {
        assertThat(RecordTypes.parse(text)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TYPE",
                "TYPE65536",
                "TYPE-1",
                "TYPE+1",
                "TYPE000001",
                "TYPE1 ",
                " A",
                "AA",
                "*",
                "NSAP_PTR",
                "NSECC",
                "TYPEA",
                "TYP1",
                "CLASS1"
            })
    void text_namesNoType_isRefused(String text) {
        assertThat(RecordTypes.parse(text)).isEqualTo(-1);
    }

    @Test
    void text_insideBuffer_isReadInPlace() {
        byte[] buffer = "xxRRSIGxx".getBytes(US_ASCII);
        assertThat(RecordTypes.parse(buffer, 2, 7)).isEqualTo(RecordType.RRSIG);
    }

    @Test
    void mnemonic_everyNumber_isTheSameArrayAgain() {
        for (int type : new int[] {1, 47, 731, 65535}) {
            assertThat(RecordTypes.mnemonic(type)).isSameAs(RecordTypes.mnemonic(type));
        }
    }

    @Test
    void registered_areAscendingAndKnown() {
        int[] types = RecordTypes.registered();
        int[] sorted = types.clone();
        Arrays.sort(sorted);
        assertThat(types).isEqualTo(sorted).contains(RecordType.DSYNC, RecordType.BRID);
        assertThat(RecordTypes.isRegistered(RecordType.NXNAME)).isTrue();
        assertThat(RecordTypes.isRegistered(54)).isFalse();
    }

    @Test
    void mnemonics_dnsjava_agrees() {
        for (int type : RecordTypes.registered()) {
            String theirs = Type.string(type);
            assertThat(theirs).isIn(RecordTypes.name(type), "TYPE" + type);
        }
    }

    @Test
    void meta_questionAndPseudoTypes_areToldApart() {
        assertThat(RecordTypes.isMeta(RecordType.OPT)).isTrue();
        assertThat(RecordTypes.isMeta(RecordType.AXFR)).isTrue();
        assertThat(RecordTypes.isMeta(RecordType.NXNAME)).isTrue();
        assertThat(RecordTypes.isMeta(RecordType.URI)).isFalse();
        assertThat(RecordTypes.isMeta(RecordType.A)).isFalse();
    }

    @Test
    void classes_everyNumber_writtenAndRead_isItself() {
        for (int recordClass = 0; recordClass < 65536; recordClass++) {
            byte[] text = RecordClasses.mnemonic(recordClass);
            assertThat(RecordClasses.parse(text, 0, text.length)).isEqualTo(recordClass);
        }
        assertThat(RecordClasses.name(RecordClass.IN)).isEqualTo("IN");
        assertThat(RecordClasses.name(32)).isEqualTo("CLASS32");
    }

    @Test
    void codes_named_orNumbered() {
        assertThat(Opcode.name(Opcode.NOTIFY)).isEqualTo("NOTIFY");
        assertThat(Opcode.name(3)).isEqualTo("OPCODE3");
        assertThat(ResponseCode.name(ResponseCode.NXDOMAIN)).isEqualTo("NXDOMAIN");
        assertThat(ResponseCode.name(4000)).isEqualTo("RCODE4000");
        assertThat(EdnsOption.name(EdnsOption.EXTENDED_ERROR)).isEqualTo("EDE");
        assertThat(ExtendedError.name(ExtendedError.DNSSEC_BOGUS)).isEqualTo("DNSSEC Bogus");
    }
}
