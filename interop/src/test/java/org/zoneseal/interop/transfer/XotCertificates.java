package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.zoneseal.interop.transfer.PrimaryServer.Certificate;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.server.TlsKeys;

/** An authority, and a certificate of it for a primary of a name. */
final class XotCertificates {

    private final String authorityName;
    private final KeyPair authorityKey = newKey();
    private final KeyPair serverKey = newKey();
    private final X509Certificate authority;
    private final X509Certificate server;
    final Certificate files;
    final Path authorityFile;

    XotCertificates(Path folder, String hostName) throws Exception {
        // One of its own: servers put authorities into their chains by name.
        authorityName = "CN=authority of " + folder.getFileName();
        authority = certify(authorityName, authorityKey.getPublic(), null);
        server = certify("CN=primary", serverKey.getPublic(), hostName);
        Files.createDirectories(folder);
        files =
                new Certificate(
                        folder.resolve("key.pem"),
                        folder.resolve("certificate.pem"),
                        Optional.empty());
        authorityFile = folder.resolve("authority.pem");
        write(authorityFile, "CERTIFICATE", authority.getEncoded());
        write(files.key(), "PRIVATE KEY", serverKey.getPrivate().getEncoded());
        write(files.certificate(), "CERTIFICATE", server.getEncoded());
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate certify(String subject, PublicKey key, @Nullable String hostName)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name(authorityName),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2046-01-01T00:00:00Z")),
                        new X500Name(subject),
                        key);
        builder.addExtension(
                Extension.basicConstraints, true, new BasicConstraints(hostName == null));
        if (hostName != null) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, hostName)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(authorityKey.getPrivate())));
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
                StandardCharsets.US_ASCII);
    }

    /** Trusts the authority. */
    X509TrustManager trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** What the primary's key is pinned by. */
    String pin() throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(serverKey.getPublic().getEncoded());
        return Base64.getEncoder().encodeToString(hash);
    }

    /** Shows the certificate to whoever demands one. */
    X509ExtendedKeyManager own() throws IOException {
        return TlsKeys.own(new TlsFiles(files.certificate(), files.key(), List.of()));
    }

    /** For a server within the test. */
    SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", serverKey.getPrivate(), new char[0], new X509Certificate[] {server});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
