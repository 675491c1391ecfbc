package org.zoneseal.simulator.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A key and its certificate, with which a device or a client shows who it is over TLS.
 *
 * <p>Certificates are self-signed and pinned by the other side: two files that are exchanged once
 * need no authority. Certificates of an authority work too ({@link TlsPeers}).
 */
public final class TlsIdentity {

    private static final String ALIAS = "zoneseal";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** What a certificate is for. */
    public enum Use {
        DEVICE(KeyPurposeId.id_kp_serverAuth),
        CLIENT(KeyPurposeId.id_kp_clientAuth);

        private final KeyPurposeId purpose;

        KeyPurposeId purpose() {
            return purpose;
        }

        Use(KeyPurposeId purpose) {
            this.purpose = purpose;
        }
    }

    /** Makes a P-256 key and a certificate that it signs itself. */
    public static TlsIdentity generate(
            String commonName, Use use, Instant now, Duration validity, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new TlsIdentity(
                    pair.getPrivate(),
                    SelfSigned.certificate(pair, commonName, use, now, validity, random));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("the platform cannot make a P-256 certificate", e);
        }
    }

    /**
     * Reads a PKCS#12 file with one key.
     *
     * @throws IOException if it cannot be read, with its name and what to do
     */
    public static TlsIdentity read(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            String alias = onlyKey(store, file);
            return new TlsIdentity(
                    (PrivateKey) Objects.requireNonNull(store.getKey(alias, password)),
                    (X509Certificate) Objects.requireNonNull(store.getCertificate(alias)));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + " is no PKCS#12 file of a key and certificate, or the password is wrong",
                    e);
        }
    }

    private static String onlyKey(KeyStore store, Path file)
            throws GeneralSecurityException, IOException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
        }
        throw new IOException(file + " holds no private key");
    }

    /** Writes a PKCS#12 file of mode 0600; what was there is replaced in one step. */
    public void write(Path file, char[] password) throws IOException {
        byte[] content = pkcs12(password);
        Path aside =
                Files.createTempFile(
                        Objects.requireNonNull(file.toAbsolutePath().getParent()),
                        ".tls",
                        ".p12",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(aside, content);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Arrays.fill(content, (byte) 0);
            Files.deleteIfExists(aside);
        }
    }

    private byte[] pkcs12(char[] password) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            store(password).store(out, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key cannot be written as PKCS#12", e);
        }
        return out.toByteArray();
    }

    private KeyStore store(char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, password, new X509Certificate[] {certificate});
        return store;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate for the other side, as PEM. */
    public String certificatePem() {
        try {
            byte[] der = certificate.getEncoded();
            return new String(Pem.write("CERTIFICATE", der), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    /** The private key as PEM (PKCS#8, not encrypted); the caller wipes the array. */
    public byte[] keyPem() {
        byte[] der = Objects.requireNonNull(key.getEncoded());
        try {
            return Pem.write("PRIVATE KEY", der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /**
     * Reads a certificate and its private key (PKCS#8) from PEM files.
     *
     * @throws IOException if one cannot be read or the two do not belong together
     */
    public static TlsIdentity ofPem(Path certificate, Path key) throws IOException {
        X509Certificate read = TlsPeers.read(List.of(certificate)).certificates().getFirst();
        byte[] der = Pem.read(key, "PRIVATE KEY");
        try {
            PrivateKey secret =
                    KeyFactory.getInstance(read.getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(der));
            return new TlsIdentity(secret, read).checked(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s is not the private key of the certificate in %s"
                            .formatted(key, certificate),
                    e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Signs and verifies once: a key of another certificate fails here, not in a handshake. */
    private TlsIdentity checked(Path certificateFile, Path keyFile)
            throws GeneralSecurityException, IOException {
        Signature signature =
                Signature.getInstance(
                        key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(certificate.getEncoded());
        byte[] value = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(certificate.getEncoded());
        if (!signature.verify(value)) {
            throw new IOException(
                    "%s is not the private key of the certificate in %s"
                            .formatted(keyFile, certificateFile));
        }
        return this;
    }

    /** SHA-256 of the certificate, in lower-case hex: what two people compare. */
    public String fingerprint() {
        return fingerprint(certificate);
    }

    /** SHA-256 of a certificate, in lower-case hex. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    /**
     * A TLS context with this identity that trusts {@code peers}: for the device, its clients; for
     * a client, the device. TLS 1.3 and the need for a client certificate are set on the socket.
     */
    public SSLContext context(TlsPeers peers) throws IOException {
        char[] inMemory = ALIAS.toCharArray();
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store(inMemory), inMemory);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), peers.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be used for TLS", e);
        }
    }
}
