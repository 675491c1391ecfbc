package org.zoneseal.transfer;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.zoneseal.dns.Name;

/**
 * Who may, by all that is demanded at once: an address, a TSIG key, a certificate, a channel.
 *
 * <p>What is empty is not demanded; of what is named several times, one is enough. A demand for a
 * certificate is one for TLS too.
 *
 * @param addresses where the peer may be
 * @param keys TSIG keys, one of which must have signed the message
 * @param fingerprints SHA-256 of certificates, one of which the peer must have shown
 * @param names names that the peer's certificate must be for, one of them, issued by an authority
 *     that the listener trusts
 * @param demand what the channel must be
 */
public record AccessRule(
        List<AddressPrefix> addresses,
        Set<Name> keys,
        Set<String> fingerprints,
        Set<String> names,
        Demand demand) {

    /** What a rule demands of the channel. */
    public enum Demand {
        ANY_CHANNEL,
        TLS
    }

    /** Everybody. */
    public static final AccessRule ANYBODY =
            new AccessRule(List.of(), Set.of(), Set.of(), Set.of(), Demand.ANY_CHANNEL);

    private static final String FINGERPRINT = "[0-9a-f]{64}";

    /**
     * @throws IllegalArgumentException if a fingerprint is not 64 hexadecimal digits; colons
     *     between them are allowed
     */
    public AccessRule {
        addresses = List.copyOf(addresses);
        keys = Set.copyOf(keys);
        Set<String> digits = new HashSet<>();
        for (String fingerprint : fingerprints) {
            String plain = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
            if (!plain.matches(FINGERPRINT)) {
                throw new IllegalArgumentException(
                        "the fingerprint "
                                + fingerprint
                                + " is not the 64 hexadecimal digits of a SHA-256");
            }
            digits.add(plain);
        }
        fingerprints = Set.copyOf(digits);
        Set<String> normal = new HashSet<>();
        names.forEach(name -> normal.add(ClientCertificate.normal(name)));
        names = Set.copyOf(normal);
    }

    /** Whoever comes from one of these addresses. */
    public static AccessRule from(AddressPrefix... prefixes) {
        return new AccessRule(List.of(prefixes), Set.of(), Set.of(), Set.of(), Demand.ANY_CHANNEL);
    }

    /** And has signed with one of these. */
    public AccessRule withKeys(Name... names) {
        return new AccessRule(addresses, Set.of(names), fingerprints, this.names, demand);
    }

    /** And has shown one of these certificates. */
    public AccessRule withFingerprints(String... sha256) {
        return new AccessRule(addresses, keys, Set.of(sha256), names, demand);
    }

    /** And has shown a certificate for one of these names. */
    public AccessRule withNames(String... hosts) {
        return new AccessRule(addresses, keys, fingerprints, Set.of(hosts), demand);
    }

    /** And comes over TLS. */
    public AccessRule overTls() {
        return new AccessRule(addresses, keys, fingerprints, names, Demand.TLS);
    }

    /** Whether nothing at all is demanded. */
    public boolean admitsAnybody() {
        return equals(ANYBODY);
    }

    /** What the peer lacks of this rule; empty if it lacks nothing. */
    Optional<String> lacking(Peer peer) {
        if (!addresses.isEmpty()
                && addresses.stream().noneMatch(prefix -> prefix.contains(peer.address()))) {
            return Optional.of("its address is not among " + addresses);
        }
        if (demandsTls() && !peer.channel().isEncrypted()) {
            return Optional.of("it did not come over TLS");
        }
        if (demandsCertificate() && !showsOne(peer.certificate())) {
            return Optional.of(
                    peer.certificate().isPresent()
                            ? "its certificate is another"
                            : "it has shown no certificate");
        }
        if (!keys.isEmpty() && peer.key().filter(keys::contains).isEmpty()) {
            return Optional.of(
                    peer.key().isPresent()
                            ? "it signed with another key"
                            : "it did not sign with a TSIG key");
        }
        return Optional.empty();
    }

    private boolean demandsTls() {
        return demand == Demand.TLS || demandsCertificate();
    }

    private boolean demandsCertificate() {
        return !fingerprints.isEmpty() || !names.isEmpty();
    }

    // Named in one way or in the other: the two are two ways to name whom one trusts.
    private boolean showsOne(ClientCertificate certificate) {
        return fingerprints.contains(certificate.fingerprint())
                || certificate.names().stream().anyMatch(names::contains);
    }
}
