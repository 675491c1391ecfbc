package org.zoneseal.simulator.door;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The number of a user, which the platform knows of a peer but tells only by name.
 *
 * <p>{@code getpwnam} is not safe for several threads, so one asks at a time; answers are kept, of
 * which there are as many as there are users of this host.
 */
final class UserNumber {

    /** {@code pw_uid} lies behind two pointers, in glibc and musl, on 64-bit systems. */
    private static final long UID_OFFSET = 2 * ValueLayout.ADDRESS.byteSize();

    private static final long NEEDED = UID_OFFSET + Integer.BYTES;
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();
    private static final Optional<MethodHandle> GETPWNAM =
            Linker.nativeLinker()
                    .defaultLookup()
                    .find("getpwnam")
                    .map(address ->
                            Linker.nativeLinker()
                                    .downcallHandle(
                                            address,
                                            FunctionDescriptor.of(
                                                    ValueLayout.ADDRESS, ValueLayout.ADDRESS)));

    private UserNumber() {}

    /** {@code uid=1000(knot)}; a user without a name is its number already. */
    static String describe(String name) {
        return KNOWN.computeIfAbsent(name, UserNumber::ask);
    }

    private static synchronized String ask(String name) {
        if (name.chars().allMatch(Character::isDigit)) {
            return "uid=" + name;
        }
        return GETPWNAM.map(function -> ask(function, name)).orElse("user=" + name);
    }

    private static String ask(MethodHandle function, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = (MemorySegment) function.invokeExact(arena.allocateFrom(name));
            if (entry.equals(MemorySegment.NULL)) {
                return "user=" + name;
            }
            int number = entry.reinterpret(NEEDED).get(ValueLayout.JAVA_INT, UID_OFFSET);
            return "uid=" + Integer.toUnsignedString(number) + "(" + name + ")";
        } catch (Throwable e) {
            return "user=" + name;
        }
    }
}
