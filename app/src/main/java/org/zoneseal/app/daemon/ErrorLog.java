package org.zoneseal.app.daemon;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The log: a line on stderr for each event, which the service manager keeps.
 *
 * <p>A line begins with a stable event name ({@code hsm.started}) and says the rest in {@code
 * key=value} or words. Under systemd the level goes in front as it wants it ({@code <6>}) and the
 * journal adds the time; else the line has both. A command that is no daemon says only what is
 * wrong. Not java.util.logging, because that takes its handlers away when the process is told to
 * stop, just when the last events are due.
 */
final class ErrorLog {

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean isJournal;
    private volatile Level least = Level.WARNING;
    private volatile boolean withTraces;

    private ErrorLog(PrintStream out, InstantSource clock, boolean isJournal) {
        this.out = out;
        this.clock = clock;
        this.isJournal = isJournal;
    }

    private static final class Holder {
        static final ErrorLog PROCESS = of(System.err, InstantSource.system(), System.getenv());
    }

    static ErrorLog ofProcess() {
        return Holder.PROCESS;
    }

    static ErrorLog of(PrintStream out, InstantSource clock, Map<String, String> environment) {
        return new ErrorLog(out, clock, environment.containsKey("JOURNAL_STREAM"));
    }

    /** What is less than this is left out. */
    void keep(Level level) {
        least = level;
    }

    void addTraces() {
        withTraces = true;
    }

    System.Logger logger(String name) {
        return new Named(name);
    }

    private void write(Level level, String text, @Nullable Throwable thrown) {
        StringBuilder line = new StringBuilder();
        if (isJournal) {
            line.append('<').append(priority(level)).append('>');
        } else {
            line.append(clock.instant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
            line.append(level.getName()).append(' ');
        }
        appendOneLine(line, text);
        if (thrown != null) {
            appendOneLine(line, ": " + thrown);
        }
        synchronized (out) {
            out.println(line);
            if (thrown != null && withTraces) {
                thrown.printStackTrace(out);
            }
        }
    }

    // What a client calls itself may be in it: no line that it makes up, no escape sequences.
    private static void appendOneLine(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
    }

    private static int priority(Level level) {
        return switch (level) {
            case ERROR -> 3;
            case WARNING -> 4;
            case INFO -> 6;
            case ALL, TRACE, DEBUG, OFF -> 7;
        };
    }

    /** One part's logger; ours say what they do, libraries only what is wrong. */
    private final class Named implements System.Logger {

        private final String name;
        private final boolean isOurs;

        private Named(String name) {
            this.name = name;
            this.isOurs = name.startsWith("org.zoneseal.");
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            Level bound = isOurs || least.compareTo(Level.WARNING) > 0 ? least : Level.WARNING;
            return level != Level.OFF && level.compareTo(bound) >= 0;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String text,
                @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(level, String.valueOf(text), thrown);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                Object @Nullable ... parameters) {
            if (isLoggable(level)) {
                boolean isPlain = format == null || parameters == null || parameters.length == 0;
                String text =
                        isPlain ? String.valueOf(format) : MessageFormat.format(format, parameters);
                write(level, text, null);
            }
        }
    }
}
