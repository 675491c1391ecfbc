package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_FINAL_TRY;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_INITIALIZED;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_LOCKED;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.RequestId;
import org.zoneseal.client.slot.TokenDescription;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.hsm.TokenInfo;

/**
 * A token of a running software HSM, reached over its wire: PKCS#11 without a module in between.
 *
 * <p>Keys are described and put together as for modules; only how the words travel differs. What
 * passes by itself, a restart of the daemon included, is waited for within a bound: the client
 * resumes its login, finds keys again, and a call that makes something carries a request id and
 * runs once.
 */
public final class RemoteToken implements Token {

    /** How long to wait before each new try when the HSM cannot be reached. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofMillis(50),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2));

    private final HsmClient client;
    private final RemoteSlot slot;
    private final TokenInfo info;
    private final Set<Long> mechanisms;
    private final List<String> warnings;
    private final Duration deadline;

    private RemoteToken(HsmClient client, RemoteSlot slot, TokenInfo info, List<String> warnings) {
        this.client = client;
        this.slot = slot;
        this.info = info;
        this.warnings = warnings;
        this.mechanisms = Set.copyOf(slot.mechanisms());
        this.deadline = client.options().callTimeout();
    }

    /**
     * Logs in to the one token of an HSM that is meant. Closing the token closes the client, and so
     * does a failure.
     *
     * @param pin the user PIN; sent once, and not kept
     * @throws HsmException TOKEN_MISSING if none or several tokens fit, WRONG_PIN, PIN_LOCKED…
     */
    public static RemoteToken open(
            HsmClient client,
            Pkcs11Uri which,
            Pin pin,
            Pkcs11Options.LastPinTry lastPinTry,
            SecureRandom random) {
        try {
            TokenDescription found = choose(client, which);
            TokenInfo info = info(client, found);
            List<String> warnings = judge(info, found.flags(), lastPinTry);
            RemoteSlot slot = RemoteSlot.ofNumber(client, found.slot(), random);
            slot.login(pin.bytes());
            return new RemoteToken(client, slot, info, warnings);
        } catch (HsmClientException e) {
            client.close();
            throw failure("logging in at " + client.address(), e);
        } catch (HsmException e) {
            client.close();
            throw e;
        }
    }

    private static TokenDescription choose(HsmClient client, Pkcs11Uri which) {
        List<TokenDescription> all = RemoteSlot.tokens(client);
        List<TokenDescription> fitting =
                all.stream().filter(token -> which.matches(info(client, token))).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw new HsmException(
                Kind.TOKEN_MISSING,
                "the HSM at "
                        + client.address()
                        + ": "
                        + (fitting.isEmpty() ? "there is no token with " : "several tokens have ")
                        + which
                        + ". It has: "
                        + all.stream().map(TokenDescription::label).toList());
    }

    private static TokenInfo info(HsmClient client, TokenDescription token) {
        return new TokenInfo(
                client.address().toString(),
                token.label(),
                token.manufacturer(),
                token.model(),
                token.serial());
    }

    /** What the token says of its PIN before one is tried. */
    private static List<String> judge(
            TokenInfo info, long flags, Pkcs11Options.LastPinTry lastPinTry) {
        String name = name(info);
        if ((flags & CKF_USER_PIN_LOCKED) != 0) {
            throw new HsmException(Kind.PIN_LOCKED, name + ": " + Ckr.PIN_LOCKED.sentence);
        }
        if ((flags & CKF_USER_PIN_INITIALIZED) == 0) {
            throw new HsmException(Kind.OTHER, name + ": " + Ckr.USER_PIN_NOT_INITIALIZED.sentence);
        }
        boolean isLast = (flags & CKF_USER_PIN_FINAL_TRY) != 0;
        if (isLast && lastPinTry == Pkcs11Options.LastPinTry.REFUSED) {
            throw new HsmException(
                    Kind.WRONG_PIN,
                    name
                            + ": one more wrong PIN locks the token, so none was tried. Check the"
                            + " PIN, then allow the last try.");
        }
        return isLast
                ? List.of(name + ": this was the last try before the PIN locks; it was right.")
                : List.of();
    }

    @Override
    public TokenInfo info() {
        return info;
    }

    /** What the operator ought to know about the login. */
    public List<String> warnings() {
        return warnings;
    }

    RemoteSlot slot() {
        return slot;
    }

    @Override
    public Set<SignatureScheme> schemes() {
        Set<SignatureScheme> schemes = EnumSet.noneOf(SignatureScheme.class);
        for (KeyKind kind : KeyKind.values()) {
            if (kind.mechanisms.stream().anyMatch(way -> mechanisms.contains(way.mechanism()))) {
                schemes.add(kind.scheme);
            }
        }
        return schemes;
    }

    SigningMechanism signing(SignatureScheme scheme) {
        return KeyKind.of(scheme).mechanisms.stream()
                .filter(way -> mechanisms.contains(way.mechanism()))
                .findFirst()
                .orElseThrow(() ->
                        new HsmException(
                                Kind.MECHANISM_MISSING,
                                this + " does not list a mechanism to sign by " + scheme));
    }

    @Override
    public KeyHandle generate(KeyRequest request) {
        KeyKind kind = KeyKind.of(request.scheme());
        signing(request.scheme());
        KeyForm form = kind.forms().getFirst();
        RequestId once = slot.newRequest();
        return made(
                request,
                session ->
                        session.generateKeyPair(
                                Mechanism.of(kind.generation),
                                RemoteForm.of(KeyTemplates.generatedPublic(kind, request, form)),
                                RemoteForm.of(KeyTemplates.privateHalf(request)),
                                once));
    }

    @Override
    public KeyHandle importKey(KeyRequest request, PrivateMaterial material) {
        KeyKind kind = KeyKind.of(request.scheme());
        signing(request.scheme());
        KeyForm form = kind.forms().getFirst();
        RequestId publicOnce = slot.newRequest();
        RequestId privateOnce = slot.newRequest();
        return made(
                request,
                session -> {
                    session.create(
                            RemoteForm.of(
                                    KeyTemplates.importedPublic(kind, request, material, form)),
                            publicOnce);
                    return session.create(
                            RemoteForm.of(
                                    KeyTemplates.importedPrivate(kind, request, material, form)),
                            privateOnce);
                });
    }

    /** Makes a key; it has to be read back and sign what its public half verifies. */
    private KeyHandle made(KeyRequest request, Function<RemoteSession, ?> making) {
        if (!find(request.id()).isEmpty()) {
            throw new HsmException(
                    Kind.KEY_MISMATCH,
                    this
                            + " already has a key with id "
                            + request.id()
                            + "; a new key needs an id of its own.");
        }
        try {
            inSession("making key \"" + request.label() + "\"", making);
            List<KeyHandle> found = find(request.id());
            if (found.size() != 1) {
                throw new HsmException(
                        Kind.KEY_MISSING,
                        "key \""
                                + request.label()
                                + "\" was made in "
                                + this
                                + ", but "
                                + found.size()
                                + " key pairs of its id can be read back; it was removed again.");
            }
            KeyHandle key = found.getFirst().signingAs(request.scheme());
            return KeyProbe.check(this, key, key.publicHalf(), deadline);
        } catch (HsmException e) {
            remove(request.id(), e);
            throw e;
        }
    }

    /** A key that is not as it should be is not kept. */
    private void remove(KeyId id, HsmException reason) {
        try {
            destroyAll(id);
        } catch (HsmException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public KeyHandle relabel(KeyHandle key, String label) {
        RemoteKey own = own(key);
        inSession(
                "a new label for " + own,
                session -> {
                    var change = RemoteForm.of(KeyTemplates.label(label)).attributes();
                    List<Long> objects = new RemoteKeys(this, session).objects(own.id());
                    objects.forEach(object -> session.setAttributes(object, change));
                    return objects;
                });
        return new RemoteKey(this, own.id(), label, own.publicHalf(), own.object());
    }

    @Override
    public List<KeyHandle> keys() {
        return inSession("listing keys", session -> new RemoteKeys(this, session).all());
    }

    @Override
    public List<KeyHandle> find(KeyId id) {
        return inSession("finding key " + id, session -> new RemoteKeys(this, session).byId(id));
    }

    @Override
    public void destroy(KeyHandle key) {
        destroyAll(own(key).id());
    }

    private void destroyAll(KeyId id) {
        inSession(
                "destroying key " + id,
                session -> {
                    List<Long> objects = new RemoteKeys(this, session).objects(id);
                    objects.forEach(object -> session.destroy(object, slot.newRequest()));
                    return objects;
                });
    }

    @Override
    public Lane openLane() {
        return new RemoteLane(this);
    }

    RemoteKey own(KeyHandle key) {
        if (key instanceof RemoteKey own && own.token() == this) {
            return own;
        }
        throw new HsmException(
                Kind.KEY_MISSING, "the key " + key.label() + " belongs to another token");
    }

    /** Does work in a session; an HSM that cannot be reached is asked again a few times. */
    <T> T inSession(String what, Function<RemoteSession, T> work) {
        for (Duration pause : PAUSES) {
            try {
                return slot.inSession(work);
            } catch (HsmUnreachableException e) {
                pause(pause, e);
            } catch (HsmClientException e) {
                throw failure(what + " in " + this, e);
            }
        }
        try {
            return slot.inSession(work);
        } catch (HsmClientException e) {
            throw failure(what + " in " + this, e);
        }
    }

    private static void pause(Duration time, HsmClientException reason) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting for the HSM", reason);
        }
    }

    private static HsmException failure(String what, HsmClientException e) {
        Kind kind = Ckr.kindOf(e.returnValue());
        return new HsmException(
                kind, what + ": " + e.getMessage() + " (" + e.returnValueName() + ")", e);
    }

    private static String name(TokenInfo info) {
        return "token \"" + info.label() + "\" (" + info.kind() + ")";
    }

    @Override
    public String toString() {
        return name(info);
    }

    @Override
    public void close() {
        slot.close();
        client.close();
    }
}
