package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Agreement;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.PrivateWorker;

/** What C_DeriveKey does (PKCS#11 3.2, section 5.18): ECDH. */
final class DeriveCalls {

    private final Environment environment;
    private final ObjectCalls calls;
    private final CreateCalls creations;
    private final CipherCalls ciphers;

    DeriveCalls(
            Environment environment,
            ObjectCalls calls,
            CreateCalls creations,
            CipherCalls ciphers) {
        this.environment = environment;
        this.calls = calls;
        this.creations = creations;
        this.ciphers = ciphers;
    }

    long derive(
            long handle,
            Session session,
            Mechanism mechanism,
            long baseKey,
            List<Attribute> template,
            byte[] requestId) {
        environment.mechanisms().check(mechanism.type(), Ckf.DERIVE);
        HeldObject base = calls.objects().key(session, baseKey);
        CipherCalls.checkUsage(base.object(), Cka.DERIVE, mechanism);
        CipherCalls.checkNeedsNoPin(base.object());
        if (base.object().kind().keyType() != Ckk.EC || !base.object().kind().isPrivateKey()) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "ECDH is done with a private key of type CKK_EC");
        }
        return creations.one(
                "key.derived",
                handle,
                session,
                requestId,
                () -> {
                    List<Attribute> whole =
                            WrapCalls.merged(
                                    template, base.object().attributes(), Cka.DERIVE_TEMPLATE);
                    Draft draft = creations.draft(session, whole, Origin.DERIVED);
                    if (!draft.kind().isSecretKey()) {
                        throw new CryptokiException(
                                Ckr.TEMPLATE_INCONSISTENT, "ECDH makes secret keys");
                    }
                    TokenObject from = base.object();
                    draft.flag(
                                    Cka.ALWAYS_SENSITIVE,
                                    from.flag(Cka.ALWAYS_SENSITIVE) && draft.flag(Cka.SENSITIVE))
                            .flag(
                                    Cka.NEVER_EXTRACTABLE,
                                    from.flag(Cka.NEVER_EXTRACTABLE)
                                            && !draft.flag(Cka.EXTRACTABLE));
                    return SecretDrafts.finish(
                            draft, agree(base, mechanism, (int) draft.number(Cka.VALUE_LEN, 0)));
                });
    }

    private byte[] agree(HeldObject base, Mechanism mechanism, int length) {
        EcKind kind = (EcKind) base.object().pairKind();
        if (!(mechanism.parameter() instanceof Mechanism.Parameter.Ecdh parameter)) {
            throw new CryptokiException(
                    Ckr.MECHANISM_PARAM_INVALID, "ECDH takes CK_ECDH1_DERIVE_PARAMS");
        }
        byte[] point = EcPoints.bare(parameter.publicData());
        if (!kind.holds(point)) {
            throw new CryptokiException(
                    Ckr.MECHANISM_PARAM_INVALID, "the other's public key is not on the curve");
        }
        ciphers.use(base).take(1);
        Signing working = ciphers.working();
        PrivateWorker worker = working.worker(base.object());
        boolean fine = false;
        try {
            byte[] agreed = Agreement.derive(worker, kind, parameter, point, length);
            fine = true;
            return agreed;
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.FUNCTION_FAILED, "nothing was agreed on: " + e.getMessage());
        } finally {
            working.giveBack(base.object(), worker, fine);
        }
    }
}
