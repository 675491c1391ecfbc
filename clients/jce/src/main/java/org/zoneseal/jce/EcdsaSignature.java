package org.zoneseal.jce;

import java.util.Arrays;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/** ECDSA on a hash that was made here or by the caller (NONEwithECDSA). */
final class EcdsaSignature extends HsmSignature<HsmPrivateKey.Ec> {

    /** How r and s are written. */
    enum Format {
        /** A SEQUENCE of two INTEGERs, as X.509 and TLS have it. */
        DER,
        /** Side by side, as DNSSEC, JOSE and IEEE P1363 have it. */
        SIDE_BY_SIDE
    }

    private final Format format;

    EcdsaSignature(String algorithm, DataCollector data, Format format) {
        super(HsmPrivateKey.Ec.class, algorithm, data);
        this.format = format;
    }

    @Override
    Mechanism mechanism(HsmPrivateKey.Ec key) {
        return Mechanism.of(Ckm.ECDSA);
    }

    /** The leftmost bits of a hash that is longer than the order (FIPS 186-5, section 6.4.1). */
    @Override
    byte[] input(HsmPrivateKey.Ec key, byte[] collected) {
        return collected.length > key.orderLength()
                ? Arrays.copyOf(collected, key.orderLength())
                : collected;
    }

    @Override
    byte[] output(byte[] signature) {
        return format == Format.DER ? Der.ecdsaSignature(signature) : signature;
    }
}
