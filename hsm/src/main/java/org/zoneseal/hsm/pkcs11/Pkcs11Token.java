package org.zoneseal.hsm.pkcs11;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * A token behind a PKCS#11 module, logged in to as its user.
 *
 * <p>Everything but signing goes through one session on the module's control thread, where each
 * operation has a deadline. Lanes have a session each; if the token has a single session to give,
 * the one lane shares that one with the rest.
 */
public final class Pkcs11Token implements Token {

    private final Cryptoki cryptoki;
    private final long slot;
    private final TokenInfo info;
    private final Login login;
    private final BoundedCalls calls;
    private final Pkcs11Options options;
    private final Session session;
    private final TokenMechanisms mechanisms;
    private final List<String> warnings;
    private final KeyFinder finder;
    private final KeyCreation creation;
    private boolean isSessionShared;
    private boolean isClosed;
    private Runnable afterClose = () -> {};

    private Pkcs11Token(
            Cryptoki cryptoki,
            long slot,
            TokenInfo info,
            Login login,
            BoundedCalls calls,
            Pkcs11Options options,
            Session session,
            List<String> warnings) {
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.info = info;
        this.login = login;
        this.calls = calls;
        this.options = options;
        this.session = session;
        this.warnings = warnings;
        this.mechanisms = TokenMechanisms.read(cryptoki, slot);
        this.finder = new KeyFinder(this, login);
        this.creation = new KeyCreation(this, finder);
    }

    /**
     * Loads a module and logs in to the one token in it that is meant; closing the token closes the
     * module.
     *
     * @param which a label or URI, see {@link Pkcs11Uri#of}
     * @param pin the user PIN; kept for a login that the token loses, until its owner closes it
     * @throws HsmException MODULE_MISSING, TOKEN_MISSING, WRONG_PIN, PIN_LOCKED…
     */
    public static Pkcs11Token open(Path module, Pkcs11Uri which, Pin pin, Pkcs11Options options) {
        Pkcs11Module loaded = Pkcs11Module.load(module, options);
        try {
            Pkcs11Token token = loaded.open(which, pin);
            token.afterClose = loaded::close;
            return token;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** Opens the first session and logs in; called on the control thread. */
    static Pkcs11Token open(
            Cryptoki cryptoki,
            long slot,
            TokenInfo info,
            long flags,
            Login login,
            BoundedCalls calls,
            Pkcs11Options options) {
        String name = name(info);
        try {
            Session session = Session.open(cryptoki, slot, true);
            try {
                List<String> warnings = login.begin(session, name, flags, options.lastPinTry());
                return new Pkcs11Token(
                        cryptoki, slot, info, login, calls, options, session, warnings);
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (CkrException e) {
            throw failure(e, name);
        }
    }

    @Override
    public TokenInfo info() {
        return info;
    }

    /** What the operator ought to know about the login, such as wrong PINs tried before. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Set<SignatureScheme> schemes() {
        return mechanisms.schemes();
    }

    @Override
    public KeyHandle generate(KeyRequest request) {
        KeyKind kind = KeyKind.of(request.scheme());
        if (!mechanisms.lists(kind.generation)) {
            throw new HsmException(
                    Kind.MECHANISM_MISSING,
                    "C_GenerateKeyPair: "
                            + this
                            + " does not list a mechanism to make keys for "
                            + request.scheme()
                            + ": "
                            + Ckr.MECHANISM_INVALID.sentence);
        }
        requireSigning(request.scheme());
        return made(
                request, options.generationDeadline(), s -> creation.generate(s, kind, request));
    }

    @Override
    public KeyHandle importKey(KeyRequest request, PrivateMaterial material) {
        if (request.scheme() != material.scheme()) {
            throw new IllegalArgumentException(
                    "a key for " + material.scheme() + " is not one for " + request.scheme());
        }
        requireSigning(request.scheme());
        KeyKind kind = KeyKind.of(request.scheme());
        return made(
                request,
                options.callDeadline(),
                s -> creation.importKey(s, kind, request, material));
    }

    /** Makes a key; it has to be read back and sign what its public half verifies. */
    private KeyHandle made(KeyRequest request, Duration deadline, Consumer<Session> making) {
        control(
                describe(request),
                deadline,
                Recovery.Effect.MAKES_OBJECT,
                s -> {
                    making.accept(s);
                    return request;
                });
        try {
            KeyHandle key =
                    control(
                            describe(request),
                            options.callDeadline(),
                            Recovery.Effect.NONE,
                            s -> creation.readBack(s, request));
            return KeyProbe.check(this, key, key.publicHalf(), options.callDeadline());
        } catch (HsmException e) {
            remove(request, e);
            throw e;
        }
    }

    /** A key that is not as it should be is not kept, unless the token does not let go of it. */
    private void remove(KeyRequest request, HsmException reason) {
        if (reason.kind() == Kind.TIMEOUT) {
            return;
        }
        try {
            control(
                    describe(request),
                    options.callDeadline(),
                    Recovery.Effect.NONE,
                    s -> creation.remove(s, request));
        } catch (HsmException e) {
            reason.addSuppressed(e);
        }
    }

    private void requireSigning(SignatureScheme scheme) {
        signing(scheme);
    }

    @Override
    public KeyHandle relabel(KeyHandle key, String label) {
        Pkcs11Key own = own(key);
        return control(
                describe(own),
                options.callDeadline(),
                Recovery.Effect.NONE,
                s -> {
                    for (long object : objects(s, own)) {
                        TokenObjects.change(s, object, KeyTemplates.label(label));
                    }
                    return new Pkcs11Key(this, own.id(), label, own.publicHalf(), own.place());
                });
    }

    @Override
    public List<KeyHandle> keys() {
        return control(toString(), options.callDeadline(), Recovery.Effect.NONE, finder::all);
    }

    @Override
    public List<KeyHandle> find(KeyId id) {
        return control(
                "key with id " + id + " of " + this,
                options.callDeadline(),
                Recovery.Effect.NONE,
                s -> finder.byId(s, id));
    }

    @Override
    public void destroy(KeyHandle key) {
        Pkcs11Key own = own(key);
        control(
                describe(own),
                options.callDeadline(),
                Recovery.Effect.NONE,
                s -> {
                    long[] objects = objects(s, own);
                    Arrays.stream(objects).forEach(object -> TokenObjects.destroy(s, object));
                    return objects.length;
                });
    }

    private long[] objects(Session s, Pkcs11Key key) {
        return finder.objects(s, key.id(), KeyKind.of(key.publicHalf().scheme()));
    }

    @Override
    public Lane openLane() {
        return control(toString(), options.callDeadline(), Recovery.Effect.NONE, s -> newLane());
    }

    private Lane newLane() {
        try {
            return Pkcs11Lane.withOwnSession(this, Session.open(cryptoki, slot, false));
        } catch (CkrException e) {
            if (!e.is(Ckr.SESSION_COUNT) || isSessionShared) {
                throw e;
            }
            isSessionShared = true;
            return Pkcs11Lane.withSharedSession(this, session);
        }
    }

    /** Called by a lane that is closed: frees its session, or ends the sharing of ours. */
    void laneClosed(Session lanes) {
        if (!calls.isUsable()) {
            return;
        }
        control(
                toString(),
                options.callDeadline(),
                Recovery.Effect.NONE,
                s -> {
                    if (lanes == session) {
                        isSessionShared = false;
                    } else {
                        lanes.close();
                    }
                    return isSessionShared;
                });
    }

    SigningMechanism signing(SignatureScheme scheme) {
        Optional<SigningMechanism> signing = mechanisms.signing(KeyKind.of(scheme));
        return signing.orElseThrow(() ->
                new HsmException(
                        Kind.MECHANISM_MISSING,
                        "C_SignInit: "
                                + this
                                + " does not list a mechanism to sign by "
                                + scheme
                                + ": "
                                + Ckr.MECHANISM_INVALID.sentence));
    }

    Pkcs11Key own(KeyHandle key) {
        if (key instanceof Pkcs11Key own && own.isOf(this)) {
            return own;
        }
        throw new IllegalArgumentException("key \"" + key.label() + "\" is not a key of " + this);
    }

    Login login() {
        return login;
    }

    KeyFinder finder() {
        return finder;
    }

    Recovery recovery(Recovery.Effect effect) {
        return new Recovery(login, options.attempts(), effect);
    }

    private <T> T control(
            String subject,
            Duration deadline,
            Recovery.Effect effect,
            Function<Session, T> operation) {
        try {
            return calls.call(
                    subject,
                    deadline,
                    () -> {
                        session.lock().lock();
                        try {
                            return recovery(effect).run(session, () -> operation.apply(session));
                        } finally {
                            session.lock().unlock();
                        }
                    });
        } catch (CkrException e) {
            throw failure(e, subject);
        }
    }

    static HsmException failure(CkrException e, String subject) {
        return new HsmException(
                Ckr.kindOf(e.answer()),
                e.call()
                        + " on "
                        + subject
                        + " answered "
                        + Ckr.nameOf(e.answer())
                        + ": "
                        + Ckr.sentenceOf(e.answer()),
                e);
    }

    String describe(Pkcs11Key key) {
        return key + " of " + this;
    }

    String describe(KeyRequest request) {
        return "key \"" + request.label() + "\" (id " + request.id() + ") of " + this;
    }

    private static String name(TokenInfo info) {
        return "token \"" + info.label() + "\" (" + info.kind() + ", serial " + info.serial() + ")";
    }

    /** The token's name for messages. */
    @Override
    public String toString() {
        return name(info);
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (calls.isUsable()) {
                control(toString(), options.callDeadline(), Recovery.Effect.NONE, this::endSession);
            }
        } finally {
            afterClose.run();
        }
    }

    private Boolean endSession(Session s) {
        login.end(s);
        s.close();
        return isClosed;
    }
}
