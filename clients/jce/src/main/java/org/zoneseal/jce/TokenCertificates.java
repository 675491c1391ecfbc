package org.zoneseal.jce;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckc;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;

/** The certificates of the token: those of keys, and those that their chains go through. */
final class TokenCertificates {

    private static final int LONGEST_CHAIN = 10;

    private final RemoteSlot slot;
    private final RemoteSession session;

    TokenCertificates(RemoteSlot slot, RemoteSession session) {
        this.slot = slot;
        this.session = session;
    }

    /** The certificate of an object. */
    X509Certificate read(long handle) {
        byte[] encoded =
                session.attributes(handle, List.of(Cka.VALUE)).bytes(Cka.VALUE).orElse(new byte[0]);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR, "a certificate in the HSM cannot be read", e);
        }
    }

    /** All certificates with an id. */
    List<X509Certificate> ofId(byte[] id) {
        return handlesOf(id).stream().map(this::read).toList();
    }

    private List<Long> handlesOf(byte[] id) {
        return id.length == 0
                ? List.of()
                : session.find(
                        Template.of(Cko.CERTIFICATE).flag(Cka.TOKEN, true).bytes(Cka.ID, id));
    }

    /** From the certificate of a key up to the root, as far as the token has it. */
    List<X509Certificate> chain(byte[] id, PublicKey publicKey) {
        List<X509Certificate> chain = new ArrayList<>();
        ofId(id).stream()
                .filter(certificate -> certificate.getPublicKey().equals(publicKey))
                .findFirst()
                .ifPresent(chain::add);
        while (!chain.isEmpty() && chain.size() < LONGEST_CHAIN) {
            Optional<X509Certificate> issuer = issuer(chain.get(chain.size() - 1));
            if (issuer.isEmpty() || chain.contains(issuer.get())) {
                break;
            }
            chain.add(issuer.get());
        }
        return chain;
    }

    private Optional<X509Certificate> issuer(X509Certificate certificate) {
        byte[] name = certificate.getIssuerX500Principal().getEncoded();
        return session
                .find(Template.of(Cko.CERTIFICATE).flag(Cka.TOKEN, true).bytes(Cka.SUBJECT, name))
                .stream()
                .map(this::read)
                .filter(candidate -> hasSigned(candidate, certificate))
                .findFirst();
    }

    private static boolean hasSigned(X509Certificate candidate, X509Certificate certificate) {
        try {
            certificate.verify(candidate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Stores a key's chain in place of the one it had; issuers that are there stay as they are. */
    void replaceChain(String label, byte[] id, Certificate[] chain) {
        List<Long> older = handlesOf(id);
        if (chain.length > 0) {
            store(label, id, chain[0]);
        }
        older.forEach(this::destroy);
        for (int i = 1; i < chain.length; i++) {
            if (find(chain[i]).isEmpty()) {
                store("", new byte[0], chain[i]);
            }
        }
    }

    /** Stores a certificate. */
    void store(String label, byte[] id, Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            throw new HsmClientException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "only X.509 certificates can be stored");
        }
        Template template =
                Template.of(Cko.CERTIFICATE)
                        .flag(Cka.TOKEN, true)
                        .flag(Cka.PRIVATE, false)
                        .number(Cka.CERTIFICATE_TYPE, Ckc.X_509)
                        .text(Cka.LABEL, label)
                        .bytes(Cka.ID, id)
                        .bytes(Cka.SUBJECT, x509.getSubjectX500Principal().getEncoded())
                        .bytes(Cka.ISSUER, x509.getIssuerX500Principal().getEncoded())
                        .bytes(
                                Cka.SERIAL_NUMBER,
                                Der.of(Der.INTEGER, x509.getSerialNumber().toByteArray()))
                        .bytes(Cka.VALUE, encoded(x509));
        session.create(template, slot.newRequest());
    }

    /** The object that holds exactly this certificate. */
    Optional<Long> find(Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            return Optional.empty();
        }
        byte[] value = encoded(x509);
        return session
                .find(
                        Template.of(Cko.CERTIFICATE)
                                .flag(Cka.TOKEN, true)
                                .bytes(Cka.SUBJECT, x509.getSubjectX500Principal().getEncoded()))
                .stream()
                .filter(handle -> Arrays.equals(value, encoded(read(handle))))
                .findFirst();
    }

    void destroyOfId(byte[] id) {
        handlesOf(id).forEach(this::destroy);
    }

    private void destroy(long handle) {
        session.destroy(handle, slot.newRequest());
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new HsmClientException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "a certificate that cannot be encoded", e);
        }
    }
}
