package org.zoneseal.app.daemon;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The few calls to Linux that Java has no word for; the numbers are those of the kernel's x86-64
 * and arm64 interface.
 *
 * <p>A call that fails answers -1, as in C; what it means is for the caller to say.
 */
final class LibC {

    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_MEMLOCK = 8;
    private static final long RLIM_INFINITY = -1;
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle prctl =
            LINKER.downcallHandle(
                    symbol("prctl"),
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private final MethodHandle setrlimit = handle("setrlimit", JAVA_INT, ADDRESS);
    private final MethodHandle getrlimit = handle("getrlimit", JAVA_INT, ADDRESS);
    private final MethodHandle mlockall = handle("mlockall", JAVA_INT);
    private final MethodHandle umask = handle("umask", JAVA_INT);
    private final MethodHandle geteuid = handle("geteuid");
    private final MethodHandle socket = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private final MethodHandle close = handle("close", JAVA_INT);
    private final MethodHandle sendto =
            LINKER.downcallHandle(
                    symbol("sendto"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle signal =
            LINKER.downcallHandle(
                    symbol("signal"), FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

    private LibC() {}

    private static final class Holder {
        static final LibC INSTANCE = new LibC();
    }

    /** Whether this system has these calls. */
    static boolean isThere() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** Only where {@link #isThere}. */
    static LibC get() {
        return Holder.INSTANCE;
    }

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /** Keeps others of the same user from tracing the process, and the kernel from dumping it. */
    boolean becomeUndumpable() {
        return call(prctl, PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0;
    }

    boolean isDumpable() {
        return call(prctl, PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) != 0;
    }

    boolean forbidCoreFiles() {
        try (Arena arena = Arena.ofConfined()) {
            return call(setrlimit, RLIMIT_CORE, arena.allocate(JAVA_LONG, 2)) == 0;
        }
    }

    /**
     * Whether as much memory as there is may be locked; with less, a later allocation would fail.
     */
    boolean mayLockAllMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(JAVA_LONG, 2);
            return call(geteuid) == 0
                    || (call(getrlimit, RLIMIT_MEMLOCK, limit) == 0
                            && limit.get(JAVA_LONG, 0) == RLIM_INFINITY);
        }
    }

    /** Keeps the memory that is used, now and later, out of swap. */
    boolean lockMemory() {
        return call(mlockall, MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
    }

    /** Files made from now on are their owner's alone, unless they say otherwise. */
    void makeFilesPrivate() {
        int _ = call(umask, 0077);
    }

    /** From here on the next SIGTERM or SIGINT ends the process at once. */
    void restoreStopSignals() {
        for (int number : new int[] {SIGTERM, SIGINT}) {
            invoke(signal, number, MemorySegment.NULL);
        }
    }

    /** Sends one datagram to a Unix socket. */
    boolean sendDatagram(byte[] address, byte[] message) {
        int descriptor = call(socket, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (descriptor < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(Short.BYTES + address.length);
            to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, Short.BYTES, address.length);
            MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
            Object sent =
                    invoke(
                            sendto,
                            descriptor,
                            text,
                            text.byteSize(),
                            MSG_NOSIGNAL,
                            to,
                            (int) to.byteSize());
            return sent.equals(text.byteSize());
        } finally {
            int _ = call(close, descriptor);
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        return (int) invoke(function, arguments);
    }

    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
