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
 */
public final class KeyMaker {

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
        this.zone = zone;
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
                    new KeyRequest(scheme, rsaBits, freshId(), label(role, scheme, "new"));
            KeyHandle made = token.generate(request);
            Dnskey dnskey = dnskey(role, made);
            if (!usedTags.contains(dnskey.keyTag())) {
                return finish(role, made, dnskey, now);
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
                        new KeyRequest(scheme, 0, freshId(), label(role, scheme, "imported")),
                        material);
        Dnskey dnskey = Dnskey.of(flags, scheme.algorithm(), taken.publicHalf().dnskeyForm());
        return finish(role, taken, dnskey, now);
    }

    private KeyEntry.InToken finish(ZoneKey.Role role, KeyHandle key, Dnskey dnskey, Instant now) {
        String label = label(role, key.publicHalf().scheme(), "" + dnskey.keyTag());
        token.relabel(key, label);
        return new KeyEntry.InToken(role, dnskey, now, tokenName, key.id());
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

    /** Labels of keys in the token that say they are this zone's. */
    public List<String> labelsOfZone() {
        return token.keys().stream()
                .map(KeyHandle::label)
                .filter(label -> label.startsWith(zone + "/"))
                .toList();
    }

    private KeyId freshId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new KeyId(id);
    }
}
