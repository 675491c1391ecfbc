package org.zoneseal.app;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A line on the terminal that shows how far long work is; silent when nobody watches, and for the
 * first second.
 *
 * <p>Any thread may {@link #advance} it. Who finds a tenth of a second gone by draws; nobody waits.
 */
public final class ProgressBar implements AutoCloseable {

    private static final long SILENT_NANOS = 1_000_000_000L;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int WIDTH = 30;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final Terminal terminal;
    private final String what;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;
    private final LongAdder done = new LongAdder();
    private final AtomicBoolean drawing = new AtomicBoolean();
    private volatile long lastDraw;
    private volatile boolean visible;

    /**
     * Starts at zero.
     *
     * @param what the work, such as {@code signing}
     * @param total how many steps it has; 0 if not known
     */
    public ProgressBar(Terminal terminal, String what, long total) {
        this(terminal, what, total, System::nanoTime);
    }

    ProgressBar(Terminal terminal, String what, long total, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastDraw = start + SILENT_NANOS - REDRAW_NANOS;
    }

    /** Says how many steps are done in all; what is less than before is ignored. */
    public synchronized void reach(long steps) {
        long more = steps - done.sum();
        if (more > 0) {
            advance(more);
        }
    }

    /** Counts steps that are done; call it for a batch rather than for each record. */
    public void advance(long steps) {
        done.add(steps);
        if (!terminal.isInteractive()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lastDraw >= REDRAW_NANOS && drawing.compareAndSet(false, true)) {
            lastDraw = now;
            draw(now);
            drawing.set(false);
        }
    }

    private void draw(long now) {
        visible = true;
        long count = done.sum();
        long perSecond = (long) (count * 1e9 / (now - start));
        String bar = total > 0 ? bar(count) : String.format(Locale.ROOT, "%,d", count);
        terminal.err()
                .print(
                        String.format(
                                Locale.ROOT, "%s%s %s  %,d/s", ERASE_LINE, what, bar, perSecond));
        terminal.err().flush();
    }

    private String bar(long count) {
        double share = Math.min(1.0, (double) count / total);
        int full = (int) (share * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                (int) (share * 100));
    }

    /** Takes the line away again. */
    @Override
    public void close() {
        if (visible) {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
        }
    }
}
