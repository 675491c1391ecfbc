package org.zoneseal.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.TokenInfo;

class Pkcs11UriTest {

    private static final TokenInfo TOKEN =
            new TokenInfo("libx.so", "My zones; all", "ACME HSM", "Model 5", "00af12");

    private static boolean matches(String uri) {
        return Pkcs11Uri.of(uri).matches(TOKEN);
    }

    @Test
    void label_thatIsNoUri_namesToken() {
        assertThat(matches("My zones; all")).isTrue();
        assertThat(matches("my zones; all")).isFalse();
        assertThat(matches("My zones")).isFalse();
    }

    @Test
    void uri_withEncodedCharacters_isDecoded() {
        assertThat(matches("pkcs11:token=My%20zones%3b%20all")).isTrue();
        assertThat(matches("PKCS11:token=My%20zones%3B%20all")).isTrue();
    }

    @Test
    void uri_withSeveralAttributes_needsAllOfThem() {
        assertThat(matches("pkcs11:manufacturer=ACME%20HSM;serial=00af12;model=Model%205"))
                .isTrue();
        assertThat(matches("pkcs11:manufacturer=ACME%20HSM;serial=00af13")).isFalse();
    }

    @Test
    void uri_withoutAttributes_meansAnyToken() {
        assertThat(matches("pkcs11:")).isTrue();
        assertThat(Pkcs11Uri.of("pkcs11:")).hasToString("any token");
    }

    @Test
    void uri_withKeyAndQuery_givesThem() {
        Pkcs11Uri uri =
                Pkcs11Uri.parse(
                        "pkcs11:token=t;object=ksk%2F1;id=%01%FFA;type=private"
                                + "?module-path=/usr/lib/x.so&pin-source=file:/etc/zoneseal/pin");
        assertThat(uri.keyLabel()).contains("ksk/1");
        assertThat(uri.keyId()).contains(KeyId.ofHex("01ff41"));
        assertThat(uri.modulePath()).contains(Path.of("/usr/lib/x.so"));
        assertThat(uri.pinFile()).contains(Path.of("/etc/zoneseal/pin"));
        assertThat(uri).hasToString("token \"t\"");
    }

    @Test
    void uri_withoutKeyAndQuery_givesNone() {
        Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:token=t");
        assertThat(uri.keyLabel()).isEmpty();
        assertThat(uri.keyId()).isEmpty();
        assertThat(uri.modulePath()).isEmpty();
        assertThat(uri.pinFile()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs11:slot-id=1, label or serial",
        "pkcs11:token=t?pin-value=1234, pin-source",
        "pkcs11:token=a;token=b, twice",
        "pkcs11:token, name=value",
        "pkcs11:=t, name=value",
        "pkcs11:token=%4, hexadecimal",
        "pkcs11:token=%, hexadecimal",
        "pkcs11:token=%zz, hexadecimal",
        "pkcs11:token=t;colour=red, colour",
        "pkcs11:module-path=/x, module-path",
        "http://example, pkcs11:"
    })
    void uri_thatIsWrong_isRefusedWithTheReason(String uri, String reason) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("1234");
    }
}
