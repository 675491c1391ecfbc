package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_EXTRACTABLE;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_SENSITIVE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Answers to a way of writing a key that another way may please. */
    private static final Set<Ckr> OTHER_FORM_MAY_DO =
            EnumSet.of(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    Ckr.DOMAIN_PARAMS_INVALID,
                    Ckr.CURVE_NOT_SUPPORTED,
                    Ckr.TEMPLATE_INCONSISTENT,
                    Ckr.GENERAL_ERROR,
                    Ckr.FUNCTION_FAILED);

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
        return probed(
                control(
                        describe(request),
                        options.generationDeadline(),
                        Recovery.Effect.MAKES_OBJECT,
                        s -> generate(s, kind, request)));
    }

    private KeyHandle generate(Session s, KeyKind kind, KeyRequest request) {
        requireFree(s, request);
        TokenObjects.Pair pair =
                inSomeForm(
                        kind.curveForms(),
                        form ->
                                TokenObjects.generate(
                                        s,
                                        kind.generation,
                                        KeyTemplates.generatedPublic(kind, request, form),
                                        KeyTemplates.privateHalf(request)));
        return readBack(s, request, pair);
    }

    @Override
    public KeyHandle importKey(KeyRequest request, PrivateMaterial material) {
        if (request.scheme() != material.scheme()) {
            throw new IllegalArgumentException(
                    "a key for " + material.scheme() + " is not one for " + request.scheme());
        }
        requireSigning(request.scheme());
        KeyKind kind = KeyKind.of(request.scheme());
        return probed(
                control(
                        describe(request),
                        options.callDeadline(),
                        Recovery.Effect.MAKES_OBJECT,
                        s -> importKey(s, kind, request, material)));
    }

    private KeyHandle importKey(
            Session s, KeyKind kind, KeyRequest request, PrivateMaterial material) {
        requireFree(s, request);
        TokenObjects.Pair pair =
                inSomeForm(
                        kind.forms(),
                        form ->
                                create(
                                        s,
                                        KeyTemplates.importedPublic(kind, request, material, form),
                                        KeyTemplates.importedPrivate(
                                                kind, request, material, form)));
        return readBack(s, request, pair);
    }

    private static TokenObjects.Pair create(Session s, Template forPublic, Template forPrivate) {
        long publicKey = TokenObjects.create(s, forPublic);
        try {
            return new TokenObjects.Pair(publicKey, TokenObjects.create(s, forPrivate));
        } catch (CkrException e) {
            discard(s, publicKey);
            throw e;
        }
    }

    /** Tries the ways in which the key can be written, until the token takes one. */
    private static TokenObjects.Pair inSomeForm(
            List<KeyForm> forms, Function<KeyForm, TokenObjects.Pair> attempt) {
        for (KeyForm form : forms.subList(0, forms.size() - 1)) {
            try {
                return attempt.apply(form);
            } catch (CkrException e) {
                if (!e.isOneOf(OTHER_FORM_MAY_DO)) {
                    throw e;
                }
            }
        }
        return attempt.apply(forms.getLast());
    }

    private void requireSigning(SignatureScheme scheme) {
        signing(scheme);
    }

    private void requireFree(Session s, KeyRequest request) {
        List<KeyHandle> taken = finder.byId(s, request.id());
        if (!taken.isEmpty()) {
            throw new HsmException(
                    Kind.KEY_MISMATCH,
                    "C_FindObjects: "
                            + this
                            + " already has "
                            + taken.getFirst()
                            + "; a new key needs an id of its own.");
        }
    }

    /** The key as the token now describes it; a key that is not kept secret is not kept at all. */
    private KeyHandle readBack(Session s, KeyRequest request, TokenObjects.Pair pair) {
        try {
            requireSecret(s, request, pair.privateKey());
            List<KeyHandle> found = finder.byId(s, request.id());
            if (found.size() != 1) {
                throw new HsmException(
                        Kind.KEY_MISSING,
                        "C_FindObjects: "
                                + describe(request)
                                + " was made, but "
                                + found.size()
                                + " key pairs of its id can be read back; it was removed again.");
            }
            return found.getFirst().signingAs(request.scheme());
        } catch (RuntimeException e) {
            discard(s, pair.privateKey());
            discard(s, pair.publicKey());
            throw e;
        }
    }

    private void requireSecret(Session s, KeyRequest request, long privateKey) {
        Attributes made = Attributes.read(s, privateKey, CKA_SENSITIVE, CKA_EXTRACTABLE);
        boolean isSensitive = made.bytes(CKA_SENSITIVE).map(b -> b[0] != 0).orElse(false);
        boolean isExtractable = made.bytes(CKA_EXTRACTABLE).map(b -> b[0] != 0).orElse(true);
        if (!isSensitive || isExtractable) {
            throw new HsmException(
                    Kind.OTHER,
                    "C_GetAttributeValue: "
                            + describe(request)
                            + " is not kept secret (CKA_SENSITIVE, not CKA_EXTRACTABLE), although"
                            + " that was asked for; it was removed again.");
        }
    }

    /** Removes what a failed operation has left; its own failure is what gets reported. */
    private static void discard(Session s, long object) {
        s.cryptoki().destroyObject(s.handle(), object);
    }

    /** A new key has to sign what its public half verifies, else it is removed again. */
    private KeyHandle probed(KeyHandle key) {
        try {
            return KeyProbe.check(this, key, key.publicHalf(), options.callDeadline());
        } catch (HsmException e) {
            if (e.kind() == Kind.KEY_MISMATCH) {
                destroy(key);
            }
            throw e;
        }
    }

    @Override
    public KeyHandle relabel(KeyHandle key, String label) {
        Pkcs11Key own = own(key);
        return control(
                describe(own),
                options.callDeadline(),
                Recovery.Effect.NONE,
                s -> {
                    for (long object : finder.objects(s, own)) {
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
                    long[] objects = finder.objects(s, own);
                    Arrays.stream(objects).forEach(object -> TokenObjects.destroy(s, object));
                    return objects.length;
                });
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

    private String describe(KeyRequest request) {
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
