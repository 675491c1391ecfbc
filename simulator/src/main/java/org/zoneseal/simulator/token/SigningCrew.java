package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.zoneseal.simulator.mechanism.SigningScheme;

/**
 * Signs batches on all processors.
 *
 * <p>The caller's thread signs too, so that a batch always gets on, however many others there are;
 * the crew's threads, one for each processor, help where they are free. Work is handed out in small
 * shares by one counter per batch.
 */
final class SigningCrew implements AutoCloseable {

    private static final int SHARE = 8;
    private static final int WAITING = 256;

    private final int processors;
    private final ThreadPoolExecutor threads;

    SigningCrew(int processors) {
        this.processors = processors;
        this.threads =
                new ThreadPoolExecutor(
                        processors,
                        processors,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().daemon().name("zoneseal-sign-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Signs each of {@code data}; the right to use the key has been taken. */
    List<byte[]> sign(Signing signing, TokenObject key, SigningScheme scheme, List<byte[]> data) {
        Batch batch = new Batch(signing, key, scheme, data);
        int shares = (data.size() + SHARE - 1) / SHARE;
        for (int i = 1; i < Math.min(processors, shares); i++) {
            if (!help(batch)) {
                break;
            }
        }
        batch.run();
        return batch.await();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private boolean help(Batch batch) {
        try {
            threads.execute(batch);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static final class Batch implements Runnable {

        private final Signing signing;
        private final TokenObject key;
        private final SigningScheme scheme;
        private final List<byte[]> data;
        private final byte[] @Nullable [] signatures;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch open;
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        Batch(Signing signing, TokenObject key, SigningScheme scheme, List<byte[]> data) {
            this.signing = signing;
            this.key = key;
            this.scheme = scheme;
            this.data = data;
            this.signatures = new byte[data.size()][];
            this.open = new CountDownLatch((data.size() + SHARE - 1) / SHARE);
        }

        @Override
        public void run() {
            for (int from = next.getAndAdd(SHARE);
                    from < data.size();
                    from = next.getAndAdd(SHARE)) {
                try {
                    if (failure.get() == null) {
                        sign(from, Math.min(from + SHARE, data.size()));
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } catch (Error e) {
                    failure.compareAndSet(null, new IllegalStateException(e));
                } finally {
                    open.countDown();
                }
            }
        }

        List<byte[]> await() {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new org.zoneseal.simulator.device.CryptokiException(
                        org.zoneseal.cryptoki.Ckr.FUNCTION_CANCELED, "interrupted");
            }
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            List<byte[]> all = new ArrayList<>(signatures.length);
            for (byte[] signature : signatures) {
                if (signature == null) {
                    throw new IllegalStateException("a signature of the batch was not made");
                }
                all.add(signature);
            }
            return all;
        }

        private void sign(int from, int to) {
            for (int i = from; i < to; i++) {
                byte[] message = data.get(i);
                byte[] signature = new byte[scheme.signatureLength()];
                int length = signing.signTaken(key, scheme, message, 0, message.length, signature);
                signatures[i] =
                        length == signature.length ? signature : Arrays.copyOf(signature, length);
            }
        }
    }
}
