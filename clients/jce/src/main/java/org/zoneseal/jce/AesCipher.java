package org.zoneseal.jce;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/** AES with a key in the HSM. */
final class AesCipher extends HsmCipher {

    private static final int BLOCK = 16;
    private static final int GCM_IV = 12;
    private static final int GCM_TAG_BITS = 128;

    /** What is done with blocks. */
    enum Mode {
        GCM,
        CBC,
        CBC_PAD,
        /** RFC 3394. */
        KW,
        /** RFC 5649. */
        KWP
    }

    private final HsmAccess access;
    private final Mode chaining;
    private final DataCollector associated = DataCollector.plain();
    private byte[] iv = new byte[0];
    private int tagBits = GCM_TAG_BITS;
    private boolean used;

    AesCipher(HsmAccess access, Mode chaining) {
        this.access = access;
        this.chaining = chaining;
    }

    @Override
    RemoteObject objectOf(Key given, int operation) throws InvalidKeyException {
        if (given instanceof HsmSecretKey own) {
            return own.object();
        }
        throw new InvalidKeyException("not a secret key of the HSM");
    }

    @Override
    void parameters(int operation, @Nullable AlgorithmParameterSpec given)
            throws InvalidAlgorithmParameterException {
        associated.reset();
        used = false;
        boolean isCbc = chaining == Mode.CBC || chaining == Mode.CBC_PAD;
        if (given == null) {
            iv = chosen(operation);
        } else if (chaining == Mode.GCM && given instanceof GCMParameterSpec gcm) {
            iv = gcm.getIV();
            tagBits = gcm.getTLen();
        } else if (isCbc && given instanceof IvParameterSpec cbc) {
            iv = cbc.getIV();
        } else {
            throw new InvalidAlgorithmParameterException(
                    given.getClass().getName() + " does not go with " + chaining);
        }
    }

    /** A fresh one for encrypting; who decrypts has to say which it was. */
    private byte[] chosen(int operation) throws InvalidAlgorithmParameterException {
        if (chaining == Mode.KW || chaining == Mode.KWP) {
            return new byte[0];
        }
        if (operation == Cipher.DECRYPT_MODE || operation == Cipher.UNWRAP_MODE) {
            throw new InvalidAlgorithmParameterException(chaining + " needs its IV");
        }
        int length = chaining == Mode.GCM ? GCM_IV : BLOCK;
        tagBits = GCM_TAG_BITS;
        return access.slot().inSession(session -> session.random(length));
    }

    @Override
    Class<? extends AlgorithmParameterSpec> specification() {
        return chaining == Mode.GCM ? GCMParameterSpec.class : IvParameterSpec.class;
    }

    @Override
    Mechanism mechanism() {
        return switch (chaining) {
            case GCM ->
                    new Mechanism(Ckm.AES_GCM, new Parameter.Gcm(iv, associated.take(), tagBits));
            case CBC -> new Mechanism(Ckm.AES_CBC, new Parameter.Raw(iv));
            case CBC_PAD -> new Mechanism(Ckm.AES_CBC_PAD, new Parameter.Raw(iv));
            case KW -> Mechanism.of(Ckm.AES_KEY_WRAP);
            case KWP -> Mechanism.of(Ckm.AES_KEY_WRAP_KWP);
        };
    }

    @Override
    BadPaddingException invalid(String text) {
        return chaining == Mode.GCM ? new AEADBadTagException(text) : super.invalid(text);
    }

    /** The same key and IV must never encrypt twice in GCM (SP 800-38D, section 8). */
    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (chaining == Mode.GCM && mode() == Cipher.ENCRYPT_MODE) {
            if (used) {
                throw new IllegalStateException("GCM needs a new IV for each encryption");
            }
            used = true;
        }
        return super.engineDoFinal(input, offset, length);
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int offset, int length) {
        if (chaining != Mode.GCM) {
            throw new IllegalStateException(chaining + " has no associated data");
        }
        associated.add(bytes, offset, length);
    }

    @Override
    protected int engineGetBlockSize() {
        return BLOCK;
    }

    @Override
    protected int engineGetOutputSize(int more) {
        return data().size() + more + 2 * BLOCK;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return iv.length == 0 ? null : iv.clone();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        if (iv.length == 0) {
            return null;
        }
        try {
            AlgorithmParameters encoded =
                    AlgorithmParameters.getInstance(chaining == Mode.GCM ? "GCM" : "AES");
            encoded.init(
                    chaining == Mode.GCM
                            ? new GCMParameterSpec(tagBits, iv)
                            : new IvParameterSpec(iv));
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }

    @Override
    protected int engineGetKeySize(Key given) throws InvalidKeyException {
        RemoteObject object = objectOf(given, Cipher.ENCRYPT_MODE);
        long bytes =
                object.slot()
                        .inSession(session ->
                                session.attributes(object.handle(session), List.of(Cka.VALUE_LEN))
                                        .number(Cka.VALUE_LEN)
                                        .orElse(32L));
        return Math.toIntExact(bytes * Byte.SIZE);
    }

    @Override
    void finished() {
        Arrays.fill(associated.take(), (byte) 0);
    }
}
