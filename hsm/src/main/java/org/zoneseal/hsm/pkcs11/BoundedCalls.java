package org.zoneseal.hsm.pkcs11;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;

/**
 * Calls into a module, other than signatures, made one after the other on a thread of their own, so
 * that whoever asked for one waits no longer than its deadline.
 *
 * <p>A call that does not come back cannot be ended. Its thread is left behind, and from then on
 * every call fails at once: a module that hangs in one call must be expected to hang in the next.
 */
final class BoundedCalls {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("hsm-control").factory());
    private final Supplier<String> currentCall;
    private volatile String hanging = "";

    /**
     * @param currentCall the name of the function that the module is in
     */
    BoundedCalls(Supplier<String> currentCall) {
        this.currentCall = currentCall;
    }

    /**
     * @param subject what the call is about, for the message
     */
    <T> T call(String subject, Duration deadline, Callable<T> call) {
        refuseIfEnded(subject);
        Future<T> result = thread.submit(call);
        try {
            return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw timeout(subject, deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HsmException(Kind.OTHER, "interrupted while waiting for " + subject, e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    boolean isHanging() {
        return !hanging.isEmpty();
    }

    /** Whether calls are still taken. */
    boolean isUsable() {
        return !isHanging() && !thread.isShutdown();
    }

    /** Takes no more calls; does not wait. */
    void close() {
        thread.shutdown();
    }

    private void refuseIfEnded(String subject) {
        if (thread.isShutdown()) {
            throw new IllegalStateException(subject + ": its module has been closed");
        }
        if (isHanging()) {
            throw new HsmException(
                    Kind.TIMEOUT,
                    subject + " is not asked: an earlier " + hanging + " still hangs there.");
        }
    }

    private HsmException timeout(String subject, Duration deadline, TimeoutException cause) {
        hanging = currentCall.get();
        return new HsmException(
                Kind.TIMEOUT,
                hanging
                        + " on "
                        + subject
                        + " did not come back within "
                        + deadline.toMillis()
                        + " ms: the HSM or the way to it hangs. Check both, then start again.",
                cause);
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(cause);
    }
}
