package org.zoneseal.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.signer.BindKeyFile;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyFinder;
import org.zoneseal.signer.KeyMaker;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.storage.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal key import}: keys from BIND's files into the HSM. */
@Command(
        name = "import",
        description = {
            "Take keys from BIND's K*.private files into the HSM, and sign with them from now on.",
            "The .key file must be beside each. A key with the SEP flag becomes a KSK, others a"
                    + " ZSK. The files stay as they are: delete them when the zone is signed."
        })
final class KeyImportCommand implements Operation {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "K*.private files, or their names without the ending.")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "The zone that the keys must be of; otherwise that of the first file.")
    @Nullable String origin;

    @Option(names = "--csk", description = "Keys with the SEP flag sign everything.")
    boolean singleKey;

    @Mixin HsmOptions hsm = new HsmOptions();

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        List<BindKeyFile> keys = new ArrayList<>();
        try (HsmOptions.Opened opened = hsm.open(terminal)) {
            for (Path file : files) {
                keys.add(BindKeyFile.read(file));
            }
            Name zone = origin == null ? keys.getFirst().zone() : Name.parse(origin);
            KeyRing ring = KeyRing.of(hsm.stateFolder().path(), zone);
            KeyMaker maker = new KeyMaker(zone, opened.token(), opened.name(), new SecureRandom());
            try (FolderLock _ = ring.lock()) {
                checkAll(keys, zone, ring);
                for (BindKeyFile key : keys) {
                    KeyEntry.InToken entry = take(key, maker, opened);
                    ring.add(List.of(entry));
                    maker.label(entry);
                    terminal.out()
                            .println(
                                    entry.dnskey()
                                            + " of "
                                            + zone
                                            + " is in the HSM "
                                            + opened.name());
                }
            }
        } finally {
            keys.forEach(BindKeyFile::close);
        }
        return ExitCode.FINE;
    }

    // Before the first key goes in, so that a refusal leaves nothing half done.
    private static void checkAll(List<BindKeyFile> keys, Name zone, KeyRing ring) {
        List<Dnskey> there = new ArrayList<>();
        ring.read().forEach(entry -> there.add(entry.dnskey()));
        for (BindKeyFile key : keys) {
            if (!key.zone().equals(zone)) {
                throw CommandException.usage(
                        "the key " + key.dnskey() + " is of " + key.zone() + ", not of " + zone);
            }
            for (Dnskey other : there) {
                if (other.keyTag() == key.dnskey().keyTag()) {
                    throw CommandException.usage(
                            other.equals(key.dnskey())
                                    ? "the key " + other + " of " + zone + " is there already"
                                    : "two keys of "
                                            + zone
                                            + " would have the tag "
                                            + other.keyTag());
                }
            }
            there.add(key.dnskey());
        }
    }

    private KeyEntry.InToken take(BindKeyFile key, KeyMaker maker, HsmOptions.Opened opened) {
        KeyEntry.InToken entry =
                maker.importKey(
                        role(key.dnskey()), key.dnskey().flags(), key.material(), Instant.now());
        try {
            if (!entry.dnskey().equals(key.dnskey())) {
                throw new HsmException(
                        HsmException.Kind.KEY_MISMATCH,
                        "the private half of "
                                + key.dnskey()
                                + " has another public half than its .key file says; nothing was"
                                + " kept");
            }
            KeyFinder.find(entry, opened.token(), hsm.timeout);
            return entry;
        } catch (HsmException e) {
            for (KeyHandle taken : opened.token().find(entry.id())) {
                opened.token().destroy(taken);
            }
            throw e;
        }
    }

    private ZoneKey.Role role(Dnskey dnskey) {
        if (!dnskey.isSep()) {
            return ZoneKey.Role.ZSK;
        }
        return singleKey ? ZoneKey.Role.CSK : ZoneKey.Role.KSK;
    }
}
