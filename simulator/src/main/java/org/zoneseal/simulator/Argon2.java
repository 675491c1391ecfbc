package org.zoneseal.simulator;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The cost of one passphrase guess by Argon2id (RFC 9106), as written in the store.
 *
 * @param memoryKib memory in KiB
 * @param passes number of passes
 * @param lanes degree of parallelism
 */
public record Argon2(int memoryKib, int passes, int lanes) {

    /** The second recommendation of RFC 9106, section 4, on one lane. */
    public static final Argon2 DEFAULT = new Argon2(64 * 1024, 3, 1);

    private static final int MIN_MEMORY_KIB = 8 * 1024;
    private static final int MAX_MEMORY_KIB = 1024 * 1024;
    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 16;

    /** Bounded, so that an edited file costs neither all memory nor all day, nor almost nothing. */
    public Argon2 {
        if (memoryKib < MIN_MEMORY_KIB
                || memoryKib > MAX_MEMORY_KIB
                || passes < 1
                || passes > MAX_PASSES
                || lanes < 1
                || lanes > MAX_LANES) {
            throw new IllegalArgumentException(
                    "Argon2id with "
                            + memoryKib
                            + " KiB, "
                            + passes
                            + " passes, "
                            + lanes
                            + " lanes is out of bounds");
        }
    }

    /** The key made of a passphrase; the caller wipes it. */
    public byte[] key(byte[] passphrase, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] key = new byte[StoreKey.LENGTH];
        generator.generateBytes(passphrase, key);
        return key;
    }
}
