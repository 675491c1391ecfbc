package org.zoneseal.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.zoneseal.proof.Enclosing;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofProgress;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.RangeProver;
import org.zoneseal.proof.ZoneFacts;
import org.zoneseal.proof.ZoneProver;
import org.zoneseal.signer.SigningListener;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.ZoneVersion;

/**
 * Proves a zone while it is still being signed: each share as soon as it is there, the whole at the
 * end.
 */
final class SigningProof implements SigningListener, AutoCloseable {

    private final ProofOptions options;
    private final ExecutorService threads;
    private final List<Future<?>> shares = new ArrayList<>();
    private byte[] apexWire = {};
    private @Nullable ZoneVersion prepared;
    private @Nullable ZoneProver prover;
    private ThreadLocal<@Nullable RangeProver> ranges = new ThreadLocal<>();

    SigningProof(ProofOptions options) {
        this.options = options;
        this.threads =
                Executors.newFixedThreadPool(
                        options.threads(),
                        Thread.ofPlatform().daemon().name("proof-", 0).factory());
    }

    @Override
    public void started(ZoneVersion zone, int shareCount) {
        ZoneProver made = new ZoneProver(ZoneFacts.of(zone), options);
        prepared = zone;
        prover = made;
        apexWire = zone.apex().toWire();
        ranges = ThreadLocal.withInitial(made::rangeProver);
    }

    private RangeProver range() {
        RangeProver range = ranges.get();
        if (range == null) {
            throw new IllegalStateException("nothing is being signed");
        }
        return range;
    }

    @Override
    public void namesSigned(PackedPages pages, int share, int shareCount) {
        ZoneVersion zone = prepared;
        if (zone == null) {
            throw new IllegalStateException("nothing is being signed");
        }
        shares.add(
                threads.submit(() -> {
                    NodeCursor first = pages.cursor(apexWire);
                    if (first.next()) {
                        Enclosing enclosing =
                                Enclosing.of(
                                        zone, first.page(), first.keyOffset(), first.keyLength());
                        range().proveNames(pages.cursor(apexWire), enclosing);
                    }
                }));
    }

    @Override
    public void nsec3Signed(PackedPages pages, int share, int shareCount) {
        shares.add(threads.submit(() -> range().proveNsec3(pages.cursor(apexWire))));
    }

    /** Proves the rest and the whole, on a thread of its own. */
    Future<ProofReport> finish(ZoneVersion signed) {
        ZoneProver whole = prover;
        if (whole == null) {
            throw new IllegalStateException("nothing was signed");
        }
        Callable<ProofReport> rest =
                () -> {
                    for (Future<?> share : shares) {
                        share.get();
                    }
                    return whole.finish(signed, ProofProgress.NONE);
                };
        return Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("proof-end").factory())
                .submit(rest);
    }

    static ProofReport result(Future<ProofReport> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the proof itself failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while proving", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
