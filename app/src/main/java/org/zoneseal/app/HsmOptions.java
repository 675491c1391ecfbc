package org.zoneseal.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.TlsMaterial;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;
import org.zoneseal.hsm.pkcs11.RemoteToken;
import org.zoneseal.simulator.HeapKeys;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which HSM: the embedded one, a running software HSM, or any other through PKCS#11. */
public final class HsmOptions {

    /** What key files call the embedded HSM. */
    public static final String EMBEDDED = "embedded";

    @Mixin private final StateOptions state = new StateOptions();

    @Option(
            names = "--pkcs11",
            paramLabel = "LIB",
            description = "The PKCS#11 module of an HSM, in place of the embedded HSM.")
    @Nullable Path module;

    @Option(
            names = "--hsm",
            paramLabel = "ADDRESS",
            description =
                    "A running software HSM, unix:/PATH or tls:HOST:PORT, in place of the embedded"
                            + " HSM.")
    @Nullable String address;

    @Mixin final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--token",
            paramLabel = "LABEL",
            description = "The token's label, or its PKCS#11 URI (RFC 7512).")
    @Nullable String token;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = "A file with the user PIN in its first line; otherwise it is asked for.")
    @Nullable Path pinFile;

    @Option(
            names = "--hsm-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long the HSM may take for one call (${DEFAULT-VALUE}).")
    public Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--allow-heap-keys",
            description =
                    "Let the embedded HSM use Ed448 and ML-DSA, whose keys stand on the Java heap"
                            + " while they work.")
    public boolean allowHeapKeys;

    @Option(
            names = "--last-pin-try",
            description = "Log in although the token says that one wrong PIN more locks it.")
    boolean lastPinTry;

    public StateFolder stateFolder() {
        return state.folder();
    }

    /**
     * A token that is logged in to.
     *
     * @param name what key files call it
     * @param afterwards what is left to do when it is closed
     */
    public record Opened(Token token, String name, Runnable afterwards) implements AutoCloseable {

        @Override
        public void close() {
            token.close();
            afterwards.run();
        }
    }

    /** Opens the HSM that the options name. */
    public Opened open(Terminal terminal) throws IOException {
        Path library = module;
        String where = address;
        if (library != null && where != null) {
            throw CommandException.usage("--pkcs11 and --hsm name two HSMs: give one of them");
        }
        if (library != null) {
            return openPkcs11(library, terminal);
        }
        if (where != null) {
            return openRemote(where, terminal);
        }
        if (token != null || pinFile != null) {
            throw CommandException.usage(
                    "--token and --pin-file go with --pkcs11 LIB or --hsm ADDRESS");
        }
        HeapKeys heapKeys = allowHeapKeys ? HeapKeys.ALLOWED : HeapKeys.REFUSED;
        return new Opened(stateFolder().openEmbeddedHsm(heapKeys), EMBEDDED, () -> {});
    }

    private Opened openPkcs11(Path library, Terminal terminal) throws IOException {
        String wanted = token;
        if (wanted == null) {
            throw CommandException.usage(
                    "--pkcs11 needs --token LABEL; the module's own tool lists its tokens, such as"
                            + " pkcs11-tool --module "
                            + library
                            + " -L");
        }
        Pkcs11Uri which = uri(wanted);
        Pkcs11Options options =
                Pkcs11Options.defaults().withCallDeadline(timeout).withLastPinTry(lastPinTry());
        Pkcs11Module loaded = Pkcs11Module.load(library, options);
        try {
            return logIn(loaded, which, pin(which, wanted), terminal);
        } catch (IOException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private Opened openRemote(String where, Terminal terminal) throws IOException {
        String wanted = token;
        if (wanted == null) {
            throw CommandException.usage(
                    "--hsm needs --token LABEL; zoneseal hsm slot list shows them");
        }
        Pkcs11Uri which = uri(wanted);
        HsmAddress parsed = remoteAddress(where);
        try (Pin pin = pin(which, wanted)) {
            HsmClient client = HsmClient.connect(parsed, remoteOptions(parsed));
            RemoteToken opened =
                    RemoteToken.open(client, which, pin, lastPinTry(), new SecureRandom());
            opened.warnings().forEach(terminal::note);
            return new Opened(opened, opened.info().label(), () -> {});
        }
    }

    private static HsmAddress remoteAddress(String text) {
        try {
            return HsmAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--hsm: " + e.getMessage());
        }
    }

    private ClientOptions remoteOptions(HsmAddress where) throws IOException {
        TlsMaterial material =
                where instanceof HsmAddress.Tls ? tls.material() : TlsMaterial.none();
        return ClientOptions.defaults("zoneseal").withCallTimeout(timeout).withTls(material);
    }

    private Pkcs11Options.LastPinTry lastPinTry() {
        return lastPinTry ? Pkcs11Options.LastPinTry.ALLOWED : Pkcs11Options.LastPinTry.REFUSED;
    }

    /** Logs in; the PIN is wiped when that fails, or else when the token is closed. */
    private static Opened logIn(Pkcs11Module loaded, Pkcs11Uri which, Pin pin, Terminal terminal) {
        try {
            Pkcs11Token opened = loaded.open(which, pin);
            opened.warnings().forEach(terminal::note);
            Runnable afterwards =
                    () -> {
                        pin.close();
                        loaded.close();
                    };
            return new Opened(opened, opened.info().label(), afterwards);
        } catch (RuntimeException e) {
            pin.close();
            throw e;
        }
    }

    private static Pkcs11Uri uri(String text) {
        try {
            return Pkcs11Uri.of(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--token: " + e.getMessage());
        }
    }

    private Pin pin(Pkcs11Uri which, String wanted) throws IOException {
        Path file = pinFile;
        return SecretInput.read(
                file == null ? which.pinFile() : Optional.of(file),
                "PIN of token " + wanted,
                "--pin-file");
    }
}
