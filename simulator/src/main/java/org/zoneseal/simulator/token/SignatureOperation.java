package org.zoneseal.simulator.token;

/** An active signature or verification, by a key pair or by a secret key. */
abstract sealed class SignatureOperation implements Operation
        permits KeyPairSignature, MacSignature {

    private final long flag;
    private final boolean mustAuthenticate;
    private boolean authenticated;
    private boolean inParts;

    SignatureOperation(long flag, boolean mustAuthenticate) {
        this.flag = flag;
        this.mustAuthenticate = mustAuthenticate;
    }

    @Override
    public final long flag() {
        return flag;
    }

    final boolean mustAuthenticate() {
        return mustAuthenticate;
    }

    /** C_Login with CKU_CONTEXT_SPECIFIC has succeeded. */
    final void authenticate() {
        authenticated = true;
    }

    final boolean authenticated() {
        return !mustAuthenticate || authenticated;
    }

    final boolean inParts() {
        return inParts;
    }

    final void beginParts() {
        inParts = true;
    }

    abstract int signatureLength();

    /** Takes a part of the data. */
    abstract void update(byte[] part);

    /** Signs {@code data}, or the parts so far if it is empty and they have begun. */
    abstract byte[] sign(byte[] data);

    abstract byte[] signParts();

    abstract boolean verify(byte[] data, byte[] signature);

    abstract boolean verifyParts(byte[] signature);
}
