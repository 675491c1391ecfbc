package org.zoneseal.client.jce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.TlsMaterial;

/**
 * Which HSM and which slot a provider works with.
 *
 * <p>Written as {@code key = value}, one a line in a file, or with semicolons between them as the
 * provider's argument: {@code address=unix:/run/zoneseal/hsm.socket;slot=0}. All that is wrong is
 * reported at once.
 *
 * @param slot its number, or the label of its token
 * @param pinFile the user PIN in its first line; empty to ask for it
 */
record ProviderConfiguration(
        HsmAddress address, SlotName slot, ClientOptions options, List<Path> pinFile) {

    private static final String ADDRESS_VARIABLE = "ZONESEAL_HSM";
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s)");

    private static final Set<String> KEYS =
            Set.of(
                    "address",
                    "slot",
                    "token",
                    "connect-timeout",
                    "call-timeout",
                    "connections",
                    "pin-file",
                    "tls-certificate",
                    "tls-key",
                    "tls-server");

    /** How a slot is chosen. */
    sealed interface SlotName {
        record BySlot(long slot) implements SlotName {}

        record ByLabel(String label) implements SlotName {}
    }

    /**
     * Reads a provider's argument: settings if there is an equals sign in it, else a file's name.
     *
     * @throws InvalidParameterException with everything that is wrong
     */
    static ProviderConfiguration of(String argument) {
        if (argument.contains("=")) {
            return new Reading("the provider's argument").read(List.of(argument.split(";")));
        }
        try {
            Path file = Path.of(argument);
            return new Reading(argument).read(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidParameterException(argument + " cannot be read: " + e, e);
        }
    }

    private static final class Reading {

        private final String source;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Reading(String source) {
            this.source = source;
        }

        ProviderConfiguration read(List<String> lines) {
            lines.forEach(this::line);
            HsmAddress address = address();
            SlotName slot = slot();
            ClientOptions options = options();
            if (!problems.isEmpty()) {
                throw new InvalidParameterException(source + ": " + String.join("; ", problems));
            }
            return new ProviderConfiguration(address, slot, options, pinFile());
        }

        private void line(String line) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.isEmpty() || text.startsWith("#")) {
                return;
            }
            String key = equals < 0 ? text : text.substring(0, equals).strip();
            if (equals < 0 || !KEYS.contains(key)) {
                problems.add(
                        "\""
                                + key
                                + "\" is no setting; there are "
                                + KEYS.stream().sorted().toList());
                return;
            }
            if (values.put(key, text.substring(equals + 1).strip()) != null) {
                problems.add(key + " is set twice");
            }
        }

        /** What is set, else what the environment says as for all our programs. */
        private HsmAddress address() {
            String inEnvironment = System.getenv().getOrDefault(ADDRESS_VARIABLE, "");
            try {
                return HsmAddress.parse(values.getOrDefault("address", inEnvironment));
            } catch (IllegalArgumentException e) {
                problems.add("address: " + e.getMessage());
                return new HsmAddress.UnixSocket(Path.of(""));
            }
        }

        private SlotName slot() {
            String label = values.get("token");
            String number = values.get("slot");
            if (label != null && number != null) {
                problems.add("slot and token name the same thing: give one of them");
            }
            return label == null
                    ? new SlotName.BySlot(number("slot", 0, 0, 9999))
                    : new SlotName.ByLabel(label);
        }

        private ClientOptions options() {
            ClientOptions defaults = ClientOptions.defaults("JCE");
            return new ClientOptions(
                    defaults.program(),
                    time("connect-timeout", defaults.connectTimeout()),
                    time("call-timeout", defaults.callTimeout()),
                    tls(),
                    (int) number("connections", defaults.maxConnections(), 1, 256));
        }

        private long number(String key, long otherwise, long least, long most) {
            String text = values.get(key);
            if (text == null) {
                return otherwise;
            }
            if (text.matches("\\d{1,9}")) {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            problems.add(key + ": a number from " + least + " to " + most + " is expected");
            return otherwise;
        }

        private Duration time(String key, Duration otherwise) {
            String text = values.get(key);
            if (text == null) {
                return otherwise;
            }
            Matcher matcher = TIME.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                problems.add(key + ": a time such as 500ms or 10s is expected");
                return otherwise;
            }
            long count = Long.parseLong(matcher.group(1));
            return matcher.group(2).equals("s")
                    ? Duration.ofSeconds(count)
                    : Duration.ofMillis(count);
        }

        private TlsMaterial tls() {
            List<String> names = List.of("tls-certificate", "tls-key", "tls-server");
            List<Path> files =
                    names.stream()
                            .filter(values::containsKey)
                            .map(values::get)
                            .map(Path::of)
                            .toList();
            if (files.isEmpty()) {
                return TlsMaterial.none();
            }
            if (files.size() < names.size()) {
                problems.add("TLS needs all of " + names);
                return TlsMaterial.none();
            }
            try {
                return TlsMaterial.ofPem(files.get(0), files.get(1), files.get(2));
            } catch (IOException e) {
                problems.add(String.valueOf(e.getMessage()));
                return TlsMaterial.none();
            }
        }

        private List<Path> pinFile() {
            String file = values.get("pin-file");
            return file == null ? List.of() : List.of(Path.of(file));
        }
    }
}
