package org.zoneseal.simulator;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * The providers that keys are used through, named one by one.
 *
 * <p>The Amazon Corretto Crypto Provider where it has a native build, because it is ten to a
 * hundred times faster than the platform's own and its keys are native objects that can be freed;
 * else the platform.
 */
public final class Providers {

    private static final @Nullable Provider ACCELERATED = start();

    private Providers() {}

    /** The accelerated provider, or null where it has no native build. */
    static @Nullable Provider accelerated() {
        return ACCELERATED;
    }

    /** Who does RSA. */
    public static Provider rsa() {
        return ACCELERATED == null ? installed("SunRsaSign") : ACCELERATED;
    }

    /** Who does raw RSA with {@code RSA/ECB/NoPadding}. */
    public static Provider rsaCipher() {
        return ACCELERATED == null ? installed("SunJCE") : ACCELERATED;
    }

    /** Who does the NIST curves and Ed25519. */
    public static Provider curves() {
        return ACCELERATED == null ? installed("SunEC") : ACCELERATED;
    }

    /** Who does ECDH. */
    public static Provider agreement() {
        return curves();
    }

    /** Where keys of {@link #rsa} and {@link #curves} live. */
    public static KeyMemory memory() {
        return ACCELERATED == null ? KeyMemory.HEAP : KeyMemory.NATIVE;
    }

    /** A provider of the platform's own. */
    public static Provider installed(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new IllegalStateException("this Java runtime lacks the provider " + name);
        }
        return provider;
    }

    /** An instance of our own: the shared one may have started without the Ed25519 factory. */
    private static @Nullable Provider start() {
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
        try {
            AmazonCorrettoCryptoProvider provider = new AmazonCorrettoCryptoProvider();
            return provider.getLoadingError() == null ? provider : null;
        } catch (LinkageError | RuntimeException e) {
            return null;
        }
    }
}
