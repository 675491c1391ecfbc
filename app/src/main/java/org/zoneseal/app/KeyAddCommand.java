package org.zoneseal.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.storage.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal key add}: a key signing key whose private half is elsewhere. */
@Command(
        name = "add",
        description = {
            "Add a key signing key of which only the public half is here.",
            "Its signatures over the DNSKEY RRset are brought with \"zoneseal sign --signatures\";"
                    + " \"zoneseal key dnskey\" prints what it has to sign."
        })
final class KeyAddCommand implements Operation {

    @Parameters(paramLabel = "FILE", description = "The DNSKEY records, as zone text.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Path file;

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "NAME",
            description = "The zone's name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String origin;

    @Mixin private final StateOptions state = new StateOptions();

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Name zone = Name.parse(origin);
        KeyRing ring = KeyRing.of(state.folder().path(), zone);
        List<Dnskey> keys = RecordFiles.dnskeys(file, zone);
        List<KeyEntry> added = new ArrayList<>();
        try (FolderLock _ = ring.lock()) {
            List<KeyEntry> there = ring.read();
            keys.forEach(key -> added.add(checked(key, zone, there)));
            ring.add(added);
        }
        added.forEach(entry ->
                terminal.out()
                        .println(
                                entry.dnskey()
                                        + " of "
                                        + zone
                                        + " is known; its private half is elsewhere"));
        return ExitCode.FINE;
    }

    private static KeyEntry checked(Dnskey key, Name zone, List<KeyEntry> there) {
        if (!key.isSep() || !key.isZoneKey()) {
            throw CommandException.usage(
                    "the " + key + " is no key signing key (flags " + key.flags() + ", not 257)");
        }
        if (there.stream().anyMatch(other -> other.dnskey().keyTag() == key.keyTag())) {
            throw CommandException.usage(
                    zone + " has a key with the tag " + key.keyTag() + " already");
        }
        return new KeyEntry.Elsewhere(key, Instant.now());
    }
}
