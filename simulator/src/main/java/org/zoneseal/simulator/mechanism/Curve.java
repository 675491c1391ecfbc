package org.zoneseal.simulator.mechanism;

import java.util.HexFormat;

/** A curve that keys of type CKK_EC may be on. */
public enum Curve {
    P256(
            "secp256r1",
            32,
            "06082a8648ce3d030107",
            "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
            "3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    P384(
            "secp384r1",
            48,
            "06052b81040022",
            "304e020100301006072a8648ce3d020106052b81040022043730350201010430",
            "3076301006072a8648ce3d020106052b81040022036200"),
    P521(
            "secp521r1",
            66,
            "06052b81040023",
            "3060020100301006072a8648ce3d020106052b81040023044930470201010442",
            "30819b301006072a8648ce3d020106052b8104002303818600");

    private final String standardName;
    private final int length;
    private final byte[] objectIdentifier;
    private final byte[] privatePrefix;
    private final byte[] publicPrefix;

    Curve(
            String standardName,
            int length,
            String objectIdentifier,
            String privatePrefix,
            String publicPrefix) {
        HexFormat hex = HexFormat.of();
        this.standardName = standardName;
        this.length = length;
        this.objectIdentifier = hex.parseHex(objectIdentifier);
        this.privatePrefix = hex.parseHex(privatePrefix);
        this.publicPrefix = hex.parseHex(publicPrefix);
    }

    /** SEC 2's name. */
    public String standardName() {
        return standardName;
    }

    /** Bytes of a coordinate, and of a private key. */
    public int length() {
        return length;
    }

    /** Bits of the order. */
    public int bits() {
        return this == P521 ? 521 : length * Byte.SIZE;
    }

    /** Its object identifier in DER. Not to be changed. */
    public byte[] objectIdentifier() {
        return objectIdentifier;
    }

    /** What stands before the private key in PKCS#8 without a public key (RFC 5915). */
    byte[] privatePrefix() {
        return privatePrefix;
    }

    /** What stands before the point in a SubjectPublicKeyInfo (RFC 5480). */
    byte[] publicPrefix() {
        return publicPrefix;
    }

    /** The SubjectPublicKeyInfo of an uncompressed point. */
    public byte[] publicInfo(byte[] point) {
        return Bytes.join(publicPrefix, point);
    }
}
