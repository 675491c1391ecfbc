package org.zoneseal.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** Socket addresses as the kernel has them: {@code sockaddr_in} and {@code sockaddr_in6}. */
final class NativeAddress {

    /** Room for either. */
    static final int MAX_SIZE = 32;

    static final int IPV4_SIZE = 16;
    static final int IPV6_SIZE = 28;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NATIVE_INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final long PORT = 2;
    private static final long IPV4_ADDRESS = 4;
    private static final long IPV6_ADDRESS = 8;
    private static final long IPV6_SCOPE = 24;

    private NativeAddress() {}

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? LinuxSockets.AF_INET6 : LinuxSockets.AF_INET;
    }

    static MemorySegment of(Arena arena, InetSocketAddress address) {
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        boolean six = host instanceof Inet6Address;
        MemorySegment made = arena.allocate(six ? IPV6_SIZE : IPV4_SIZE, 8);
        made.set(ValueLayout.JAVA_SHORT, 0, (short) family(host));
        made.set(NETWORK_SHORT, PORT, (short) address.getPort());
        MemorySegment.copy(
                bytes, 0, made, JAVA_BYTE, six ? IPV6_ADDRESS : IPV4_ADDRESS, bytes.length);
        if (host instanceof Inet6Address scoped) {
            made.set(NATIVE_INT, IPV6_SCOPE, scoped.getScopeId());
        }
        return made;
    }

    static InetSocketAddress read(MemorySegment memory, long offset) {
        byte[] bytes = new byte[addressLength(memory, offset)];
        copyAddress(memory, offset, bytes);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port(memory, offset));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    static int port(MemorySegment memory, long offset) {
        return memory.get(NETWORK_SHORT, offset + PORT) & 0xffff;
    }

    /** 4 or 16. */
    static int addressLength(MemorySegment memory, long offset) {
        return isIpv6(memory, offset) ? 16 : 4;
    }

    static void copyAddress(MemorySegment memory, long offset, byte[] to) {
        boolean six = isIpv6(memory, offset);
        MemorySegment.copy(
                memory,
                JAVA_BYTE,
                offset + (six ? IPV6_ADDRESS : IPV4_ADDRESS),
                to,
                0,
                six ? 16 : 4);
    }

    private static boolean isIpv6(MemorySegment memory, long offset) {
        return memory.get(ValueLayout.JAVA_SHORT, offset) == LinuxSockets.AF_INET6;
    }
}
