package org.zoneseal.simulator.token;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EcdsaScheme;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaKind;

/** Signs certificates and requests with a key of the device; the key does not leave. */
final class KeySigner implements ContentSigner {

    /** How a key signs X.509: our mechanism, and the algorithm's name. */
    private record How(long mechanism, String name) {}

    private final SignatureCalls signatures;
    private final HeldObject key;
    private final How how;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    KeySigner(SignatureCalls signatures, HeldObject key) {
        this.signatures = signatures;
        this.key = key;
        this.how = how(key.object().pairKind());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(how.name());
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        byte[] signature =
                signatures
                        .signEach(
                                key, Mechanism.of(how.mechanism()), List.of(content.toByteArray()))
                        .getFirst();
        return key.object().pairKind() instanceof EcKind ? EcdsaScheme.der(signature) : signature;
    }

    private static How how(KeyPairKind kind) {
        return switch (kind) {
            case RsaKind _ -> new How(Ckm.SHA256_RSA_PKCS, "SHA256withRSA");
            case EcKind ec ->
                    switch (ec.curve()) {
                        case P256 -> new How(Ckm.ECDSA_SHA256, "SHA256withECDSA");
                        case P384 -> new How(Ckm.ECDSA_SHA384, "SHA384withECDSA");
                        case P521 -> new How(Ckm.ECDSA_SHA512, "SHA512withECDSA");
                    };
            case EdwardsKind edwards ->
                    new How(Ckm.EDDSA, edwards == EdwardsKind.ED25519 ? "Ed25519" : "Ed448");
            case MlDsaKind mlDsa -> new How(Ckm.ML_DSA, mlDsa.standardName());
        };
    }
}
