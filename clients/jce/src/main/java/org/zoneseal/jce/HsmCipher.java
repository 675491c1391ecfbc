package org.zoneseal.jce;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;

/**
 * A cipher whose key is in the HSM. Data is kept until the end of the operation and goes there in
 * one piece: an authenticated cipher may give nothing out before, and the others lose little.
 */
abstract class HsmCipher extends CipherSpi {

    private final DataCollector data = DataCollector.plain();
    private int mode;
    private @Nullable Key key;

    /** Takes the key; says which object it is. */
    abstract RemoteObject objectOf(Key given, int operation) throws InvalidKeyException;

    /** Takes parameters, or makes them up where the operation may. */
    abstract void parameters(int operation, @Nullable AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException;

    abstract Mechanism mechanism();

    final int mode() {
        return mode;
    }

    final DataCollector data() {
        return data;
    }

    @Override
    protected void engineInit(int operation, Key given, @Nullable SecureRandom random)
            throws InvalidKeyException {
        try {
            engineInit(operation, given, (AlgorithmParameterSpec) null, random);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        }
    }

    @Override
    protected void engineInit(
            int operation,
            Key given,
            @Nullable AlgorithmParameterSpec specification,
            @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        objectOf(given, operation);
        parameters(operation, specification);
        data.reset();
        mode = operation;
        key = given;
    }

    @Override
    protected void engineInit(
            int operation,
            Key given,
            @Nullable AlgorithmParameters encoded,
            @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(
                    operation,
                    given,
                    encoded == null ? null : encoded.getParameterSpec(specification()),
                    random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException(e);
        }
    }

    /** The class of the parameters, where they come encoded. */
    abstract Class<? extends AlgorithmParameterSpec> specification();

    @Override
    protected void engineSetMode(String name) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("name the whole transformation");
    }

    @Override
    protected void engineSetPadding(String name) throws NoSuchPaddingException {
        throw new NoSuchPaddingException("name the whole transformation");
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
        data.add(input, offset, length);
        return new byte[0];
    }

    @Override
    protected int engineUpdate(
            byte[] input, int offset, int length, byte[] output, int outputOffset) {
        data.add(input, offset, length);
        return 0;
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (input != null) {
            data.add(input, offset, length);
        }
        return run(data.take());
    }

    @Override
    protected int engineDoFinal(
            byte @Nullable [] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        byte[] result = engineDoFinal(input, offset, length);
        if (output.length - outputOffset < result.length) {
            throw new ShortBufferException(result.length + " bytes of room are needed");
        }
        System.arraycopy(result, 0, output, outputOffset, result.length);
        return result.length;
    }

    private byte[] run(byte[] input) throws IllegalBlockSizeException, BadPaddingException {
        try {
            RemoteObject object = object();
            Mechanism how = mechanism();
            return object.slot()
                    .inSession(session ->
                            mode == Cipher.DECRYPT_MODE
                                    ? session.decrypt(how, object.handle(session), input)
                                    : session.encrypt(how, object.handle(session), input));
        } catch (HsmClientException e) {
            throw translated(e);
        } finally {
            Arrays.fill(input, (byte) 0);
            finished();
        }
    }

    /** The operation has ended, well or not. */
    void finished() {}

    /** What it means that the data is none that was encrypted so. */
    BadPaddingException invalid(String text) {
        return new BadPaddingException(text);
    }

    private RuntimeException translated(HsmClientException e)
            throws IllegalBlockSizeException, BadPaddingException {
        long value = e.returnValue();
        if (value == Ckr.AEAD_DECRYPT_FAILED || value == Ckr.ENCRYPTED_DATA_INVALID) {
            throw withCause(invalid(Refusals.text(e)), e);
        }
        if (value == Ckr.DATA_LEN_RANGE || value == Ckr.ENCRYPTED_DATA_LEN_RANGE) {
            throw withCause(new IllegalBlockSizeException(Refusals.text(e)), e);
        }
        return new ProviderException(Refusals.text(e), e);
    }

    private static <E extends GeneralSecurityException> E withCause(E made, Exception cause) {
        made.initCause(cause);
        return made;
    }

    final RemoteObject object() {
        Key own = key;
        if (own == null) {
            throw new IllegalStateException("not initialized");
        }
        try {
            return objectOf(own, mode);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RemoteObject insideKey(Key wrapped) throws InvalidKeyException {
        if (wrapped instanceof HsmSecretKey secret) {
            return secret.object();
        }
        if (wrapped instanceof HsmPrivateKey secret) {
            return secret.object();
        }
        throw new InvalidKeyException("only keys in the HSM are wrapped by keys in the HSM");
    }

    @Override
    protected byte[] engineWrap(Key wrapped) throws InvalidKeyException {
        RemoteObject inner = insideKey(wrapped);
        RemoteObject outer = object();
        try {
            return outer.slot()
                    .inSession(session ->
                            session.wrap(
                                    mechanism(), outer.handle(session), inner.handle(session)));
        } catch (HsmClientException e) {
            throw new InvalidKeyException(Refusals.text(wrapped, e), e);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        if (type != Cipher.SECRET_KEY) {
            throw new NoSuchAlgorithmException("only secret keys are unwrapped");
        }
        return Unwrapping.secretKey(object(), mechanism(), wrapped, algorithm);
    }
}
