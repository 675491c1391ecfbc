package org.zoneseal.simulator.token;

import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.Hash;

/** What C_Digest… do (PKCS#11 3.2, section 5.12). */
final class DigestCalls {

    private static final byte[] NOTHING = {};

    private final Environment environment;
    private final Objects objects;

    DigestCalls(Environment environment, Objects objects) {
        this.environment = environment;
        this.objects = objects;
    }

    void begin(Session session, Mechanism mechanism) {
        synchronized (session) {
            session.checkIdle();
            environment.mechanisms().check(mechanism.type(), Ckf.DIGEST);
            for (Hash hash : Hash.values()) {
                if (hash.mechanism() == mechanism.type()) {
                    session.begin(new DigestOperation(hash));
                    return;
                }
            }
            throw Mechanisms.invalid(mechanism.type());
        }
    }

    Cryptoki.Output whole(Session session, byte[] data, long room) {
        synchronized (session) {
            DigestOperation operation = active(session);
            if (operation.inParts()) {
                session.endOperation();
                throw new CryptokiException(
                        Ckr.OPERATION_NOT_INITIALIZED, "the operation has begun in parts");
            }
            return answer(session, operation, data, room);
        }
    }

    void update(Session session, byte[] part) {
        synchronized (session) {
            active(session).update(part);
        }
    }

    /** Digests a secret key's value; of sensitive keys nothing is to be learnt in this way. */
    void key(Session session, long handle) {
        synchronized (session) {
            DigestOperation operation = active(session);
            TokenObject key = objects.key(session, handle).object();
            if (!key.kind().isSecretKey()
                    || key.flag(Cka.SENSITIVE)
                    || !key.flag(Cka.EXTRACTABLE)) {
                session.endOperation();
                throw new CryptokiException(
                        Ckr.KEY_INDIGESTIBLE, "only secret keys that may be read are digested");
            }
            environment.access().checkUsable();
            byte[] value = environment.vault().open(key.stored(), NOTHING);
            try {
                operation.update(value);
            } finally {
                Bytes.wipe(value);
            }
        }
    }

    Cryptoki.Output finish(Session session, long room) {
        synchronized (session) {
            return answer(session, active(session), NOTHING, room);
        }
    }

    private static Cryptoki.Output answer(
            Session session, DigestOperation operation, byte[] data, long room) {
        if (room == Cryptoki.SIZE_ONLY || room < operation.length()) {
            return new Cryptoki.Output(null, operation.length());
        }
        byte[] digest = operation.finish(data);
        session.endOperation();
        return new Cryptoki.Output(digest, digest.length);
    }

    private static DigestOperation active(Session session) {
        if (session.operation() instanceof DigestOperation operation) {
            return operation;
        }
        throw new CryptokiException(
                Ckr.OPERATION_NOT_INITIALIZED, "no digest is active in the session");
    }
}
