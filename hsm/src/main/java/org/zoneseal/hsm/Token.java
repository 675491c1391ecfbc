package org.zoneseal.hsm;

import java.util.List;
import java.util.Set;

/**
 * One token of an HSM that we are logged in to: makes keys, finds them and signs with them.
 *
 * <p>Safe for use by several threads. Every method throws {@link HsmException}, which says what the
 * token answered, to which call, about which key, and what to do next.
 */
public interface Token extends AutoCloseable {

    /** Who the token is: label, maker, model, serial number. */
    TokenInfo info();

    /** The schemes that the token says it does; {@code hsm test} finds out whether it does. */
    Set<SignatureScheme> schemes();

    /**
     * Generates a key pair inside the token, sensitive and not extractable, and reads its public
     * half back.
     */
    KeyHandle generate(KeyRequest request);

    /** Stores a private key that was outside; the label and id are those of the request. */
    KeyHandle importKey(KeyRequest request, PrivateMaterial material);

    /** Gives a key another label. */
    KeyHandle relabel(KeyHandle key, String label);

    /** All key pairs of the token that we can read. */
    List<KeyHandle> keys();

    /**
     * All key pairs with this id: more than one is a reason not to use any of them, none is a
     * missing key.
     */
    List<KeyHandle> find(KeyId id);

    /** Removes both halves of a key pair for good. */
    void destroy(KeyHandle key);

    /**
     * Opens a lane: a session of its own, for one thread at a time.
     *
     * @throws HsmException of kind {@link HsmException.Kind#SESSION_LIMIT} if the token has no
     *     more; who has one lane already goes on with that
     */
    Lane openLane();

    /** Logs out and frees what the token holds; lanes are closed before. */
    @Override
    void close();
}
