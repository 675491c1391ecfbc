package org.zoneseal.jce;

import java.util.HexFormat;
import java.util.Map;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/**
 * RSA PKCS#1 v1.5 on a DigestInfo that was made here, or on what the caller gives (NONEwithRSA).
 */
final class RsaSignature extends HsmSignature<HsmPrivateKey.Rsa> {

    /** What comes before the hash (RFC 8017, section 9.2, note 1). */
    private static final Map<String, byte[]> DIGEST_INFO =
            Map.of(
                    "SHA-1", hex("3021300906052b0e03021a05000414"),
                    "SHA-224", hex("302d300d06096086480165030402040500041c"),
                    "SHA-256", hex("3031300d060960864801650304020105000420"),
                    "SHA-384", hex("3041300d060960864801650304020205000430"),
                    "SHA-512", hex("3051300d060960864801650304020305000440"));

    private final byte[] prefix;

    private RsaSignature(String algorithm, DataCollector data, byte[] prefix) {
        super(HsmPrivateKey.Rsa.class, algorithm, data);
        this.prefix = prefix;
    }

    static RsaSignature none() {
        return new RsaSignature("NONEwithRSA", DataCollector.plain(), new byte[0]);
    }

    static RsaSignature of(String algorithm, String hash) {
        byte[] prefix = DIGEST_INFO.getOrDefault(hash, new byte[0]);
        return new RsaSignature(algorithm, DataCollector.hash(hash), prefix);
    }

    @Override
    Mechanism mechanism(HsmPrivateKey.Rsa key) {
        return Mechanism.of(Ckm.RSA_PKCS);
    }

    @Override
    byte[] input(HsmPrivateKey.Rsa key, byte[] collected) {
        byte[] input = new byte[prefix.length + collected.length];
        System.arraycopy(prefix, 0, input, 0, prefix.length);
        System.arraycopy(collected, 0, input, prefix.length, collected.length);
        return input;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
