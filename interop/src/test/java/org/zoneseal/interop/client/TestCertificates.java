package org.zoneseal.interop.client;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that certifies whatever it is shown. */
final class TestCertificates {

    private static final String NAME = "CN=authority";

    private final KeyPair own;
    private final X509Certificate authority;
    private long serial = 1;

    TestCertificates() throws Exception {
        own = KeyPairGenerator.getInstance("EC").generateKeyPair();
        authority = certify(NAME, own.getPublic());
    }

    X509Certificate authority() {
        return authority;
    }

    X509Certificate of(String subject, PublicKey key) throws Exception {
        return certify(subject, key);
    }

    private X509Certificate certify(String subject, PublicKey key) throws Exception {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name(NAME),
                        BigInteger.valueOf(++serial),
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                        new X500Name(subject),
                        key);
        builder.addExtension(
                Extension.basicConstraints, true, new BasicConstraints(subject.equals(NAME)));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(own.getPrivate())));
    }
}
