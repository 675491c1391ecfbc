package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.KeyWrapScheme;

/** What C_WrapKey and C_UnwrapKey do (PKCS#11 3.2, section 5.18). */
final class WrapCalls {

    private static final byte[] NOTHING = {};

    private final Environment environment;
    private final ObjectCalls calls;
    private final CreateCalls creations;
    private final CipherCalls ciphers;

    WrapCalls(
            Environment environment,
            ObjectCalls calls,
            CreateCalls creations,
            CipherCalls ciphers) {
        this.environment = environment;
        this.calls = calls;
        this.creations = creations;
        this.ciphers = ciphers;
    }

    Cryptoki.Output wrap(
            Session session, Mechanism mechanism, long wrappingKey, long key, long room) {
        environment.mechanisms().check(mechanism.type(), Ckf.WRAP);
        HeldObject wrapping =
                calls.objects().get(session, wrappingKey, Ckr.WRAPPING_KEY_HANDLE_INVALID);
        TokenObject wrapped = calls.objects().key(session, key).object();
        CipherCalls.checkUsage(wrapping.object(), Cka.WRAP, mechanism);
        checkWrappable(wrapping.object(), wrapped);
        if (KeyPolicy.of(environment, session.slot()) == KeyPolicy.STRICT) {
            checkOtherHalf(session, wrapping.object());
        }
        checkLogin(session, wrapped);
        environment.access().checkUsable();
        byte[] prefix = wrapped.kind().isPrivateKey() ? wrapped.pairKind().exportPrefix() : NOTHING;
        byte[] plain = environment.vault().open(wrapped.stored(), prefix);
        try {
            KeyWrapScheme scheme = KeyWrapScheme.of(mechanism);
            long bound =
                    scheme == null
                            ? engine(wrapping, mechanism, true).bound(plain.length)
                            : scheme.bound(plain.length);
            if (room == Cryptoki.SIZE_ONLY || room < bound) {
                return new Cryptoki.Output(null, bound);
            }
            byte[] out =
                    scheme == null
                            ? engine(wrapping, mechanism, true).whole(plain)
                            : keyWrap(scheme, mechanism, wrapping, plain);
            calls.audit("key.wrapped", wrapped);
            return new Cryptoki.Output(out, out.length);
        } finally {
            Bytes.wipe(plain);
        }
    }

    long unwrap(
            long handle,
            Session session,
            Mechanism mechanism,
            long unwrappingKey,
            byte[] wrapped,
            List<Attribute> template,
            byte[] requestId) {
        environment.mechanisms().check(mechanism.type(), Ckf.UNWRAP);
        HeldObject unwrapping =
                calls.objects().get(session, unwrappingKey, Ckr.UNWRAPPING_KEY_HANDLE_INVALID);
        CipherCalls.checkUsage(unwrapping.object(), Cka.UNWRAP, mechanism);
        CipherCalls.checkNeedsNoPin(unwrapping.object());
        return creations.one(
                "key.unwrapped",
                handle,
                session,
                requestId,
                () -> {
                    List<Attribute> whole =
                            merged(template, unwrapping.object().attributes(), Cka.UNWRAP_TEMPLATE);
                    Draft draft = creations.draft(session, whole, Origin.UNWRAPPED);
                    KeyPolicy.of(environment, session.slot())
                            .settleUnwrapped(draft, unwrapping.object());
                    byte[] plain = unwrap(unwrapping, mechanism, wrapped);
                    return unwrapped(draft, plain);
                });
    }

    private Vault.NewObject unwrapped(Draft draft, byte[] plain) {
        if (draft.kind().isSecretKey()) {
            return unwrappedSecret(draft, plain);
        }
        if (!draft.kind().isPrivateKey()) {
            Bytes.wipe(plain);
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT, "secret and private keys are unwrapped");
        }
        try {
            WrappedKeys.Unwrapped key = WrappedKeys.read(plain, draft.kind().keyType());
            return creations.privateKey(draft, key.kind(), key.secret());
        } finally {
            Bytes.wipe(plain);
        }
    }

    private static Vault.NewObject unwrappedSecret(Draft draft, byte[] plain) {
        boolean fine = false;
        try {
            long length = draft.number(Cka.VALUE_LEN, plain.length);
            if (length != plain.length) {
                throw new CryptokiException(
                        Ckr.TEMPLATE_INCONSISTENT, "CKA_VALUE_LEN is not the wrapped key's length");
            }
            Vault.NewObject made = SecretDrafts.finish(draft, plain);
            fine = true;
            return made;
        } finally {
            if (!fine) {
                Bytes.wipe(plain);
            }
        }
    }

    private byte[] unwrap(HeldObject unwrapping, Mechanism mechanism, byte[] wrapped) {
        KeyWrapScheme scheme = KeyWrapScheme.of(mechanism);
        if (scheme != null) {
            return keyUnwrap(scheme, mechanism, unwrapping, wrapped);
        }
        try {
            return engine(unwrapping, mechanism, false).whole(wrapped);
        } catch (CryptokiException e) {
            throw asUnwrapping(e);
        }
    }

    private byte[] keyWrap(
            KeyWrapScheme scheme, Mechanism mechanism, HeldObject wrapping, byte[] plain) {
        checkAes(wrapping.object(), Ckr.WRAPPING_KEY_TYPE_INCONSISTENT);
        ciphers.use(wrapping).take(1);
        byte[] key = environment.vault().open(wrapping.object().stored(), NOTHING);
        try {
            return scheme.wrap(mechanism.parameter(), key, plain);
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(Ckr.FUNCTION_FAILED, "not wrapped: " + e.getMessage());
        } finally {
            Bytes.wipe(key);
        }
    }

    private byte[] keyUnwrap(
            KeyWrapScheme scheme, Mechanism mechanism, HeldObject unwrapping, byte[] wrapped) {
        checkAes(unwrapping.object(), Ckr.UNWRAPPING_KEY_TYPE_INCONSISTENT);
        ciphers.use(unwrapping).take(1);
        byte[] key = environment.vault().open(unwrapping.object().stored(), NOTHING);
        try {
            return scheme.unwrap(mechanism.parameter(), key, wrapped);
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(Ckr.FUNCTION_FAILED, "not unwrapped: " + e.getMessage());
        } finally {
            Bytes.wipe(key);
        }
    }

    private CipherOperation.Engine engine(HeldObject key, Mechanism mechanism, boolean wraps) {
        try {
            return ciphers.engine(key, mechanism, wraps);
        } catch (CryptokiException e) {
            throw e.returnValue() == Ckr.KEY_TYPE_INCONSISTENT
                    ? new CryptokiException(
                            wraps
                                    ? Ckr.WRAPPING_KEY_TYPE_INCONSISTENT
                                    : Ckr.UNWRAPPING_KEY_TYPE_INCONSISTENT,
                            "the mechanism is for another type of key")
                    : e;
        }
    }

    private static CryptokiException asUnwrapping(CryptokiException e) {
        if (e.returnValue() == Ckr.ENCRYPTED_DATA_INVALID) {
            return new CryptokiException(
                    Ckr.WRAPPED_KEY_INVALID, "it was not wrapped by this key, or was changed");
        }
        return e.returnValue() == Ckr.ENCRYPTED_DATA_LEN_RANGE
                ? new CryptokiException(
                        Ckr.WRAPPED_KEY_LEN_RANGE, "no key wrapped by this one has this length")
                : e;
    }

    private static void checkAes(TokenObject key, long error) {
        if (key.kind().keyType() != Ckk.AES) {
            throw new CryptokiException(error, "the mechanism is for AES keys");
        }
    }

    private static void checkLogin(Session session, TokenObject wrapped) {
        if (wrapped.isPrivate() && !session.seesPrivate()) {
            throw new CryptokiException(Ckr.USER_NOT_LOGGED_IN, "the key is private");
        }
    }

    /**
     * A key wrapped by a public key is in the clear where its private half decrypts, or signs raw.
     */
    private void checkOtherHalf(Session session, TokenObject wrapping) {
        byte[] publicInfo = wrapping.attributes().bytes(Cka.PUBLIC_KEY_INFO);
        if (publicInfo.length == 0) {
            return;
        }
        List<TokenObject> all =
                new ArrayList<>(environment.tokenObjects().of(session.slot()).all());
        all.addAll(calls.objects().own(session.slot()).all());
        for (TokenObject other : all) {
            if (other.kind().isPrivateKey()
                    && (other.flag(Cka.DECRYPT) || other.flag(Cka.SIGN))
                    && Arrays.equals(publicInfo, other.attributes().bytes(Cka.PUBLIC_KEY_INFO))) {
                throw new CryptokiException(
                        Ckr.KEY_NOT_WRAPPABLE,
                        "the private half of the wrapping key is here, and decrypts or signs");
            }
        }
    }

    private static void checkWrappable(TokenObject wrapping, TokenObject wrapped) {
        if (!wrapped.kind().isSecretKey() && !wrapped.kind().isPrivateKey()) {
            throw new CryptokiException(
                    Ckr.KEY_NOT_WRAPPABLE, "secret and private keys are wrapped, nothing else");
        }
        if (!wrapped.flag(Cka.EXTRACTABLE)) {
            throw new CryptokiException(Ckr.KEY_UNEXTRACTABLE, "the key is not extractable");
        }
        AttributeChanges.checkUnlimited(wrapped, Ckr.KEY_NOT_WRAPPABLE);
        if (wrapped.flag(Cka.WRAP_WITH_TRUSTED) && !wrapping.flag(Cka.TRUSTED)) {
            throw new CryptokiException(
                    Ckr.KEY_NOT_WRAPPABLE,
                    "the key is wrapped by trusted keys only (CKA_TRUSTED, which the security"
                            + " officer sets)");
        }
        if (wrapping.attributes().get(Cka.WRAP_TEMPLATE) instanceof AttributeValue.Template only) {
            for (Attribute wanted : only.attributes()) {
                if (!wanted.value().equals(wrapped.value(wanted.type()))) {
                    throw new CryptokiException(
                            Ckr.KEY_HANDLE_INVALID,
                            "the key is not what CKA_WRAP_TEMPLATE of the wrapping key asks for");
                }
            }
        }
    }

    /** A template with what the key that makes the object adds. */
    static List<Attribute> merged(List<Attribute> template, Attributes maker, long templateType) {
        if (!(maker.get(templateType) instanceof AttributeValue.Template added)) {
            return template;
        }
        List<Attribute> whole = new ArrayList<>(template);
        for (Attribute attribute : added.attributes()) {
            @Nullable AttributeValue given = null;
            for (Attribute mine : template) {
                given = mine.type() == attribute.type() ? mine.value() : given;
            }
            if (given == null) {
                whole.add(attribute);
            } else if (!given.equals(attribute.value())) {
                throw new CryptokiException(
                        Ckr.TEMPLATE_INCONSISTENT,
                        AttributeNames.of(attribute.type())
                                + " is another one in the key's own template");
            }
        }
        return whole;
    }
}
