package org.zoneseal.simulator.device;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** One call of a command: who asks, and with what arguments. */
public final class CommandCall {

    private final NativeSession session;
    private final String command;
    private final Value.MapOf arguments;

    CommandCall(NativeSession session, String command, Value.MapOf arguments) {
        this.session = session;
        this.command = command;
        this.arguments = arguments;
    }

    public NativeSession session() {
        return session;
    }

    public Peer peer() {
        return session.peer();
    }

    /** The users logged in to the session, for the audit log. */
    public List<String> actors() {
        return session.users();
    }

    /**
     * Checks a permission for one slot: only users whose slots it is one of count.
     *
     * @throws CryptokiException CKR_USER_NOT_LOGGED_IN
     */
    public void require(Group group, int slot) {
        session.require(group, slot);
    }

    /** Whether an argument was given. */
    public boolean has(String name) {
        return !(arguments.get(name) instanceof Value.Nothing);
    }

    /** An argument as it came. */
    public Value argument(String name) {
        return arguments.get(name);
    }

    public String text(String name) {
        if (arguments.get(name) instanceof Value.Text(String text)) {
            return text;
        }
        throw wrong(name, "text");
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** Bytes, lent: whoever runs the command wipes passwords. */
    public byte[] bytes(String name) {
        if (arguments.get(name) instanceof Value.Bytes(byte[] bytes)) {
            return bytes;
        }
        throw wrong(name, "bytes");
    }

    public long number(String name) {
        if (arguments.get(name) instanceof Value.Unsigned(long number) && number >= 0) {
            return number;
        }
        throw wrong(name, "a number");
    }

    public long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public boolean flag(String name) {
        if (arguments.get(name) instanceof Value.Flag(boolean flag)) {
            return flag;
        }
        throw wrong(name, "a flag");
    }

    public boolean flag(String name, boolean otherwise) {
        return has(name) ? flag(name) : otherwise;
    }

    public List<Value> list(String name) {
        if (arguments.get(name) instanceof Value.ListOf(List<Value> values)) {
            return values;
        }
        throw wrong(name, "a list");
    }

    /** The number of a slot. */
    public int slot() {
        long slot = number("slot");
        if (slot > Slot.MAX_NUMBER) {
            throw wrong("slot", "a number up to " + Slot.MAX_NUMBER);
        }
        return (int) slot;
    }

    /** A time as ISO 8601 writes it, with its offset. */
    public Instant time(String name, Instant otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text(name)).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name, "a time such as 2026-12-24T18:00:00Z");
        }
    }

    /** Refuses an argument, naming it. */
    public CryptokiException bad(String name, String why) {
        return new CryptokiException(Ckr.ARGUMENTS_BAD, command + ": " + name + ": " + why);
    }

    private CryptokiException wrong(String name, String expected) {
        return bad(name, has(name) ? "it has to be " + expected : "it is missing");
    }
}
