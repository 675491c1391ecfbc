package org.zoneseal.signer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.ZoneVersion;

/**
 * Signs a whole zone.
 *
 * <p>The names are cut into shares of pages, many more than there are workers. A worker signs a
 * share from first name to last without a word to the others: what is above its first name it looks
 * up ({@link NameWalk}), the name after its last one it finds by walking on. So no RRset can be
 * split and no cut be lost at a boundary, and the result does not depend on how many workers there
 * were. NSEC3 records, in hash order, are a second round; ZONEMD, which hashes everything, is the
 * last thing.
 */
public final class ZoneSigner {

    /**
     * How much one share of the work is.
     *
     * @param pages pages of names
     * @param nsec3 NSEC3 records
     */
    record Grain(int pages, int nsec3) {

        private static final Grain USUAL = new Grain(32, 4096);
    }

    private final SigningPolicy policy;
    private final ZoneKeys keys;
    private final int threads;
    private final Duration deadline;
    private final SigningListener listener;
    private final Grain grain;

    /**
     * A signer of one zone.
     *
     * @param threads how many sign, each with a session of its own
     * @param deadline how long a token may take for one signature
     */
    public ZoneSigner(
            SigningPolicy policy,
            ZoneKeys keys,
            int threads,
            Duration deadline,
            SigningListener listener) {
        this(policy, keys, threads, deadline, listener, Grain.USUAL);
    }

    ZoneSigner(
            SigningPolicy policy,
            ZoneKeys keys,
            int threads,
            Duration deadline,
            SigningListener listener,
            Grain grain) {
        if (threads < 1) {
            throw new IllegalArgumentException("signing with " + threads + " threads");
        }
        this.policy = policy;
        this.keys = keys;
        this.threads = threads;
        this.deadline = deadline;
        this.listener = listener;
        this.grain = grain;
    }

    /**
     * Signs the content of {@code source}; DNSSEC records in it are replaced.
     *
     * @throws SigningException if it cannot be signed as asked
     * @throws HsmException if a token does not do what it is for
     */
    public SignedZone sign(ZoneVersion source) {
        return sign(source, source.serial(), null);
    }

    /** The same, taking over what is still good of an earlier signed version. */
    public SignedZone sign(ZoneVersion source, ZoneVersion previous) {
        long current =
                SerialPolicy.isAfter(previous.serial(), source.serial())
                        ? previous.serial()
                        : source.serial();
        return sign(source, current, previous);
    }

    private SignedZone sign(ZoneVersion source, long current, @Nullable ZoneVersion previous) {
        long serial =
                policy.serial() == SerialPolicy.KEEP
                        ? source.serial()
                        : policy.serial().next(current, policy.times().at());
        ApexPreparation preparation = new ApexPreparation(source, policy, keys, serial);
        ZoneVersion prepared = preparation.prepare();
        byte[] apex = source.apex().toWire();
        SigningContext context =
                new SigningContext(
                        prepared,
                        apex,
                        source.apex().toCanonicalWire(),
                        policy,
                        previous,
                        keys.dataSigners().stream().map(SigningKey::of).toList(),
                        keys.keySigners().stream().map(SigningKey::of).toList(),
                        brought(),
                        preparation.denialTtl());
        try (LanePool pool = LanePool.open(context, threads, deadline)) {
            return new Run(context, pool).sign(DnssecRecords.count(source));
        }
    }

    private List<byte[]> brought() {
        List<byte[]> brought = new ArrayList<>(keys.brought(RecordType.DNSKEY));
        if (policy.cds()) {
            brought.addAll(keys.brought(RecordType.CDS));
            brought.addAll(keys.brought(RecordType.CDNSKEY));
        }
        return brought;
    }

    /** One run of signing. */
    private final class Run {

        private final SigningContext context;
        private final LanePool pool;
        private final List<NodeSigner> nodeSigners = new ArrayList<>();
        private final List<Nsec3Signer> nsec3Signers = new ArrayList<>();
        private long denialRecords;

        Run(SigningContext context, LanePool pool) {
            this.context = context;
            this.pool = pool;
            pool.lanes().forEach(lanes -> nodeSigners.add(new NodeSigner(context, lanes)));
        }

        SignedZone sign(long replaced) {
            int shares = shares(context.prepared().pageCount(), grain.pages());
            listener.started(context.prepared(), shares);
            List<PackedPages> names = signNames(shares);
            List<PackedPages> hashes =
                    context.policy().denial() instanceof Denial.Nsec3 nsec3
                            ? signNsec3(nsec3, shares)
                            : List.of();
            ZoneVersion signed = ZoneVersion.of(context.prepared().apex(), names, hashes);
            RrsetSigner last = nodeSigners.getFirst().signer();
            if (context.addsZonemd()) {
                signed = new ZonemdSeal(context, last).seal(signed);
            }
            long made =
                    nodeSigners.stream().mapToLong(signer -> signer.signer().made()).sum()
                            + nsec3Signers.stream().mapToLong(Nsec3Signer::made).sum();
            long reused =
                    nodeSigners.stream().mapToLong(NodeSigner::reused).sum()
                            + nsec3Signers.stream().mapToLong(Nsec3Signer::reused).sum();
            denialRecords += nodeSigners.stream().mapToLong(NodeSigner::denialRecords).sum();
            return new SignedZone(signed, made, reused, denialRecords, replaced);
        }

        private List<PackedPages> signNames(int shares) {
            boolean nsec = context.policy().denial() instanceof Denial.Nsec;
            List<PackedPages> names = new ArrayList<>(shares);
            new Workers<>(nodeSigners, pool.watch())
                    .run(
                            shares,
                            (signer, share) -> signShare(signer, share, shares, nsec),
                            pages -> {
                                names.add(pages);
                                listener.namesSigned(pages, names.size() - 1, shares);
                            });
            return names;
        }

        private PackedPages signShare(NodeSigner signer, int share, int shares, boolean nsec) {
            signer.restart();
            NameWalk walk = new NameWalk(context.prepared(), cursor(share, shares, share + 1));
            if (!nsec) {
                while (walk.next()) {
                    if (walk.standing() == NameWalk.Standing.OCCLUDED) {
                        signer.copyOccluded(walk.node());
                    } else {
                        signer.sign(walk);
                    }
                }
                return signer.out().finish();
            }
            signWithNsec(signer, walk, cursor(share, shares, shares));
            return signer.out().finish();
        }

        /** Signs with one walk, while another is one name of the chain ahead. */
        private void signWithNsec(NodeSigner signer, NameWalk walk, NodeCursor from) {
            NameWalk ahead = new NameWalk(context.prepared(), from);
            boolean more = ahead.nextInChain();
            byte[] next = new byte[Name.MAX_WIRE_LENGTH];
            while (walk.next()) {
                if (walk.standing() == NameWalk.Standing.OCCLUDED) {
                    signer.copyOccluded(walk.node());
                    continue;
                }
                more = more && ahead.nextInChain();
                int length = more ? ahead.node().owner(next, 0) : apexTo(next);
                signer.signWithNsec(walk, next, length);
            }
        }

        private int apexTo(byte[] out) {
            System.arraycopy(context.apexWire(), 0, out, 0, context.apexWire().length);
            return context.apexWire().length;
        }

        private NodeCursor cursor(int share, int shares, int toShare) {
            int pages = context.prepared().pageCount();
            return context.prepared()
                    .nodes(
                            (int) ((long) pages * share / shares),
                            (int) ((long) pages * toShare / shares));
        }

        private List<PackedPages> signNsec3(Denial.Nsec3 parameters, int shares) {
            Nsec3Chain chain = chain(parameters, shares);
            pool.lanes().forEach(lanes -> nsec3Signers.add(new Nsec3Signer(context, chain, lanes)));
            int stretches = shares(chain.count(), grain.nsec3());
            List<PackedPages> hashes = new ArrayList<>(stretches);
            new Workers<>(nsec3Signers, pool.watch())
                    .run(
                            stretches,
                            (signer, stretch) ->
                                    signer.sign(
                                            (int) ((long) chain.count() * stretch / stretches),
                                            (int)
                                                    ((long) chain.count()
                                                            * (stretch + 1)
                                                            / stretches)),
                            pages -> {
                                hashes.add(pages);
                                listener.nsec3Signed(pages, hashes.size() - 1, stretches);
                            });
            denialRecords = chain.count();
            return hashes;
        }

        private Nsec3Chain chain(Denial.Nsec3 parameters, int shares) {
            List<HashedNames> hashed = new ArrayList<>(shares);
            new Workers<>(nodeSigners, pool.watch())
                    .run(
                            shares,
                            (signer, share) ->
                                    new HashedNames(context, parameters)
                                            .collect(
                                                    new NameWalk(
                                                            context.prepared(),
                                                            cursor(share, shares, share + 1))),
                            hashed::add);
            return new Nsec3Chain(hashed, parameters);
        }
    }

    private static int shares(int amount, int each) {
        return Math.max(1, (amount + each - 1) / each);
    }
}
