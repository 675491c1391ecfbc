package org.zoneseal.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.client.NativeKey;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/**
 * P-256 signatures a second in batches through the native API on one connection, beside what the
 * crypto provider makes in this process.
 *
 * <p>{@code BatchRate ADDRESS SLOT USER PASSWORD-FILE SECONDS}. The client takes CPU too, for
 * writing requests and reading answers; the provider's rate on all cores is scaled to those that
 * the client has left.
 */
public final class BatchRate {

    private static final int BATCH = 1024;
    private static final double NANOS = 1e9;

    private BatchRate() {}

    /** What was made in a time, and the CPU seconds of this process meanwhile. */
    private record Rate(double perSecond, double cpuPerSecond) {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("usage: BatchRate ADDRESS SLOT USER PASSWORD-FILE SECONDS");
            System.exit(2);
        }
        long nanos = (long) (Double.parseDouble(arguments[4]) * NANOS);
        int cores = Runtime.getRuntime().availableProcessors();
        double one = provider(1, nanos);
        double all = provider(cores, nanos);
        Rate batches = batches(arguments, nanos);
        double left = Math.max(cores - batches.cpuPerSecond, 0.1);
        double bound = all * left / cores;
        System.out.printf("provider, 1 thread        %9.0f%n", one);
        System.out.printf("provider, %d threads       %9.0f%n", cores, all);
        System.out.printf("batches of %d, native   %9.0f%n", BATCH, batches.perSecond);
        System.out.printf(
                "the client took %.2f cores; of the provider's rate on the others: %.0f %%%n",
                batches.cpuPerSecond, 100 * batches.perSecond / bound);
    }

    private static Rate batches(String[] arguments, long nanos) throws IOException {
        ClientOptions options = ClientOptions.defaults("bench").withMaxConnections(1);
        try (HsmClient client = HsmClient.connect(HsmAddress.parse(arguments[0]), options)) {
            NativeHsm hsm = new NativeHsm(client, new SecureRandom());
            byte[] password =
                    Files.readString(Path.of(arguments[3]))
                            .strip()
                            .getBytes(StandardCharsets.UTF_8);
            hsm.loginPassword(arguments[2], password);
            String name = "bench-" + System.nanoTime();
            long slot = Long.parseLong(arguments[1]);
            NativeKey key =
                    hsm.generate(
                            new NativeHsm.KeyRequest(
                                    slot, name, "", "ec-p256", 0, NativeHsm.Storage.INTERNAL));
            Mechanism ecdsa = Mechanism.of(Ckm.ECDSA);
            List<byte[]> hashes = hashes();
            rate(key, ecdsa, hashes, nanos / 2);
            Rate rate = rate(key, ecdsa, hashes, nanos);
            hsm.destroy(slot, key);
            return rate;
        }
    }

    private static Rate rate(NativeKey key, Mechanism ecdsa, List<byte[]> hashes, long nanos) {
        long cpu = cpu();
        long start = System.nanoTime();
        long made = 0;
        long took;
        do {
            made += key.signAll(ecdsa, hashes).size();
            took = System.nanoTime() - start;
        } while (took < nanos);
        return new Rate(made * NANOS / took, (double) (cpu() - cpu) / took);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<byte[]> hashes() {
        SecureRandom random = new SecureRandom();
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            hashes.add(hash);
        }
        return hashes;
    }

    private static double provider(int threads, long nanos) throws GeneralSecurityException {
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance("EC", AmazonCorrettoCryptoProvider.INSTANCE);
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        sign(pair, nanos / 2);
        List<CompletableFuture<Double>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(CompletableFuture.supplyAsync(() -> sign(pair, nanos), BatchRate::inThread));
        }
        return all.stream().mapToDouble(CompletableFuture::join).sum();
    }

    private static void inThread(Runnable work) {
        Thread.ofPlatform().start(work);
    }

    private static double sign(KeyPair pair, long nanos) {
        try {
            Signature signature =
                    Signature.getInstance("NONEwithECDSA", AmazonCorrettoCryptoProvider.INSTANCE);
            signature.initSign(pair.getPrivate());
            byte[] hash = new byte[32];
            long start = System.nanoTime();
            long made = 0;
            long took;
            do {
                hash[(int) (made & 31)]++;
                signature.update(hash);
                signature.sign();
                made++;
                took = System.nanoTime() - start;
            } while (took < nanos);
            return made * NANOS / took;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
