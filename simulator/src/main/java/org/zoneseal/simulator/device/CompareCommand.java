package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.wire.Value;

/**
 * What two devices are compared by: the SHA-256 of each private key's public half
 * (SubjectPublicKeyInfo). The same label may hide another key; the same fingerprint does not.
 */
final class CompareCommand {

    private final DeviceCore core;

    CompareCommand(DeviceCore core) {
        this.core = core;
    }

    void register(Commands commands) {
        commands.register("compare.list", Need.NOTHING, List.of(), this::list);
    }

    private Value list(CommandCall call) {
        List<Value> keys = new ArrayList<>();
        for (Slot slot : core.contents().slots()) {
            for (StoredObject object : core.contents().objects(slot.number())) {
                if (number(object, Cka.CLASS) == Cko.PRIVATE_KEY) {
                    keys.add(fields(object));
                }
            }
        }
        return new Value.ListOf(keys);
    }

    private static Value fields(StoredObject key) {
        byte[] info = bytes(key, Cka.PUBLIC_KEY_INFO);
        return new Value.Fields()
                .put("slot", key.slot())
                .put("name", new String(bytes(key, Cka.LABEL), StandardCharsets.UTF_8))
                .put("type", number(key, Cka.KEY_TYPE))
                .put(
                        "fingerprint",
                        info.length == 0
                                ? ""
                                : HexFormat.of().formatHex(StoreFold.sha256().digest(info)))
                .map();
    }

    private static long number(StoredObject object, long type) {
        for (Attribute attribute : object.attributes()) {
            if (attribute.type() == type
                    && attribute.value() instanceof AttributeValue.Unsigned(long number)) {
                return number;
            }
        }
        return -1;
    }

    private static byte[] bytes(StoredObject object, long type) {
        for (Attribute attribute : object.attributes()) {
            if (attribute.type() == type
                    && attribute.value() instanceof AttributeValue.Bytes(byte[] bytes)) {
                return bytes;
            }
        }
        return new byte[0];
    }
}
