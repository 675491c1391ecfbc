package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.mechanism.EcdsaScheme;
import org.zoneseal.simulator.mechanism.EddsaScheme;
import org.zoneseal.simulator.mechanism.HashedScheme;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaScheme;
import org.zoneseal.simulator.mechanism.PrivateWorker;
import org.zoneseal.simulator.mechanism.RsaPkcs1Scheme;
import org.zoneseal.simulator.mechanism.RsaPssScheme;
import org.zoneseal.simulator.mechanism.RsaRawScheme;
import org.zoneseal.simulator.mechanism.SigningScheme;
import org.zoneseal.simulator.mechanism.SigningSchemes;

/**
 * Signatures by private keys, for one application: the hot path.
 *
 * <p>A signature takes the right to use the key, a working key off its shelf, two or three calls of
 * the provider, and puts the working key back. Nothing here is shared between threads but the
 * shelf's places, and nothing is allocated but what the provider allocates.
 */
final class Signing {

    private final Environment environment;
    private final Peer peer;

    Signing(Environment environment, Peer peer) {
        this.environment = environment;
        this.peer = peer;
    }

    /**
     * What the mechanism means for the key.
     *
     * @param usage CKA_SIGN or CKA_VERIFY
     */
    SigningPlan plan(TokenObject key, Mechanism mechanism, long usage) {
        TokenObject.Version version = key.version();
        boolean plain = mechanism.parameter() == Mechanism.Parameter.None.NONE;
        SigningPlan known = plain ? version.plans().get(mechanism.type()) : null;
        if (known != null) {
            return known;
        }
        SigningPlan plan = make(key, version.attributes(), mechanism, usage);
        if (plain) {
            version.plans().put(mechanism.type(), plan);
        }
        return plan;
    }

    /** Signs; the plan of the scheme has been checked against the key. */
    int sign(
            HeldObject held,
            SigningScheme scheme,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        held.use(environment.access(), peer).take(1);
        return signTaken(held.object(), scheme, data, offset, length, signature);
    }

    /** Signs with a right to use that has been taken. */
    int signTaken(
            TokenObject key,
            SigningScheme scheme,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        PrivateWorker worker = worker(key);
        boolean fine = false;
        try {
            int made = scheme.sign(worker, data, offset, length, signature);
            fine = true;
            if (key.gone()) {
                throw gone();
            }
            return made;
        } catch (GeneralSecurityException e) {
            throw failed(key, e);
        } catch (CryptokiException e) {
            fine = true;
            throw e;
        } catch (RuntimeException e) {
            // Providers report a freed key, and faults of their own, as runtime exceptions.
            throw failed(key, e);
        } finally {
            giveBack(key, worker, fine);
        }
    }

    /** A working key, off the shelf or loaded. */
    PrivateWorker worker(TokenObject key) {
        PrivateWorker worker = key.shelf().take();
        if (worker != null) {
            return worker;
        }
        if (key.gone()) {
            throw gone();
        }
        return environment.workingKeys().load(key.stored(), key.pairKind(), key.shelf());
    }

    /** Puts a working key back, or closes it after something went wrong. */
    void giveBack(TokenObject key, PrivateWorker worker, boolean fine) {
        if (!fine || !key.shelf().putBack(worker)) {
            worker.close();
            environment.workingKeys().closed(1);
        }
    }

    private SigningPlan make(
            TokenObject key, Attributes attributes, Mechanism mechanism, long usage) {
        environment.mechanisms().check(mechanism.type(), Ckf.SIGN | Ckf.VERIFY);
        KeyPairKind kind = key.pairKind();
        if (!attributes.flag(usage)) {
            throw new CryptokiException(
                    Ckr.KEY_FUNCTION_NOT_PERMITTED,
                    usage == Cka.SIGN
                            ? "the key is not for signing"
                            : "the key is not for verifying");
        }
        Mechanisms.checkAllowed(attributes, mechanism.type());
        environment.checkHeap(kind);
        SigningScheme scheme = SigningSchemes.of(mechanism, kind);
        return new SigningPlan(
                scheme,
                parts(scheme),
                attributes.flag(Cka.PRIVATE),
                usage == Cka.SIGN && attributes.flag(Cka.ALWAYS_AUTHENTICATE));
    }

    private static SigningPlan.Parts parts(SigningScheme scheme) {
        return switch (scheme) {
            case HashedScheme _ -> SigningPlan.Parts.HASHED;
            case MlDsaScheme _ -> SigningPlan.Parts.KEPT;
            case EddsaScheme _, EcdsaScheme _, RsaPkcs1Scheme _, RsaPssScheme _, RsaRawScheme _ ->
                    SigningPlan.Parts.REFUSED;
        };
    }

    private static CryptokiException gone() {
        return new CryptokiException(Ckr.KEY_HANDLE_INVALID, "the key has been destroyed");
    }

    private static CryptokiException failed(TokenObject key, Exception e) {
        return key.gone()
                ? gone()
                : new CryptokiException(
                        Ckr.FUNCTION_FAILED, "the signature failed: " + e.getMessage());
    }
}
