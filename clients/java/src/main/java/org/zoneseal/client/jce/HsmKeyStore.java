package org.zoneseal.client.jce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.cryptoki.Ckr;

/**
 * The token's keys and certificates as a key store: what it says is what the HSM says at that
 * moment, and what it is told is in the HSM when it returns.
 *
 * <p>There is no file: it is loaded without a stream, by {@code load(null, pin)}. Passwords of
 * single keys mean nothing; who is logged in may use them.
 */
final class HsmKeyStore extends KeyStoreSpi {

    private final HsmAccess access;
    private final PinSource login;

    /** Asks somebody for the PIN, or has none. */
    interface PinSource {
        void logIn(KeyStore.@Nullable ProtectionParameter protection) throws IOException;
    }

    HsmKeyStore(HsmAccess access, PinSource login) {
        this.access = access;
        this.login = login;
    }

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
            throws IOException {
        if (stream != null) {
            throw new IOException(
                    "keys in an HSM have no file: load the key store without a stream, or give"
                            + " NONE as its name");
        }
        engineLoad(
                password == null
                        ? null
                        : new PinParameter(new KeyStore.PasswordProtection(password)));
    }

    private record PinParameter(KeyStore.ProtectionParameter pin)
            implements KeyStore.LoadStoreParameter {
        @Override
        public KeyStore.ProtectionParameter getProtectionParameter() {
            return pin;
        }
    }

    @Override
    public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter) throws IOException {
        try {
            login.logIn(parameter == null ? null : parameter.getProtectionParameter());
        } catch (HsmClientException e) {
            throw new IOException(
                    Refusals.text(e),
                    e.returnValue() == Ckr.PIN_INCORRECT || e.returnValue() == Ckr.PIN_LOCKED
                            ? new UnrecoverableKeyException(Refusals.text(e))
                            : e);
        }
    }

    /** All has been stored already. */
    @Override
    public void engineStore(@Nullable OutputStream stream, char @Nullable [] password)
            throws IOException {
        if (stream != null) {
            throw new IOException("keys in an HSM cannot be written to a file");
        }
    }

    @Override
    public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter) {}

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password)
            throws UnrecoverableKeyException {
        try {
            Optional<Key> found =
                    ask(session ->
                            entries(session)
                                    .find(alias)
                                    .filter(TokenEntry::isKey)
                                    .map(entry -> keys(session).key(entry)));
            return found.orElse(null);
        } catch (HsmClientException e) {
            UnrecoverableKeyException refused = new UnrecoverableKeyException(Refusals.text(e));
            refused.initCause(e);
            throw refused;
        }
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        List<X509Certificate> chain =
                ask(session ->
                        entries(session)
                                .find(alias)
                                .filter(TokenEntry::isPrivateKey)
                                .map(entry -> keys(session).chain(entry))
                                .orElse(List.of()));
        return chain.isEmpty() ? null : chain.toArray(new Certificate[0]);
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        Certificate[] chain = engineGetCertificateChain(alias);
        if (chain != null) {
            return chain[0];
        }
        Optional<X509Certificate> own =
                ask(session ->
                        entries(session)
                                .find(alias)
                                .filter(TokenEntry::isCertificate)
                                .map(e -> certificates(session).read(e.handle())));
        return own.orElse(null);
    }

    /** When its certificate begins; PKCS#11 does not keep the day of an object's birth. */
    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        if (engineGetCertificate(alias) instanceof X509Certificate certificate) {
            return certificate.getNotBefore();
        }
        return engineContainsAlias(alias) ? Date.from(Instant.EPOCH) : null;
    }

    @Override
    public void engineSetKeyEntry(
            String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
            throws KeyStoreException {
        Certificate[] certificates = chain == null ? new Certificate[0] : chain;
        try (KeyImport imported = importOf(key, certificates)) {
            tell(session -> keys(session).store(alias, key, imported, certificates));
        }
    }

    private static KeyImport importOf(Key key, Certificate[] chain) throws KeyStoreException {
        return switch (key) {
            case HsmPrivateKey own -> KeyImport.none();
            case HsmSecretKey own -> KeyImport.none();
            case PrivateKey foreign when chain.length > 0 ->
                    KeyImport.of(foreign, chain[0].getPublicKey());
            case SecretKey foreign -> KeyImport.of(foreign);
            default ->
                    throw new KeyStoreException(
                            "a private key from outside comes with its certificate");
        };
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain)
            throws KeyStoreException {
        throw new KeyStoreException("keys that are protected already cannot be brought in");
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate)
            throws KeyStoreException {
        tell(session -> keys(session).trust(alias, certificate));
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        tell(session -> keys(session).delete(alias));
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(ask(session -> entries(session).all().keySet()));
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return ask(session -> entries(session).find(alias).isPresent());
    }

    @Override
    public int engineSize() {
        return ask(session -> entries(session).all().size());
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return ask(session -> entries(session).find(alias).filter(TokenEntry::isKey).isPresent());
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return ask(session ->
                entries(session).find(alias).filter(TokenEntry::isCertificate).isPresent());
    }

    /** A private key without a certificate is a private key still. */
    @Override
    public boolean engineEntryInstanceOf(String alias, Class<? extends KeyStore.Entry> type) {
        Optional<TokenEntry> entry = ask(session -> entries(session).find(alias));
        return entry.isPresent()
                && (type == KeyStore.TrustedCertificateEntry.class && entry.get().isCertificate()
                        || type == KeyStore.PrivateKeyEntry.class && entry.get().isPrivateKey()
                        || type == KeyStore.SecretKeyEntry.class && entry.get().isSecretKey());
    }

    @Override
    public @Nullable String engineGetCertificateAlias(@Nullable Certificate certificate) {
        if (certificate == null) {
            return null;
        }
        Optional<String> alias = ask(session -> keys(session).aliasOf(certificate));
        return alias.orElse(null);
    }

    private static TokenEntries entries(RemoteSession session) {
        return new TokenEntries(session);
    }

    private TokenCertificates certificates(RemoteSession session) {
        return new TokenCertificates(access.slot(), session);
    }

    private TokenKeys keys(RemoteSession session) {
        return new TokenKeys(access.slot(), session);
    }

    private <T> T ask(Function<RemoteSession, T> question) {
        RemoteSlot slot = access.slot();
        return slot.inSession(question);
    }

    private void tell(Function<RemoteSession, Boolean> change) throws KeyStoreException {
        try {
            access.slot().inSessionOnce(change);
        } catch (HsmClientException e) {
            throw new KeyStoreException(Refusals.text(e), e);
        }
    }
}
