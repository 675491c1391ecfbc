package org.zoneseal.simulator.token;

import java.util.List;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.KeyUse;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.MacScheme;

/** What C_Sign… and C_Verify… do (PKCS#11 3.2, sections 5.13 and 5.15). */
final class SignatureCalls {

    private static final byte[] NO_PREFIX = {};

    private final Environment environment;
    private final Peer peer;
    private final Objects objects;
    private final Signing signing;

    SignatureCalls(Environment environment, Peer peer, Objects objects) {
        this.environment = environment;
        this.peer = peer;
        this.objects = objects;
        this.signing = new Signing(environment, peer);
    }

    /**
     * Begins an operation.
     *
     * @param flag CKF_SIGN or CKF_VERIFY
     */
    void begin(Session session, Mechanism mechanism, long key, long flag) {
        synchronized (session) {
            session.checkIdle();
            HeldObject held = objects.key(session, key);
            session.begin(operation(held, mechanism, flag));
        }
    }

    Cryptoki.Output sign(Session session, byte[] data, long room) {
        synchronized (session) {
            SignatureOperation operation = active(session, Ckf.SIGN);
            if (operation.inParts()) {
                session.endOperation();
                throw notInOnePiece();
            }
            return answer(session, operation, room, () -> operation.sign(data));
        }
    }

    Cryptoki.Output signFinal(Session session, long room) {
        synchronized (session) {
            SignatureOperation operation = active(session, Ckf.SIGN);
            return answer(session, operation, room, operation::signParts);
        }
    }

    void update(Session session, byte[] part, long flag) {
        synchronized (session) {
            SignatureOperation operation = active(session, flag);
            boolean fine = false;
            try {
                checkAuthenticated(operation);
                operation.update(part);
                operation.beginParts();
                fine = true;
            } finally {
                if (!fine) {
                    session.endOperation();
                }
            }
        }
    }

    void verify(Session session, byte[] data, byte[] signature) {
        synchronized (session) {
            SignatureOperation operation = active(session, Ckf.VERIFY);
            try {
                if (operation.inParts()) {
                    throw notInOnePiece();
                }
                checkGood(operation.verify(data, signature));
            } finally {
                session.endOperation();
            }
        }
    }

    void verifyFinal(Session session, byte[] signature) {
        synchronized (session) {
            SignatureOperation operation = active(session, Ckf.VERIFY);
            try {
                checkGood(operation.verifyParts(signature));
            } finally {
                session.endOperation();
            }
        }
    }

    int signOnce(
            Session session,
            Mechanism mechanism,
            long key,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        HeldObject held = objects.key(session, key);
        if (!held.object().kind().isPrivateKey()) {
            return macOnce(held, mechanism, data, offset, length, signature);
        }
        SigningPlan plan = oncePlan(held, mechanism);
        if (signature.length < plan.scheme().signatureLength()) {
            throw new CryptokiException(
                    Ckr.BUFFER_TOO_SMALL,
                    "a signature has " + plan.scheme().signatureLength() + " bytes");
        }
        return signing.sign(held, plan.scheme(), data, offset, length, signature);
    }

    List<byte[]> signBatch(Session session, Mechanism mechanism, long key, List<byte[]> data) {
        return signEach(objects.key(session, key), mechanism, data);
    }

    private List<byte[]> signBatch(HeldObject held, Mechanism mechanism, List<byte[]> data) {
        SigningPlan plan = oncePlan(held, mechanism);
        if (data.isEmpty()) {
            return List.of();
        }
        held.use(environment.access(), peer).take(data.size());
        return environment.crew().sign(signing, held.object(), plan.scheme(), data);
    }

    /** Signs each, whatever kind of key it is. */
    List<byte[]> signEach(HeldObject held, Mechanism mechanism, List<byte[]> data) {
        if (held.object().kind().isPrivateKey()) {
            return signBatch(held, mechanism, data);
        }
        return data.stream().map(each -> operation(held, mechanism, Ckf.SIGN).sign(each)).toList();
    }

    private SigningPlan oncePlan(HeldObject held, Mechanism mechanism) {
        SigningPlan plan = signing.plan(held.object(), mechanism, Cka.SIGN);
        if (plan.alwaysAuthenticate()) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "the key asks for the PIN each time (CKA_ALWAYS_AUTHENTICATE)");
        }
        return plan;
    }

    private int macOnce(
            HeldObject held,
            Mechanism mechanism,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        byte[] code =
                operation(held, mechanism, Ckf.SIGN)
                        .sign(java.util.Arrays.copyOfRange(data, offset, offset + length));
        if (code.length > signature.length) {
            throw new CryptokiException(
                    Ckr.BUFFER_TOO_SMALL, "a code has " + code.length + " bytes");
        }
        System.arraycopy(code, 0, signature, 0, code.length);
        return code.length;
    }

    private SignatureOperation operation(HeldObject held, Mechanism mechanism, long flag) {
        TokenObject key = held.object();
        long usage = flag == Ckf.SIGN ? Cka.SIGN : Cka.VERIFY;
        environment.mechanisms().check(mechanism.type(), flag);
        if (!key.kind().isKey() || key.kind().rule(usage) == null) {
            throw new CryptokiException(
                    key.kind().isKey() ? Ckr.KEY_FUNCTION_NOT_PERMITTED : Ckr.KEY_HANDLE_INVALID,
                    "this object does not " + (flag == Ckf.SIGN ? "sign" : "verify"));
        }
        return key.kind().isSecretKey()
                ? mac(held, mechanism, usage, flag)
                : new KeyPairSignature(
                        flag, signing, held, signing.plan(key, mechanism, usage), objects.memory());
    }

    private SignatureOperation mac(HeldObject held, Mechanism mechanism, long usage, long flag) {
        TokenObject key = held.object();
        if (!key.flag(usage)) {
            throw new CryptokiException(Ckr.KEY_FUNCTION_NOT_PERMITTED, "the key is not for that");
        }
        Mechanisms.checkAllowed(key.attributes(), mechanism.type());
        if (!MacScheme.isMac(mechanism.type())) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "the mechanism is for another type of key");
        }
        MacScheme scheme = MacScheme.of(mechanism, key.kind().keyType());
        KeyUse use = held.use(environment.access(), peer);
        byte[] secret = environment.vault().open(key.stored(), NO_PREFIX);
        try {
            return new MacSignature(flag, key.isPrivate(), scheme, scheme.begin(secret), use);
        } catch (java.security.GeneralSecurityException e) {
            throw new CryptokiException(Ckr.FUNCTION_FAILED, "no code: " + e.getMessage());
        } finally {
            Bytes.wipe(secret);
        }
    }

    private Cryptoki.Output answer(
            Session session,
            SignatureOperation operation,
            long room,
            java.util.function.Supplier<byte[]> signer) {
        boolean goesOn = false;
        try {
            checkAuthenticated(operation);
            int length = operation.signatureLength();
            if (room == Cryptoki.SIZE_ONLY || room < length) {
                goesOn = true;
                return new Cryptoki.Output(null, length);
            }
            byte[] signature = signer.get();
            return new Cryptoki.Output(signature, signature.length);
        } finally {
            if (!goesOn) {
                session.endOperation();
            }
        }
    }

    private static SignatureOperation active(Session session, long flag) {
        if (session.operation() instanceof SignatureOperation operation
                && operation.flag() == flag) {
            return operation;
        }
        throw new CryptokiException(
                Ckr.OPERATION_NOT_INITIALIZED, "there is no such operation in the session");
    }

    private static void checkAuthenticated(SignatureOperation operation) {
        if (!operation.authenticated()) {
            throw new CryptokiException(
                    Ckr.USER_NOT_LOGGED_IN,
                    "the key asks for the PIN each time: C_Login with CKU_CONTEXT_SPECIFIC");
        }
    }

    private static void checkGood(boolean good) {
        if (!good) {
            throw new CryptokiException(Ckr.SIGNATURE_INVALID, "the signature is not good");
        }
    }

    private static CryptokiException notInOnePiece() {
        return new CryptokiException(
                Ckr.OPERATION_NOT_INITIALIZED, "the operation has begun in parts");
    }
}
