package org.zoneseal.app;

/** What a command's exit code means. */
public enum ExitCode {
    /** All is well. */
    FINE(0),
    /** The thing asked about is bad: a zone that does not verify, a zone file with errors. */
    BAD(1),
    /** Wrong usage or configuration. */
    USAGE(2),
    /** The environment failed: HSM, disk, network. */
    ENVIRONMENT(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
