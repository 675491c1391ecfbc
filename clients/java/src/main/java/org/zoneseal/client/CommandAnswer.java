package org.zoneseal.client;

import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/**
 * The fields of a command's answer, by name and type (docs/design/commands.md).
 *
 * <p>A field that should be there and is not is the HSM's fault: CKR_DEVICE_ERROR.
 */
public record CommandAnswer(Value.MapOf fields) {

    /** Reads an answer that is a map. */
    public static CommandAnswer of(Value value) {
        if (value instanceof Value.MapOf map) {
            return new CommandAnswer(map);
        }
        throw new HsmClientException(Ckr.DEVICE_ERROR, "the HSM's answer is no map");
    }

    /** Reads an answer that is a list of maps. */
    public static List<CommandAnswer> listOf(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.values().stream().map(CommandAnswer::of).toList();
        }
        throw new HsmClientException(Ckr.DEVICE_ERROR, "the HSM's answer is no list");
    }

    public boolean has(String name) {
        return fields.get(name) != Value.Nothing.NOTHING;
    }

    public String text(String name) {
        if (fields.get(name) instanceof Value.Text text) {
            return text.value();
        }
        throw missing(name);
    }

    public byte[] bytes(String name) {
        if (fields.get(name) instanceof Value.Bytes bytes) {
            return bytes.value();
        }
        throw missing(name);
    }

    public long number(String name) {
        if (fields.get(name) instanceof Value.Unsigned number) {
            return number.value();
        }
        throw missing(name);
    }

    public boolean flag(String name) {
        if (fields.get(name) instanceof Value.Flag flag) {
            return flag.value();
        }
        throw missing(name);
    }

    private static HsmClientException missing(String name) {
        return new HsmClientException(
                Ckr.DEVICE_ERROR, "the HSM's answer has no \"" + name + "\" of the right kind");
    }
}
