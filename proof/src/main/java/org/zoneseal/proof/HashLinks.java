package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Holds all names of a version against its NSEC3 records, page by page, and keeps what it found for
 * the next version: there only those pages are looked at again that are new, that follow on another
 * name than before, or of which a hash was looked up where something has changed.
 */
final class HashLinks {

    /** Pages that a thread takes at a time. */
    private static final int RUN = 8;

    private static final byte[] NOTHING_BEFORE = {};

    private final HashPages hashPages = new HashPages();
    private final IdentityHashMap<byte[], PageLink> kept = new IdentityHashMap<>();

    /** Key of the last node that is not occluded, of pages whose entry is as it was. */
    private final IdentityHashMap<byte[], Last> lasts = new IdentityHashMap<>();

    private record Last(byte @Nullable [] entry, byte[] key) {}

    /** Forgets all: the keys, or how names are hashed, are others. */
    void clear() {
        kept.clear();
        lasts.clear();
    }

    /** Says what is wrong between the names of a version and its NSEC3 records. */
    void link(
            ZoneVersion version,
            ZoneFacts facts,
            ProofOptions options,
            List<PageProof> names,
            List<PageProof> hashes,
            Crew crew,
            Findings whole) {
        Nsec3Param parameters = Objects.requireNonNull(facts.parameters());
        // Empty until the end: what fails on the way leaves nothing of an earlier version behind.
        IdentityHashMap<byte[], PageLink> known = new IdentityHashMap<>(kept);
        kept.clear();
        if (hashPages.isEmpty()) {
            known.clear();
        }
        BitSet changed = hashPages.turnTo(hashes.stream().map(PageProof::page).toList());
        byte[][] before = befores(version, names);
        PageLink[] links = new PageLink[names.size()];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            PageLink link = known.get(names.get(i).page());
            if (link != null && link.stands(names.get(i).entry(), before[i], changed)) {
                links[i] = link;
            } else {
                missing.add(i);
            }
        }
        List<Crew.Job> jobs = new ArrayList<>();
        for (int from = 0; from < missing.size(); from += RUN) {
            List<Integer> run = missing.subList(from, Math.min(from + RUN, missing.size()));
            jobs.add(hand -> {
                HashLink link = HashLink.checking(version, facts, parameters, options, hashPages);
                for (int i : run) {
                    links[i] = link.page(version.nodes(i, i + 1), names.get(i).entry(), before[i]);
                }
            });
        }
        crew.run(jobs);
        keep(names, links);
        long matched = 0;
        for (PageLink link : links) {
            whole.addAll(link.findings());
            matched += link.matched();
        }
        if (matched != version.nsec3Owners()) {
            extraHashes(version, facts, parameters, options, whole);
        }
    }

    private void keep(List<PageProof> names, PageLink[] links) {
        for (int i = 0; i < links.length; i++) {
            if (links[i].isLasting()) {
                kept.put(names.get(i).page(), links[i]);
            }
        }
    }

    /** For each page the key of the last node before it that is not occluded. */
    private byte[][] befores(ZoneVersion version, List<PageProof> names) {
        byte[][] before = new byte[names.size()][];
        byte[] last = NOTHING_BEFORE;
        IdentityHashMap<byte[], Last> known = new IdentityHashMap<>(lasts);
        lasts.clear();
        for (int i = 0; i < before.length; i++) {
            before[i] = last;
            PageProof page = names.get(i);
            Last found = known.get(page.page());
            if (found == null || !Arrays.equals(found.entry(), page.entry())) {
                found = new Last(page.entry(), last(version.nodes(i, i + 1), page.entry()));
            }
            lasts.put(page.page(), found);
            last = found.key();
        }
        return before;
    }

    private static byte[] last(NodeCursor nodes, byte @Nullable [] entry) {
        Cut cut = new Cut();
        cut.begin(entry);
        byte[] page = entry;
        int offset = 0;
        int length = entry == null ? 0 : entry.length;
        while (nodes.next()) {
            if (cut.classify(nodes) != Cut.Kind.OCCLUDED) {
                page = nodes.page();
                offset = nodes.keyOffset();
                length = nodes.keyLength();
            }
        }
        return page == null ? NOTHING_BEFORE : Arrays.copyOfRange(page, offset, offset + length);
    }

    /** Names the NSEC3 records that are no name's; only when it is known that there are some. */
    private static void extraHashes(
            ZoneVersion version,
            ZoneFacts facts,
            Nsec3Param parameters,
            ProofOptions options,
            Findings findings) {
        Set<Long> known = new HashSet<>();
        HashLink.collect(version, facts, parameters, options, known);
        byte[] hash = new byte[255];
        NodeCursor node = version.nsec3Cursor();
        while (node.next()) {
            if (node.keyLength() == HashesProver.KEY_LENGTH
                    && Base32Hex.decode(node.page(), node.keyOffset(), 32, hash, 0)
                            == Nsec3Hash.LENGTH
                    && !known.contains(HashLink.prefix(hash))) {
                findings.add(
                        ChainProblems.name(facts, node.page(), node.keyOffset(), node.keyLength()),
                        RecordType.NSEC3,
                        ProblemCode.NSEC3_EXTRA,
                        "NSEC3: no name of the zone has this hash");
            }
        }
    }
}
