package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * AES key wrap: KW (RFC 3394) and KWP (RFC 5649), by the platform.
 *
 * <p>CKM_AES_KEY_WRAP_PAD is KWP too, as SoftHSM and most others have it.
 */
public enum KeyWrapScheme {
    KW("AES/KW/NoPadding", 8),
    KWP("AES/KWP/NoPadding", 4);

    private static final int SEMIBLOCK = 8;

    private final String transformation;
    private final int vectorLength;

    KeyWrapScheme(String transformation, int vectorLength) {
        this.transformation = transformation;
        this.vectorLength = vectorLength;
    }

    /**
     * The scheme of a mechanism, or null if it is none of these.
     *
     * @throws CryptokiException CKR_MECHANISM_PARAM_INVALID
     */
    public static @Nullable KeyWrapScheme of(Mechanism mechanism) {
        KeyWrapScheme scheme = scheme(mechanism.type());
        if (scheme != null) {
            scheme.vector(mechanism.parameter());
        }
        return scheme;
    }

    private static @Nullable KeyWrapScheme scheme(long mechanism) {
        if (mechanism == Ckm.AES_KEY_WRAP) {
            return KW;
        }
        return mechanism == Ckm.AES_KEY_WRAP_KWP || mechanism == Ckm.AES_KEY_WRAP_PAD ? KWP : null;
    }

    /** The initial value that the caller chose, or null for the standard's own. */
    private @Nullable IvParameterSpec vector(Mechanism.Parameter parameter) {
        if (parameter == Mechanism.Parameter.None.NONE) {
            return null;
        }
        if (parameter instanceof Mechanism.Parameter.Raw raw) {
            if (raw.value().length == 0) {
                return null;
            }
            if (raw.value().length == vectorLength) {
                return new IvParameterSpec(raw.value());
            }
        }
        throw new CryptokiException(
                Ckr.MECHANISM_PARAM_INVALID,
                this + " takes an initial value of " + vectorLength + " bytes, or none");
    }

    /** How long {@code length} bytes are when they are wrapped. */
    public long bound(long length) {
        long padded = this == KW ? length : (length + SEMIBLOCK - 1) / SEMIBLOCK * SEMIBLOCK;
        return padded + SEMIBLOCK;
    }

    /**
     * Wraps.
     *
     * @throws CryptokiException CKR_KEY_SIZE_RANGE if KW cannot wrap such a length
     */
    public byte[] wrap(Mechanism.Parameter parameter, byte[] key, byte[] secret)
            throws GeneralSecurityException {
        if (this == KW && (secret.length < 2 * SEMIBLOCK || secret.length % SEMIBLOCK != 0)) {
            throw new CryptokiException(
                    Ckr.KEY_SIZE_RANGE,
                    "CKM_AES_KEY_WRAP wraps multiples of 8 bytes; use CKM_AES_KEY_WRAP_KWP");
        }
        Cipher cipher = Cipher.getInstance(transformation, Providers.installed("SunJCE"));
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(key, "AES"), vector(parameter));
        return cipher.wrap(new SecretKeySpec(secret, "RAW"));
    }

    /**
     * Unwraps.
     *
     * @throws CryptokiException CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE
     */
    public byte[] unwrap(Mechanism.Parameter parameter, byte[] key, byte[] wrapped)
            throws GeneralSecurityException {
        if (wrapped.length % SEMIBLOCK != 0 || wrapped.length < (this == KW ? 24 : 16)) {
            throw new CryptokiException(
                    Ckr.WRAPPED_KEY_LEN_RANGE, "no key wrapped by AES has this length");
        }
        Cipher cipher = Cipher.getInstance(transformation, Providers.installed("SunJCE"));
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, "AES"), vector(parameter));
        try {
            Key secret = cipher.unwrap(wrapped, "RAW", Cipher.SECRET_KEY);
            return secret.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.WRAPPED_KEY_INVALID, "it was not wrapped by this key, or was changed");
        }
    }
}
