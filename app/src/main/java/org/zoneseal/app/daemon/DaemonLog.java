package org.zoneseal.app.daemon;

/** How much of the process's log is kept. */
public final class DaemonLog {

    private DaemonLog() {}

    /** What is less than this is left out from now on. */
    public static void keep(System.Logger.Level level) {
        ErrorLog.ofProcess().keep(level);
    }
}
