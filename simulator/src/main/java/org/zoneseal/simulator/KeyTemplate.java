package org.zoneseal.simulator;

import java.util.HexFormat;

/**
 * The fixed bytes around a bare key in PKCS#8 (RFC 5958) and SubjectPublicKeyInfo (RFC 5280).
 *
 * @param secretLength length of the bare private key
 * @param publicLength length of the key in a DNSKEY
 * @param privatePrefix what stands before the bare private key, which ends the encoding
 * @param publicPrefix what stands before the public key, which ends the encoding
 */
record KeyTemplate(int secretLength, int publicLength, byte[] privatePrefix, byte[] publicPrefix) {

    /** RFC 5915 without the optional public key, RFC 5480. */
    static final KeyTemplate P256 =
            of(
                    32,
                    64,
                    "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
                    "3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    static final KeyTemplate P384 =
            of(
                    48,
                    96,
                    "304e020100301006072a8648ce3d020106052b81040022043730350201010430",
                    "3076301006072a8648ce3d020106052b8104002203620004");

    /** RFC 8410. */
    static final KeyTemplate ED25519 =
            of(32, 32, "302e020100300506032b657004220420", "302a300506032b6570032100");

    /** RFC 9881; the platform wants the expanded private key, 2560 octets, in the OCTET STRING. */
    static final KeyTemplate ML_DSA_44 =
            of(
                    2560,
                    1312,
                    "30820a18020100300b060960864801650304031104820a04" + "04820a00",
                    "30820532300b0609608648016503040311038205210" + "0");

    private static KeyTemplate of(
            int secretLength, int publicLength, String privatePrefix, String publicPrefix) {
        HexFormat hex = HexFormat.of();
        return new KeyTemplate(
                secretLength,
                publicLength,
                hex.parseHex(privatePrefix),
                hex.parseHex(publicPrefix));
    }

    /** The SubjectPublicKeyInfo of a public key in DNSKEY form. */
    byte[] publicEncoding(byte[] dnskeyForm) {
        byte[] encoding = new byte[publicPrefix.length + dnskeyForm.length];
        System.arraycopy(publicPrefix, 0, encoding, 0, publicPrefix.length);
        System.arraycopy(dnskeyForm, 0, encoding, publicPrefix.length, dnskeyForm.length);
        return encoding;
    }
}
