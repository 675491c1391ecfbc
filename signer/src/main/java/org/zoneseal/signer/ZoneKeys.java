package org.zoneseal.signer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Rrsig;

/**
 * The keys of a zone, and which of them sign what.
 *
 * <p>Every algorithm in the DNSKEY RRset signs every RRset (RFC 4035 §2.2): for an algorithm that
 * has no ZSK its KSKs sign data too, for one that has no KSK its ZSKs sign the keys too. Foreign
 * keys do not count: their owner signs with them elsewhere.
 */
public final class ZoneKeys {

    private final List<ZoneKey> all;
    private final List<ZoneKey.Held> dataSigners = new ArrayList<>();
    private final List<ZoneKey.Held> keySigners = new ArrayList<>();
    private final List<ZoneKey.Offline> offline = new ArrayList<>();

    /**
     * The keys of one zone.
     *
     * @throws SigningException if two keys have the same tag and algorithm, or nothing can sign
     */
    public ZoneKeys(List<ZoneKey> keys) {
        this.all = distinct(keys);
        Map<Integer, List<ZoneKey.Held>> byAlgorithm = new HashMap<>();
        for (ZoneKey key : all) {
            switch (key) {
                case ZoneKey.Held held ->
                        byAlgorithm
                                .computeIfAbsent(held.dnskey().algorithm(), a -> new ArrayList<>())
                                .add(held);
                case ZoneKey.Offline brought -> offline.add(brought);
                case ZoneKey.Foreign foreign -> {}
            }
        }
        byAlgorithm.forEach(this::choose);
        dataSigners.sort(BY_KEY);
        keySigners.sort(BY_KEY);
        if (dataSigners.isEmpty()) {
            throw new SigningException(
                    "no key can sign the zone's data: a ZSK or CSK must be in a token");
        }
        offline.forEach(this::checkAlgorithmSigns);
    }

    private void checkAlgorithmSigns(ZoneKey.Offline key) {
        int algorithm = key.dnskey().algorithm();
        if (dataSigners.stream().noneMatch(held -> held.dnskey().algorithm() == algorithm)) {
            throw new SigningException(
                    "the "
                            + key.dnskey()
                            + " is elsewhere and no key of its algorithm is in a token: every"
                            + " algorithm in the DNSKEY RRset must sign all data (RFC 4035 §2.2)");
        }
    }

    /**
     * The signatures that keys elsewhere have made over one of the key types.
     *
     * @throws SigningException if nobody here signs for an algorithm, and nothing was brought
     */
    List<byte[]> brought(int type) {
        List<byte[]> brought = new ArrayList<>();
        for (ZoneKey.Offline key : offline) {
            List<byte[]> own =
                    key.rrsigs().stream()
                            .filter(rdata -> Rrsig.typeCovered(rdata, 0) == type)
                            .toList();
            int algorithm = key.dnskey().algorithm();
            if (own.isEmpty()
                    && keySigners.stream().noneMatch(k -> k.dnskey().algorithm() == algorithm)) {
                throw new SigningException(
                        "the "
                                + key.dnskey()
                                + " is elsewhere, and no signature of it over the "
                                + RecordTypes.name(type)
                                + " RRset was brought");
            }
            brought.addAll(own);
        }
        return brought;
    }

    private static final Comparator<ZoneKey.Held> BY_KEY =
            Comparator.<ZoneKey.Held>comparingInt(key -> key.dnskey().algorithm())
                    .thenComparingInt(key -> key.dnskey().keyTag());

    private static List<ZoneKey> distinct(List<ZoneKey> keys) {
        Set<Integer> tags = new HashSet<>();
        Set<Dnskey> seen = new HashSet<>();
        List<ZoneKey> distinct = new ArrayList<>();
        List<ZoneKey> ownFirst =
                keys.stream().sorted(Comparator.comparing(ZoneKeys::isForeign)).toList();
        for (ZoneKey key : ownFirst) {
            Dnskey dnskey = key.dnskey();
            if (!seen.add(dnskey)) {
                continue;
            }
            if (!tags.add(dnskey.algorithm() << 16 | dnskey.keyTag())) {
                throw new SigningException(
                        "two keys of algorithm "
                                + dnskey.algorithm()
                                + " have the key tag "
                                + dnskey.keyTag()
                                + ": validators may give up on one of them; make another key");
            }
            distinct.add(key);
        }
        return List.copyOf(distinct);
    }

    private static boolean isForeign(ZoneKey key) {
        return key instanceof ZoneKey.Foreign;
    }

    private void choose(int algorithm, List<ZoneKey.Held> keys) {
        List<ZoneKey.Held> data = keys.stream().filter(key -> key.role().signsData()).toList();
        List<ZoneKey.Held> sep = keys.stream().filter(key -> key.role().signsKeys()).toList();
        boolean broughtSep =
                offline.stream().anyMatch(key -> key.dnskey().algorithm() == algorithm);
        dataSigners.addAll(data.isEmpty() ? sep : data);
        if (!sep.isEmpty() || !broughtSep) {
            keySigners.addAll(sep.isEmpty() ? data : sep);
        }
    }

    /** Every published key. */
    public List<ZoneKey> all() {
        return all;
    }

    /** Those that sign all but the keys. */
    public List<ZoneKey.Held> dataSigners() {
        return List.copyOf(dataSigners);
    }

    /** Those that sign the DNSKEY, CDS and CDNSKEY RRsets. */
    public List<ZoneKey.Held> keySigners() {
        return List.copyOf(keySigners);
    }

    /** The keys that a parent's DS records point to. */
    public List<Dnskey> secureEntryPoints() {
        List<Dnskey> points = new ArrayList<>();
        for (ZoneKey key : all) {
            if (key instanceof ZoneKey.Offline || keySigners.contains(key)) {
                points.add(key.dnskey());
            }
        }
        return points;
    }
}
