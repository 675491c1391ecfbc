package org.zoneseal.cryptoki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/** Every form that a value can have, written and read again; no form is forgotten. */
class WireFormsTest {

    private static final byte[] BYTES = {1, 2, 3};

    private static final List<AttributeValue> ATTRIBUTES =
            List.of(
                    AttributeValue.Absent.ABSENT,
                    new AttributeValue.Flag(true),
                    new AttributeValue.Unsigned(-1),
                    new AttributeValue.Bytes(BYTES),
                    new AttributeValue.Numbers(List.of(7L, 8L)),
                    new AttributeValue.Template(List.of(Attribute.flag(Cka.SIGN, true))));

    private static final List<Parameter> PARAMETERS =
            List.of(
                    Parameter.None.NONE,
                    new Parameter.Raw(BYTES),
                    new Parameter.Pss(Ckm.SHA256, 2, 32),
                    new Parameter.Oaep(Ckm.SHA256, 2, 1, BYTES),
                    new Parameter.Gcm(new byte[12], BYTES, 128),
                    new Parameter.Eddsa(true, BYTES),
                    new Parameter.SigningContext(2, BYTES),
                    new Parameter.Ecdh(1, new byte[] {9}, BYTES),
                    new Parameter.Unsigned(16));

    private static final List<Value> VALUES =
            List.of(
                    Value.Nothing.NOTHING,
                    new Value.Flag(true),
                    new Value.Unsigned(-2),
                    new Value.Bytes(BYTES),
                    new Value.Text("zone"),
                    new Value.ListOf(List.of(new Value.Flag(false))),
                    new Value.MapOf(Map.of("name", new Value.Text("ksk"))));

    @Test
    void samples_allThree_haveEveryFormOfTheirFamily() {
        assertThat(classes(ATTRIBUTES.stream())).isEqualTo(family(AttributeValue.class));
        assertThat(classes(PARAMETERS.stream())).isEqualTo(family(Parameter.class));
        assertThat(classes(VALUES.stream())).isEqualTo(family(Value.class));
    }

    private static List<String> classes(Stream<?> values) {
        return values.map(value -> value.getClass().getSimpleName()).sorted().toList();
    }

    private static List<String> family(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .sorted()
                .toList();
    }

    @Test
    void attributes_ofEveryForm_areReadAsTheyWereWritten() {
        List<Attribute> attributes =
                ATTRIBUTES.stream().map(value -> new Attribute(Cka.VALUE, value)).toList();
        WireReader reader = new WireReader(new WireWriter().attributes(attributes).toBytes());
        assertThat(reader.attributes()).isEqualTo(attributes);
        reader.end();
    }

    @Test
    void mechanisms_ofEveryParameter_areReadAsTheyWereWritten() {
        for (Parameter parameter : PARAMETERS) {
            Mechanism mechanism = new Mechanism(Ckm.ECDSA, parameter);
            WireReader reader = new WireReader(new WireWriter().mechanism(mechanism).toBytes());
            assertThat(reader.mechanism())
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .isEqualTo(mechanism);
            reader.end();
        }
    }

    @Test
    void values_ofEveryForm_areReadAsTheyWereWritten() {
        Value all = new Value.ListOf(VALUES);
        WireReader reader = new WireReader(new WireWriter().value(all).toBytes());
        assertThat(reader.value()).isEqualTo(all);
        reader.end();
    }
}
