package org.zoneseal.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyFinder;
import org.zoneseal.signer.KeyMaker;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.storage.FolderLock;

/** Brings together the keys that a zone is signed with: those of the state folder, or new ones. */
final class KeyProvision {

    private final Name zone;
    private final KeyRing ring;
    private final HsmOptions.Opened hsm;
    private final Duration deadline;

    KeyProvision(Name zone, KeyRing ring, HsmOptions.Opened hsm, Duration deadline) {
        this.zone = zone;
        this.ring = ring;
        this.hsm = hsm;
        this.deadline = deadline;
    }

    /**
     * What new keys shall be, if there are none yet.
     *
     * @param schemes one pair, or one key, for each
     * @param singleKey whether one key has both roles (CSK)
     */
    record Wish(List<SignatureScheme> schemes, boolean singleKey, int rsaBits) {}

    /**
     * The zone's keys, each probed; makes them on the first run.
     *
     * @param wish what was asked for explicitly; its schemes are empty if nothing was
     * @param brought rdatas of RRSIG records by keys that are elsewhere
     */
    List<ZoneKey> keys(Wish wish, List<byte[]> brought, Instant now, Terminal terminal) {
        if (!isComplete(ring.read())) {
            try (FolderLock _ = ring.lock()) {
                makeMissing(wish, now, terminal);
            }
        }
        List<KeyEntry> entries = ring.read();
        checkWish(wish, entries);
        List<ZoneKey> keys = new ArrayList<>();
        for (KeyEntry entry : entries) {
            keys.add(
                    switch (entry) {
                        case KeyEntry.InToken in -> find(in);
                        case KeyEntry.Elsewhere elsewhere ->
                                new ZoneKey.Offline(
                                        elsewhere.dnskey(), by(elsewhere.dnskey(), brought));
                    });
        }
        return keys;
    }

    private ZoneKey find(KeyEntry.InToken entry) {
        if (!entry.token().equals(hsm.name())) {
            throw CommandException.usage(
                    "the "
                            + entry.dnskey()
                            + " of "
                            + zone
                            + (entry.token().equals(HsmOptions.EMBEDDED)
                                    ? " is in the embedded HSM: leave --pkcs11 and --hsm away"
                                    : " is in the token "
                                            + entry.token()
                                            + ": give --pkcs11 LIB or --hsm ADDRESS, and --token "
                                            + entry.token())
                            + ", or another --state for other keys");
        }
        return KeyFinder.find(entry, hsm.token(), deadline);
    }

    private static List<byte[]> by(Dnskey key, List<byte[]> rrsigs) {
        Rrsig rrsig = new Rrsig();
        return rrsigs.stream()
                .filter(rdata ->
                        rrsig.wrap(rdata, 0, rdata.length)
                                && rrsig.keyTag() == key.keyTag()
                                && rrsig.algorithm() == key.algorithm())
                .toList();
    }

    private void checkWish(Wish wish, List<KeyEntry> entries) {
        Set<Integer> wanted = new TreeSet<>();
        if (wish.schemes().isEmpty()) {
            return;
        }
        wish.schemes().forEach(scheme -> wanted.add(scheme.algorithm()));
        Set<Integer> there = new TreeSet<>();
        entries.forEach(entry -> there.add(entry.dnskey().algorithm()));
        if (!wanted.equals(there)) {
            throw CommandException.usage(
                    zone
                            + " has keys of algorithm "
                            + names(there)
                            + " already ("
                            + ring.file()
                            + "), not of "
                            + names(wanted)
                            + ": leave --algorithm away, or give another --state for new keys");
        }
    }

    private static String names(Set<Integer> algorithms) {
        return String.join(", ", algorithms.stream().map(Algorithm::name).toList());
    }

    /** Whether a key file has a key that we can sign with; if not, it is the zone's first run. */
    private static boolean isComplete(List<KeyEntry> entries) {
        return entries.stream().anyMatch(KeyEntry.InToken.class::isInstance);
    }

    /** Makes all keys of a zone, or the zone signing keys where the others are elsewhere. */
    private void makeMissing(Wish wish, Instant now, Terminal terminal) {
        List<KeyEntry> known = ring.read();
        if (isComplete(known)) {
            return;
        }
        KeyMaker maker = new KeyMaker(zone, hsm.token(), hsm.name(), new SecureRandom());
        refuseLostKeys(maker.labelsOfZone());
        Set<Integer> tags = new HashSet<>();
        known.forEach(entry -> tags.add(entry.dnskey().keyTag()));
        List<KeyEntry.InToken> made = new ArrayList<>();
        for (SignatureScheme scheme : schemes(wish, known)) {
            for (ZoneKey.Role role : roles(wish, known)) {
                KeyEntry.InToken key = maker.generate(role, scheme, wish.rsaBits(), tags, now);
                tags.add(key.dnskey().keyTag());
                made.add(key);
                terminal.note("made a key in the " + hsm.name() + " HSM: " + key.dnskey());
            }
        }
        ring.add(made);
        made.forEach(maker::label);
    }

    private void refuseLostKeys(List<String> labels) {
        if (!labels.isEmpty()) {
            throw CommandException.usage(
                    "the token "
                            + hsm.name()
                            + " has keys of "
                            + zone
                            + " ("
                            + String.join(", ", labels)
                            + ") that the state folder knows nothing of ("
                            + ring.file()
                            + "). New keys would break the chain of trust: give the --state that"
                            + " they were made with, or remove them from the token");
        }
    }

    private static Collection<SignatureScheme> schemes(Wish wish, List<KeyEntry> known) {
        if (!known.isEmpty()) {
            Set<SignatureScheme> schemes = EnumSet.noneOf(SignatureScheme.class);
            known.forEach(
                    entry -> schemes.add(SignatureScheme.ofAlgorithm(entry.dnskey().algorithm())));
            return schemes;
        }
        return wish.schemes().isEmpty()
                ? List.of(SignatureScheme.ECDSA_P256_SHA256)
                : wish.schemes();
    }

    private static List<ZoneKey.Role> roles(Wish wish, List<KeyEntry> known) {
        if (!known.isEmpty()) {
            return List.of(ZoneKey.Role.ZSK);
        }
        return wish.singleKey()
                ? List.of(ZoneKey.Role.CSK)
                : List.of(ZoneKey.Role.KSK, ZoneKey.Role.ZSK);
    }
}
