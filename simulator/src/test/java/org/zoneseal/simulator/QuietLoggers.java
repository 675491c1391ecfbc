package org.zoneseal.simulator;

import java.util.ResourceBundle;

/** Keeps the daemon's log out of the tests' output: only errors are printed. */
public final class QuietLoggers extends System.LoggerFinder {

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Quiet(name);
    }

    private record Quiet(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.ERROR) >= 0;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            print(level, message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            print(level, format);
        }

        private void print(Level level, String message) {
            if (isLoggable(level)) {
                System.err.println(level + " " + name + " " + message);
            }
        }
    }
}
