package org.zoneseal.simulator.token;

import java.security.InvalidKeyException;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.RsaPrivateEncoding;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Bytes;

/** Reads one object's attributes, and says why one is not shown. */
final class AttributeReader {

    private static final byte[] NO_PREFIX = {};

    private final Environment environment;
    private final TokenObject object;
    private long problem = Ckr.OK;

    AttributeReader(Environment environment, TokenObject object) {
        this.environment = environment;
        this.object = object;
    }

    /** CKR_OK, or what was wrong with the last attribute. */
    long problem() {
        return problem;
    }

    Attribute read(long type) {
        problem = Ckr.OK;
        AttributeRule rule = object.kind().rule(type);
        if (rule == null) {
            return refused(type, Ckr.ATTRIBUTE_TYPE_INVALID);
        }
        if (rule.says(Footnote.SECRET)) {
            return secret(type);
        }
        @Nullable AttributeValue value = object.value(type);
        if (value == null) {
            return type == Cka.ALLOWED_MECHANISMS
                    ? new Attribute(type, new AttributeValue.Numbers(java.util.List.of()))
                    : absent(type);
        }
        return new Attribute(type, shown(type, value));
    }

    private AttributeValue shown(long type, AttributeValue value) {
        boolean isBare =
                type == Cka.EC_POINT
                        && environment.settings().ecPoint() == TokenSettings.EcPoint.BARE;
        return isBare && value instanceof AttributeValue.Bytes point
                ? new AttributeValue.Bytes(EcPoints.bare(point.value()))
                : value;
    }

    private Attribute secret(long type) {
        if (object.flag(Cka.SENSITIVE) || !object.flag(Cka.EXTRACTABLE)) {
            return refused(type, Ckr.ATTRIBUTE_SENSITIVE);
        }
        environment.access().checkUsable();
        byte[] secret = environment.vault().open(object.stored(), NO_PREFIX);
        try {
            byte @Nullable [] part = part(type, secret);
            return part == null ? absent(type) : Attribute.bytes(type, part);
        } finally {
            Bytes.wipe(secret);
        }
    }

    private byte @Nullable [] part(long type, byte[] secret) {
        long keyType = object.kind().keyType();
        if (object.kind().isPrivateKey() && keyType == Ckk.RSA) {
            try {
                return RsaPrivateEncoding.number(secret, index(type));
            } catch (InvalidKeyException e) {
                throw new CryptokiException(Ckr.DEVICE_ERROR, "the stored key is not readable");
            }
        }
        boolean isSeed = keyType == Ckk.ML_DSA;
        return isSeed == (type == Cka.SEED) ? secret.clone() : null;
    }

    private static int index(long type) {
        if (type == Cka.PRIVATE_EXPONENT) {
            return 2;
        }
        if (type == Cka.PRIME_1) {
            return 3;
        }
        if (type == Cka.PRIME_2) {
            return 4;
        }
        if (type == Cka.EXPONENT_1) {
            return 5;
        }
        return type == Cka.EXPONENT_2 ? 6 : 7;
    }

    private Attribute refused(long type, long why) {
        problem = why;
        return Attribute.absent(type);
    }

    private Attribute absent(long type) {
        return refused(type, Ckr.ATTRIBUTE_TYPE_INVALID);
    }
}
