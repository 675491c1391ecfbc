package org.zoneseal.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Keys and certificates in a folder, made by the JDK's keytool. */
final class TestCertificates {

    private static final String PASSWORD = "not a secret";

    private final Path folder;
    private final Path store;
    private final AtomicInteger wholeHandshakes = new AtomicInteger();

    TestCertificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("store.p12");
    }

    /** Makes a key with a certificate that it signs itself. */
    void selfSigned(String alias) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-ext",
                "BasicConstraints:critical=ca:true");
    }

    /** Makes a key with a certificate that another key signs. */
    void signedBy(String authority, String alias) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-signer",
                authority,
                "-ext",
                "SAN=dns:" + alias + ".example");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
        }
    }

    X509Certificate certificate(String alias) throws Exception {
        return (X509Certificate) open().getCertificate(alias);
    }

    /** Writes a key and its certificate as PEM files. */
    TlsFiles files(String alias, List<String> clientAuthorities) throws Exception {
        List<Path> authorities = new ArrayList<>();
        for (String authority : clientAuthorities) {
            authorities.add(certificateFile(authority));
        }
        return new TlsFiles(
                certificateFile(alias),
                write(
                        alias + ".key",
                        "PRIVATE KEY",
                        open().getKey(alias, PASSWORD.toCharArray()).getEncoded()),
                authorities);
    }

    Path certificateFile(String alias) throws Exception {
        return write(alias + ".pem", "CERTIFICATE", certificate(alias).getEncoded());
    }

    private Path write(String name, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label),
                StandardCharsets.US_ASCII);
    }

    /** A client that believes any server. */
    SSLContext client() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        return context;
    }

    /** The same with a certificate to show. */
    SSLContext client(String alias) throws Exception {
        KeyStore single = KeyStore.getInstance("PKCS12");
        single.load(null, null);
        char[] password = PASSWORD.toCharArray();
        single.setKeyEntry(
                "own",
                open().getKey(alias, password),
                password,
                new Certificate[] {certificate(alias)});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(single, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(), new TrustManager[] {new Credulous()}, new SecureRandom());
        return context;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            opened.load(in, PASSWORD.toCharArray());
        }
        return opened;
    }

    /** Handshakes of clients in which a server had to show its certificate: none was resumed. */
    int wholeHandshakes() {
        return wholeHandshakes.get();
    }

    private final class Credulous implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            wholeHandshakes.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
