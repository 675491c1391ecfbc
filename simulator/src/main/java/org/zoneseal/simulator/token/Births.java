package org.zoneseal.simulator.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.NewPair;
import org.zoneseal.simulator.mechanism.PrivateWorker;
import org.zoneseal.simulator.mechanism.RsaKind;
import org.zoneseal.simulator.mechanism.SigningScheme;

/** Makes key pairs: generated, proved, described, stored. */
final class Births {

    private static final byte[] PROBE =
            "zoneseal: do these two halves belong together?".getBytes(StandardCharsets.US_ASCII);

    private final Environment environment;

    Births(Environment environment) {
        this.environment = environment;
    }

    /** Both halves of a new pair, ready to be stored; the private one's secret is the caller's. */
    record NewHalves(Vault.NewObject publicHalf, Vault.NewObject privateHalf)
            implements AutoCloseable {

        @Override
        public void close() {
            Bytes.wipe(privateHalf.secret());
        }
    }

    NewHalves generate(
            Session session,
            Mechanism mechanism,
            List<Attribute> publicTemplate,
            List<Attribute> privateTemplate) {
        long keyType = keyType(mechanism.type());
        Draft publicDraft = draft(session, publicTemplate, Cko.PUBLIC_KEY, keyType);
        Draft privateDraft = draft(session, privateTemplate, Cko.PRIVATE_KEY, keyType);
        KeyPairKind kind = kind(keyType, publicDraft);
        environment.checkHeap(kind);
        KeyPolicy policy = KeyPolicy.of(environment, session.slot());
        policy.settle(publicDraft);
        policy.settle(privateDraft);
        try (NewPair pair = kind.generate(environment.random())) {
            prove(kind, pair.secret(), pair.publicInfo());
            keepParameters(publicDraft, privateDraft);
            PublicParts.describePublic(publicDraft, kind, pair.publicInfo());
            PublicParts.describePrivate(privateDraft, kind, pair.publicInfo());
            mark(publicDraft, mechanism.type());
            mark(privateDraft, mechanism.type());
            privateDraft
                    .flag(Cka.ALWAYS_SENSITIVE, privateDraft.flag(Cka.SENSITIVE))
                    .flag(Cka.NEVER_EXTRACTABLE, !privateDraft.flag(Cka.EXTRACTABLE));
            return new NewHalves(
                    new Vault.NewObject(publicDraft.finish().list(), new byte[0]),
                    new Vault.NewObject(privateDraft.finish().list(), pair.secret().clone()));
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.FUNCTION_FAILED, "the key could not be generated: " + e.getMessage());
        }
    }

    /** Signs with the private half and verifies with the public one. */
    static void prove(KeyPairKind kind, byte[] secret, byte[] publicInfo)
            throws GeneralSecurityException {
        byte[] prefixed = Bytes.join(kind.loadPrefix(), secret);
        SigningScheme probe = kind.probe();
        byte[] signature = new byte[probe.signatureLength()];
        try (PrivateWorker worker = kind.load(prefixed)) {
            probe.sign(worker, PROBE, 0, PROBE.length, signature);
        } finally {
            Bytes.wipe(prefixed);
        }
        if (!probe.verify(publicInfo, PROBE, signature)) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT,
                    "the private key and the public key do not belong together");
        }
    }

    private static void mark(Draft draft, long mechanism) {
        draft.flag(Cka.LOCAL, true).put(Attribute.number(Cka.KEY_GEN_MECHANISM, mechanism));
    }

    /** The private half names its curve as the public half's template did. */
    private static void keepParameters(Draft publicDraft, Draft privateDraft) {
        byte[] parameters = publicDraft.bytes(Cka.EC_PARAMS);
        if (parameters.length > 0) {
            privateDraft.put(Attribute.bytes(Cka.EC_PARAMS, parameters));
        }
    }

    private static Draft draft(
            Session session, List<Attribute> template, long objectClass, long keyType) {
        checkSame(template, Cka.CLASS, objectClass);
        checkSame(template, Cka.KEY_TYPE, keyType);
        Draft draft =
                Draft.of(ObjectKind.of(objectClass, keyType), template, Origin.GENERATED, session);
        session.checkWrite(draft.flag(Cka.TOKEN), draft.flag(Cka.PRIVATE));
        return draft.put(Attribute.number(Cka.CLASS, objectClass))
                .put(Attribute.number(Cka.KEY_TYPE, keyType));
    }

    static void checkSame(List<Attribute> template, long type, long expected) {
        if (Draft.number(template, type, expected) != expected) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT,
                    AttributeNames.of(type) + " is not what the mechanism makes");
        }
    }

    private static long keyType(long mechanism) {
        if (mechanism == Ckm.RSA_PKCS_KEY_PAIR_GEN) {
            return Ckk.RSA;
        }
        if (mechanism == Ckm.EC_KEY_PAIR_GEN) {
            return Ckk.EC;
        }
        return mechanism == Ckm.EC_EDWARDS_KEY_PAIR_GEN ? Ckk.EC_EDWARDS : Ckk.ML_DSA;
    }

    private static KeyPairKind kind(long keyType, Draft draft) {
        if (keyType == Ckk.RSA) {
            return rsa(draft);
        }
        if (keyType == Ckk.EC) {
            return new EcKind(KeyPairKinds.curve(draft.bytes(Cka.EC_PARAMS)));
        }
        return keyType == Ckk.EC_EDWARDS
                ? KeyPairKinds.edwards(draft.bytes(Cka.EC_PARAMS))
                : KeyPairKinds.mlDsa(draft.number(Cka.PARAMETER_SET, 0));
    }

    /** Sizes in steps of 128 bits, as the provider makes them. */
    private static RsaKind rsa(Draft draft) {
        long bits = draft.number(Cka.MODULUS_BITS, 0);
        if (bits < RsaKind.MIN_GENERATED_BITS || bits > RsaKind.MAX_BITS || bits % 128 != 0) {
            throw new CryptokiException(
                    Ckr.KEY_SIZE_RANGE,
                    "RSA keys are made with 2048 to 4096 bits in steps of 128, not "
                            + Long.toUnsignedString(bits));
        }
        BigInteger exponent = new BigInteger(1, draft.bytes(Cka.PUBLIC_EXPONENT));
        boolean isDefault = exponent.signum() == 0;
        if (!isDefault
                && (!exponent.testBit(0)
                        || exponent.bitLength() < 2
                        || exponent.bitLength() > 64)) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "the public exponent is odd, from 3 to 64 bits");
        }
        return new RsaKind((int) bits, isDefault ? BigInteger.valueOf(65537) : exponent);
    }

    void check(Mechanism mechanism) {
        environment.mechanisms().check(mechanism.type(), Ckf.GENERATE_KEY_PAIR);
    }

    /** Stores both halves, where each wants to be. */
    List<Vault.NewObject> tokenHalves(NewHalves halves) {
        List<Vault.NewObject> token = new ArrayList<>();
        for (Vault.NewObject half : List.of(halves.publicHalf(), halves.privateHalf())) {
            if (Attributes.of(half.attributes()).flag(Cka.TOKEN)) {
                token.add(half);
            }
        }
        return token;
    }
}
