package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.proof.ProofReport.Counts;
import org.zoneseal.proof.ProofReport.ZonemdStatus;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Proves a zone by its pages, as they come or all at the end.
 *
 * <p>The work is cut by page. What can be said of a page alone (signatures, types, TTLs, the chain
 * within) is found by a {@link RangeProver}, in any order and on any thread, and kept with the page
 * itself as its name: pages are immutable, so a page that was proved once is proved in every
 * version that holds it. {@link #finish} takes a whole version, proves each page of it that was not
 * proved yet, joins the pages (zone cuts and chains that cross their borders), and adds what only
 * the whole can show: keys and anchors, the NSEC3 of every name, the ZONEMD digest. So nothing can
 * slip through by not having been handed in, and proving while signing costs nothing twice.
 *
 * <p>Everything is held against the {@link ZoneFacts} of the apex. If those of the finished version
 * are others than those that the pages were proved with, all pages are proved again.
 *
 * <p>A prover can be kept for the next version of the zone. What was proved of a page at an earlier
 * time stands as long as nothing was wrong with it and its signatures live: a signature that had
 * begun then has begun now. Of a clock that goes back nothing is taken over.
 */
public final class ZoneProver {

    /** Pages that a thread takes at a time. */
    private static final int RUN = 8;

    private ProofOptions options;
    private final IdentityHashMap<byte[], PageProof> proved = new IdentityHashMap<>();
    private final HashLinks links = new HashLinks();
    private ZoneFacts facts;

    /**
     * @param facts of the version to come: from an apex that has its DNSKEY, SOA and NSEC3PARAM
     *     already; without the latter an NSEC chain is expected
     */
    public ZoneProver(ZoneFacts facts, ProofOptions options) {
        this.facts = facts.expectingDenial();
        this.options = options;
    }

    /** A prover of ranges for one thread. */
    public RangeProver rangeProver() {
        return new RangeProver(this, facts, options);
    }

    void keep(PageProof proof) {
        synchronized (proved) {
            proved.put(proof.page(), proof);
        }
    }

    private @Nullable PageProof kept(byte[] page) {
        synchronized (proved) {
            return proved.get(page);
        }
    }

    /**
     * Proves the next version of the zone at its own time; pages that it shares with the one before
     * are not proved twice.
     *
     * @param at the time that signatures must be valid at, in seconds since 1970
     */
    public ProofReport finish(ZoneVersion version, long at, ProofProgress progress) {
        boolean later = at >= options.at();
        options = options.withTime(at);
        long floor = at + options.expiryFloor();
        synchronized (proved) {
            proved.values().removeIf(proof -> !later || !stands(proof.findings(), floor));
        }
        return finish(version, progress);
    }

    private static boolean stands(Findings findings, long floor) {
        return findings.problemCount() == 0 && findings.earliestExpiry >= floor;
    }

    /** Forgets pages that only other versions have. */
    private void keepOnly(List<PageProof> names, List<PageProof> hashes) {
        synchronized (proved) {
            proved.clear();
            names.forEach(this::keep);
            hashes.forEach(this::keep);
        }
    }

    /** Proves what is not proved yet of a version, and says what is wrong with it as a whole. */
    public ProofReport finish(ZoneVersion version, ProofProgress progress) {
        long start = System.nanoTime();
        ZoneFacts found = ZoneFacts.of(version);
        if (!found.equals(facts)) {
            facts = found;
            proved.clear();
            links.clear();
        }
        Findings whole = new Findings(options.maxProblems());
        new ApexProver(version, facts, options, whole).prove();
        Findings zonemdFindings = new Findings(options.maxProblems());
        ZonemdStatus[] zonemd = {ZonemdStatus.ABSENT};
        List<Crew.Job> jobs = new ArrayList<>();
        jobs.add(hand ->
                zonemd[0] = new ZonemdProver(version, facts, options, zonemdFindings).prove());
        jobs.addAll(pageJobs(version, progress));
        Crew crew = new Crew(options.threads(), () -> new Hand(facts, options));
        crew.run(jobs);
        whole.addAll(zonemdFindings);
        List<PageProof> names = joinNames(version);
        List<PageProof> hashes = proofs(version.nsec3PageCount(), version::nsec3Nodes);
        keepOnly(names, hashes);
        followChain(names, RecordType.NSEC, whole);
        followChain(hashes, RecordType.NSEC3, whole);
        names.forEach(proof -> whole.addAll(proof.findings()));
        hashes.forEach(proof -> whole.addAll(proof.findings()));
        Nsec3Param parameters = facts.parameters();
        if (parameters != null && parameters.iterations() <= Nsec3Param.MAX_ITERATIONS) {
            links.link(version, facts, options, names, hashes, crew, whole);
        }
        return report(version, whole, zonemd[0], start);
    }

    private ProofReport report(
            ZoneVersion version, Findings whole, ZonemdStatus zonemd, long start) {
        return new ProofReport(
                version.apex(),
                ZoneFacts.serial(version),
                options.at(),
                whole.problems(),
                whole.problemCount(),
                new Counts(
                        version.records(),
                        whole.rrsets,
                        whole.signatures,
                        whole.denialRecords,
                        whole.optedOut),
                whole.earliestExpiry,
                facts.keys(),
                facts.denial(),
                zonemd,
                ProofReport.VERIFIER_VERSION,
                (System.nanoTime() - start) / 1e9);
    }

    /** Nodes of some pages of a tree. */
    private interface Tree {
        NodeCursor nodes(int fromPage, int toPage);
    }

    private List<Crew.Job> pageJobs(ZoneVersion version, ProofProgress progress) {
        List<Crew.Job> jobs = new ArrayList<>();
        int pages = version.pageCount() + version.nsec3PageCount();
        AtomicInteger done = new AtomicInteger(pages);
        forMissing(
                version.pageCount(),
                version::nodes,
                (from, to) -> {
                    done.addAndGet(from - to);
                    jobs.add(hand -> {
                        hand.names()
                                .prove(
                                        version.nodes(from, to),
                                        enclosing(version, from),
                                        this::keep);
                        progress.proved(done.addAndGet(to - from), pages);
                    });
                });
        forMissing(
                version.nsec3PageCount(),
                version::nsec3Nodes,
                (from, to) -> {
                    done.addAndGet(from - to);
                    jobs.add(hand -> {
                        hand.hashes().prove(version.nsec3Nodes(from, to), this::keep);
                        progress.proved(done.addAndGet(to - from), pages);
                    });
                });
        return jobs;
    }

    private interface Range {
        void between(int fromPage, int toPage);
    }

    /** Finds the runs of pages that are not proved yet. */
    private void forMissing(int pages, Tree tree, Range range) {
        int from = 0;
        for (int i = 0; i <= pages; i++) {
            boolean missing = i < pages && kept(page(tree, i)) == null;
            if (!missing || i - from == RUN) {
                if (i > from) {
                    range.between(from, i);
                }
                from = missing ? i : i + 1;
            }
        }
    }

    private static byte[] page(Tree tree, int index) {
        NodeCursor node = tree.nodes(index, index + 1);
        node.next();
        return node.page();
    }

    private static byte @Nullable [] enclosing(ZoneVersion version, int page) {
        NodeCursor node = version.nodes(page, page + 1);
        return node.next()
                ? Enclosing.of(version, node.page(), node.keyOffset(), node.keyLength()).key()
                : null;
    }

    private List<PageProof> proofs(int pages, Tree tree) {
        List<PageProof> proofs = new ArrayList<>(pages);
        for (int i = 0; i < pages; i++) {
            proofs.add(Objects.requireNonNull(kept(page(tree, i)), "every page is proved by now"));
        }
        return proofs;
    }

    /** The pages' proofs, each made below the cut that the page before really leaves open. */
    private List<PageProof> joinNames(ZoneVersion version) {
        List<PageProof> proofs = proofs(version.pageCount(), version::nodes);
        byte[] exit = null;
        for (int i = 0; i < proofs.size(); i++) {
            if (!proofs.get(i).follows(exit)) {
                int index = i;
                new NamesProver(facts, options)
                        .prove(version.nodes(i, i + 1), exit, again -> proofs.set(index, again));
            }
            exit = proofs.get(i).exit();
        }
        return proofs;
    }

    /** Follows a chain from page to page, and from the last to the first. */
    private void followChain(List<PageProof> proofs, int type, Findings findings) {
        PageProof first = null;
        PageProof last = null;
        for (PageProof proof : proofs) {
            if (proof.firstOwner() == null) {
                continue;
            }
            if (last == null) {
                first = proof;
            } else {
                follow(last, proof, type, findings);
            }
            last = proof;
        }
        if (first != null && last != null) {
            follow(last, first, type, findings);
        }
    }

    private void follow(PageProof from, PageProof to, int type, Findings findings) {
        byte[] owner = Objects.requireNonNull(from.lastOwner());
        byte[] follower = Objects.requireNonNull(to.firstOwner());
        if (from.lastNext() != null && !Arrays.equals(from.lastNext(), follower)) {
            byte[] name = ChainProblems.name(facts, follower, 0, follower.length).toWire();
            ChainProblems.broken(facts, type, owner, 0, owner.length, name, findings);
        }
    }
}
