package org.zoneseal.app.daemon;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process that holds keys gives up: being traced, being dumped, leaving core files.
 *
 * <p>It happens before the first secret is read. What the system does not grant is a warning, not
 * the end: a daemon that protects less is worth more than none, if it says so.
 *
 * @param warnings what could not be had, a sentence each
 */
public record Hardening(boolean isUndumpable, boolean isLocked, List<String> warnings) {

    /** Whether memory is to be kept out of swap. */
    public enum Memory {
        MAY_SWAP,
        LOCKED
    }

    /** Does it to this process. */
    public static Hardening ofThisProcess(Memory memory) {
        List<String> warnings = new ArrayList<>(ofLaunch(launchOptions()));
        if (!LibC.isThere()) {
            warnings.add("this system is no Linux: the process can be traced and dumped");
            return new Hardening(false, false, warnings);
        }
        LibC linux = LibC.get();
        linux.makeFilesPrivate();
        if (!linux.forbidCoreFiles()) {
            warnings.add("the limit of core files could not be set to 0");
        }
        if (!linux.becomeUndumpable() || linux.isDumpable()) {
            warnings.add("the process could not be made undumpable: others can trace it");
        }
        boolean isLocked = memory == Memory.LOCKED && lock(linux, warnings);
        return new Hardening(!linux.isDumpable(), isLocked, warnings);
    }

    private static List<String> launchOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /** The launcher puts the right options behind all others; this is for other ways to start. */
    public static List<String> ofLaunch(List<String> options) {
        List<String> warnings = new ArrayList<>();
        if (!isOn(options, "DisableAttachMechanism")) {
            warnings.add(
                    "others can attach to the Java virtual machine; start it with zoneseal hsm"
                            + " serve, or with -XX:+DisableAttachMechanism");
        }
        if (isOn(options, "HeapDumpOnOutOfMemoryError")) {
            warnings.add(
                    "the Java virtual machine writes its heap to a file when memory runs out; start"
                            + " it with -XX:-HeapDumpOnOutOfMemoryError");
        }
        return warnings;
    }

    private static boolean isOn(List<String> options, String name) {
        return options.lastIndexOf("-XX:+" + name) > options.lastIndexOf("-XX:-" + name);
    }

    private static boolean lock(LibC linux, List<String> warnings) {
        if (!linux.mayLockAllMemory()) {
            warnings.add(
                    "memory is not locked and may be swapped: the process needs an unlimited"
                            + " RLIMIT_MEMLOCK (LimitMEMLOCK=infinity in the unit file)");
            return false;
        }
        boolean isLocked = linux.lockMemory();
        if (!isLocked) {
            warnings.add("memory is not locked and may be swapped: the system refused mlockall");
        }
        return isLocked;
    }
}
