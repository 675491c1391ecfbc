package org.zoneseal.simulator.token;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.AdoptedKey;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.ExternalKeys;
import org.zoneseal.simulator.device.KeyService;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.Hash;

/**
 * Keys for one native session: by slot, name and specifier where they rest in the device, as blobs
 * where they do not.
 *
 * <p>Who may do what was decided by the device; here everything is done as the slot's user would.
 */
final class NativeKeys implements KeyService.KeySession {

    private static final long NO_SESSION = 0;

    private final Environment environment;
    private final ExternalKeys externalKeys;
    private final Objects objects;
    private final ObjectCalls calls;
    private final NativeBirths births;
    private final SignatureCalls signatures;
    private final NativeCertificates certificates;
    private final HandleTable<HeldObject> references = new HandleTable<>();
    private final Runnable onClose;

    NativeKeys(
            Environment environment,
            Peer peer,
            ExternalKeys externalKeys,
            Objects objects,
            Runnable onClose) {
        this.environment = environment;
        this.externalKeys = externalKeys;
        this.objects = objects;
        this.onClose = onClose;
        this.calls = new ObjectCalls(environment, peer, objects);
        this.births = new NativeBirths(environment, calls);
        this.signatures = new SignatureCalls(environment, peer, objects);
        this.certificates = new NativeCertificates(environment, calls, signatures);
    }

    @Override
    public Value command(String name, Value.MapOf values, IntPredicate slots) {
        NativeArguments arguments = new NativeArguments(name, values, slots);
        return switch (name) {
            case "key.list" -> list(arguments);
            case "key.find" -> find(arguments);
            case "key.generate" -> generate(arguments);
            case "key.load" -> load(arguments);
            case "key.destroy" -> destroy(arguments);
            case "cert.list" -> certificates.list(arguments);
            case "cert.import" -> certificates.store(arguments);
            case "cert.export" -> certificates.export(arguments);
            case "cert.request" -> certificates.request(arguments);
            case "cert.self-sign" -> certificates.selfSign(arguments);
            default ->
                    throw new CryptokiException(
                            Ckr.FUNCTION_NOT_SUPPORTED, "there is no command " + name);
        };
    }

    @Override
    public List<byte[]> sign(
            byte[] reference, Mechanism mechanism, List<byte[]> data, IntPredicate slots) {
        HeldObject held =
                reference.length == Long.BYTES
                        ? references.get(ByteBuffer.wrap(reference).getLong())
                        : null;
        if (held == null || held.object().gone() || !slots.test(held.object().slot())) {
            throw new CryptokiException(
                    Ckr.KEY_HANDLE_INVALID,
                    "this is not a reference of a key that the session has found, generated or"
                            + " loaded");
        }
        return signatures.signEach(held, mechanism, data);
    }

    /** One that is there already stays as it is. */
    @Override
    public void adopt(int slot, AdoptedKey key) {
        if (isThere(slot, key.publicKeyInfo())) {
            return;
        }
        Session session = session(slot);
        List<Vault.NewObject> halves = births.adopted(session, key);
        try {
            calls.store("key.adopted", NO_SESSION, session, halves, new byte[0]);
        } finally {
            halves.forEach(half -> Bytes.wipe(half.secret()));
        }
    }

    private boolean isThere(int slot, byte[] publicInfo) {
        return environment.tokenObjects().of(slot).all().stream()
                .filter(NativeKeys::isKey)
                .anyMatch(key ->
                        Arrays.equals(publicInfo, key.attributes().bytes(Cka.PUBLIC_KEY_INFO)));
    }

    @Override
    public void close() {
        onClose.run();
        for (long reference : references.handles(_ -> true)) {
            HeldObject held = references.remove(reference);
            if (held != null && !held.object().isToken()) {
                environment.workingKeys().closed(held.object().end());
            }
        }
        objects.end();
    }

    private Value list(NativeArguments arguments) {
        List<Value> keys = new ArrayList<>();
        for (int slot : environment.access().slots()) {
            boolean isAsked = !arguments.has("slot") || arguments.slot() == slot;
            if (isAsked && arguments.slots().test(slot)) {
                environment.tokenObjects().of(slot).all().stream()
                        .filter(NativeKeys::isKey)
                        .map(NativeKeys::describe)
                        .forEach(keys::add);
            }
        }
        return new Value.ListOf(keys);
    }

    private Value find(NativeArguments arguments) {
        String name = arguments.text("name");
        String specifier = arguments.text("specifier", "");
        List<TokenObject> found = find(arguments.slot(), name, specifier);
        if (found.isEmpty()) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID,
                    "slot " + arguments.slot() + " has no key " + name + " " + specifier);
        }
        if (found.size() > 1) {
            throw new CryptokiException(
                    Ckr.ARGUMENTS_BAD,
                    "several keys are called "
                            + name
                            + ": say which by its specifier, for example "
                            + KeyNames.specifier(found.getFirst().attributes().bytes(Cka.ID)));
        }
        return answer(found.getFirst()).map();
    }

    private Value generate(NativeArguments arguments) {
        return calls.requests()
                .once(
                        "key.generate",
                        arguments.slot(),
                        arguments.bytesOrNone("request"),
                        Value.class,
                        () -> make(arguments));
    }

    private Value make(NativeArguments arguments) {
        int slot = arguments.slot();
        boolean isExternal = arguments.flag("external");
        if (isExternal && arguments.has("limit")) {
            throw arguments.wrong("limit", "for keys in the device: a blob can be loaded again");
        }
        byte[] requestId = arguments.bytesOrNone("request");
        Session session = session(slot);
        List<TokenObject> earlier = isExternal ? List.of() : calls.earlier(session, requestId);
        if (!earlier.isEmpty()) {
            return answer(earlier.getLast()).map();
        }
        checkFree(arguments);
        List<Vault.NewObject> news = births.made(session, arguments);
        return isExternal
                ? keepOut(slot, news.getLast())
                : answer(stored(session, news, requestId)).map();
    }

    private TokenObject stored(Session session, List<Vault.NewObject> news, byte[] requestId) {
        try {
            return calls.store("key.generated", NO_SESSION, session, news, requestId).getLast();
        } finally {
            news.forEach(each -> Bytes.wipe(each.secret()));
        }
    }

    /** A key that does not stay: its blob goes to whoever asked. */
    private Value keepOut(int slot, Vault.NewObject key) {
        try {
            byte[] blob = externalKeys.wrap(slot, key);
            return answer(TokenObject.of(environment.vault().sealTransient(slot, key)))
                    .put("blob", blob)
                    .map();
        } finally {
            Bytes.wipe(key.secret());
        }
    }

    private Value load(NativeArguments arguments) {
        environment.access().checkUsable();
        ExternalKeys.Opened opened = externalKeys.unwrap(arguments.bytes("blob"));
        try {
            if (!arguments.slots().test(opened.slot())) {
                throw new CryptokiException(
                        Ckr.USER_NOT_LOGGED_IN,
                        "the key is of slot "
                                + opened.slot()
                                + ", where nobody who is logged in has rights");
            }
            List<Attribute> attributes = new ArrayList<>(opened.object().attributes());
            attributes.removeIf(attribute -> attribute.type() == Cka.TOKEN);
            attributes.add(Attribute.flag(Cka.TOKEN, false));
            Vault.NewObject key = new Vault.NewObject(attributes, opened.object().secret());
            return answer(TokenObject.of(environment.vault().sealTransient(opened.slot(), key)))
                    .map();
        } finally {
            Bytes.wipe(opened.object().secret());
        }
    }

    /** Destroys a key, and the other half of a pair. */
    private Value destroy(NativeArguments arguments) {
        int slot = arguments.slot();
        TokenObject key = environment.tokenObjects().of(slot).byId(arguments.text("id"));
        if (key == null || !key.kind().isKey()) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID,
                    "slot " + slot + " has no key with the id " + arguments.text("id"));
        }
        if (!key.flag(Cka.DESTROYABLE)) {
            throw new CryptokiException(
                    Ckr.ACTION_PROHIBITED, "CKA_DESTROYABLE of the key is false");
        }
        byte[] publicInfo = key.attributes().bytes(Cka.PUBLIC_KEY_INFO);
        calls.destroy(key);
        if (publicInfo.length > 0) {
            environment.tokenObjects().of(slot).candidates(idOf(key)).stream()
                    .filter(other -> other.kind().isKey() && other.flag(Cka.DESTROYABLE))
                    .filter(other ->
                            Arrays.equals(
                                    publicInfo, other.attributes().bytes(Cka.PUBLIC_KEY_INFO)))
                    .toList()
                    .forEach(calls::destroy);
        }
        return Value.Nothing.NOTHING;
    }

    private static List<Attribute> idOf(TokenObject key) {
        return List.of(Attribute.bytes(Cka.ID, key.attributes().bytes(Cka.ID)));
    }

    private void checkFree(NativeArguments arguments) {
        String name = arguments.text("name");
        String specifier = arguments.text("specifier", "");
        if (!arguments.flag("external") && !find(arguments.slot(), name, specifier).isEmpty()) {
            throw new CryptokiException(
                    Ckr.ARGUMENTS_BAD,
                    "slot "
                            + arguments.slot()
                            + " has a key "
                            + name
                            + " "
                            + specifier
                            + " already; another specifier tells the new one apart");
        }
    }

    private List<TokenObject> find(int slot, String name, String specifier) {
        byte[] label = NativeArguments.utf8(name);
        byte[] id = KeyNames.id(specifier);
        return environment
                .tokenObjects()
                .of(slot)
                .candidates(List.of(Attribute.bytes(Cka.LABEL, label)))
                .stream()
                .filter(NativeKeys::isKey)
                .filter(key -> Arrays.equals(label, key.attributes().bytes(Cka.LABEL)))
                .filter(key -> id.length == 0 || Arrays.equals(id, key.attributes().bytes(Cka.ID)))
                .toList();
    }

    private Value.Fields answer(TokenObject key) {
        long reference = reference(key);
        return new Value.Fields()
                .put("reference", ByteBuffer.allocate(Long.BYTES).putLong(reference).array())
                .put("id", key.id())
                .put("type", KeyNames.type(key))
                .put("public-key", key.attributes().bytes(Cka.PUBLIC_KEY_INFO));
    }

    /** The same each time, for one key. */
    private long reference(TokenObject key) {
        references.handles(held -> held.object().gone()).forEach(references::remove);
        List<Long> known = references.handles(held -> held.object() == key);
        if (!known.isEmpty()) {
            return known.getFirst();
        }
        if (references.size() >= environment.settings().maxSessionObjects()) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY,
                    "the session refers to "
                            + environment.settings().maxSessionObjects()
                            + " keys, which is the limit");
        }
        return references.add(new HeldObject(key));
    }

    private static Value describe(TokenObject key) {
        byte[] publicInfo = key.attributes().bytes(Cka.PUBLIC_KEY_INFO);
        return new Value.Fields()
                .put("slot", key.slot())
                .put("id", key.id())
                .put(
                        "name",
                        new String(
                                key.attributes().bytes(Cka.LABEL),
                                java.nio.charset.StandardCharsets.UTF_8))
                .put("specifier", KeyNames.specifier(key.attributes().bytes(Cka.ID)))
                .put("type", KeyNames.type(key))
                .put("size", KeyNames.size(key))
                .put(
                        "fingerprint",
                        publicInfo.length == 0
                                ? ""
                                : HexFormat.of().formatHex(Hash.SHA256.digest().digest(publicInfo)))
                .map();
    }

    private static boolean isKey(TokenObject object) {
        long objectClass = object.kind().objectClass();
        return objectClass == Cko.PRIVATE_KEY || objectClass == Cko.SECRET_KEY;
    }

    /** Native sessions act as the slot's user does. */
    static Session session(int slot) {
        SlotLogin login = new SlotLogin();
        login.become(SlotLogin.Who.USER);
        return new Session(slot, true, login);
    }
}
