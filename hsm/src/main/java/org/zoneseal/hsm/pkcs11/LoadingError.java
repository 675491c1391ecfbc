package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Why the system's loader refuses a library, which java.lang.foreign does not tell. */
final class LoadingError {

    private static final int RTLD_NOW = 2;
    private static final int MAX_MESSAGE = 4096;

    private LoadingError() {}

    /** Tries to load the library again and asks dlerror(3). */
    static String of(Path library) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            var open =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("dlopen"),
                            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            var error =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("dlerror"),
                            FunctionDescriptor.of(ADDRESS));
            MemorySegment name = arena.allocateFrom(library.toAbsolutePath().toString());
            MemorySegment handle = (MemorySegment) open.invokeExact(name, RTLD_NOW);
            MemorySegment message = (MemorySegment) error.invokeExact();
            return !handle.equals(MemorySegment.NULL) || message.equals(MemorySegment.NULL)
                    ? "the system's loader refuses it"
                    : message.reinterpret(MAX_MESSAGE).getString(0);
        } catch (Throwable e) {
            return "the system's loader refuses it";
        }
    }
}
