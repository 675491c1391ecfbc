package org.zoneseal.signer;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.zoneseal.dns.Name;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.StoreSecret;

/** An embedded HSM for one test class, and keys in it. */
public final class TestKeys implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);
    public static final long NOW = 1_790_000_000L;

    private final EmbeddedHsm hsm;
    private final Name zone;
    private final Set<Integer> tags = new HashSet<>();

    public TestKeys(Path folder, Name zone) {
        this.hsm =
                EmbeddedHsm.create(
                        folder.resolve("store"),
                        new StoreSecret.DeviceFile(folder.resolve("secret")),
                        HeapKeys.REFUSED);
        this.zone = zone;
    }

    Token token() {
        return hsm;
    }

    KeyEntry.InToken entry(ZoneKey.Role role, SignatureScheme scheme) {
        KeyEntry.InToken entry =
                new KeyMaker(zone, hsm, "embedded", new SecureRandom())
                        .generate(role, scheme, 2048, tags, Instant.ofEpochSecond(NOW));
        tags.add(entry.dnskey().keyTag());
        return entry;
    }

    ZoneKey.Held make(ZoneKey.Role role, SignatureScheme scheme) {
        return KeyFinder.find(entry(role, scheme), hsm, DEADLINE);
    }

    /** An Ed25519 key: its signatures are the same each time. */
    ZoneKey.Held make(ZoneKey.Role role) {
        return make(role, SignatureScheme.ED25519);
    }

    public ZoneKeys pair() {
        return new ZoneKeys(List.of(make(ZoneKey.Role.KSK), make(ZoneKey.Role.ZSK)));
    }

    public static SigningPolicy policy(Denial denial) {
        return policy(denial, NOW);
    }

    public static SigningPolicy policy(Denial denial, long at) {
        return new SigningPolicy(
                denial,
                new SigningTimes(at, 3600, 14 * 86400, 21 * 86400, 3600, 3 * 86400),
                SerialPolicy.KEEP,
                Set.of(),
                false,
                -1);
    }

    public static ZoneSigner signer(SigningPolicy policy, ZoneKeys keys) {
        return new ZoneSigner(policy, keys, 2, DEADLINE, SigningListener.NONE);
    }

    @Override
    public void close() {
        hsm.close();
    }
}
