package org.zoneseal.jce;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/** Decrypts with an RSA key in the HSM. What needs the public half alone is left to the JDK. */
final class RsaCipher extends HsmCipher {

    /** CKZ_DATA_SPECIFIED. */
    private static final long SOURCE_GIVEN = 1;

    private final Optional<OAEPParameterSpec> defaults;
    private @Nullable OAEPParameterSpec oaep;
    private int modulusLength;

    private RsaCipher(Optional<OAEPParameterSpec> defaults) {
        this.defaults = defaults;
        this.oaep = defaults.orElse(null);
    }

    /** PKCS#1 v1.5. */
    static RsaCipher pkcs1() {
        return new RsaCipher(Optional.empty());
    }

    /** OAEP; parameters may say another hash. */
    static RsaCipher oaep(String hash, MGF1ParameterSpec mask) {
        return new RsaCipher(
                Optional.of(new OAEPParameterSpec(hash, "MGF1", mask, PSource.PSpecified.DEFAULT)));
    }

    @Override
    RemoteObject objectOf(Key given, int operation) throws InvalidKeyException {
        if (given instanceof PublicKey) {
            throw new InvalidKeyException(
                    "the public half needs no HSM: ask for the cipher without naming a provider");
        }
        if (!(given instanceof HsmPrivateKey.Rsa own)) {
            throw new InvalidKeyException("not an RSA key of the HSM");
        }
        if (operation != Cipher.DECRYPT_MODE && operation != Cipher.UNWRAP_MODE) {
            throw new InvalidKeyException("a private key decrypts and unwraps");
        }
        modulusLength = (own.getModulus().bitLength() + 7) / 8;
        return own.object();
    }

    @Override
    void parameters(int operation, @Nullable AlgorithmParameterSpec given)
            throws InvalidAlgorithmParameterException {
        if (given == null) {
            oaep = defaults.orElse(null);
        } else if (defaults.isPresent() && given instanceof OAEPParameterSpec specified) {
            Hashes.of(specified.getDigestAlgorithm());
            if (!(specified.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
                throw new InvalidAlgorithmParameterException("the mask is made by MGF1");
            }
            Hashes.of(mask.getDigestAlgorithm());
            oaep = specified;
        } else {
            throw new InvalidAlgorithmParameterException(
                    given.getClass().getName() + " does not go with this padding");
        }
    }

    @Override
    Class<? extends AlgorithmParameterSpec> specification() {
        return OAEPParameterSpec.class;
    }

    @Override
    Mechanism mechanism() {
        OAEPParameterSpec set = oaep;
        if (set == null) {
            return Mechanism.of(Ckm.RSA_PKCS);
        }
        try {
            MGF1ParameterSpec mask = (MGF1ParameterSpec) set.getMGFParameters();
            byte[] source =
                    set.getPSource() instanceof PSource.PSpecified given
                            ? given.getValue()
                            : new byte[0];
            return new Mechanism(
                    Ckm.RSA_PKCS_OAEP,
                    new Parameter.Oaep(
                            Hashes.of(set.getDigestAlgorithm()).mechanism(),
                            Hashes.of(mask.getDigestAlgorithm()).maskGeneration(),
                            SOURCE_GIVEN,
                            source));
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected int engineGetBlockSize() {
        return 0;
    }

    @Override
    protected int engineGetOutputSize(int more) {
        return modulusLength;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return null;
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        OAEPParameterSpec set = oaep;
        if (set == null) {
            return null;
        }
        try {
            AlgorithmParameters encoded = AlgorithmParameters.getInstance("OAEP");
            encoded.init(set);
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected int engineGetKeySize(Key given) throws InvalidKeyException {
        if (given instanceof HsmPrivateKey.Rsa own) {
            return own.getModulus().bitLength();
        }
        throw new InvalidKeyException("not an RSA key of the HSM");
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (data().size() + length > modulusLength) {
            data().reset();
            throw new IllegalBlockSizeException(
                    "RSA takes at most " + modulusLength + " bytes with this key");
        }
        return super.engineDoFinal(input, offset, length);
    }
}
