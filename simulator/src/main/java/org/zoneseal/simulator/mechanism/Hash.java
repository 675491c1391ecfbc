package org.zoneseal.simulator.mechanism;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;
import org.zoneseal.cryptoki.Ckg;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/** A hash function with all the names that it goes by. */
public enum Hash {
    SHA1(Ckm.SHA_1, Ckg.MGF1_SHA1, "SHA-1", 20, "3021300906052b0e03021a05000414", SHA1Digest::new),
    SHA224(
            Ckm.SHA224,
            Ckg.MGF1_SHA224,
            "SHA-224",
            28,
            "302d300d06096086480165030402040500041c",
            SHA224Digest::new),
    SHA256(
            Ckm.SHA256,
            Ckg.MGF1_SHA256,
            "SHA-256",
            32,
            "3031300d060960864801650304020105000420",
            SHA256Digest::new),
    SHA384(
            Ckm.SHA384,
            Ckg.MGF1_SHA384,
            "SHA-384",
            48,
            "3041300d060960864801650304020205000430",
            SHA384Digest::new),
    SHA512(
            Ckm.SHA512,
            Ckg.MGF1_SHA512,
            "SHA-512",
            64,
            "3051300d060960864801650304020305000440",
            SHA512Digest::new),
    SHA512_224(
            Ckm.SHA512_224,
            -1,
            "SHA-512/224",
            28,
            "302d300d06096086480165030402050500041c",
            () -> new SHA512tDigest(224)),
    SHA512_256(
            Ckm.SHA512_256,
            -1,
            "SHA-512/256",
            32,
            "3031300d060960864801650304020605000420",
            () -> new SHA512tDigest(256));

    static final int MAX_LENGTH = 64;

    private final long mechanism;
    private final long maskGeneration;
    private final String name;
    private final int length;
    private final byte[] digestInfo;
    private final Supplier<Digest> lightweight;

    Hash(
            long mechanism,
            long maskGeneration,
            String name,
            int length,
            String digestInfo,
            Supplier<Digest> lightweight) {
        this.mechanism = mechanism;
        this.maskGeneration = maskGeneration;
        this.name = name;
        this.length = length;
        this.digestInfo = HexFormat.of().parseHex(digestInfo);
        this.lightweight = lightweight;
    }

    /** Its length in bytes. */
    public int length() {
        return length;
    }

    /** Its CKM_ number. */
    public long mechanism() {
        return mechanism;
    }

    /** A fresh digest of the platform's. */
    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name of HMAC with it in JCA. */
    String hmac() {
        return "Hmac" + name.replace("-", "");
    }

    /** What stands before the hash in a DigestInfo (RFC 8017, section 9.2). Not to be changed. */
    byte[] digestInfo() {
        return digestInfo;
    }

    Digest lightweight() {
        return lightweight.get();
    }

    /** The hash of a CKM_ number in a parameter. */
    static Hash ofMechanism(long mechanism) {
        for (Hash hash : values()) {
            if (hash.mechanism == mechanism) {
                return hash;
            }
        }
        throw new CryptokiException(
                Ckr.MECHANISM_PARAM_INVALID,
                "no such hash: 0x" + Long.toHexString(mechanism) + "; SHA-1 and SHA-2 are there");
    }

    /** The hash of a CKG_ number. */
    static Hash ofMaskGeneration(long number) {
        for (Hash hash : values()) {
            if (hash.maskGeneration == number) {
                return hash;
            }
        }
        throw new CryptokiException(
                Ckr.MECHANISM_PARAM_INVALID,
                "no such mask generation function: " + Long.toUnsignedString(number));
    }
}
