package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.zoneseal.simulator.Der;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.TransientSpec;

/** Keys of RFC 8032: Ed25519 by the accelerated provider, Ed448 by Bouncy Castle on the heap. */
public enum EdwardsKind implements KeyPairKind {
    ED25519(
            "edwards25519",
            32,
            64,
            "06032b6570",
            "302e020100300506032b657004220420",
            "302a300506032b6570032100"),
    ED448("edwards448", 57, 114, "06032b6571", "", "3043300506032b6571033a00");

    private final String curveName;
    private final int length;
    private final int signatureLength;
    private final byte[] objectIdentifier;
    private final byte[] privatePrefix;
    private final byte[] publicPrefix;

    EdwardsKind(
            String curveName,
            int length,
            int signatureLength,
            String objectIdentifier,
            String privatePrefix,
            String publicPrefix) {
        HexFormat hex = HexFormat.of();
        this.curveName = curveName;
        this.length = length;
        this.signatureLength = signatureLength;
        this.objectIdentifier = hex.parseHex(objectIdentifier);
        this.privatePrefix = hex.parseHex(privatePrefix);
        this.publicPrefix = hex.parseHex(publicPrefix);
    }

    /** What PKCS#11 3.0 calls the curve as a PrintableString. */
    public String curveName() {
        return curveName;
    }

    /** Its object identifier in DER (RFC 8410). Not to be changed. */
    public byte[] objectIdentifier() {
        return objectIdentifier;
    }

    /** Bytes of a private key, and of a public one. */
    public int length() {
        return length;
    }

    /** The SubjectPublicKeyInfo of a public key. */
    public byte[] publicInfoOf(byte[] publicKey) {
        return Bytes.join(publicPrefix, publicKey);
    }

    /** The public key in a SubjectPublicKeyInfo. */
    public byte[] publicKey(byte[] publicInfo) {
        return Bytes.behind(publicPrefix, publicInfo);
    }

    @Override
    public KeyMemory memory() {
        return this == ED25519 ? Providers.memory() : KeyMemory.HEAP;
    }

    @Override
    public NewPair generate(SecureRandom random) throws GeneralSecurityException {
        if (this == ED448) {
            byte[] secret = new byte[length];
            random.nextBytes(secret);
            return new NewPair(secret, publicInfo(secret));
        }
        KeyPair pair =
                KeyPairGenerator.getInstance("Ed25519", Providers.curves()).generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        try {
            return new NewPair(bareKey(encoded), pair.getPublic().getEncoded());
        } finally {
            Bytes.wipe(encoded);
            PrivateWorker.destroy(pair.getPrivate());
        }
    }

    @Override
    public byte[] publicInfo(byte[] secret) throws InvalidKeyException {
        if (secret.length != length) {
            throw new InvalidKeyException(
                    "a private key for " + this + " has " + length + " bytes");
        }
        byte[] publicKey = new byte[length];
        if (this == ED25519) {
            Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        } else {
            Ed448.generatePublicKey(secret, 0, publicKey, 0);
        }
        return publicInfoOf(publicKey);
    }

    @Override
    public byte[] loadPrefix() {
        return privatePrefix;
    }

    @Override
    public byte[] exportPrefix() {
        return this == ED25519
                ? privatePrefix
                : HexFormat.of().parseHex("3047020100300506032b6571043b0439");
    }

    @Override
    public PrivateWorker load(byte[] prefixed) throws GeneralSecurityException {
        return this == ED448
                ? new EdwardsWorker.OnHeap(prefixed.clone())
                : new EdwardsWorker.OfProvider(
                        KeyFactory.getInstance("Ed25519", Providers.curves())
                                .generatePrivate(new TransientSpec(prefixed)));
    }

    @Override
    public SigningScheme probe() {
        return new EddsaScheme(this, new byte[0]);
    }

    @Override
    public int signatureLength() {
        return signatureLength;
    }

    private byte[] bareKey(byte[] encoded) throws InvalidKeyException {
        Der der = new Der(encoded).next(Der.SEQUENCE).next(Der.INTEGER).skip();
        der.next(Der.SEQUENCE).skip().next(Der.OCTET_STRING).next(Der.OCTET_STRING);
        if (der.length() != length) {
            throw new InvalidKeyException("the provider's key has " + der.length() + " bytes");
        }
        return Arrays.copyOfRange(encoded, der.offset(), der.offset() + der.length());
    }
}
