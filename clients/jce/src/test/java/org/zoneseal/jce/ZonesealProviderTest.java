package org.zoneseal.jce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.ProviderException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The provider before it has an HSM; with one, see {@code interop}, package {@code client}. */
class ZonesealProviderTest {

    private static boolean isOurs(Provider provider) {
        return provider instanceof ZonesealProvider;
    }

    @Test
    void serviceLoader_askedForProviders_findsIt() {
        assertThat(ServiceLoader.load(Provider.class)).anyMatch(ZonesealProviderTest::isOurs);
    }

    @Test
    void services_onAJdkThatKnowsMlDsa_haveItToo() {
        Provider provider = new ZonesealProvider();
        assertThat(provider.getService("Signature", "SHA256withECDSA")).isNotNull();
        assertThat(provider.getService("Signature", "Ed25519")).isNotNull();
        boolean isKnown = Runtime.version().feature() >= 24;
        assertThat(provider.getService("Signature", "ML-DSA-65") != null).isEqualTo(isKnown);
        assertThat(provider.getService("KeyPairGenerator", "ML-DSA") != null).isEqualTo(isKnown);
        assertThat(provider.getService("KeyFactory", "ML-DSA") != null).isEqualTo(isKnown);
    }

    @Test
    void generateKeyPair_withoutAnHsm_saysHowToNameOne() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new ZonesealProvider());
        assertThatThrownBy(generator::generateKeyPair)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("address=unix:/path;slot=0");
    }

    @Test
    void initialize_withASizeThatThereIsNot_isRefusedWithTheCause() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", new ZonesealProvider());
        assertThatThrownBy(() -> generator.initialize(1024))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("no RSA keys of 1024 bits")
                .hasCauseInstanceOf(InvalidAlgorithmParameterException.class);
    }

    @Test
    void configure_withSeveralMistakes_namesThemAll() {
        assertThatThrownBy(
                        () -> new ZonesealProvider().configure("address=here;slot=x;colour=green"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("here")
                .hasMessageContaining("slot")
                .hasMessageContaining("colour");
    }
}
