package org.zoneseal.simulator.door;

import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * A mechanism as p11-kit writes it: no length, so the layout has to be known by its number.
 *
 * <p>A NULL pointer instead of a mechanism cancels an operation that is being begun, and is wrong
 * everywhere else (CVE-2026-2100).
 */
sealed interface RpcMechanism {

    /** A mechanism with its parameter. */
    record Named(Mechanism mechanism) implements RpcMechanism {}

    /** The NULL pointer. */
    enum Null implements RpcMechanism {
        NULL
    }

    /** The mechanism, where NULL is not allowed. */
    default Mechanism required() {
        return switch (this) {
            case Named(Mechanism mechanism) -> mechanism;
            case Null _ -> throw new CryptokiException(Ckr.ARGUMENTS_BAD, "no mechanism");
        };
    }

    static RpcMechanism read(WireReader in) {
        long type = in.u32();
        if (type == WireReader.NULL_LENGTH) {
            return Null.NULL;
        }
        return new Named(new Mechanism(type, parameter(type, in)));
    }

    private static Parameter parameter(long type, WireReader in) {
        if (isNull(in)) {
            in.u32();
            return Parameter.None.NONE;
        }
        if (isPss(type)) {
            return new Parameter.Pss(in.u64(), in.u64(), in.u64());
        }
        if (isMacLength(type)) {
            return new Parameter.Unsigned(in.u64());
        }
        if (type == Ckm.RSA_PKCS_OAEP) {
            return new Parameter.Oaep(in.u64(), in.u64(), in.u64(), bytes(in));
        }
        if (type == Ckm.ECDH1_DERIVE) {
            return new Parameter.Ecdh(in.u64(), bytes(in), bytes(in));
        }
        if (type == Ckm.AES_GCM) {
            return gcm(in);
        }
        if (type == Ckm.EDDSA) {
            return new Parameter.Eddsa(in.flag(), bytes(in));
        }
        if (type == Ckm.ML_DSA) {
            return new Parameter.SigningContext(in.u64(), bytes(in));
        }
        return raw(in);
    }

    private static Parameter raw(WireReader in) {
        byte[] value = in.bytes();
        return value.length == 0 ? Parameter.None.NONE : new Parameter.Raw(value);
    }

    private static Parameter gcm(WireReader in) {
        byte[] iv = bytes(in);
        in.u64();
        return new Parameter.Gcm(iv, bytes(in), in.u64());
    }

    /** No parameter of a known layout begins like this. */
    private static boolean isNull(WireReader in) {
        return in.remaining() >= Integer.BYTES
                && new WireReader(in.array(), in.position(), Integer.BYTES).u32()
                        == WireReader.NULL_LENGTH;
    }

    private static byte[] bytes(WireReader in) {
        byte[] value = in.bytesOrNull();
        return value == null ? new byte[0] : value;
    }

    private static boolean isPss(long type) {
        return type == Ckm.RSA_PKCS_PSS
                || type == Ckm.SHA1_RSA_PKCS_PSS
                || type == Ckm.SHA224_RSA_PKCS_PSS
                || type == Ckm.SHA256_RSA_PKCS_PSS
                || type == Ckm.SHA384_RSA_PKCS_PSS
                || type == Ckm.SHA512_RSA_PKCS_PSS;
    }

    private static boolean isMacLength(long type) {
        return type == Ckm.SHA_1_HMAC_GENERAL
                || type == Ckm.SHA224_HMAC_GENERAL
                || type == Ckm.SHA256_HMAC_GENERAL
                || type == Ckm.SHA384_HMAC_GENERAL
                || type == Ckm.SHA512_HMAC_GENERAL
                || type == Ckm.SHA512_224_HMAC_GENERAL
                || type == Ckm.SHA512_256_HMAC_GENERAL
                || type == Ckm.AES_CMAC_GENERAL;
    }
}
