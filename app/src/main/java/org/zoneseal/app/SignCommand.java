package org.zoneseal.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyFinder;
import org.zoneseal.signer.KeyMaker;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.signer.SerialPolicy;
import org.zoneseal.signer.SignedZone;
import org.zoneseal.signer.SigningListener;
import org.zoneseal.signer.SigningPolicy;
import org.zoneseal.signer.SigningTimes;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.signer.ZoneKeys;
import org.zoneseal.signer.ZoneSigner;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal sign}: a zone file in, a signed and proved zone file out. */
@Command(name = "sign", description = "Sign a zone file with keys in an HSM, and prove the result.")
final class SignCommand implements Operation {

    @Parameters(paramLabel = "ZONEFILE")
    @SuppressWarnings("NullAway.Init")
    Path zoneFile;

    @Option(names = "--origin", required = true, paramLabel = "NAME")
    @SuppressWarnings("NullAway.Init")
    String origin;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable Path out;

    @Option(names = "--denial", defaultValue = "nsec")
    String denial = "nsec";

    @Option(names = "--algorithm", defaultValue = "13")
    int algorithm;

    @Option(names = "--state", paramLabel = "DIR")
    @Nullable Path state;

    @Option(names = "--threads", defaultValue = "2")
    int threads;

    @Option(names = "--zonemd")
    boolean zonemd;

    @Option(names = "--no-proof")
    boolean noProof;

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Name zone = Name.parse(origin);
        long t0 = System.nanoTime();
        ZoneLoader loaded = ZoneLoader.load(zoneFile, ZoneFileOptions.of(zone), threads);
        long t1 = System.nanoTime();
        StateFolder folder = state == null ? StateFolder.ofEnvironment() : new StateFolder(state);
        try (Token token = folder.openEmbeddedHsm(HeapKeys.REFUSED)) {
            KeyRing ring = KeyRing.of(folder.path(), zone);
            if (ring.read().isEmpty()) {
                KeyMaker maker = new KeyMaker(zone, token, "embedded", new SecureRandom());
                Set<Integer> tags = new HashSet<>();
                List<KeyEntry> entries = new ArrayList<>();
                for (ZoneKey.Role role : List.of(ZoneKey.Role.KSK, ZoneKey.Role.ZSK)) {
                    KeyEntry.InToken made =
                            maker.generate(
                                    role,
                                    SignatureScheme.ofAlgorithm(algorithm),
                                    2048,
                                    tags,
                                    Instant.now());
                    tags.add(made.dnskey().keyTag());
                    entries.add(made);
                }
                ring.add(entries);
            }
            List<ZoneKey> keys = new ArrayList<>();
            for (KeyEntry entry : ring.read()) {
                if (entry instanceof KeyEntry.InToken in) {
                    keys.add(KeyFinder.find(in, token, Duration.ofSeconds(30)));
                }
            }
            Denial how =
                    switch (denial) {
                        case "nsec" -> new Denial.Nsec();
                        case "nsec3" -> Denial.Nsec3.plain(false);
                        default -> Denial.Nsec3.plain(true);
                    };
            SigningTimes times =
                    new SigningTimes(
                            Instant.now().getEpochSecond(),
                            3600,
                            Duration.ofDays(14).toSeconds(),
                            Duration.ofDays(14).toSeconds(),
                            0,
                            0);
            SigningPolicy policy =
                    new SigningPolicy(
                            how,
                            times,
                            SerialPolicy.KEEP,
                            zonemd ? Set.of(1) : Set.of(),
                            false,
                            -1);
            SignedZone signed =
                    new ZoneSigner(
                                    policy,
                                    new ZoneKeys(keys),
                                    threads,
                                    Duration.ofSeconds(30),
                                    SigningListener.NONE)
                            .sign(loaded.version());
            long t2 = System.nanoTime();
            if (out != null) {
                try (AtomicFile file = AtomicFile.begin(FileLayer.real(), out, Access.SHARED)) {
                    ZoneText.write(signed.version(), file);
                    file.commit();
                }
            }
            long t3 = System.nanoTime();
            terminal.out()
                    .printf(
                            "read %d records %.2fs, %d signatures %.2fs, written %.2fs; packed %d -> %d bytes, %d records%n",
                            loaded.records(),
                            (t1 - t0) / 1e9,
                            signed.signaturesMade(),
                            (t2 - t1) / 1e9,
                            (t3 - t2) / 1e9,
                            loaded.version().packedBytes(),
                            signed.version().packedBytes(),
                            signed.version().records());
        }
        return ExitCode.FINE;
    }
}
