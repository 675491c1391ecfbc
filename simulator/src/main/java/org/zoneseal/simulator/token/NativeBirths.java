package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.AdoptedKey;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.device.VendorAttribute;

/** Makes what key.generate asks for. */
final class NativeBirths {

    private static final long DEFAULT_AES_BITS = 256;
    private static final int RANDOM_ID_LENGTH = 8;

    private final Environment environment;
    private final CreateCalls creations;
    private final Births births;

    NativeBirths(Environment environment, ObjectCalls calls) {
        this.environment = environment;
        this.creations = new CreateCalls(environment, calls);
        this.births = new Births(environment);
    }

    /** The new key, its public half in front of it if it has one. */
    List<Vault.NewObject> made(Session session, NativeArguments arguments) {
        String type = arguments.text("type");
        List<Attribute> name = name(arguments);
        if (type.equals("aes")) {
            return List.of(secret(session, arguments, name));
        }
        KeyNames.PairRequest request = KeyNames.pairRequest(type, arguments.number("size", 0));
        List<Attribute> publicTemplate = new ArrayList<>(request.template());
        publicTemplate.addAll(name);
        Births.NewHalves halves =
                births.generate(session, Mechanism.of(request.mechanism()), publicTemplate, name);
        return List.of(halves.publicHalf(), limited(halves.privateHalf(), arguments));
    }

    private Vault.NewObject secret(
            Session session, NativeArguments arguments, List<Attribute> name) {
        long bits = arguments.number("size", DEFAULT_AES_BITS);
        List<Attribute> template = new ArrayList<>(name);
        template.add(Attribute.number(Cka.VALUE_LEN, bits / Byte.SIZE));
        return limited(
                creations.secret(session, Mechanism.of(Ckm.AES_KEY_GEN), template), arguments);
    }

    /** Both halves of a key that comes from the store of an embedded HSM. */
    List<Vault.NewObject> adopted(Session session, AdoptedKey adopted) {
        byte[] publicInfo = adopted.publicKeyInfo();
        WrappedKeys.Unwrapped key = WrappedKeys.read(adopted.pkcs8());
        long keyType = WrappedKeys.keyType(key.kind());
        List<Attribute> template =
                List.of(
                        Attribute.number(Cka.KEY_TYPE, keyType),
                        Attribute.flag(Cka.TOKEN, true),
                        Attribute.bytes(Cka.LABEL, NativeArguments.utf8(adopted.label())),
                        Attribute.bytes(Cka.ID, adopted.id()));
        Draft privateDraft =
                Draft.of(
                        ObjectKind.of(Cko.PRIVATE_KEY, keyType),
                        template,
                        Origin.UNWRAPPED,
                        session);
        privateDraft
                .put(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY))
                .put(Attribute.bytes(Cka.PUBLIC_KEY_INFO, publicInfo));
        Draft publicDraft =
                Draft.of(
                        ObjectKind.of(Cko.PUBLIC_KEY, keyType),
                        template,
                        Origin.UNWRAPPED,
                        session);
        publicDraft.put(Attribute.number(Cka.CLASS, Cko.PUBLIC_KEY));
        Vault.NewObject privateHalf = creations.privateKey(privateDraft, key.kind(), key.secret());
        byte[] parameters = privateDraft.bytes(Cka.EC_PARAMS);
        if (parameters.length > 0) {
            publicDraft.put(Attribute.bytes(Cka.EC_PARAMS, parameters));
        }
        PublicParts.describePublic(publicDraft, key.kind(), publicInfo);
        return List.of(new Vault.NewObject(publicDraft.finish().list(), new byte[0]), privateHalf);
    }

    private List<Attribute> name(NativeArguments arguments) {
        byte[] id = KeyNames.id(arguments.text("specifier", ""));
        if (id.length == 0) {
            id = new byte[RANDOM_ID_LENGTH];
            environment.random().nextBytes(id);
        }
        return List.of(
                Attribute.flag(Cka.TOKEN, !arguments.flag("external")),
                Attribute.bytes(Cka.LABEL, NativeArguments.utf8(arguments.text("name"))),
                Attribute.bytes(Cka.ID, id));
    }

    private static Vault.NewObject limited(Vault.NewObject key, NativeArguments arguments) {
        if (!arguments.has("limit")) {
            return key;
        }
        Attribute limit = Attribute.number(VendorAttribute.USE_LIMIT, arguments.number("limit", 0));
        return new Vault.NewObject(
                Attributes.of(key.attributes()).with(List.of(limit)).list(), key.secret());
    }
}
