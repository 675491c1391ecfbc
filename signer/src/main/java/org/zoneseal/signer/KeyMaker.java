package org.zoneseal.signer;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;

/**
 * Makes the keys of a zone inside a token: a fresh id, a key tag that no other key of the zone has,
 * and a label that says what it is.
 *
 * <p>A key gets that label last, when its entry is in the key file: a run that is killed in between
 * leaves a key that nobody knows and nothing was signed with, and the next run makes its own.
 */
public final class KeyMaker {

    /** In place of the key tag, until the key is in the key file. */
    private static final String NEW = "new";

    private static final int ID_BYTES = 16;
    private static final int ATTEMPTS = 16;

    private final Name zone;
    private final Token token;
    private final String tokenName;
    private final SecureRandom random;

    /**
     * @param tokenName what key files call the token
     */
    public KeyMaker(Name zone, Token token, String tokenName, SecureRandom random) {
        this.zone = Name.fromWire(zone.toCanonicalWire(), 0);
        this.token = token;
        this.tokenName = tokenName;
        this.random = random;
    }

    /**
     * Generates a key.
     *
     * @param usedTags key tags that the zone has already; the new one's is none of them
     * @throws HsmException if the token cannot
     */
    public KeyEntry.InToken generate(
            ZoneKey.Role role,
            SignatureScheme scheme,
            int rsaBits,
            Set<Integer> usedTags,
            Instant now) {
        for (int i = 0; i < ATTEMPTS; i++) {
            KeyRequest request =
                    new KeyRequest(scheme, rsaBits, freshId(), label(role, scheme, NEW));
            KeyHandle made = token.generate(request);
            Dnskey dnskey = dnskey(role, made);
            if (!usedTags.contains(dnskey.keyTag())) {
                return new KeyEntry.InToken(role, dnskey, now, tokenName, made.id());
            }
            token.destroy(made);
        }
        throw new SigningException(
                "no key with a free key tag after "
                        + ATTEMPTS
                        + " attempts: the zone has too many keys");
    }

    /** Takes in a key that was outside. */
    public KeyEntry.InToken importKey(
            ZoneKey.Role role, int flags, PrivateMaterial material, Instant now) {
        SignatureScheme scheme = material.scheme();
        KeyHandle taken =
                token.importKey(
                        new KeyRequest(scheme, 0, freshId(), label(role, scheme, NEW)), material);
        Dnskey dnskey = Dnskey.of(flags, scheme.algorithm(), taken.publicHalf().dnskeyForm());
        return new KeyEntry.InToken(role, dnskey, now, tokenName, taken.id());
    }

    /**
     * Gives a key the label that says it is the zone's, once its entry is in the key file.
     *
     * @throws HsmException if the token cannot; the key is as good as before
     */
    public void label(KeyEntry.InToken entry) {
        String label =
                label(
                        entry.role(),
                        SignatureScheme.ofAlgorithm(entry.dnskey().algorithm()),
                        "" + entry.dnskey().keyTag());
        token.find(entry.id()).forEach(key -> token.relabel(key, label));
    }

    private static Dnskey dnskey(ZoneKey.Role role, KeyHandle key) {
        int flags = role == ZoneKey.Role.ZSK ? Dnskey.ZSK : Dnskey.KSK;
        return Dnskey.of(
                flags, key.publicHalf().scheme().algorithm(), key.publicHalf().dnskeyForm());
    }

    private String label(ZoneKey.Role role, SignatureScheme scheme, String tag) {
        return zone
                + "/"
                + role.name().toLowerCase(Locale.ROOT)
                + "/"
                + scheme.algorithm()
                + "/"
                + tag;
    }

    /**
     * Labels of keys in the token that say they are this zone's. What a run left that was ended
     * before its keys were in the key file is not among them: nothing was ever signed with it.
     */
    public List<String> labelsOfZone() {
        return token.keys().stream()
                .map(KeyHandle::label)
                .filter(label -> label.startsWith(zone + "/") && !label.endsWith("/" + NEW))
                .toList();
    }

    private KeyId freshId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new KeyId(id);
    }
}
