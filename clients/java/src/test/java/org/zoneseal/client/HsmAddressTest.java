package org.zoneseal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HsmAddressTest {

    @Test
    void parse_unixSocket_isItsPath() {
        assertThat(HsmAddress.parse("unix:/run/zoneseal/hsm.sock"))
                .isEqualTo(new HsmAddress.UnixSocket(Path.of("/run/zoneseal/hsm.sock")));
    }

    @Test
    void parse_tls_isHostAndPort() {
        assertThat(HsmAddress.parse("tls:hsm.example.com:3001"))
                .isEqualTo(new HsmAddress.Tls("hsm.example.com", 3001));
        assertThat(HsmAddress.parse("tls:[::1]:3001")).isEqualTo(new HsmAddress.Tls("::1", 3001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/a/b", "tls:host:1", "tls:[2001:db8::1]:65535"})
    void toString_ofParsed_isTheSameAgain(String text) {
        assertThat(HsmAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "/run/x",
                "tls:",
                "tls:host",
                "tls:host:",
                "tls:host:0",
                "tls:host:65536",
                "tls:host:abc",
                "tls:::1:3001",
                "tls::3001",
                "http://x"
            })
    void parse_anythingElse_isRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> HsmAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unix:/path or tls:host:port");
    }
}
