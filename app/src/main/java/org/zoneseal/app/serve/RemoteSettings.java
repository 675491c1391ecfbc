package org.zoneseal.app.serve;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.secondary.TlsIdentity;
import org.zoneseal.transfer.secondary.TlsIdentity.ApplicationProtocol;

/**
 * Another server: where it is, how it is spoken to, and how both know each other.
 *
 * @param key signs what is sent, and must have signed what comes
 * @param tls how it is known by its certificate; empty for plain TCP
 */
record RemoteSettings(
        String name, InetSocketAddress address, Optional<Name> key, Optional<Tls> tls) {

    private static final int DNS_PORT = 53;
    private static final int TLS_PORT = 853;
    private static final Pattern PIN = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Map<String, ApplicationProtocol> PROTOCOLS =
            Map.of(
                    "required", ApplicationProtocol.REQUIRED,
                    "if-offered", ApplicationProtocol.IF_OFFERED);

    /**
     * What proves that it is the server (RFC 9103 §9.3).
     *
     * @param pins SHA-256 over the key in its certificate, in base64; or else
     * @param host a name or address that must stand in its certificate
     * @param authorities who must have issued that; the system's if there is none
     * @param protocol whether it must know the application protocol of RFC 9103
     */
    record Tls(
            Set<String> pins,
            Optional<String> host,
            Optional<Path> authorities,
            ApplicationProtocol protocol) {}

    /** An address without anything else, as it may stand in place of a server's name. */
    static RemoteSettings ofAddress(String text) {
        InetSocketAddress address = AddressText.withPort(text, DNS_PORT);
        return new RemoteSettings(
                AddressText.of(address), address, Optional.empty(), Optional.empty());
    }

    static RemoteSettings read(String name, Section section, Surroundings surroundings) {
        Optional<Tls> tls =
                section.has("tls")
                        ? Optional.of(tls(section.section("tls"), surroundings))
                        : Optional.empty();
        int port = tls.isPresent() ? TLS_PORT : DNS_PORT;
        RemoteSettings settings =
                new RemoteSettings(
                        name, address(section, port), surroundings.key(section, "key"), tls);
        section.refuse("secret", "keys stand in files of their own, named under tsig: keys");
        section.end();
        return settings;
    }

    private static InetSocketAddress address(Section section, int port) {
        List<InetSocketAddress> read = new ArrayList<>();
        section.each("address", text -> read.add(AddressText.withPort(text, port)));
        if (!section.has("address")) {
            section.problem("address is missing: where is this server?");
        } else if (read.size() > 1) {
            section.problem("address", "must be one; write a server for each");
        } else if (!read.isEmpty() && read.getFirst().getPort() == 0) {
            section.problem("address", "has port 0, at which nobody answers");
        }
        return read.isEmpty() ? new InetSocketAddress(port) : read.getFirst();
    }

    private static Tls tls(Section section, Surroundings surroundings) {
        Set<String> pins = new LinkedHashSet<>(section.texts("pins"));
        surroundings
                .file(section, "certificate")
                .flatMap(file -> Certificates.read(section, "certificate", file))
                .map(Certificates::pin)
                .ifPresent(pins::add);
        for (String pin : pins) {
            if (!PIN.matcher(pin).matches()) {
                section.problem("pins", "has a pin that is no SHA-256 in base64");
            }
        }
        Tls tls =
                new Tls(
                        pins,
                        host(section),
                        surroundings.file(section, "authorities"),
                        section.choice("alpn", PROTOCOLS, ApplicationProtocol.REQUIRED));
        if (pins.isEmpty() == tls.host.isEmpty()) {
            section.problem(
                    "tls needs either certificate (or pins), or host: TLS without knowing whom one"
                            + " speaks to proves nothing");
        }
        if (tls.authorities.isPresent() && tls.host.isEmpty()) {
            section.problem("authorities", "needs host: the name in the certificate");
        }
        section.end();
        return tls;
    }

    private static Optional<String> host(Section section) {
        Optional<String> text = section.text("host");
        try {
            return text.map(TlsIdentity::hostName);
        } catch (IllegalArgumentException e) {
            section.problem("host", String.valueOf(e.getMessage()));
            return text;
        }
    }

    /** Servers by name, or addresses that stand for themselves. */
    static List<RemoteSettings> references(
            Section section, String key, Map<String, RemoteSettings> known) {
        List<RemoteSettings> found = new ArrayList<>();
        section.each(
                key,
                text -> {
                    RemoteSettings named = known.get(text);
                    found.add(named == null ? ofAddressOrUnknown(text, known) : named);
                });
        return found;
    }

    private static RemoteSettings ofAddressOrUnknown(
            String text, Map<String, RemoteSettings> known) {
        try {
            return ofAddress(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has '"
                            + text
                            + "', which is neither an address nor one of servers ("
                            + (known.isEmpty()
                                    ? "there are none"
                                    : String.join(", ", known.keySet()))
                            + ")",
                    e);
        }
    }
}
