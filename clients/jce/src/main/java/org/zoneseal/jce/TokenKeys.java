package org.zoneseal.jce;

import java.security.Key;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.ObjectAttributes;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;

/** The keys of the token: read, kept under a name, destroyed. */
final class TokenKeys {

    private final RemoteSlot slot;
    private final RemoteSession session;
    private final TokenEntries entries;
    private final TokenCertificates certificates;

    TokenKeys(RemoteSlot slot, RemoteSession session) {
        this.slot = slot;
        this.session = session;
        this.entries = new TokenEntries(session);
        this.certificates = new TokenCertificates(slot, session);
    }

    /** The key of an entry, as the JDK has keys. */
    Key key(TokenEntry entry) {
        RemoteObject object = slot.object(session, entry.handle(), entry.uniqueId());
        return entry.isPrivateKey()
                ? HsmPrivateKey.of(object, publicKey(entry))
                : new HsmSecretKey(object, secretAlgorithm(entry));
    }

    List<X509Certificate> chain(TokenEntry entry) {
        return certificates.chain(entry.id(), publicKey(entry));
    }

    private String secretAlgorithm(TokenEntry entry) {
        long type =
                session.attributes(entry.handle(), List.of(Cka.KEY_TYPE))
                        .number(Cka.KEY_TYPE)
                        .orElse(-1L);
        return type == Ckk.AES ? "AES" : "Generic";
    }

    /** What the private key's object says, else its public half's, else its certificate's. */
    private PublicKey publicKey(TokenEntry entry) {
        Optional<PublicKey> own = PublicHalves.of(read(entry.handle()));
        return own.or(() -> ofPublicObject(entry.id()))
                .or(() ->
                        certificates.ofId(entry.id()).stream()
                                .map(Certificate::getPublicKey)
                                .findFirst())
                .orElseThrow(() ->
                        new HsmClientException(
                                Ckr.KEY_INDIGESTIBLE,
                                "the HSM does not tell the public half of key \""
                                        + entry.label()
                                        + "\": store its certificate or public key under"
                                        + " the same id"));
    }

    private Optional<PublicKey> ofPublicObject(byte[] id) {
        return id.length == 0
                ? Optional.empty()
                : session.find(Template.of(Cko.PUBLIC_KEY).bytes(Cka.ID, id)).stream()
                        .findFirst()
                        .flatMap(handle -> PublicHalves.of(read(handle)));
    }

    private ObjectAttributes read(long handle) {
        return session.attributes(handle, PublicHalves.ATTRIBUTES);
    }

    /** Keeps a key, and its chain, under a name; what had the name before goes. */
    boolean store(String alias, Key key, KeyImport imported, Certificate[] chain) {
        Optional<TokenEntry> older = entries.find(alias);
        TokenEntry kept = kept(alias, key, imported);
        older.filter(entry -> !entry.uniqueId().equals(kept.uniqueId())).ifPresent(this::delete);
        if (kept.isPrivateKey()) {
            certificates.replaceChain(alias, kept.id(), chain);
        }
        return true;
    }

    private TokenEntry kept(String alias, Key key, KeyImport imported) {
        if (key instanceof HsmPrivateKey own) {
            return keep(alias, own.object());
        }
        if (key instanceof HsmSecretKey own) {
            return keep(alias, own.object());
        }
        return bringIn(alias, imported);
    }

    private TokenEntry keep(String alias, RemoteObject object) {
        if (object.slot() != slot) {
            throw new HsmClientException(
                    Ckr.KEY_HANDLE_INVALID, "the key is in another HSM, or in another slot of it");
        }
        long handle = object.handle(session);
        ObjectAttributes now = session.attributes(handle, List.of(Cka.TOKEN, Cka.LABEL, Cka.ID));
        if (!now.flag(Cka.TOKEN)) {
            handle = copy(alias, handle);
            now.bytes(Cka.ID).ifPresent(id -> keepPublicHalf(alias, id));
        } else if (!now.text(Cka.LABEL).equals(alias)) {
            session.setAttributes(handle, Template.any().text(Cka.LABEL, alias).attributes());
        }
        return entry(handle);
    }

    private void keepPublicHalf(String alias, byte[] id) {
        session.find(Template.of(Cko.PUBLIC_KEY).flag(Cka.TOKEN, false).bytes(Cka.ID, id))
                .forEach(handle -> copy(alias, handle));
    }

    private long copy(String alias, long handle) {
        return session.copy(handle, Template.any().flag(Cka.TOKEN, true).text(Cka.LABEL, alias));
    }

    private TokenEntry bringIn(String alias, KeyImport imported) {
        byte[] id = slot.newRequest().bytes();
        long handle = create(alias, id, imported.secret());
        if (!imported.publicHalf().attributes().isEmpty()) {
            create(alias, id, imported.publicHalf());
        }
        return entry(handle);
    }

    private long create(String alias, byte[] id, Template what) {
        Template named =
                Template.any()
                        .and(what)
                        .flag(Cka.TOKEN, true)
                        .text(Cka.LABEL, alias)
                        .bytes(Cka.ID, id);
        return session.create(named, slot.newRequest());
    }

    private TokenEntry entry(long handle) {
        return TokenEntry.of(handle, session.attributes(handle, TokenEntry.ATTRIBUTES));
    }

    /** Stores a certificate of somebody else under a name. */
    boolean trust(String alias, Certificate certificate) {
        Optional<TokenEntry> older = entries.find(alias);
        if (older.filter(TokenEntry::isKey).isPresent()) {
            throw new HsmClientException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "\"" + alias + "\" is the name of a key");
        }
        certificates.store(alias, new byte[0], certificate);
        older.ifPresent(this::delete);
        return true;
    }

    boolean delete(String alias) {
        entries.find(alias).ifPresent(this::delete);
        return true;
    }

    private void delete(TokenEntry entry) {
        if (entry.isPrivateKey()) {
            certificates.destroyOfId(entry.id());
            publicHalvesOf(entry.id()).forEach(this::destroy);
        }
        destroy(entry.handle());
    }

    private List<Long> publicHalvesOf(byte[] id) {
        return id.length == 0
                ? List.of()
                : session.find(Template.of(Cko.PUBLIC_KEY).flag(Cka.TOKEN, true).bytes(Cka.ID, id));
    }

    private void destroy(long handle) {
        session.destroy(handle, slot.newRequest());
    }

    /** The alias of the entry that holds a certificate. */
    Optional<String> aliasOf(Certificate certificate) {
        return certificates
                .find(certificate)
                .map(this::entry)
                .map(own -> entries.privateKeyOf(own.id()).orElse(own))
                .map(TokenEntry::label)
                .filter(label -> !label.isEmpty());
    }
}
