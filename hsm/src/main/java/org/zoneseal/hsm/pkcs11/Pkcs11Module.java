package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.stream.Collectors.joining;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_OS_LOCKING_OK;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_TOKEN_INITIALIZED;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.TokenInfo;

/**
 * A PKCS#11 module: the shared library through which an HSM is reached.
 *
 * <p>A module exists once in a process, whoever loads it how often. It is initialised for use by
 * several threads, shut down on close by whoever initialised it, and never unloaded: modules have
 * threads and exit handlers of their own that would be left without code.
 */
public final class Pkcs11Module implements AutoCloseable {

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final long MAX_SLOTS = 4096;

    /** A token and where it is at the moment. */
    private record Place(long slot, long flags, TokenInfo info) {}

    private final Path path;
    private final Pkcs11Options options;
    private final Cryptoki cryptoki;
    private final BoundedCalls calls;
    private boolean isInitializedHere;

    private Pkcs11Module(Path path, Pkcs11Options options) {
        this.path = path;
        this.options = options;
        this.cryptoki = new Cryptoki(functionList(path));
        this.calls = new BoundedCalls(cryptoki::lastEntered);
    }

    /**
     * Loads and initialises a module.
     *
     * @throws HsmException of kind MODULE_MISSING if it cannot be loaded or is no PKCS#11 module
     */
    public static Pkcs11Module load(Path path, Pkcs11Options options) {
        refuseForeignPlatform();
        Pkcs11Module module = new Pkcs11Module(path, options);
        module.bounded("module " + path, module::initialize);
        return module;
    }

    /** The layout of structures is that of 64-bit little-endian Unix. */
    private static void refuseForeignPlatform() {
        boolean isKnown =
                ADDRESS.byteSize() == CryptokiLayout.ULONG
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                        && !System.getProperty("os.name").startsWith("Windows");
        if (!isKnown) {
            throw new HsmException(
                    Kind.MODULE_MISSING,
                    "PKCS#11 modules can be used on 64-bit little-endian Unix machines only");
        }
    }

    private static MemorySegment functionList(Path path) {
        if (!Files.isReadable(path)) {
            throw missing(path, "there is no such file, or it may not be read", null);
        }
        if (!isLibrary(path)) {
            throw missing(path, "it is not a shared library", null);
        }
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(path.toAbsolutePath(), Arena.global());
        } catch (IllegalArgumentException e) {
            throw missing(path, LoadingError.of(path), e);
        }
        MemorySegment function =
                library.find("C_GetFunctionList")
                        .orElseThrow(
                                () -> missing(path, "it has no function C_GetFunctionList", null));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            CkrException.check("C_GetFunctionList", Cryptoki.getFunctionList(function, out));
            return out.get(ADDRESS, 0).reinterpret(CryptokiLayout.FUNCTION_LIST.byteSize());
        } catch (CkrException e) {
            throw failure(path, e);
        }
    }

    /** Looks before the virtual machine does, which would complain about its stack guard. */
    private static boolean isLibrary(Path path) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return true;
        }
        try (InputStream file = Files.newInputStream(path)) {
            return Arrays.equals(file.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            throw missing(path, e.toString(), e);
        }
    }

    private static HsmException missing(Path path, String reason, @Nullable Throwable cause) {
        String message = "PKCS#11 module " + path + " cannot be loaded: " + reason;
        return cause == null
                ? new HsmException(Kind.MODULE_MISSING, message)
                : new HsmException(Kind.MODULE_MISSING, message, cause);
    }

    private static HsmException failure(Path path, CkrException e) {
        return new HsmException(
                Ckr.kindOf(e.answer()),
                e.call()
                        + " of module "
                        + path
                        + " answered "
                        + Ckr.nameOf(e.answer())
                        + ": "
                        + Ckr.sentenceOf(e.answer()),
                e);
    }

    private Boolean initialize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(CryptokiLayout.INITIALIZE_ARGS);
            arguments.set(JAVA_LONG, CryptokiLayout.INITIALIZE_FLAGS, CKF_OS_LOCKING_OK);
            long answer = cryptoki.initialize(arguments);
            if (!Ckr.CRYPTOKI_ALREADY_INITIALIZED.is(answer)) {
                CkrException.check("C_Initialize", answer);
                isInitializedHere = true;
            }
            return isInitializedHere;
        }
    }

    /** The tokens that are there and initialised. */
    public List<TokenInfo> tokens() {
        return bounded("module " + path, this::places).stream().map(Place::info).toList();
    }

    /**
     * Logs in to the one token that is meant.
     *
     * @param pin the user PIN; kept for a login that the token loses, until its owner closes it
     * @throws HsmException TOKEN_MISSING if none or several tokens fit, WRONG_PIN, PIN_LOCKED…
     */
    public Pkcs11Token open(Pkcs11Uri which, Pin pin) {
        Place place = choose(which, bounded("module " + path, this::places));
        return bounded(
                "token \"" + place.info.label() + "\"",
                () ->
                        Pkcs11Token.open(
                                cryptoki,
                                place.slot,
                                place.info,
                                place.flags,
                                new Login(pin),
                                calls,
                                options));
    }

    private Place choose(Pkcs11Uri which, List<Place> places) {
        List<Place> fitting = places.stream().filter(p -> which.matches(p.info)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String found = fitting.isEmpty() ? "there is no token with " : "several tokens have ";
        throw new HsmException(
                Kind.TOKEN_MISSING,
                "module " + path + ": " + found + which + ". " + listing(places));
    }

    private static String listing(List<Place> places) {
        return places.isEmpty()
                ? "It has no initialised token at all: check the HSM and the module's configuration."
                : "It has: "
                        + places.stream()
                                .map(Place::info)
                                .map(info ->
                                        "\"%s\" (%s %s, serial %s)"
                                                .formatted(
                                                        info.label(),
                                                        info.manufacturer(),
                                                        info.model(),
                                                        info.serial()))
                                .collect(joining(", "))
                        + ".";
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(CryptokiLayout.TOKEN_INFO);
            for (long slot : slots(arena)) {
                if (cryptoki.getTokenInfo(slot, info) == 0) {
                    long flags = info.get(JAVA_LONG, CryptokiLayout.TOKEN_FLAGS);
                    if ((flags & CKF_TOKEN_INITIALIZED) != 0) {
                        places.add(new Place(slot, flags, tokenInfo(info)));
                    }
                }
            }
        }
        return places;
    }

    private long[] slots(Arena arena) {
        MemorySegment count = arena.allocate(JAVA_LONG);
        CkrException.check("C_GetSlotList", cryptoki.getSlotList(true, MemorySegment.NULL, count));
        long capacity = Math.min(count.get(JAVA_LONG, 0), MAX_SLOTS);
        if (capacity <= 0) {
            return new long[0];
        }
        MemorySegment slots = arena.allocate(JAVA_LONG, capacity);
        count.set(JAVA_LONG, 0, capacity);
        CkrException.check("C_GetSlotList", cryptoki.getSlotList(true, slots, count));
        long got = Math.min(capacity, count.get(JAVA_LONG, 0));
        return slots.asSlice(0, got * CryptokiLayout.ULONG).toArray(JAVA_LONG);
    }

    private TokenInfo tokenInfo(MemorySegment info) {
        return new TokenInfo(
                path.getFileName().toString(),
                padded(info, CryptokiLayout.TOKEN_LABEL, 32),
                padded(info, CryptokiLayout.TOKEN_MANUFACTURER, 32),
                padded(info, CryptokiLayout.TOKEN_MODEL, 16),
                padded(info, CryptokiLayout.TOKEN_SERIAL, 16));
    }

    /** Text of fixed length, padded with blanks (some modules pad with zeros). */
    private static String padded(MemorySegment info, long offset, int length) {
        byte[] bytes = info.asSlice(offset, length).toArray(JAVA_BYTE);
        int end = length;
        while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private <T> T bounded(String subject, Callable<T> call) {
        try {
            return calls.call(subject, options.callDeadline(), call);
        } catch (CkrException e) {
            throw failure(path, e);
        }
    }

    /** Shuts the module down if it was this object that initialised it; closes no token before. */
    @Override
    public void close() {
        if (isInitializedHere && calls.isUsable()) {
            bounded("module " + path, cryptoki::finalizeModule);
        }
        calls.close();
    }
}
