package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.client.jce.HsmKeyParameterSpec;

/** Many threads of one program, while the HSM goes away and comes back. */
class UnderLoadTest {

    private static final int THREADS = 8;
    private static final int RESTARTS = 5;

    @TempDir Path folder;
    private RunningHsm hsm;
    private JceProviders jce;

    @BeforeEach
    void start() throws Exception {
        hsm = RunningHsm.start(folder);
        jce = JceProviders.install(hsm);
    }

    @AfterEach
    void stop() {
        jce.close();
        hsm.close();
    }

    private KeyPair generate(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", jce.provider());
        generator.initialize(new HsmKeyParameterSpec(name, new ECGenParameterSpec("secp256r1")));
        return generator.generateKeyPair();
    }

    private static boolean signs(KeyPair pair, byte[] data) throws Exception {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(data);
        byte[] signature = signer.sign();
        signer.initVerify(pair.getPublic());
        signer.update(data);
        return signer.verify(signature);
    }

    /** What is signed is right; what is not signed says that the HSM is away, and nothing else. */
    @Test
    void threads_throughRestarts_getGoodSignaturesOrHearThatTheHsmIsAway() throws Exception {
        List<KeyPair> keys = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            keys.add(generate("key-" + i));
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger signed = new AtomicInteger();
        List<Future<Integer>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (KeyPair pair : keys) {
                ends.add(threads.submit(() -> signUntil(over, signed, pair)));
            }
            for (int i = 0; i < RESTARTS; i++) {
                await(signed, signed.get() + 50);
                hsm.restart();
            }
            await(signed, signed.get() + 50);
            over.set(true);
        }
        for (Future<Integer> end : ends) {
            assertThat(end.get()).isPositive();
        }
        for (KeyPair pair : keys) {
            assertThat(signs(pair, new byte[0])).isTrue();
        }
    }

    /** How many one thread got; anything but an absent HSM ends it with the exception. */
    private static int signUntil(AtomicBoolean over, AtomicInteger signed, KeyPair pair)
            throws Exception {
        int own = 0;
        while (!over.get()) {
            try {
                assertThat(signs(pair, new byte[] {(byte) own})).isTrue();
                own++;
                signed.incrementAndGet();
            } catch (SignatureException e) {
                if (!isAway(e.getCause())) {
                    throw e;
                }
            }
        }
        return own;
    }

    private static boolean isAway(@Nullable Throwable cause) {
        return cause instanceof HsmUnreachableException
                || cause instanceof HsmClientException e
                        && e.returnValueName().equals("CKR_DEVICE_REMOVED");
    }

    private static void await(AtomicInteger count, int wanted) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (count.get() < wanted && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(count.get()).isGreaterThanOrEqualTo(wanted);
    }
}
