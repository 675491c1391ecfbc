package org.zoneseal.simulator.device;

import java.util.List;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/**
 * The native session of one application: the users logged in to it, and what they may do together.
 *
 * <p>Each command needs a permission; it is granted when the sum of the logged-in users' values in
 * its group reaches two. Safe for several threads; commands of one session take their turn.
 */
public interface NativeSession extends AutoCloseable {

    /**
     * Runs a command, such as {@code user.add}; docs/design/commands.md has them all.
     *
     * @throws CryptokiException CKR_FUNCTION_NOT_SUPPORTED for an unknown command,
     *     CKR_USER_NOT_LOGGED_IN if the permission is missing (the message says which and how much
     *     there is), CKR_ARGUMENTS_BAD with the argument's name
     */
    Value command(String name, Value.MapOf arguments);

    /**
     * Checks a permission for one slot: only users whose slots it is one of count.
     *
     * @throws CryptokiException CKR_USER_NOT_LOGGED_IN, saying what is missing
     */
    void require(Group group, int slot);

    /** Who is at the other end. */
    Peer peer();

    /** The users logged in, in the order of their logins. */
    List<String> users();

    /**
     * Signs with a key that this session has found, generated or loaded (NATIVE_SIGN).
     *
     * @param reference what the command answered
     * @return a signature for each of {@code data}, in its order
     */
    List<byte[]> sign(byte[] reference, Mechanism mechanism, List<byte[]> data);

    /** Ends the session: everybody is logged out; activations of keys stay. */
    @Override
    void close();
}
