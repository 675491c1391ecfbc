package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EdwardsKind;

/**
 * No RSA, EC or Ed25519 private key on the Java heap after heavy use, seen in a dump of live
 * objects.
 *
 * <p>Looked for are windows of 16 bytes, as they are and turned around: the head and the middle of
 * each number. What is looked for is kept with every bit turned over, or the test would find
 * itself.
 */
final class TokenHeapTest {

    private static final int WINDOW = 16;
    private static final int USES = 300;
    private static final byte MASK = (byte) 0xff;

    @TempDir Path temp;

    /** A secret with every bit turned over, and what it is. */
    private record Hidden(String name, byte[] masked) {}

    @Test
    void heapDump_afterHeavyUse_holdsNoPrivateKey() throws Exception {
        assumeTrue(
                Providers.memory() == KeyMemory.NATIVE,
                "no native build of the crypto provider for this machine");
        List<Hidden> hidden = new ArrayList<>();
        try (Bench bench = Bench.strict()) {
            long ec = importEc(bench, hidden);
            long ed = importEdwards(bench, hidden);
            long rsa = importRsa(bench, hidden);
            for (int i = 0; i < USES; i++) {
                bench.sign(Mechanism.of(Ckm.ECDSA_SHA256), ec, new byte[i]);
                bench.sign(Mechanism.of(Ckm.EDDSA), ed, new byte[i]);
                bench.sign(Mechanism.of(Ckm.SHA256_RSA_PKCS), rsa, new byte[i]);
            }
            bench.cryptoki.signBatch(
                    bench.session, Mechanism.of(Ckm.ECDSA), ec, List.of(new byte[32]));
            decrypt(bench, rsa);
            bench.cryptoki.setAttributes(
                    bench.session, rsa, List.of(Attribute.bytes(Cka.LABEL, Bench.utf8("renamed"))));
            for (int i = 0; i < 5; i++) {
                bench.ec(Curve.P256);
                bench.rsa(2048);
            }
            List<String> dead = found(dump("all.hprof", false), hidden);
            System.out.println("dead copies of private keys in the heap: " + counted(dead));
            Path dump = dump("used.hprof", true);
            assertThat(found(dump, hidden)).as("private keys in the dump").isEmpty();
        }
        byte[] planted = unmasked(hidden.getLast().masked());
        try {
            assertThat(found(dump("control.hprof", true), hidden))
                    .as("the search finds a planted key")
                    .contains(hidden.getLast().name());
        } finally {
            Reference.reachabilityFence(planted);
        }
    }

    private static void decrypt(Bench bench, long key) {
        bench.cryptoki.decryptInit(bench.session, Mechanism.of(Ckm.RSA_X_509), key);
        byte[] one = new byte[256];
        one[255] = 1;
        bench.cryptoki.decrypt(bench.session, one, 256);
    }

    private static long importEc(Bench bench, List<Hidden> hidden) {
        byte[] scalar = new byte[32];
        new Random(1).nextBytes(scalar);
        scalar[0] = 1;
        hidden.addAll(windows("P-256 scalar", scalar));
        return create(
                bench,
                Ckk.EC,
                Attribute.bytes(Cka.EC_PARAMS, Curve.P256.objectIdentifier()),
                Attribute.bytes(Cka.VALUE, scalar));
    }

    private static long importEdwards(Bench bench, List<Hidden> hidden) {
        byte[] secret = new byte[32];
        new Random(2).nextBytes(secret);
        hidden.addAll(windows("Ed25519 secret", secret));
        return create(
                bench,
                Ckk.EC_EDWARDS,
                Attribute.bytes(Cka.EC_PARAMS, EdwardsKind.ED25519.objectIdentifier()),
                Attribute.bytes(Cka.VALUE, secret));
    }

    private static long importRsa(Bench bench, List<Hidden> hidden) throws Exception {
        // The JDK's own generator would leave thousands of dead copies of the primes.
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Providers.rsa());
        generator.initialize(2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        List<Attribute> parts = new ArrayList<>();
        parts.add(Attribute.bytes(Cka.MODULUS, unsigned(key.getModulus())));
        parts.add(Attribute.bytes(Cka.PUBLIC_EXPONENT, unsigned(key.getPublicExponent())));
        part(parts, hidden, Cka.PRIVATE_EXPONENT, key.getPrivateExponent());
        part(parts, hidden, Cka.PRIME_1, key.getPrimeP());
        part(parts, hidden, Cka.PRIME_2, key.getPrimeQ());
        part(parts, hidden, Cka.EXPONENT_1, key.getPrimeExponentP());
        part(parts, hidden, Cka.EXPONENT_2, key.getPrimeExponentQ());
        part(parts, hidden, Cka.COEFFICIENT, key.getCrtCoefficient());
        return create(bench, Ckk.RSA, parts.toArray(Attribute[]::new));
    }

    private static void part(
            List<Attribute> parts, List<Hidden> hidden, long type, BigInteger number) {
        byte[] bytes = unsigned(number);
        hidden.addAll(windows("RSA " + AttributeNames.of(type), bytes));
        parts.add(Attribute.bytes(type, bytes));
    }

    /** Imports a key and wipes the template's secrets, as the door does. */
    private static long create(Bench bench, long keyType, Attribute... parts) {
        List<Attribute> template = new ArrayList<>(List.of(parts));
        template.add(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY));
        template.add(Attribute.number(Cka.KEY_TYPE, keyType));
        template.add(Attribute.flag(Cka.TOKEN, true));
        long handle = bench.cryptoki.createObject(bench.session, template, Bench.NO_REQUEST);
        for (Attribute attribute : parts) {
            if (attribute.type() != Cka.MODULUS
                    && attribute.value() instanceof org.zoneseal.cryptoki.AttributeValue.Bytes bytes
                    && attribute.type() != Cka.EC_PARAMS) {
                Arrays.fill(bytes.value(), (byte) 0);
            }
        }
        return handle;
    }

    private static List<Hidden> windows(String name, byte[] secret) {
        List<Hidden> windows = new ArrayList<>();
        for (int from : new int[] {2, secret.length / 2 - 1}) {
            byte[] window = Arrays.copyOfRange(secret, from, from + WINDOW - 1);
            windows.add(new Hidden(name + " from " + from, turned(window)));
            byte[] reversed = new byte[window.length];
            for (int i = 0; i < window.length; i++) {
                reversed[i] = window[window.length - 1 - i];
            }
            windows.add(new Hidden(name + " reversed from " + from, turned(reversed)));
            Arrays.fill(window, (byte) 0);
            Arrays.fill(reversed, (byte) 0);
        }
        return windows;
    }

    private static byte[] turned(byte[] bytes) {
        byte[] turned = bytes.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] ^= MASK;
        }
        return turned;
    }

    private static byte[] unmasked(byte[] masked) {
        return turned(masked);
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private Path dump(String name, boolean live) throws IOException {
        Path file = temp.resolve(name);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(file.toString(), live);
        return file;
    }

    /** The names of all secrets that are in a dump; the file is read once. */
    private static List<String> found(Path dump, List<Hidden> hidden) throws IOException {
        List<String> found = new ArrayList<>();
        List<List<Hidden>> byFirst = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            byFirst.add(new ArrayList<>());
        }
        hidden.forEach(each -> byFirst.get((each.masked()[0] ^ MASK) & 0xff).add(each));
        try (FileChannel channel = FileChannel.open(dump)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            for (int at = 0; at + WINDOW <= bytes.limit(); at++) {
                for (Hidden each : byFirst.get(bytes.get(at) & 0xff)) {
                    if (matches(bytes, at, each.masked())) {
                        found.add(each.name());
                    }
                }
            }
        }
        return found;
    }

    /** How often each was found. */
    private static Map<String, Integer> counted(List<String> names) {
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    private static boolean matches(MappedByteBuffer bytes, int at, byte[] masked) {
        for (int i = 0; i < masked.length; i++) {
            if ((byte) (bytes.get(at + i) ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }
}
