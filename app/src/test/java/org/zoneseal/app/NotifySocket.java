package org.zoneseal.app;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The service manager's end of sd_notify: a Unix socket for datagrams, which Java lacks. */
public record NotifySocket(Path path, int descriptor) implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int LONGEST = 4096;

    public static NotifySocket bind(Path path) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        int descriptor = (int) call("socket", AF_UNIX, SOCK_DGRAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + name.length + 1L);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, Short.BYTES, name.length);
            long bound = call("bind", descriptor, address, (int) address.byteSize());
            MemorySegment patience = arena.allocate(JAVA_LONG, 2);
            patience.set(JAVA_LONG, 0, DaemonProcess.BOUND.toSeconds());
            call("setsockopt", descriptor, SOL_SOCKET, SO_RCVTIMEO, patience, 16);
            if (descriptor < 0 || bound != 0) {
                throw new IllegalStateException("cannot bind " + path);
            }
        }
        return new NotifySocket(path, descriptor);
    }

    public String receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            long count = call("recv", descriptor, buffer, (long) LONGEST, 0);
            byte[] message = new byte[Math.toIntExact(Math.max(count, 0))];
            MemorySegment.copy(buffer, JAVA_BYTE, 0, message, 0, message.length);
            return new String(message, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        call("close", descriptor);
    }

    private static long call(String function, Object... arguments) {
        ValueLayout[] layouts = new ValueLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] =
                    switch (arguments[i]) {
                        case Integer _ -> JAVA_INT;
                        case Long _ -> JAVA_LONG;
                        default -> ADDRESS;
                    };
        }
        Linker linker = Linker.nativeLinker();
        ValueLayout result = function.equals("recv") ? JAVA_LONG : JAVA_INT;
        try {
            Object answer =
                    linker.downcallHandle(
                                    linker.defaultLookup().findOrThrow(function),
                                    FunctionDescriptor.of(result, layouts))
                            .invokeWithArguments(arguments);
            return ((Number) answer).longValue();
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }
}
