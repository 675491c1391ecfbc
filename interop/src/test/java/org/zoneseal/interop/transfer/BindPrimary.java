package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** BIND: it keeps the differences between the files that it read, and serves TLS. */
final class BindPrimary extends PrimaryServer {

    BindPrimary(Path folder, Offer offer, String zoneText) throws IOException {
        super("named", folder, offer);
        Files.writeString(
                folder.resolve("conf"),
                """
                %s
                %s
                options {
                  directory "%s";
                  pid-file "%s/pid";
                  session-keyfile "%s/session.key";
                  managed-keys-directory "%s";
                  listen-on port %d { 127.0.0.1; };
                  %s
                  listen-on-v6 { none; };
                  recursion no;
                  dnssec-validation no;
                  notify explicit;
                  notify-delay 0;
                  ixfr-from-differences yes;
                  allow-transfer { %s };
                };
                controls { };
                zone "%s" {
                  type primary;
                  file "zone";
                  check-names ignore;
                  %s
                };
                """
                        .formatted(
                                keyText(
                                        """
                                        key "transfer.key." {
                                          algorithm hmac-sha256;
                                          secret "SECRET";
                                        };
                                        """),
                                offer.certificate()
                                        .map(tls ->
                                                """
                                                tls here {
                                                  key-file "%s";
                                                  cert-file "%s";
                                                  %s
                                                };
                                                """
                                                        .formatted(
                                                                tls.key(),
                                                                tls.certificate(),
                                                                tls.demanded()
                                                                        .map(file ->
                                                                                "ca-file \""
                                                                                        + file
                                                                                        + "\";")
                                                                        .orElse("")))
                                        .orElse(""),
                                folder,
                                folder,
                                folder,
                                folder,
                                port,
                                offer.certificate()
                                        .map(tls ->
                                                "listen-on port %d tls here { 127.0.0.1; };"
                                                        .formatted(tlsPort))
                                        .orElse(""),
                                offer.key().isPresent()
                                        ? "key \"" + Offer.KEY_NAME + "\";"
                                        : "any;",
                                offer.zone(),
                                offer.notified()
                                        .map(to ->
                                                "also-notify { 127.0.0.1 port "
                                                        + to
                                                        + (offer.key().isPresent()
                                                                ? " key " + Offer.KEY_NAME
                                                                : "")
                                                        + "; };")
                                        .orElse("")));
        begin(zoneText, "-g", "-n", "1", "-c", folder.resolve("conf").toString());
    }

    @Override
    void reload() {
        signal("HUP");
    }
}
