package org.zoneseal.simulator.door;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;

/** Overwrites what a call brought in and nobody needs after it. */
final class Secrets {

    /** Attributes that are secret whatever they belong to. */
    private static final Set<Long> ALWAYS =
            Set.of(
                    Cka.PRIVATE_EXPONENT,
                    Cka.PRIME_1,
                    Cka.PRIME_2,
                    Cka.EXPONENT_1,
                    Cka.EXPONENT_2,
                    Cka.COEFFICIENT,
                    Cka.SEED);

    private Secrets() {}

    static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    /** The secret values of a key; others are the token's to keep. */
    static void wipe(List<Attribute> template) {
        boolean isSecretKey = template.stream().anyMatch(Secrets::namesSecretClass);
        for (Attribute attribute : template) {
            if (attribute.value() instanceof AttributeValue.Bytes(byte[] value)
                    && (ALWAYS.contains(attribute.type())
                            || isSecretKey && attribute.type() == Cka.VALUE)) {
                wipe(value);
            }
        }
    }

    private static boolean namesSecretClass(Attribute attribute) {
        return attribute.type() == Cka.CLASS
                && attribute.value() instanceof AttributeValue.Unsigned(long number)
                && (number == Cko.PRIVATE_KEY || number == Cko.SECRET_KEY);
    }
}
