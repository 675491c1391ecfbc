package org.zoneseal.simulator.door;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/** Arguments of calls in words, secrets and all: for tests. */
final class Words {

    private Words() {}

    static String of(Object value) {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Mechanism(long type, Parameter parameter) ->
                    Long.toHexString(type) + "/" + of(parameter);
            case Parameter.None _ -> "none";
            case Parameter.Raw(byte[] bytes) -> "raw:" + of(bytes);
            case Parameter.Pss(long hash, long mgf, long salt) ->
                    "pss:%x,%x,%d".formatted(hash, mgf, salt);
            case Parameter.Oaep(long hash, long mgf, long type, byte[] source) ->
                    "oaep:%x,%x,%d,%s".formatted(hash, mgf, type, of(source));
            case Parameter.Gcm(byte[] iv, byte[] associated, long bits) ->
                    "gcm:%s,%s,%d".formatted(of(iv), of(associated), bits);
            case Parameter.Eddsa(boolean prehash, byte[] context) ->
                    "eddsa:%s,%s".formatted(prehash, of(context));
            case Parameter.SigningContext(long hedge, byte[] context) ->
                    "context:%d,%s".formatted(hedge, of(context));
            case Parameter.Ecdh(long kdf, byte[] shared, byte[] point) ->
                    "ecdh:%d,%s,%s".formatted(kdf, of(shared), of(point));
            case Parameter.Unsigned(long number) -> "number:" + number;
            case Attribute(long type, AttributeValue inner) ->
                    Long.toHexString(type) + "=" + of(inner);
            case AttributeValue.Flag(boolean flag) -> String.valueOf(flag);
            case AttributeValue.Unsigned(long number) -> String.valueOf(number);
            case AttributeValue.Bytes(byte[] bytes) -> "'" + of(bytes) + "'";
            case AttributeValue.Numbers(List<Long> numbers) -> of(numbers);
            case AttributeValue.Template(List<Attribute> inner) -> of(inner);
            case AttributeValue.Absent _ -> "absent";
            case List<?> list ->
                    list.stream().map(Words::of).collect(Collectors.joining(",", "[", "]"));
            default -> value.toString();
        };
    }
}
