package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {

    private static TlsIdentity byName(String host) {
        return TlsIdentity.byName(
                host, new Nobody(), null, TlsIdentity.ApplicationProtocol.REQUIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "ns1.example.net, ns1.example.net",
        "ns1.example.net., ns1.example.net",
        "n\u00e4me.example, xn--nme-qla.example"
    })
    void hostName_isIndicatedAndCheckedWithoutItsDot(String text, String name) {
        SSLParameters parameters = byName(text).parameters();
        assertThat(parameters.getServerNames()).isEqualTo(List.of(new SNIHostName(name)));
        assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
        assertThat(byName(text).hostNameOr("192.0.2.1")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1", "2001:db8::1, 2001:db8:0:0:0:0:0:1"})
    void address_isCheckedAndNotIndicated(String text, String address) {
        SSLParameters parameters = byName(text).parameters();
        assertThat(parameters.getServerNames()).isNullOrEmpty();
        assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
        assertThat(byName(text).hostNameOr("192.0.2.9")).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b", "a..b", "192.0.2.1:853", "[2001:db8::1]x"})
    void hostName_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> byName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a host name nor an address");
    }

    @Test
    void identityByPins_checksNoName() {
        TlsIdentity pinned =
                TlsIdentity.opportunistic(null, TlsIdentity.ApplicationProtocol.REQUIRED);
        assertThat(pinned.parameters().getEndpointIdentificationAlgorithm()).isNull();
        assertThat(pinned.hostNameOr("192.0.2.9")).isEqualTo("192.0.2.9");
    }

    private static final class Nobody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
