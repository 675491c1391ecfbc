package org.zoneseal.app.hsm;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zoneseal.app.daemon.Hardening;
import org.zoneseal.app.daemon.LogLevels;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.token.TokenSettings;

/**
 * What {@code zoneseal hsm serve} is told by its configuration file; {@code hsm config-template}
 * says what each key means. Secrets stand in files of their own, which are named here.
 */
record ServeSettings(
        Optional<Path> folder,
        Unlock unlock,
        Optional<Path> expectedHead,
        List<HsmAddress> listen,
        UnixDoor unix,
        TlsDoor tls,
        Limits limits,
        TokenSettings token,
        ProcessRules process,
        System.Logger.Level logLevel) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern OCTAL_MODE = Pattern.compile("0?[0-7]{3}");

    /** Who may connect to the Unix sockets. */
    record UnixDoor(
            Set<PosixFilePermission> mode,
            Optional<String> group,
            Set<String> users,
            Set<String> groups,
            boolean isP11kitSpoken) {}

    /** Who the device is behind TLS, and whose certificates it takes. */
    record TlsDoor(Optional<Path> certificate, Optional<Path> key, List<Path> clients) {}

    /** What clients may ask for at most. */
    record Limits(int connections, int connectionsPerPeer, Duration grace) {}

    /** How the process behaves. */
    record ProcessRules(Hardening.Memory memory, Duration stopWithin) {}

    /** What holds when nothing is configured. */
    static ServeSettings defaults() {
        return read(Section.ofNothing());
    }

    /** The same with what the command line says. */
    ServeSettings with(Unlock otherUnlock, List<HsmAddress> otherListen) {
        return new ServeSettings(
                folder,
                otherUnlock,
                expectedHead,
                otherListen,
                unix,
                tls,
                limits,
                token,
                process,
                logLevel);
    }

    static ServeSettings read(Section root) {
        List<HsmAddress> listen = new ArrayList<>();
        root.each("listen", text -> listen.add(HsmAddress.parse(text)));
        TlsDoor tls = tls(root.section("tls"));
        ServeSettings settings =
                new ServeSettings(
                        root.path("folder"),
                        unlock(root),
                        root.path("expected-head"),
                        listen,
                        unix(root.section("unix")),
                        tls,
                        limits(root.section("limits")),
                        token(root.section("token")),
                        process(root.section("process")),
                        LogLevels.read(root.section("log")));
        boolean isTls = listen.stream().anyMatch(HsmAddress.Tls.class::isInstance);
        if (isTls && (tls.certificate.isEmpty() || tls.key.isEmpty() || tls.clients.isEmpty())) {
            root.problem(
                    "listen",
                    "has a tls: address; that needs certificate, key and clients under tls");
        }
        return settings;
    }

    private static Unlock unlock(Section root) {
        String hint = "name a file with passphrase-file or secret-file; secrets do not stand here";
        root.refuse("passphrase", hint);
        root.refuse("secret", hint);
        Optional<Path> passphrase = root.path("passphrase-file");
        Optional<Path> secret = root.path("secret-file");
        if (passphrase.isPresent() && secret.isPresent()) {
            root.problem("secret-file", "and passphrase-file: give one of them");
        }
        return passphrase
                .<Unlock>map(Unlock.PassphraseFile::new)
                .or(() -> secret.map(Unlock.SecretFile::new))
                .orElseGet(Unlock.Asked::new);
    }

    private static UnixDoor unix(Section unix) {
        UnixDoor door =
                new UnixDoor(
                        unix.text("mode")
                                .map(text -> mode(unix, text))
                                .orElseGet(() -> PosixFilePermissions.fromString("rw-rw----")),
                        unix.text("group"),
                        Set.copyOf(unix.texts("users")),
                        Set.copyOf(unix.texts("groups")),
                        unix.flag("p11-kit", true));
        unix.end();
        return door;
    }

    private static Set<PosixFilePermission> mode(Section unix, String text) {
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        if (!OCTAL_MODE.matcher(text).matches()) {
            unix.problem("mode", "must be written like \"0660\", in quotes");
            return mode;
        }
        int bits = Integer.parseInt(text, 8);
        PosixFilePermission[] fromTheLeft = PosixFilePermission.values();
        for (int i = 0; i < fromTheLeft.length; i++) {
            if ((bits >> (fromTheLeft.length - 1 - i) & 1) == 1) {
                mode.add(fromTheLeft[i]);
            }
        }
        return mode;
    }

    private static TlsDoor tls(Section tls) {
        List<Path> clients = new ArrayList<>();
        tls.each("clients", text -> clients.add(Path.of(text)));
        TlsDoor door = new TlsDoor(tls.path("certificate"), tls.path("key"), clients);
        tls.end();
        return door;
    }

    private static Limits limits(Section section) {
        int all = section.number("connections", 1, 100_000, 1280);
        int each = section.number("connections-per-peer", 1, 100_000, Math.min(all, 1024));
        Duration grace = section.duration("grace", Duration.ZERO, DAY, Duration.ofSeconds(10));
        if (each > all) {
            section.problem("connections-per-peer", "must not be more than connections");
        }
        section.end();
        return new Limits(all, each, grace);
    }

    private static TokenSettings token(Section section) {
        TokenSettings usual = TokenSettings.DEFAULTS;
        String point = section.text("ec-point").orElse("der");
        if (!point.equals("der") && !point.equals("bare")) {
            section.problem("ec-point", "must be der or bare");
        }
        TokenSettings settings =
                new TokenSettings(
                        point.equals("bare")
                                ? TokenSettings.EcPoint.BARE
                                : TokenSettings.EcPoint.OCTET_STRING,
                        section.flag("heap-keys", usual.heapKeys() == HeapKeys.ALLOWED)
                                ? HeapKeys.ALLOWED
                                : HeapKeys.REFUSED,
                        section.number("sessions", 1, 1_000_000, usual.maxSessions()),
                        section.number("session-objects", 1, 1_000_000, usual.maxSessionObjects()),
                        section.number("working-keys", 1, 1_000_000, usual.maxWorkingKeys()));
        section.end();
        return settings;
    }

    private static ProcessRules process(Section section) {
        boolean lock = section.flag("lock-memory", false);
        ProcessRules process =
                new ProcessRules(
                        lock ? Hardening.Memory.LOCKED : Hardening.Memory.MAY_SWAP,
                        section.duration(
                                "stop-within",
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(10)));
        section.end();
        return process;
    }
}
