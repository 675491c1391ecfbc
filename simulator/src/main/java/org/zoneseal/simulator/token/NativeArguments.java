package org.zoneseal.simulator.token;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * The arguments of one command about keys.
 *
 * @param slots which slots whoever asks may touch
 */
record NativeArguments(String command, Value.MapOf values, IntPredicate slots) {

    boolean has(String name) {
        return !(values.get(name) instanceof Value.Nothing);
    }

    String text(String name) {
        if (values.get(name) instanceof Value.Text(String text)) {
            return text;
        }
        throw wrong(name, "text");
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    byte[] bytes(String name) {
        if (values.get(name) instanceof Value.Bytes(byte[] bytes)) {
            return bytes;
        }
        throw wrong(name, "bytes");
    }

    byte[] bytesOrNone(String name) {
        return has(name) ? bytes(name) : new byte[0];
    }

    long number(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (values.get(name) instanceof Value.Unsigned(long number) && number >= 0) {
            return number;
        }
        throw wrong(name, "a number");
    }

    boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        if (values.get(name) instanceof Value.Flag(boolean flag)) {
            return flag;
        }
        throw wrong(name, "a flag");
    }

    /** The slot, which whoever asks may touch. */
    int slot() {
        long slot = number("slot", -1);
        if (slot < 0 || slot > Integer.MAX_VALUE) {
            throw wrong("slot", "the number of a slot");
        }
        if (!slots.test((int) slot)) {
            throw new CryptokiException(
                    Ckr.USER_NOT_LOGGED_IN,
                    command + ": nobody who is logged in has rights in slot " + slot);
        }
        return (int) slot;
    }

    /** Text as bytes. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    CryptokiException wrong(String name, String expected) {
        return new CryptokiException(
                Ckr.ARGUMENTS_BAD, command + ": the argument " + name + " is " + expected);
    }
}
