package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.device.Vault;

/** What C_CreateObject to C_SetAttributeValue and C_Generate… do (PKCS#11 3.2, 5.7 and 5.18). */
final class ObjectCalls {

    /** How often a change is tried again when somebody else changes the same object. */
    private static final int TRIES = 8;

    private final Environment environment;
    private final Peer peer;
    private final Objects objects;
    private final Births births;
    private final Requests requests = new Requests();

    ObjectCalls(Environment environment, Peer peer, Objects objects) {
        this.environment = environment;
        this.peer = peer;
        this.objects = objects;
        this.births = new Births(environment);
    }

    Cryptoki.KeyPair generatePair(
            long sessionHandle,
            Session session,
            Mechanism mechanism,
            List<Attribute> publicTemplate,
            List<Attribute> privateTemplate,
            byte[] requestId) {
        births.check(mechanism);
        return requests.once(
                "generate pair",
                session.slot(),
                requestId,
                Cryptoki.KeyPair.class,
                () -> {
                    List<TokenObject> earlier = earlier(session, requestId);
                    if (earlier.size() == 2) {
                        return pair(earlier);
                    }
                    if (!earlier.isEmpty()) {
                        throw new CryptokiException(
                                Ckr.OBJECT_HANDLE_INVALID,
                                "the pair was made, and half of it destroyed since");
                    }
                    try (Births.NewHalves halves =
                            births.generate(session, mechanism, publicTemplate, privateTemplate)) {
                        return pair(
                                store(
                                        "key.generated",
                                        sessionHandle,
                                        session,
                                        List.of(halves.publicHalf(), halves.privateHalf()),
                                        requestId));
                    }
                });
    }

    /**
     * Stores new objects where each wants to be, token objects together.
     *
     * @param event what the audit log calls it
     */
    List<TokenObject> store(
            String event,
            long sessionHandle,
            Session session,
            List<Vault.NewObject> news,
            byte[] requestId) {
        List<Vault.NewObject> token = new ArrayList<>();
        for (Vault.NewObject each : news) {
            if (Attributes.of(each.attributes()).flag(Cka.TOKEN)) {
                token.add(
                        new Vault.NewObject(
                                Requests.marked(each.attributes(), requestId), each.secret()));
            }
        }
        List<StoredObject> stored =
                token.isEmpty() ? List.of() : environment.vault().add(session.slot(), token);
        List<TokenObject> made = new ArrayList<>();
        int at = 0;
        for (Vault.NewObject each : news) {
            made.add(
                    Attributes.of(each.attributes()).flag(Cka.TOKEN)
                            ? environment.tokenObjects().of(stored.get(at++))
                            : objects.addOwn(
                                    sessionHandle,
                                    environment.vault().sealTransient(session.slot(), each)));
        }
        made.stream().filter(TokenObject::isToken).forEach(object -> audit(event, object));
        return made;
    }

    Cryptoki.AttributeAnswer attributes(Session session, long handle, List<Long> types) {
        TokenObject object = objects.get(session, handle).object();
        AttributeReader reader = new AttributeReader(environment, object);
        List<Attribute> answers = new ArrayList<>(types.size());
        long returnValue = Ckr.OK;
        for (long type : types) {
            Attribute answer = reader.read(type);
            answers.add(answer);
            returnValue = returnValue == Ckr.OK ? reader.problem() : returnValue;
        }
        return new Cryptoki.AttributeAnswer(returnValue, answers);
    }

    void setAttributes(Session session, long handle, List<Attribute> template) {
        TokenObject object = objects.get(session, handle).object();
        again(() -> setAttributes(session, object, template));
        if (object.isToken()) {
            audit("object.changed", object);
        }
    }

    /** Runs a change again that another one came before. */
    private static void again(Runnable change) {
        for (int tries = 1; ; tries++) {
            try {
                change.run();
                return;
            } catch (CryptokiException e) {
                if (e.returnValue() != Ckr.FUNCTION_FAILED || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    void destroy(Session session, long handle, byte[] requestId) {
        requests.once(
                "destroy",
                session.slot(),
                requestId,
                Boolean.class,
                () -> {
                    TokenObject object = objects.get(session, handle).object();
                    session.checkWrite(object.isToken(), object.isPrivate());
                    if (!object.flag(Cka.DESTROYABLE)) {
                        throw new CryptokiException(
                                Ckr.ACTION_PROHIBITED, "CKA_DESTROYABLE of the object is false");
                    }
                    if (object.isToken()) {
                        destroy(object);
                    } else {
                        objects.destroyOwn(object);
                    }
                    return true;
                });
    }

    /** Destroys a token object; the vault tells everybody. */
    void destroy(TokenObject object) {
        again(() -> environment.vault().destroy(object.stored()));
        audit(object.kind().isKey() ? "key.destroyed" : "object.destroyed", object);
    }

    /** Notes what became of an object; of session objects nothing is noted. */
    void audit(String event, TokenObject object) {
        environment.access().audit(event, object.slot(), object.id(), peer);
    }

    /** A rough size: what the object takes in the store. */
    long size(Session session, long handle) {
        return Objects.weight(objects.get(session, handle).object().stored());
    }

    Objects objects() {
        return objects;
    }

    Requests requests() {
        return requests;
    }

    /** Token objects that an earlier call with the same request id made. */
    List<TokenObject> earlier(Session session, byte[] requestId) {
        return Requests.made(environment.tokenObjects().of(session.slot()), requestId);
    }

    private void setAttributes(Session session, TokenObject object, List<Attribute> template) {
        session.checkWrite(object.isToken(), object.isPrivate());
        TokenObject.Version version = object.version();
        Draft draft = AttributeChanges.checked(object, template, session);
        KeyPolicy.of(environment, session.slot()).settle(object, draft);
        Attributes changed = draft.attributes();
        if (object.isToken()) {
            environment.vault().rewrite(version.stored(), changed.list());
        } else {
            objects.rewritten(
                    version.stored(),
                    environment.vault().rewrite(version.stored(), changed.list()));
        }
    }

    private Cryptoki.KeyPair pair(List<TokenObject> halves) {
        TokenObject first = halves.getFirst();
        TokenObject second = halves.getLast();
        boolean inOrder = second.kind().isPrivateKey();
        return new Cryptoki.KeyPair(
                objects.handle(inOrder ? first : second), objects.handle(inOrder ? second : first));
    }
}
