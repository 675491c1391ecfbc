package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Peer;

/**
 * PKCS#11 for one application: finds session and key by handle and hands on to whoever knows.
 *
 * <p>Calls of one session take their turn at its monitor; the fused signatures do not, because they
 * leave no operation behind.
 */
final class Application implements Cryptoki {

    private static final int MAX_RANDOM = 1 << 20;

    private final Environment environment;
    private final Sessions sessions;
    private final Objects objects;
    private final DeviceView device;
    private final ObjectCalls objectCalls;
    private final CreateCalls creations;
    private final WrapCalls wraps;
    private final DeriveCalls derivations;
    private final SignatureCalls signatures;
    private final CipherCalls ciphers;
    private final DigestCalls digests;
    private final Runnable onEnd;

    Application(Environment environment, Peer peer, Objects objects, Runnable onEnd) {
        this.environment = environment;
        this.objects = objects;
        this.onEnd = onEnd;
        this.sessions = new Sessions(environment, peer);
        this.device = new DeviceView(environment, sessions);
        this.objectCalls = new ObjectCalls(environment, peer, objects);
        this.ciphers = new CipherCalls(environment, peer, objects);
        this.creations = new CreateCalls(environment, objectCalls);
        this.wraps = new WrapCalls(environment, objectCalls, creations, ciphers);
        this.derivations = new DeriveCalls(environment, objectCalls, creations, ciphers);
        this.signatures = new SignatureCalls(environment, peer, objects);
        this.digests = new DigestCalls(environment, objects);
        environment.allSessions().add(sessions, this);
    }

    @Override
    public DeviceInfo info() {
        return device.info();
    }

    @Override
    public List<Long> slots(boolean withTokenOnly) {
        return device.slots();
    }

    @Override
    public SlotInfo slotInfo(long slot) {
        return device.slotInfo(slot);
    }

    @Override
    public TokenInfo tokenInfo(long slot) {
        return device.tokenInfo(slot);
    }

    @Override
    public List<Long> mechanisms(long slot) {
        sessions.slot(slot);
        return environment.mechanisms().all();
    }

    @Override
    public MechanismInfo mechanismInfo(long slot, long mechanism) {
        sessions.slot(slot);
        return environment.mechanisms().info(mechanism);
    }

    @Override
    public void initToken(long slot, byte[] pin, String label) {
        sessions.initToken(slot, pin, label);
    }

    @Override
    public long openSession(long slot, long flags) {
        return sessions.open(slot, flags);
    }

    @Override
    public void closeSession(long session) {
        Sessions.Ended ended = sessions.close(session);
        objects.sessionClosed(session);
        if (ended.isLoginOver()) {
            objects.loggedOut(ended.slot());
        }
        sessions.revoke(ended);
    }

    @Override
    public void closeAllSessions(long slot) {
        closeSessions(sessions.slot(slot));
    }

    /** Closes what is open in a slot, which need not exist any more. */
    void closeSessions(int slot) {
        for (long session : sessions.handles(slot)) {
            try {
                closeSession(session);
            } catch (CryptokiException e) {
                if (e.returnValue() != Ckr.SESSION_HANDLE_INVALID) {
                    throw e;
                }
            }
        }
    }

    @Override
    public SessionInfo sessionInfo(long session) {
        return sessions.info(session);
    }

    @Override
    public void initPin(long session, byte[] pin) {
        sessions.initPin(session, pin);
    }

    @Override
    public void setPin(long session, byte[] oldPin, byte[] newPin) {
        sessions.setPin(session, oldPin, newPin);
    }

    @Override
    public byte[] login(long session, long userType, byte[] pin) {
        return sessions.login(session, userType, pin);
    }

    @Override
    public byte[] resume(long session, byte[] secret) {
        return sessions.resume(session, secret);
    }

    @Override
    public void logout(long session) {
        Sessions.Ended ended = sessions.logout(session);
        sessions.endOperations(ended.slot());
        objects.loggedOut(ended.slot());
        sessions.revoke(ended);
    }

    @Override
    public long createObject(long session, List<Attribute> template, byte[] requestId) {
        return creations.create(session, sessions.get(session), template, requestId);
    }

    @Override
    public long copyObject(long session, long object, List<Attribute> template) {
        return creations.copy(session, sessions.get(session), object, template);
    }

    @Override
    public void destroyObject(long session, long object, byte[] requestId) {
        objectCalls.destroy(sessions.get(session), object, requestId);
    }

    @Override
    public long objectSize(long session, long object) {
        return objectCalls.size(sessions.get(session), object);
    }

    @Override
    public AttributeAnswer attributes(long session, long object, List<Long> types) {
        return objectCalls.attributes(sessions.get(session), object, types);
    }

    @Override
    public void setAttributes(long session, long object, List<Attribute> template) {
        objectCalls.setAttributes(sessions.get(session), object, template);
    }

    @Override
    public void findInit(long session, List<Attribute> template) {
        Session found = sessions.get(session);
        synchronized (found) {
            found.checkIdle();
            found.begin(new Search(objects.find(found, template)));
        }
    }

    @Override
    public List<Long> find(long session, int most) {
        Session found = sessions.get(session);
        synchronized (found) {
            List<Long> handles = new ArrayList<>();
            for (TokenObject object : search(found).next(most)) {
                handles.add(objects.handle(object));
            }
            return handles;
        }
    }

    @Override
    public void findFinal(long session) {
        Session found = sessions.get(session);
        synchronized (found) {
            search(found);
            found.endOperation();
        }
    }

    private static Search search(Session session) {
        if (session.operation() instanceof Search search) {
            return search;
        }
        throw new CryptokiException(
                Ckr.OPERATION_NOT_INITIALIZED, "no search is active in the session");
    }

    @Override
    public void encryptInit(long session, Mechanism mechanism, long key) {
        ciphers.begin(sessions.get(session), mechanism, key, Ckf.ENCRYPT);
    }

    @Override
    public Output encrypt(long session, byte[] data, long room) {
        return ciphers.whole(sessions.get(session), data, room, Ckf.ENCRYPT);
    }

    @Override
    public Output encryptUpdate(long session, byte[] part, long room) {
        return ciphers.update(sessions.get(session), part, room, Ckf.ENCRYPT);
    }

    @Override
    public Output encryptFinal(long session, long room) {
        return ciphers.finish(sessions.get(session), room, Ckf.ENCRYPT);
    }

    @Override
    public void decryptInit(long session, Mechanism mechanism, long key) {
        ciphers.begin(sessions.get(session), mechanism, key, Ckf.DECRYPT);
    }

    @Override
    public Output decrypt(long session, byte[] data, long room) {
        return ciphers.whole(sessions.get(session), data, room, Ckf.DECRYPT);
    }

    @Override
    public Output decryptUpdate(long session, byte[] part, long room) {
        return ciphers.update(sessions.get(session), part, room, Ckf.DECRYPT);
    }

    @Override
    public Output decryptFinal(long session, long room) {
        return ciphers.finish(sessions.get(session), room, Ckf.DECRYPT);
    }

    @Override
    public void digestInit(long session, Mechanism mechanism) {
        digests.begin(sessions.get(session), mechanism);
    }

    @Override
    public Output digest(long session, byte[] data, long room) {
        return digests.whole(sessions.get(session), data, room);
    }

    @Override
    public void digestUpdate(long session, byte[] part) {
        digests.update(sessions.get(session), part);
    }

    @Override
    public void digestKey(long session, long key) {
        digests.key(sessions.get(session), key);
    }

    @Override
    public Output digestFinal(long session, long room) {
        return digests.finish(sessions.get(session), room);
    }

    @Override
    public void signInit(long session, Mechanism mechanism, long key) {
        signatures.begin(sessions.get(session), mechanism, key, Ckf.SIGN);
    }

    @Override
    public Output sign(long session, byte[] data, long room) {
        return signatures.sign(sessions.get(session), data, room);
    }

    @Override
    public void signUpdate(long session, byte[] part) {
        signatures.update(sessions.get(session), part, Ckf.SIGN);
    }

    @Override
    public Output signFinal(long session, long room) {
        return signatures.signFinal(sessions.get(session), room);
    }

    @Override
    public int signOnce(
            long session,
            Mechanism mechanism,
            long key,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        return signatures.signOnce(
                sessions.get(session), mechanism, key, data, offset, length, signature);
    }

    @Override
    public List<byte[]> signBatch(long session, Mechanism mechanism, long key, List<byte[]> data) {
        return signatures.signBatch(sessions.get(session), mechanism, key, data);
    }

    @Override
    public void verifyInit(long session, Mechanism mechanism, long key) {
        signatures.begin(sessions.get(session), mechanism, key, Ckf.VERIFY);
    }

    @Override
    public void verify(long session, byte[] data, byte[] signature) {
        signatures.verify(sessions.get(session), data, signature);
    }

    @Override
    public void verifyUpdate(long session, byte[] part) {
        signatures.update(sessions.get(session), part, Ckf.VERIFY);
    }

    @Override
    public void verifyFinal(long session, byte[] signature) {
        signatures.verifyFinal(sessions.get(session), signature);
    }

    @Override
    public void cancel(long session, long flags) {
        Session found = sessions.get(session);
        synchronized (found) {
            Operation operation = found.operation();
            if (operation != null && (operation.flag() & flags) != 0) {
                found.endOperation();
            }
        }
    }

    @Override
    public long generateKey(
            long session, Mechanism mechanism, List<Attribute> template, byte[] requestId) {
        return creations.generate(session, sessions.get(session), mechanism, template, requestId);
    }

    @Override
    public KeyPair generateKeyPair(
            long session,
            Mechanism mechanism,
            List<Attribute> publicTemplate,
            List<Attribute> privateTemplate,
            byte[] requestId) {
        return objectCalls.generatePair(
                session,
                sessions.get(session),
                mechanism,
                publicTemplate,
                privateTemplate,
                requestId);
    }

    @Override
    public Output wrapKey(
            long session, Mechanism mechanism, long wrappingKey, long key, long room) {
        return wraps.wrap(sessions.get(session), mechanism, wrappingKey, key, room);
    }

    @Override
    public long unwrapKey(
            long session,
            Mechanism mechanism,
            long unwrappingKey,
            byte[] wrapped,
            List<Attribute> template,
            byte[] requestId) {
        return wraps.unwrap(
                session,
                sessions.get(session),
                mechanism,
                unwrappingKey,
                wrapped,
                template,
                requestId);
    }

    @Override
    public long deriveKey(
            long session,
            Mechanism mechanism,
            long baseKey,
            List<Attribute> template,
            byte[] requestId) {
        return derivations.derive(
                session, sessions.get(session), mechanism, baseKey, template, requestId);
    }

    /** The device's own source needs no seed; it takes one, as SoftHSM does. */
    @Override
    public void seedRandom(long session, byte[] seed) {
        sessions.get(session);
        environment.random().setSeed(seed);
    }

    @Override
    public byte[] random(long session, int count) {
        sessions.get(session);
        if (count < 0 || count > MAX_RANDOM) {
            throw new CryptokiException(
                    Ckr.ARGUMENTS_BAD, "at most " + MAX_RANDOM + " random bytes at once");
        }
        byte[] bytes = new byte[count];
        environment.random().nextBytes(bytes);
        return bytes;
    }

    @Override
    public void end() {
        environment.allSessions().remove(sessions);
        sessions.endAll();
        objects.end();
        onEnd.run();
    }
}
