package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.zoneseal.simulator.Der;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.TransientSpec;

/**
 * Keys of FIPS 204, on the heap.
 *
 * <p>The stored form is the seed. The platform signs; of today's JDK only the expanded form is
 * read, so Bouncy Castle expands, and it signs where there is a context, which the platform's
 * signatures do not take.
 */
public enum MlDsaKind implements KeyPairKind {
    ML_DSA_44(1, "ML-DSA-44", 0x11, 1312, 2420, MLDSAParameters.ml_dsa_44),
    ML_DSA_65(2, "ML-DSA-65", 0x12, 1952, 3309, MLDSAParameters.ml_dsa_65),
    ML_DSA_87(3, "ML-DSA-87", 0x13, 2592, 4627, MLDSAParameters.ml_dsa_87);

    public static final int SEED_LENGTH = 32;

    private static final int SEED_TAG = 0x80;

    private final long parameterSet;
    private final String standardName;
    private final int lastArc;
    private final int publicLength;
    private final int signatureLength;
    private final MLDSAParameters parameters;

    MlDsaKind(
            long parameterSet,
            String standardName,
            int lastArc,
            int publicLength,
            int signatureLength,
            MLDSAParameters parameters) {
        this.parameterSet = parameterSet;
        this.standardName = standardName;
        this.lastArc = lastArc;
        this.publicLength = publicLength;
        this.signatureLength = signatureLength;
        this.parameters = parameters;
    }

    /** Its CKP_ number. */
    public long parameterSet() {
        return parameterSet;
    }

    /** The name that it has in FIPS 204. */
    public String standardName() {
        return standardName;
    }

    /** Bytes of a public key. */
    public int publicLength() {
        return publicLength;
    }

    /** The SubjectPublicKeyInfo (RFC 9881) of a public key. */
    public byte[] publicInfoOf(byte[] publicKey) {
        return Bytes.join(publicPrefix(), publicKey);
    }

    /** The public key in a SubjectPublicKeyInfo. */
    public byte[] publicKey(byte[] publicInfo) {
        return Bytes.behind(publicPrefix(), publicInfo);
    }

    @Override
    public KeyMemory memory() {
        return KeyMemory.HEAP;
    }

    @Override
    public NewPair generate(SecureRandom random) throws GeneralSecurityException {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new NewPair(seed, publicInfo(seed));
    }

    @Override
    public byte[] publicInfo(byte[] secret) throws InvalidKeyException {
        if (secret.length != SEED_LENGTH) {
            throw new InvalidKeyException("a seed for " + standardName + " has 32 bytes");
        }
        return publicInfoOf(expand(secret).getPublicKey());
    }

    @Override
    public byte[] loadPrefix() {
        return new byte[0];
    }

    /** The seed alone, the first of RFC 9881's choices. */
    @Override
    public byte[] exportPrefix() {
        byte[] algorithm = algorithm();
        int content = 3 + algorithm.length + 2 + 2 + SEED_LENGTH;
        byte[] prefix = new byte[Der.sizeOf(content) - SEED_LENGTH];
        int at = Der.header(prefix, 0, Der.SEQUENCE, content);
        at = Der.integer(prefix, at, new byte[1]);
        System.arraycopy(algorithm, 0, prefix, at, algorithm.length);
        at = Der.header(prefix, at + algorithm.length, Der.OCTET_STRING, 2 + SEED_LENGTH);
        Der.header(prefix, at, SEED_TAG, SEED_LENGTH);
        return prefix;
    }

    /** Its object identifier in DER. */
    public byte[] objectIdentifier() {
        byte[] algorithm = algorithm();
        return java.util.Arrays.copyOfRange(algorithm, 2, algorithm.length);
    }

    @Override
    public PrivateWorker load(byte[] prefixed) throws GeneralSecurityException {
        MLDSAPrivateKeyParameters expanded = expand(prefixed);
        byte[] bare = expanded.getEncoded();
        byte[] encoded = Bytes.join(privatePrefix(bare.length), bare);
        try {
            return new MlDsaWorker(
                    this,
                    expanded,
                    KeyFactory.getInstance(standardName, Providers.installed("SUN"))
                            .generatePrivate(new TransientSpec(encoded)));
        } finally {
            Bytes.wipe(bare);
            Bytes.wipe(encoded);
        }
    }

    @Override
    public SigningScheme probe() {
        return new MlDsaScheme(this, MlDsaScheme.Hedge.PREFERRED, new byte[0]);
    }

    @Override
    public int signatureLength() {
        return signatureLength;
    }

    MLDSAParameters parameters() {
        return parameters;
    }

    private MLDSAPrivateKeyParameters expand(byte[] seed) {
        return new MLDSAPrivateKeyParameters(parameters, seed);
    }

    private byte[] publicPrefix() {
        int bits = publicLength + 1;
        byte[] algorithm = algorithm();
        int content = algorithm.length + Der.sizeOf(bits);
        byte[] prefix = new byte[Der.sizeOf(content) - publicLength];
        int at = Der.header(prefix, 0, Der.SEQUENCE, content);
        System.arraycopy(algorithm, 0, prefix, at, algorithm.length);
        Der.header(prefix, at + algorithm.length, Der.BIT_STRING, bits);
        return prefix;
    }

    /** PKCS#8 with the expanded key in an OCTET STRING, which is what the platform reads. */
    private byte[] privatePrefix(int bareLength) {
        byte[] algorithm = algorithm();
        int inner = Der.sizeOf(bareLength);
        int content = 3 + algorithm.length + Der.sizeOf(inner);
        byte[] prefix = new byte[Der.sizeOf(content) - bareLength];
        int at = Der.header(prefix, 0, Der.SEQUENCE, content);
        at = Der.integer(prefix, at, new byte[1]);
        System.arraycopy(algorithm, 0, prefix, at, algorithm.length);
        at = Der.header(prefix, at + algorithm.length, Der.OCTET_STRING, inner);
        Der.header(prefix, at, Der.OCTET_STRING, bareLength);
        return prefix;
    }

    private byte[] algorithm() {
        byte[] algorithm = HexFormat.of().parseHex("300b060960864801650304030" + "0");
        algorithm[algorithm.length - 1] = (byte) lastArc;
        return algorithm;
    }
}
