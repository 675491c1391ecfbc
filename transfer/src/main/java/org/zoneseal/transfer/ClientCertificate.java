package org.zoneseal.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whose certificate a TLS client has shown, and proved to hold the key of.
 *
 * <p>The fingerprint says which certificate it is, whoever issued it. The names are worth something
 * only if an authority that this server trusts has issued it: a certificate that nobody vouches for
 * has none here.
 *
 * @param fingerprint SHA-256 over the certificate, 64 lower-case hexadecimal digits; empty for none
 * @param names DNS names and addresses it is for, in lower case without a final dot
 */
public record ClientCertificate(String fingerprint, Set<String> names) {

    /** The client has shown no certificate. */
    public static final ClientCertificate NONE = new ClientCertificate("", Set.of());

    private static final int DNS_NAME = 2;

    public ClientCertificate {
        names = Set.copyOf(names);
    }

    public boolean isPresent() {
        return !fingerprint.isEmpty();
    }

    /** One whose chain was verified up to an authority that the listener trusts. */
    public static ClientCertificate verified(X509Certificate certificate) {
        return new ClientCertificate(fingerprintOf(certificate), namesOf(certificate));
    }

    /** One that nobody vouches for: it counts by its fingerprint alone. */
    public static ClientCertificate unverified(X509Certificate certificate) {
        return new ClientCertificate(fingerprintOf(certificate), Set.of());
    }

    private static String fingerprintOf(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalArgumentException("the client's certificate cannot be encoded", e);
        }
    }

    // RFC 6125 §6.4.4: the common name counts only where there is no DNS name.
    private static Set<String> namesOf(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && kind == DNS_NAME) {
                        names.add(normal((String) alternative.get(1)));
                    }
                }
            }
            if (names.isEmpty()) {
                addCommonName(certificate, names);
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            names.clear();
        }
        return names;
    }

    private static void addCommonName(X509Certificate certificate, Set<String> names)
            throws InvalidNameException {
        LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
        for (Rdn part : subject.getRdns()) {
            if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                names.add(normal(name));
            }
        }
    }

    static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
