package org.zoneseal.simulator.mechanism;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.device.CryptokiException;

/** AES in one of its modes (SP 800-38A, 38D), by the platform. */
public record AesCipherScheme(
        Mode mode, @Nullable AlgorithmParameterSpec parameter, byte[] associated)
        implements CipherScheme {

    private static final int BLOCK = 16;

    /** CK_AES_CTR_PARAMS as 64-bit and 32-bit programs lay it out. */
    private static final int LONG_COUNTER = 24;

    private static final int SHORT_COUNTER = 20;

    /** The modes, with their names in JCA. */
    public enum Mode {
        ECB("AES/ECB/NoPadding"),
        CBC("AES/CBC/NoPadding"),
        CBC_PAD("AES/CBC/PKCS5Padding"),
        CTR("AES/CTR/NoPadding"),
        GCM("AES/GCM/NoPadding");

        private final String transformation;

        Mode(String transformation) {
            this.transformation = transformation;
        }
    }

    /** Whether data is encrypted or decrypted. */
    public enum Direction {
        ENCRYPT(Cipher.ENCRYPT_MODE),
        DECRYPT(Cipher.DECRYPT_MODE);

        private final int mode;

        Direction(int mode) {
            this.mode = mode;
        }
    }

    /**
     * The scheme of a mechanism, or null if it is none of AES.
     *
     * @throws CryptokiException CKR_MECHANISM_PARAM_INVALID
     */
    public static @Nullable AesCipherScheme of(Mechanism mechanism) {
        byte[] none = new byte[0];
        if (mechanism.type() == Ckm.AES_ECB) {
            return new AesCipherScheme(Mode.ECB, null, none);
        }
        if (mechanism.type() == Ckm.AES_CBC) {
            return new AesCipherScheme(Mode.CBC, vector(mechanism), none);
        }
        if (mechanism.type() == Ckm.AES_CBC_PAD) {
            return new AesCipherScheme(Mode.CBC_PAD, vector(mechanism), none);
        }
        if (mechanism.type() == Ckm.AES_CTR) {
            return new AesCipherScheme(Mode.CTR, counter(mechanism), none);
        }
        return mechanism.type() == Ckm.AES_GCM ? gcm(mechanism) : null;
    }

    /** Begins with a key, which the caller wipes. */
    public Run begin(Direction direction, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(mode.transformation, Providers.installed("SunJCE"));
        cipher.init(direction.mode, new SecretKeySpec(key, "AES"), parameter);
        if (mode == Mode.GCM) {
            cipher.updateAAD(associated);
        }
        return new Run(cipher, mode, direction);
    }

    /** How much at most becomes of {@code length} bytes. */
    public long bound(Direction direction, long length) {
        boolean encrypts = direction == Direction.ENCRYPT;
        return switch (mode) {
            case ECB, CBC, CTR -> length;
            case CBC_PAD -> encrypts ? length + BLOCK - length % BLOCK : length;
            case GCM -> encrypts ? length + tagLength() : Math.max(0, length - tagLength());
        };
    }

    private int tagLength() {
        return parameter instanceof GCMParameterSpec gcm ? gcm.getTLen() / Byte.SIZE : 0;
    }

    private static IvParameterSpec vector(Mechanism mechanism) {
        if (mechanism.parameter() instanceof Mechanism.Parameter.Raw raw
                && raw.value().length == BLOCK) {
            return new IvParameterSpec(raw.value());
        }
        throw badParameter("CBC takes an initialization vector of 16 bytes");
    }

    private static IvParameterSpec counter(Mechanism mechanism) {
        if (mechanism.parameter() instanceof Mechanism.Parameter.Raw raw) {
            byte[] value = raw.value();
            ByteBuffer fields = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
            long bits =
                    switch (value.length) {
                        case LONG_COUNTER -> fields.getLong();
                        case SHORT_COUNTER -> fields.getInt();
                        default -> 0;
                    };
            if (bits >= 1 && bits <= BLOCK * Byte.SIZE) {
                return new IvParameterSpec(
                        Arrays.copyOfRange(value, value.length - BLOCK, value.length));
            }
        }
        throw badParameter("CTR takes CK_AES_CTR_PARAMS with 1 to 128 counter bits");
    }

    private static AesCipherScheme gcm(Mechanism mechanism) {
        if (mechanism.parameter() instanceof Mechanism.Parameter.Gcm gcm
                && gcm.iv().length > 0
                && gcm.tagBits() >= 96
                && gcm.tagBits() <= 128
                && gcm.tagBits() % Byte.SIZE == 0) {
            return new AesCipherScheme(
                    Mode.GCM,
                    new GCMParameterSpec((int) gcm.tagBits(), gcm.iv()),
                    gcm.associated());
        }
        throw badParameter("GCM takes CK_GCM_PARAMS with a vector and a tag of 96 to 128 bits");
    }

    private static CryptokiException badParameter(String why) {
        return new CryptokiException(Ckr.MECHANISM_PARAM_INVALID, why);
    }

    /** A running encryption or decryption. Mutable, for one thread at a time. */
    public static final class Run {

        private final Cipher cipher;
        private final Mode mode;
        private final Direction direction;
        private long taken;

        private Run(Cipher cipher, Mode mode, Direction direction) {
            this.cipher = cipher;
            this.mode = mode;
            this.direction = direction;
        }

        /** Whether it gives nothing out before the end, and keeps all until then. */
        public boolean keepsAll() {
            return mode == Mode.GCM && direction == Direction.DECRYPT;
        }

        /** How much at most comes of {@code length} bytes more. */
        public long updateBound(int length) {
            return cipher.getOutputSize(length);
        }

        /** How much exactly comes of {@code length} bytes more. */
        public long updateSize(int length) {
            long all = taken + length;
            return switch (mode) {
                case CTR -> length;
                case ECB, CBC -> blocks(all) - blocks(taken);
                case CBC_PAD ->
                        direction == Direction.ENCRYPT
                                ? blocks(all) - blocks(taken)
                                : held(all) - held(taken);
                case GCM -> direction == Direction.ENCRYPT ? updateBound(length) : 0;
            };
        }

        private static long blocks(long length) {
            return length - length % BLOCK;
        }

        /** While unpadding, the last whole block is kept back. */
        private static long held(long length) {
            return length == 0 ? 0 : blocks(length - 1);
        }

        public byte[] update(byte[] part) {
            taken += part.length;
            byte[] out = cipher.update(part);
            return out == null ? new byte[0] : out;
        }

        /**
         * Ends.
         *
         * @throws CryptokiException CKR_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_LEN_RANGE,
         *     CKR_ENCRYPTED_DATA_INVALID
         */
        public byte[] finish(byte[] last) {
            taken += last.length;
            try {
                return cipher.doFinal(last);
            } catch (IllegalBlockSizeException e) {
                throw wrongLength();
            } catch (AEADBadTagException e) {
                throw new CryptokiException(
                        Ckr.ENCRYPTED_DATA_INVALID,
                        "the data was changed, or this is not its key, vector or associated data");
            } catch (BadPaddingException e) {
                throw taken % BLOCK == 0
                        ? new CryptokiException(
                                Ckr.ENCRYPTED_DATA_INVALID, "the padding is not as it should be")
                        : wrongLength();
            }
        }

        private CryptokiException wrongLength() {
            return direction == Direction.ENCRYPT
                    ? new CryptokiException(
                            Ckr.DATA_LEN_RANGE, mode + " takes whole blocks of 16 bytes")
                    : new CryptokiException(
                            Ckr.ENCRYPTED_DATA_LEN_RANGE, mode + " gives whole blocks of 16 bytes");
        }
    }
}
