package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.KeyPairKind;

/** Objects that come to be one at a time: created, copied, generated secret keys. */
final class CreateCalls {

    private static final byte[] NOTHING = {};
    private static final long UNAVAILABLE = -1;

    private final Environment environment;
    private final ObjectCalls calls;

    CreateCalls(Environment environment, ObjectCalls calls) {
        this.environment = environment;
        this.calls = calls;
    }

    long create(long handle, Session session, List<Attribute> template, byte[] requestId) {
        return one(
                "object.created",
                handle,
                session,
                requestId,
                () -> {
                    Draft draft = draft(session, template, Origin.CREATED);
                    return imported(draft);
                });
    }

    long copy(long handle, Session session, long object, List<Attribute> template) {
        TokenObject original = calls.objects().get(session, object).object();
        return one(
                "object.copied",
                handle,
                session,
                NOTHING,
                () -> {
                    Draft draft = AttributeChanges.forCopy(original, template, session);
                    session.checkWrite(draft.flag(Cka.TOKEN), draft.flag(Cka.PRIVATE));
                    KeyPolicy.of(environment, session.slot()).settle(original, draft);
                    environment.access().checkUsable();
                    return new Vault.NewObject(
                            Requests.unmarked(draft.attributes()),
                            original.stored().sealedSecret().length == 0
                                    ? NOTHING
                                    : environment.vault().open(original.stored(), NOTHING));
                });
    }

    long generate(
            long handle,
            Session session,
            Mechanism mechanism,
            List<Attribute> template,
            byte[] requestId) {
        environment.mechanisms().check(mechanism.type(), Ckf.GENERATE);
        return one(
                "key.generated",
                handle,
                session,
                requestId,
                () -> secret(session, mechanism, template));
    }

    /** A new secret key, ready to be stored; its value is the caller's to wipe. */
    Vault.NewObject secret(Session session, Mechanism mechanism, List<Attribute> template) {
        Births.checkSame(template, Cka.CLASS, Cko.SECRET_KEY);
        long keyType = keyType(mechanism.type(), template);
        Draft draft =
                Draft.of(
                        ObjectKind.of(Cko.SECRET_KEY, keyType),
                        template,
                        Origin.GENERATED,
                        session);
        session.checkWrite(draft.flag(Cka.TOKEN), draft.flag(Cka.PRIVATE));
        KeyPolicy.of(environment, session.slot()).settle(draft);
        long length = draft.number(Cka.VALUE_LEN, 0);
        SecretDrafts.checkLength(keyType, length);
        draft.put(Attribute.number(Cka.CLASS, Cko.SECRET_KEY))
                .put(Attribute.number(Cka.KEY_TYPE, keyType))
                .put(Attribute.number(Cka.KEY_GEN_MECHANISM, mechanism.type()))
                .flag(Cka.LOCAL, true)
                .flag(Cka.ALWAYS_SENSITIVE, draft.flag(Cka.SENSITIVE))
                .flag(Cka.NEVER_EXTRACTABLE, !draft.flag(Cka.EXTRACTABLE));
        byte[] value = new byte[(int) length];
        environment.random().nextBytes(value);
        return SecretDrafts.finish(draft, value);
    }

    /** Makes one object, at most once, and wipes its secret. */
    long one(
            String event,
            long handle,
            Session session,
            byte[] requestId,
            Supplier<Vault.NewObject> maker) {
        return calls.requests()
                .once(
                        event,
                        session.slot(),
                        requestId,
                        Long.class,
                        () -> {
                            List<TokenObject> earlier = calls.earlier(session, requestId);
                            if (!earlier.isEmpty()) {
                                return calls.objects().handle(earlier.getFirst());
                            }
                            Vault.NewObject made = maker.get();
                            try {
                                return calls.objects()
                                        .handle(
                                                calls.store(
                                                                event,
                                                                handle,
                                                                session,
                                                                List.of(made),
                                                                requestId)
                                                        .getFirst());
                            } finally {
                                Bytes.wipe(made.secret());
                            }
                        });
    }

    /** A checked draft of whatever class the template names. */
    Draft draft(Session session, List<Attribute> template, Origin origin) {
        long objectClass = Draft.number(template, Cka.CLASS, UNAVAILABLE);
        if (objectClass == UNAVAILABLE) {
            throw incomplete(Cka.CLASS);
        }
        ObjectKind.checkClass(objectClass);
        long typeAttribute = objectClass == Cko.CERTIFICATE ? Cka.CERTIFICATE_TYPE : Cka.KEY_TYPE;
        long type = Draft.number(template, typeAttribute, UNAVAILABLE);
        if (type == UNAVAILABLE && objectClass != Cko.DATA) {
            throw incomplete(typeAttribute);
        }
        Draft draft = Draft.of(ObjectKind.of(objectClass, type), template, origin, session);
        session.checkWrite(draft.flag(Cka.TOKEN), draft.flag(Cka.PRIVATE));
        KeyPolicy.of(environment, session.slot()).settle(draft);
        return draft;
    }

    /** A key pair's private half from its stored form, which becomes the new object's. */
    Vault.NewObject privateKey(Draft draft, KeyPairKind kind, byte[] secret) {
        boolean fine = false;
        try {
            environment.checkHeap(kind);
            byte[] publicInfo = kind.publicInfo(secret);
            byte[] given = draft.bytes(Cka.PUBLIC_KEY_INFO);
            if (given.length > 0 && !Arrays.equals(given, publicInfo)) {
                throw new CryptokiException(
                        Ckr.TEMPLATE_INCONSISTENT, "CKA_PUBLIC_KEY_INFO is that of another key");
            }
            Births.prove(kind, secret, publicInfo);
            PrivateImport.forget(draft);
            PublicParts.describePrivate(draft, kind, publicInfo);
            Vault.NewObject made = new Vault.NewObject(draft.finish().list(), secret);
            fine = true;
            return made;
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "the key is not valid: " + e.getMessage());
        } finally {
            if (!fine) {
                Bytes.wipe(secret);
            }
        }
    }

    private Vault.NewObject imported(Draft draft) {
        ObjectKind kind = draft.kind();
        if (kind.isSecretKey()) {
            SecretDrafts.checkLength(kind.keyType(), draft.bytes(Cka.VALUE).length);
            byte[] value = draft.bytes(Cka.VALUE).clone();
            PrivateImport.forget(draft);
            return SecretDrafts.finish(draft, value);
        }
        if (!kind.isKey()) {
            return new Vault.NewObject(draft.finish().list(), NOTHING);
        }
        KeyPairKind pair = KeyPairKinds.of(kind.keyType(), draft.attributes());
        if (kind.isPrivateKey()) {
            return privateKey(draft, pair, PrivateImport.secret(pair, draft));
        }
        PublicParts.describePublic(draft, pair, PublicParts.publicInfo(pair, draft));
        return new Vault.NewObject(draft.finish().list(), NOTHING);
    }

    private static CryptokiException incomplete(long type) {
        return new CryptokiException(
                Ckr.TEMPLATE_INCOMPLETE, AttributeNames.of(type) + " is missing in the template");
    }

    private static long keyType(long mechanism, List<Attribute> template) {
        if (mechanism == Ckm.AES_KEY_GEN) {
            Births.checkSame(template, Cka.KEY_TYPE, Ckk.AES);
            return Ckk.AES;
        }
        long keyType = Draft.number(template, Cka.KEY_TYPE, Ckk.GENERIC_SECRET);
        if (keyType == Ckk.AES) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT, "AES keys are made by CKM_AES_KEY_GEN");
        }
        return keyType;
    }
}
