package org.zoneseal.simulator;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.SignatureScheme;

/**
 * Which provider does which scheme.
 *
 * <p>Named one by one, never by the order of the installed providers: the Amazon Corretto Crypto
 * Provider for RSA, P-256, P-384 and Ed25519, because it is ten to a hundred times faster than the
 * platform's own and its keys are native objects that can be freed. Where it has no native build,
 * the platform does the same schemes with keys on the heap. Ed448 (Bouncy Castle) and ML-DSA-44
 * (platform) have no native home at all.
 */
final class Schemes {

    private final Map<SignatureScheme, Scheme> schemes;
    private final @Nullable Provider accelerated;

    private Schemes(Map<SignatureScheme, Scheme> schemes, @Nullable Provider accelerated) {
        this.schemes = schemes;
        this.accelerated = accelerated;
    }

    /** The best that this machine offers. */
    static Schemes best(HeapKeys heapKeys) {
        Provider corretto = Providers.accelerated();
        return corretto == null ? platform(heapKeys) : of(corretto, corretto, heapKeys);
    }

    /** The platform's own providers, as on a machine without a native build. */
    static Schemes platform(HeapKeys heapKeys) {
        return of(Providers.installed("SunRsaSign"), null, heapKeys);
    }

    private static Schemes of(Provider rsa, @Nullable Provider accelerated, HeapKeys heapKeys) {
        KeyMemory memory = accelerated == null ? KeyMemory.HEAP : KeyMemory.NATIVE;
        Provider curves = accelerated == null ? Providers.installed("SunEC") : accelerated;
        Map<SignatureScheme, Scheme> schemes = new EnumMap<>(SignatureScheme.class);
        for (SignatureScheme scheme :
                new SignatureScheme[] {SignatureScheme.RSA_SHA256, SignatureScheme.RSA_SHA512}) {
            schemes.put(scheme, new RsaScheme(scheme, rsa, memory));
        }
        schemes.put(
                SignatureScheme.ECDSA_P256_SHA256,
                new BareKeyScheme(
                        SignatureScheme.ECDSA_P256_SHA256,
                        KeyTemplate.P256,
                        new BareKeyScheme.Names(
                                "EC",
                                new ECGenParameterSpec("secp256r1"),
                                "SHA256withECDSAinP1363Format"),
                        curves,
                        memory));
        schemes.put(
                SignatureScheme.ECDSA_P384_SHA384,
                new BareKeyScheme(
                        SignatureScheme.ECDSA_P384_SHA384,
                        KeyTemplate.P384,
                        new BareKeyScheme.Names(
                                "EC",
                                new ECGenParameterSpec("secp384r1"),
                                "SHA384withECDSAinP1363Format"),
                        curves,
                        memory));
        schemes.put(
                SignatureScheme.ED25519,
                new BareKeyScheme(
                        SignatureScheme.ED25519,
                        KeyTemplate.ED25519,
                        new BareKeyScheme.Names("Ed25519", null, "Ed25519"),
                        curves,
                        memory));
        if (heapKeys == HeapKeys.ALLOWED) {
            schemes.put(SignatureScheme.ED448, new Ed448Scheme());
            schemes.put(SignatureScheme.ML_DSA_44, new MlDsaScheme(Providers.installed("SUN")));
        }
        return new Schemes(schemes, accelerated);
    }

    /** The schemes on offer. */
    Set<SignatureScheme> offered() {
        return Collections.unmodifiableSet(schemes.keySet());
    }

    /** Where working keys live. */
    Map<SignatureScheme, KeyMemory> memory() {
        Map<SignatureScheme, KeyMemory> memory = new EnumMap<>(SignatureScheme.class);
        schemes.forEach((scheme, how) -> memory.put(scheme, how.memory()));
        return memory;
    }

    Scheme of(SignatureScheme scheme) throws NoSuchAlgorithmException {
        Scheme found = schemes.get(scheme);
        if (found == null) {
            throw new NoSuchAlgorithmException(
                    scheme
                            + " keeps private keys on the Java heap, so the embedded HSM does it"
                            + " only when heap keys are allowed");
        }
        return found;
    }

    /** Who encrypts the key store: the accelerated provider, or the platform. */
    Provider sealing() {
        return accelerated == null ? Providers.installed("SunJCE") : accelerated;
    }
}
