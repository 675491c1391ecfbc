package org.zoneseal.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux that datagram lanes are made of; numbers and layouts are those of its x86-64
 * and arm64 interface, which are the same.
 *
 * <p>Pointers go as numbers: the memory behind them is never freed while a lane runs, and a call
 * then costs nothing beside itself. A call that fails answers the negative error number, as the
 * kernel does, so that nobody has to ask for it apart. Keeping the error number makes an object a
 * call; so receiving and sending do without, and what fails is done once more by the call that
 * keeps it: it then succeeds, or says why not.
 */
final class LinuxSockets {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_REUSEPORT = 15;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;

    static final int IPPROTO_IP = 0;
    static final int IP_PKTINFO = 8;
    static final int IP_MTU_DISCOVER = 10;

    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_MTU_DISCOVER = 23;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_DONTFRAG = 62;

    /** For both families: send as large as the interface takes, heed no ICMP about the path. */
    static final int PMTUDISC_OMIT = 5;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_WAITFORONE = 0x10000;

    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;

    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SHUT_RD = 0;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            handle("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SHUTDOWN = handle("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BARE_RECVMMSG =
            bare("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle BARE_SENDMMSG =
            bare("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

    private LinuxSockets() {}

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle bare(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Whether this system has these calls in this form. */
    static boolean areThere() {
        String machine = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && (machine.equals("amd64") || machine.equals("aarch64"));
    }

    /** Memory for the error number of one thread's calls. */
    static MemorySegment callState() {
        return Arena.ofAuto().allocate(CALL_STATE);
    }

    /** Receives up to {@code count} messages; the negative error number if there is an error. */
    static int receive(MemorySegment state, int descriptor, long messages, int count, int flags) {
        try {
            int bare = (int) BARE_RECVMMSG.invokeExact(descriptor, messages, count, flags, 0L);
            if (bare >= 0) {
                return bare;
            }
            int got = (int) RECVMMSG.invokeExact(state, descriptor, messages, count, flags, 0L);
            return got >= 0 ? got : -errno(state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sends up to {@code count} messages; the negative error number if not one could be sent. */
    static int send(MemorySegment state, int descriptor, long messages, int count) {
        try {
            int bare = (int) BARE_SENDMMSG.invokeExact(descriptor, messages, count, 0);
            if (bare >= 0) {
                return bare;
            }
            int sent = (int) SENDMMSG.invokeExact(state, descriptor, messages, count, 0);
            return sent >= 0 ? sent : -errno(state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A datagram socket, closed when the process runs another program. */
    static int datagramSocket(MemorySegment state, int family) throws IOException {
        try {
            int descriptor = (int) SOCKET.invokeExact(state, family, SOCK_DGRAM_CLOEXEC, 0);
            return checked(state, descriptor, "no socket could be made");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sets an option; whether the system took it. */
    static boolean set(MemorySegment state, int descriptor, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocateFrom(JAVA_INT, value);
            return set(state, descriptor, level, option, pointer);
        }
    }

    /** Sets an option that is a time ({@code struct timeval}); whether the system took it. */
    static boolean setTime(MemorySegment state, int descriptor, int option, long milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer =
                    arena.allocateFrom(JAVA_LONG, milliseconds / 1000, milliseconds % 1000 * 1000);
            return set(state, descriptor, SOL_SOCKET, option, pointer);
        }
    }

    private static boolean set(
            MemorySegment state, int descriptor, int level, int option, MemorySegment value) {
        try {
            int result =
                    (int)
                            SETSOCKOPT.invokeExact(
                                    state,
                                    descriptor,
                                    level,
                                    option,
                                    value.address(),
                                    (int) value.byteSize());
            return result == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void bind(MemorySegment state, int descriptor, MemorySegment address)
            throws IOException {
        try {
            int result =
                    (int)
                            BIND.invokeExact(
                                    state, descriptor, address.address(), (int) address.byteSize());
            checked(state, result, "the address could not be bound");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes the address that the socket is bound to into {@code address}. */
    static void name(MemorySegment state, int descriptor, MemorySegment address)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            int result =
                    (int)
                            GETSOCKNAME.invokeExact(
                                    state, descriptor, address.address(), length.address());
            checked(state, result, "the socket has no address");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Wakes whoever waits for messages of the socket. (Linux answers ENOTCONN for a socket that is
     * not connected, and wakes them all the same.)
     */
    static void wake(MemorySegment state, int descriptor) {
        try {
            int _ = (int) SHUTDOWN.invokeExact(state, descriptor, SHUT_RD);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void close(MemorySegment state, int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int checked(MemorySegment state, int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + reason(errno(state)));
        }
        return result;
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static String reason(int errno) {
        return switch (errno) {
            case 13 -> "permission denied (ports below 1024 need CAP_NET_BIND_SERVICE)";
            case 24 -> "too many open files";
            case 97 -> "the address family is not supported here";
            case 98 -> "the address is already in use";
            case 99 -> "no interface has this address";
            default -> "error " + errno + " of the system";
        };
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException known -> known;
            case Error fatal -> throw fatal;
            default -> new IllegalStateException(e);
        };
    }
}
