package org.zoneseal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.StoreSecret;

/** Signing through the embedded HSM and verifying, one thread, data as long as an RRSIG's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SignatureBenchmark {

    private static final int DATA_LENGTH = 120;

    /** How to sign. */
    @Param({"ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "ED25519", "RSA_SHA256"})
    public SignatureScheme scheme = SignatureScheme.ECDSA_P256_SHA256;

    private final byte[] data = new byte[DATA_LENGTH];
    private final byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
    private int length;
    private @Nullable Work work;

    /** Makes a key and a signature of it. */
    @Setup
    public void prepare() throws IOException {
        work = new Work(scheme);
        length = sign();
        if (!verify()) {
            throw new IllegalStateException("the signature is not good");
        }
    }

    /** Signs. */
    @Benchmark
    public int sign() {
        Work mine = Objects.requireNonNull(work);
        return mine.lane.sign(mine.key, data, 0, DATA_LENGTH, signature, 0);
    }

    /** Verifies. */
    @Benchmark
    public boolean verify() {
        Work mine = Objects.requireNonNull(work);
        return mine.verifier.verify(data, 0, DATA_LENGTH, signature, 0, length);
    }

    /** Removes the key. */
    @TearDown
    public void remove() throws IOException {
        Objects.requireNonNull(work).remove();
    }

    /** What is made for one scheme. */
    private static final class Work {

        private final Path folder;
        private final Token token;
        private final Lane lane;
        private final KeyHandle key;
        private final SignatureVerifier verifier;

        Work(SignatureScheme scheme) throws IOException {
            folder = Files.createTempDirectory("zoneseal-bench");
            StoreSecret secret = new StoreSecret.DeviceFile(folder.resolve("secret"));
            token = EmbeddedHsm.create(folder.resolve("hsm"), secret, HeapKeys.REFUSED);
            key = token.generate(new KeyRequest(scheme, 2048, KeyId.ofHex("01"), "bench"));
            lane = token.openLane();
            byte[] publicKey = key.publicHalf().dnskeyForm();
            Dnskey dnskey = Dnskey.of(Dnskey.ZSK, scheme.algorithm(), publicKey);
            verifier = SignatureVerifier.of(dnskey, VerifyPolicy.STANDARD);
        }

        void remove() throws IOException {
            lane.close();
            token.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
