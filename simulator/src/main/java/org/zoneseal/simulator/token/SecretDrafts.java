package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Hash;

/** What secret keys are like, however they come to be. */
final class SecretDrafts {

    private static final int MAX_LENGTH = 4096;
    private static final int CHECK_LENGTH = 3;
    private static final int BLOCK = 16;

    private SecretDrafts() {}

    /**
     * Completes a draft with what follows from the value, which is the caller's to wipe.
     *
     * @throws CryptokiException CKR_ATTRIBUTE_VALUE_INVALID
     */
    static Vault.NewObject finish(Draft draft, byte[] value) {
        checkLength(draft.kind().keyType(), value.length);
        checkOrPutCheckValue(draft, value);
        draft.put(Attribute.number(Cka.VALUE_LEN, value.length));
        return new Vault.NewObject(draft.finish().list(), value);
    }

    static void checkLength(long keyType, long length) {
        boolean fits =
                keyType == Ckk.AES
                        ? length == 16 || length == 24 || length == 32
                        : length >= 1 && length <= MAX_LENGTH;
        if (!fits) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    keyType == Ckk.AES
                            ? "AES keys have 16, 24 or 32 bytes"
                            : "secret keys have from 1 to " + MAX_LENGTH + " bytes");
        }
    }

    private static void checkOrPutCheckValue(Draft draft, byte[] value) {
        byte[] given = draft.bytes(Cka.CHECK_VALUE);
        if (draft.isGiven(Cka.CHECK_VALUE) && given.length == 0) {
            return;
        }
        byte[] check = checkValue(draft.kind().keyType(), value);
        if (given.length > 0 && !Arrays.equals(given, check)) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "CKA_CHECK_VALUE is not that of the key");
        }
        draft.put(Attribute.bytes(Cka.CHECK_VALUE, check));
    }

    /** PKCS#11 3.2, section 4.10.2: a block of zeros encrypted, or a hash of the value. */
    private static byte[] checkValue(long keyType, byte[] value) {
        if (keyType != Ckk.AES) {
            return Arrays.copyOf(Hash.SHA1.digest().digest(value), CHECK_LENGTH);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(value, "AES"));
            return Arrays.copyOf(cipher.doFinal(new byte[BLOCK]), CHECK_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
