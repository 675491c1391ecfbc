package org.zoneseal.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
    private final Queue<RangeProver> idle = new ConcurrentLinkedQueue<>();

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
    }

    @Override
    public void namesSigned(PackedPages pages, int share, int shareCount) {
        ZoneVersion zone = Objects.requireNonNull(prepared);
        prove(range -> {
            NodeCursor first = pages.cursor(apexWire);
            if (first.next()) {
                Enclosing enclosing =
                        Enclosing.of(zone, first.page(), first.keyOffset(), first.keyLength());
                range.proveNames(pages.cursor(apexWire), enclosing);
            }
        });
    }

    @Override
    public void nsec3Signed(PackedPages pages, int share, int shareCount) {
        prove(range -> range.proveNsec3(pages.cursor(apexWire)));
    }

    private void prove(Consumer<RangeProver> share) {
        ZoneProver whole = Objects.requireNonNull(prover);
        shares.add(
                threads.submit(() -> {
                    RangeProver free = idle.poll();
                    RangeProver range = free == null ? whole.rangeProver() : free;
                    share.accept(range);
                    idle.add(range);
                }));
    }

    /** Proves the rest and the whole, on a thread of its own. */
    Future<ProofReport> finish(ZoneVersion signed) {
        ZoneProver whole = Objects.requireNonNull(prover);
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
