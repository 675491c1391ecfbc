package org.zoneseal.jce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;

/**
 * Which object an alias means.
 *
 * <p>An alias is a label. Where several keys have the same one, it is the label, {@code #} and the
 * id in hex. A certificate whose id is that of a private key belongs to the key's entry; one that
 * has no label is part of somebody's chain; all others are entries of their own. Looking for one
 * alias asks for its label, however many objects the token has.
 */
final class TokenEntries {

    private final RemoteSession session;

    TokenEntries(RemoteSession session) {
        this.session = session;
    }

    /** All entries by alias. */
    Map<String, TokenEntry> all() {
        Map<String, TokenEntry> entries = new LinkedHashMap<>();
        List<TokenEntry> keys = new ArrayList<>(read(Cko.PRIVATE_KEY, Template.any()));
        List<byte[]> idsOfKeys = keys.stream().map(TokenEntry::id).toList();
        keys.addAll(read(Cko.SECRET_KEY, Template.any()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        keys.forEach(key -> counts.merge(key.label(), 1, Integer::sum));
        for (TokenEntry key : keys) {
            boolean isPlain = counts.getOrDefault(key.label(), 0) == 1 && !key.label().isEmpty();
            entries.put(isPlain ? key.label() : key.distinctAlias(), key);
        }
        for (TokenEntry certificate : read(Cko.CERTIFICATE, Template.any())) {
            boolean isOfKey =
                    idsOfKeys.stream().anyMatch(id -> Arrays.equals(id, certificate.id()));
            if (!isOfKey && !certificate.label().isEmpty()) {
                entries.putIfAbsent(certificate.label(), certificate);
            }
        }
        return entries;
    }

    /** The entry of an alias. */
    Optional<TokenEntry> find(String alias) {
        List<TokenEntry> keys = keysLabelled(alias);
        if (keys.size() == 1) {
            return Optional.of(keys.get(0));
        }
        int mark = alias.lastIndexOf('#');
        if (keys.isEmpty() && mark >= 0) {
            keys = keysLabelled(alias.substring(0, mark));
        }
        Optional<TokenEntry> distinct =
                keys.stream().filter(key -> key.distinctAlias().equals(alias)).findFirst();
        return distinct.isPresent() ? distinct : trusted(alias);
    }

    private List<TokenEntry> keysLabelled(String label) {
        List<TokenEntry> keys =
                new ArrayList<>(read(Cko.PRIVATE_KEY, Template.any().text(Cka.LABEL, label)));
        keys.addAll(read(Cko.SECRET_KEY, Template.any().text(Cka.LABEL, label)));
        return keys;
    }

    private Optional<TokenEntry> trusted(String label) {
        if (label.isEmpty()) {
            return Optional.empty();
        }
        return read(Cko.CERTIFICATE, Template.any().text(Cka.LABEL, label)).stream()
                .filter(certificate -> privateKeyOf(certificate.id()).isEmpty())
                .findFirst();
    }

    /** The private key with an id. */
    Optional<TokenEntry> privateKeyOf(byte[] id) {
        return id.length == 0
                ? Optional.empty()
                : read(Cko.PRIVATE_KEY, Template.any().bytes(Cka.ID, id)).stream().findFirst();
    }

    /** Token objects of a class that match. */
    List<TokenEntry> read(long objectClass, Template more) {
        List<Long> handles = session.find(Template.of(objectClass).flag(Cka.TOKEN, true).and(more));
        var attributes = session.attributes(handles, TokenEntry.ATTRIBUTES);
        List<TokenEntry> entries = new ArrayList<>(handles.size());
        for (int i = 0; i < handles.size(); i++) {
            entries.add(TokenEntry.of(handles.get(i), attributes.get(i)));
        }
        return entries;
    }
}
