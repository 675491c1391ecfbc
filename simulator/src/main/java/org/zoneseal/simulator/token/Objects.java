package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.StoredObject;

/**
 * The objects that one application sees: token objects of all, session objects of its own, under
 * handles of its own.
 *
 * <p>A handle stays the same until the object goes, or the user logs out if it is private.
 */
final class Objects {

    private final Environment environment;
    private final HandleTable<HeldObject> held = new HandleTable<>();
    private final Map<TokenObject, Long> handles = new ConcurrentHashMap<>();

    /** Session objects by slot. */
    private final Map<Integer, ObjectIndex> own = new ConcurrentHashMap<>();

    /** Which session made a session object. */
    private final Map<TokenObject, Long> makers = new ConcurrentHashMap<>();

    private final MemoryBudget memory = new MemoryBudget();

    Objects(Environment environment) {
        this.environment = environment;
    }

    /** What the application may keep in memory. */
    MemoryBudget memory() {
        return memory;
    }

    /** The handle of an object. */
    long handle(TokenObject object) {
        return handles.computeIfAbsent(object, made -> held.add(new HeldObject(made)));
    }

    /** An object that a session sees. */
    HeldObject get(Session session, long handle, long error) {
        HeldObject found = held.get(handle);
        if (found == null
                || found.object().gone()
                || found.object().slot() != session.slot()
                || !sees(session, found.object())) {
            if (found != null && found.object().gone()) {
                forget(found.object());
            }
            throw new CryptokiException(error, "there is no such object, or not for this session");
        }
        return found;
    }

    HeldObject get(Session session, long handle) {
        return get(session, handle, Ckr.OBJECT_HANDLE_INVALID);
    }

    /** A key that a session may use. */
    HeldObject key(Session session, long handle) {
        return get(session, handle, Ckr.KEY_HANDLE_INVALID);
    }

    /** Takes a session object in. */
    TokenObject addOwn(long session, StoredObject sealed) {
        ObjectIndex index = own(sealed.slot());
        if (makers.size() >= environment.settings().maxSessionObjects()) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY,
                    "the application has "
                            + environment.settings().maxSessionObjects()
                            + " session objects, which is the limit");
        }
        memory.take(weight(sealed));
        TokenObject object = index.put(sealed);
        makers.put(object, session);
        return object;
    }

    /** Session objects of a slot. */
    ObjectIndex own(int slot) {
        return own.computeIfAbsent(slot, _ -> new ObjectIndex());
    }

    /** Objects that a session sees and that have all these attributes. */
    List<TokenObject> find(Session session, List<Attribute> template) {
        List<TokenObject> found = new ArrayList<>();
        for (ObjectIndex index :
                List.of(environment.tokenObjects().of(session.slot()), own(session.slot()))) {
            for (TokenObject object : index.candidates(template)) {
                if (!object.gone() && sees(session, object) && matches(object, template)) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    /** Forgets a session object, or notes that a token object is gone. */
    void forget(TokenObject object) {
        Long handle = handles.remove(object);
        if (handle != null) {
            held.remove(handle);
        }
    }

    /** Destroys a session object. */
    void destroyOwn(TokenObject object) {
        own(object.slot()).remove(object.id());
        if (makers.remove(object) != null) {
            memory.giveBack(weight(object.stored()));
        }
        environment.workingKeys().closed(object.end());
        forget(object);
    }

    /** Writes a session object again, heavier or lighter. */
    void rewritten(StoredObject before, StoredObject after) {
        memory.take(weight(after));
        memory.giveBack(weight(before));
        own(after.slot()).put(after);
    }

    /** Roughly what an object takes in memory. */
    static long weight(StoredObject stored) {
        long weight = stored.sealedSecret().length;
        for (Attribute attribute : stored.attributes()) {
            weight +=
                    Long.BYTES
                            + (attribute.value() instanceof AttributeValue.Bytes bytes
                                    ? bytes.value().length
                                    : Long.BYTES);
        }
        return weight;
    }

    /** A session was closed: its objects go. */
    void sessionClosed(long session) {
        makers.entrySet().stream()
                .filter(made -> made.getValue() == session)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::destroyOwn);
    }

    /** The user logged out: private session objects go, and handles of private objects. */
    void loggedOut(int slot) {
        for (TokenObject object : own(slot).all()) {
            if (object.isPrivate()) {
                destroyOwn(object);
            }
        }
        for (TokenObject object : handles.keySet()) {
            if (object.slot() == slot && object.isPrivate()) {
                forget(object);
            }
        }
    }

    /** Everything goes. */
    void end() {
        List.copyOf(makers.keySet()).forEach(this::destroyOwn);
        List.copyOf(handles.keySet()).forEach(this::forget);
    }

    private static boolean sees(Session session, TokenObject object) {
        return session.seesPrivate() || !object.isPrivate();
    }

    private boolean matches(TokenObject object, List<Attribute> template) {
        for (Attribute wanted : template) {
            if (!matches(object, wanted)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(TokenObject object, Attribute wanted) {
        if (org.zoneseal.simulator.device.VendorAttribute.is(wanted.type())) {
            return false;
        }
        AttributeRule rule = object.kind().rule(wanted.type());
        if (rule == null || rule.says(Footnote.SECRET)) {
            return false;
        }
        @Nullable AttributeValue value = object.value(wanted.type());
        if (value == null) {
            return isEmpty(wanted.value());
        }
        return value.equals(wanted.value())
                || isEmpty(value) && isEmpty(wanted.value())
                || wanted.type() == Cka.EC_POINT && isBarePoint(value, wanted.value());
    }

    private static boolean isEmpty(AttributeValue value) {
        return value == AttributeValue.Absent.ABSENT
                || value instanceof AttributeValue.Bytes bytes && bytes.value().length == 0;
    }

    /** Points are found in either form. */
    private static boolean isBarePoint(AttributeValue stored, AttributeValue wanted) {
        return stored instanceof AttributeValue.Bytes wrapped
                && wanted instanceof AttributeValue.Bytes bare
                && Arrays.equals(EcPoints.bare(wrapped.value()), bare.value());
    }
}
