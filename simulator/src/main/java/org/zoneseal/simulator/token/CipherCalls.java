package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.function.Function;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.KeyUse;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.mechanism.AesCipherScheme;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.PrivateWorker;
import org.zoneseal.simulator.mechanism.RsaCipherScheme;
import org.zoneseal.simulator.mechanism.RsaKind;

/** What C_Encrypt… and C_Decrypt… do (PKCS#11 3.2, sections 5.8 and 5.10). */
final class CipherCalls {

    private static final byte[] NOTHING = {};

    private final Environment environment;
    private final Peer peer;
    private final Objects objects;
    private final Signing signing;

    CipherCalls(Environment environment, Peer peer, Objects objects) {
        this.environment = environment;
        this.peer = peer;
        this.objects = objects;
        this.signing = new Signing(environment, peer);
    }

    /**
     * Begins an operation.
     *
     * @param flag CKF_ENCRYPT or CKF_DECRYPT
     */
    void begin(Session session, Mechanism mechanism, long key, long flag) {
        synchronized (session) {
            session.checkIdle();
            HeldObject held = objects.key(session, key);
            environment.mechanisms().check(mechanism.type(), flag);
            checkUsage(held.object(), flag == Ckf.ENCRYPT ? Cka.ENCRYPT : Cka.DECRYPT, mechanism);
            session.begin(
                    new CipherOperation(
                            flag,
                            engine(held, mechanism, flag == Ckf.ENCRYPT),
                            objects.memory(),
                            flag == Ckf.DECRYPT && held.object().flag(Cka.ALWAYS_AUTHENTICATE)));
        }
    }

    Cryptoki.Output whole(Session session, byte[] data, long room, long flag) {
        return run(
                session,
                flag,
                operation -> {
                    if (operation.inParts()) {
                        throw new CryptokiException(
                                Ckr.OPERATION_NOT_INITIALIZED, "the operation has begun in parts");
                    }
                    return operation.whole(data, room);
                },
                true);
    }

    Cryptoki.Output update(Session session, byte[] part, long room, long flag) {
        return run(session, flag, operation -> operation.update(part, room), false);
    }

    Cryptoki.Output finish(Session session, long room, long flag) {
        return run(session, flag, operation -> operation.finish(room), true);
    }

    /** Encrypts or decrypts with a key, usage and all checked by the caller. */
    CipherOperation.Engine engine(HeldObject held, Mechanism mechanism, boolean encrypts) {
        TokenObject key = held.object();
        AesCipherScheme aes = AesCipherScheme.of(mechanism);
        if (aes != null) {
            checkType(key.kind().isSecretKey() && key.kind().keyType() == Ckk.AES);
            return new AesEngine(
                    aes,
                    held,
                    encrypts
                            ? AesCipherScheme.Direction.ENCRYPT
                            : AesCipherScheme.Direction.DECRYPT);
        }
        RsaCipherScheme rsa = RsaCipherScheme.of(mechanism);
        if (rsa == null) {
            throw Mechanisms.invalid(mechanism.type());
        }
        checkType(key.kind().keyType() == Ckk.RSA && encrypts != key.kind().isPrivateKey());
        return new RsaEngine(rsa, held, encrypts);
    }

    static void checkUsage(TokenObject key, long usage, Mechanism mechanism) {
        if (!key.kind().isKey()) {
            throw new CryptokiException(Ckr.KEY_HANDLE_INVALID, "this object is not a key");
        }
        if (!key.flag(usage)) {
            throw new CryptokiException(
                    Ckr.KEY_FUNCTION_NOT_PERMITTED,
                    "the key does not have " + AttributeNames.of(usage));
        }
        Mechanisms.checkAllowed(key.attributes(), mechanism.type());
    }

    /** Unwrapping and deriving have no step between which a PIN could be asked for. */
    static void checkNeedsNoPin(TokenObject key) {
        if (key.flag(Cka.ALWAYS_AUTHENTICATE)) {
            throw new CryptokiException(
                    Ckr.KEY_FUNCTION_NOT_PERMITTED,
                    "a key that asks for the PIN each time neither unwraps nor derives");
        }
    }

    KeyUse use(HeldObject held) {
        return held.use(environment.access(), peer);
    }

    /** Working keys for what is neither a signature nor a cipher. */
    Signing working() {
        return signing;
    }

    private static void checkType(boolean fits) {
        if (!fits) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "the mechanism is for another type of key");
        }
    }

    private Cryptoki.Output run(
            Session session,
            long flag,
            Function<CipherOperation, Cryptoki.Output> step,
            boolean isLast) {
        synchronized (session) {
            if (!(session.operation() instanceof CipherOperation operation)
                    || operation.flag() != flag) {
                throw new CryptokiException(
                        Ckr.OPERATION_NOT_INITIALIZED, "there is no such operation in the session");
            }
            boolean goesOn = false;
            try {
                environment.access().checkUsable();
                Cryptoki.Output output = step.apply(operation);
                goesOn = !isLast || output.bytes() == null;
                return output;
            } finally {
                if (!goesOn) {
                    session.endOperation();
                }
            }
        }
    }

    private final class AesEngine implements CipherOperation.Engine {

        private final AesCipherScheme scheme;
        private final HeldObject held;
        private final AesCipherScheme.Direction direction;

        AesEngine(AesCipherScheme scheme, HeldObject held, AesCipherScheme.Direction direction) {
            this.scheme = scheme;
            this.held = held;
            this.direction = direction;
        }

        @Override
        public boolean needsLogin() {
            return held.object().isPrivate();
        }

        @Override
        public long bound(long length) {
            return scheme.bound(direction, length);
        }

        @Override
        public byte[] whole(byte[] data) {
            return begin().finish(data);
        }

        @Override
        public AesCipherScheme.Run begin() {
            use(held).take(1);
            byte[] key = environment.vault().open(held.object().stored(), NOTHING);
            try {
                return scheme.begin(direction, key);
            } catch (GeneralSecurityException e) {
                throw new CryptokiException(
                        Ckr.MECHANISM_PARAM_INVALID, "AES does not begin: " + e.getMessage());
            } finally {
                Bytes.wipe(key);
            }
        }
    }

    private final class RsaEngine implements CipherOperation.Engine {

        private final RsaCipherScheme scheme;
        private final HeldObject held;
        private final boolean encrypts;

        RsaEngine(RsaCipherScheme scheme, HeldObject held, boolean encrypts) {
            this.scheme = scheme;
            this.held = held;
            this.encrypts = encrypts;
        }

        @Override
        public boolean needsLogin() {
            return held.object().isPrivate();
        }

        @Override
        public long bound(long length) {
            return ((RsaKind) held.object().pairKind()).length();
        }

        @Override
        public byte[] whole(byte[] data) {
            TokenObject key = held.object();
            if (encrypts) {
                return scheme.encrypt(
                        key.attributes().bytes(Cka.PUBLIC_KEY_INFO), data, environment.random());
            }
            use(held).take(1);
            PrivateWorker worker = signing.worker(key);
            boolean fine = false;
            try {
                byte[] plain = scheme.decrypt(worker, data);
                fine = true;
                return plain;
            } finally {
                signing.giveBack(key, worker, fine);
            }
        }

        @Override
        public AesCipherScheme.Run begin() {
            throw new CryptokiException(
                    Ckr.OPERATION_NOT_INITIALIZED, "RSA takes its data in one piece");
        }
    }
}
