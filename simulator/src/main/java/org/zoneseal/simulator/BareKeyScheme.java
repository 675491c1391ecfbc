package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/** ECDSA (RFC 6605) and Ed25519 (RFC 8080): keys that are one number or string of fixed length. */
final class BareKeyScheme implements Scheme {

    /**
     * The names by which a provider knows the scheme; the curve where the key type does not say.
     */
    record Names(String key, @Nullable ECGenParameterSpec curve, String signature) {}

    private final SignatureScheme scheme;
    private final KeyTemplate template;
    private final Names names;
    private final Provider provider;
    private final KeyMemory memory;

    BareKeyScheme(
            SignatureScheme scheme,
            KeyTemplate template,
            Names names,
            Provider provider,
            KeyMemory memory) {
        this.scheme = scheme;
        this.template = template;
        this.names = names;
        this.provider = provider;
        this.memory = memory;
    }

    @Override
    public KeyMemory memory() {
        return memory;
    }

    @Override
    public NewKey generate(int rsaBits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(names.key(), provider);
        if (names.curve() != null) {
            generator.initialize(names.curve());
        }
        KeyPair pair = generator.generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        try {
            return new NewKey(bareKey(encoded), publicHalf(pair.getPublic().getEncoded()));
        } finally {
            Arrays.fill(encoded, (byte) 0);
            JcaKey.destroy(pair.getPrivate());
        }
    }

    @Override
    public NewKey take(PrivateMaterial material) throws GeneralSecurityException {
        if (!(material instanceof PrivateMaterial.Raw raw)
                || raw.secret().length != template.secretLength()
                || raw.publicDnskeyForm().length != template.publicLength()) {
            throw new InvalidKeyException(
                    "a private key for "
                            + scheme
                            + " has "
                            + template.secretLength()
                            + " bytes and a public key of "
                            + template.publicLength());
        }
        return new NewKey(raw.secret().clone(), new PublicHalf(scheme, raw.publicDnskeyForm()));
    }

    @Override
    public byte[] loadPrefix() {
        return template.privatePrefix();
    }

    @Override
    public WorkingKey load(byte[] prefixed) throws GeneralSecurityException {
        return new JcaKey(
                KeyFactory.getInstance(names.key(), provider)
                        .generatePrivate(new TransientSpec(prefixed)),
                signature());
    }

    @Override
    public boolean verify(PublicHalf key, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        byte[] encoded = template.publicEncoding(key.dnskeyForm());
        Signature verifier = signature();
        verifier.initVerify(
                KeyFactory.getInstance(names.key(), provider)
                        .generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(data);
        return verifier.verify(signature);
    }

    private Signature signature() throws GeneralSecurityException {
        return Signature.getInstance(names.signature(), provider);
    }

    /** The bare key out of a PKCS#8 encoding, whatever optional parts the provider put in. */
    private byte[] bareKey(byte[] encoded) throws InvalidKeyException {
        Der der = new Der(encoded).next(Der.SEQUENCE).next(Der.INTEGER).skip();
        der.next(Der.SEQUENCE).skip().next(Der.OCTET_STRING);
        if (scheme != SignatureScheme.ED25519) {
            der.next(Der.SEQUENCE).next(Der.INTEGER).skip();
        }
        der.next(Der.OCTET_STRING);
        if (der.length() != template.secretLength()) {
            throw new InvalidKeyException(
                    "the provider's key has " + der.length() + " bytes for " + scheme);
        }
        return Arrays.copyOfRange(encoded, der.offset(), der.offset() + der.length());
    }

    private PublicHalf publicHalf(byte[] encoded) {
        int from = template.publicPrefix().length;
        return new PublicHalf(scheme, Arrays.copyOfRange(encoded, from, encoded.length));
    }
}
