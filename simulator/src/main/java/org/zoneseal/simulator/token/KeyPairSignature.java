package org.zoneseal.simulator.token;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Hash;
import org.zoneseal.simulator.mechanism.SigningScheme;

/** A signature by a private key, or its verification by a public one. */
final class KeyPairSignature extends SignatureOperation {

    private final Signing signing;
    private final HeldObject key;
    private final MemoryBudget memory;
    private final SigningPlan plan;
    private final @Nullable MessageDigest digest;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);

    KeyPairSignature(
            long flag, Signing signing, HeldObject key, SigningPlan plan, MemoryBudget memory) {
        super(flag, plan.alwaysAuthenticate());
        this.signing = signing;
        this.memory = memory;
        this.key = key;
        this.plan = plan;
        Hash hash = plan.hash();
        this.digest = hash == null ? null : hash.digest();
    }

    @Override
    public boolean needsLogin() {
        return plan.needsLogin();
    }

    @Override
    public void end() {
        memory.giveBack(kept.size());
        kept.reset();
    }

    @Override
    int signatureLength() {
        return plan.scheme().signatureLength();
    }

    @Override
    void update(byte[] part) {
        if (digest != null) {
            digest.update(part);
        } else if (plan.parts() == SigningPlan.Parts.REFUSED) {
            throw new CryptokiException(
                    Ckr.OPERATION_NOT_INITIALIZED, "this mechanism takes its data in one piece");
        } else {
            memory.take(part.length);
            kept.writeBytes(part);
        }
    }

    @Override
    byte[] sign(byte[] data) {
        return sign(plan.scheme(), data);
    }

    @Override
    byte[] signParts() {
        return sign(plan.inner(), parts());
    }

    @Override
    boolean verify(byte[] data, byte[] signature) {
        return verify(plan.scheme(), data, signature);
    }

    @Override
    boolean verifyParts(byte[] signature) {
        return verify(plan.inner(), parts(), signature);
    }

    private byte[] parts() {
        if (digest == null && plan.parts() == SigningPlan.Parts.REFUSED) {
            throw new CryptokiException(
                    Ckr.OPERATION_NOT_INITIALIZED, "this mechanism takes its data in one piece");
        }
        return digest == null ? kept.toByteArray() : digest.digest();
    }

    private byte[] sign(SigningScheme scheme, byte[] data) {
        byte[] signature = new byte[scheme.signatureLength()];
        int length = signing.sign(key, scheme, data, 0, data.length, signature);
        return length == signature.length ? signature : Arrays.copyOf(signature, length);
    }

    private boolean verify(SigningScheme scheme, byte[] data, byte[] signature) {
        if (signature.length != scheme.signatureLength()) {
            throw new CryptokiException(
                    Ckr.SIGNATURE_LEN_RANGE,
                    "a signature of this key has " + scheme.signatureLength() + " bytes");
        }
        try {
            return scheme.verify(
                    key.object().attributes().bytes(Cka.PUBLIC_KEY_INFO), data, signature);
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }
}
