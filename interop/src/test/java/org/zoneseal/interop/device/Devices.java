package org.zoneseal.interop.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.zoneseal.interop.hsm.SoftHsm;

/** A SoftHSM and a daemon of ours, in a temporary folder, with tokens as tests ask for them. */
final class Devices implements AutoCloseable {

    /** Where Debian's package p11-kit-modules puts its client. */
    private static final Path P11_KIT_CLIENT =
            Path.of("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so");

    private final Path folder;
    private final SoftHsm softHsm;
    private final Set<String> softTokens = new HashSet<>();
    private Optional<ZonesealHsm> daemon = Optional.empty();

    private Devices(Path folder) throws IOException {
        this.folder = folder;
        this.softHsm = SoftHsm.apart(Files.createDirectory(folder.resolve("softhsm")));
    }

    static Devices create() {
        try {
            return new Devices(Files.createTempDirectory("zoneseal-interop"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token of that label behind that door, made if it is not there. */
    Device token(Door door, String label) {
        return switch (door) {
            case SOFTHSM -> softToken(label);
            case ZONESEAL -> ours(label);
            case P11_KIT -> throughP11Kit(ours(label + "-kit"));
        };
    }

    /** Our daemon, started when first asked for. */
    ZonesealHsm daemon() {
        if (daemon.isEmpty()) {
            daemon = Optional.of(ZonesealHsm.start(folder.resolve("zoneseal")));
        }
        return daemon.get();
    }

    private Device softToken(String label) {
        try {
            if (softTokens.add(label)) {
                softHsm.withToken(label);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Device(
                Door.SOFTHSM,
                SoftHsm.MODULE,
                softHsm.environment(),
                label,
                SoftHsm.SO_PIN,
                SoftHsm.PIN);
    }

    private Device ours(String label) {
        daemon().slot(label);
        return daemon().device(label);
    }

    private Device throughP11Kit(Device device) {
        return new Device(
                Door.P11_KIT,
                P11_KIT_CLIENT,
                Map.of("P11_KIT_SERVER_ADDRESS", "unix:path=" + daemon().socket()),
                device.label(),
                device.soPin(),
                device.pin());
    }

    @Override
    public void close() throws IOException {
        daemon.ifPresent(ZonesealHsm::close);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
