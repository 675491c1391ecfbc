package org.zoneseal.app.daemon;

import java.lang.System.Logger.Level;
import java.util.Map;

/** The section {@code log}: how much is said. */
public final class LogLevels {

    private static final Map<String, Level> WORDS =
            Map.of(
                    "debug", Level.DEBUG,
                    "info", Level.INFO,
                    "warning", Level.WARNING,
                    "error", Level.ERROR);

    private LogLevels() {}

    public static Level read(Section section) {
        Level level = section.choice("level", WORDS, Level.INFO);
        section.end();
        return level;
    }
}
