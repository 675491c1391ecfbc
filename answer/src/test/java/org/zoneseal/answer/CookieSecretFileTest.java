package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of cookie secrets, and what is none. */
class CookieSecretFileTest {

    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";

    @Test
    void file_ofTwoSecrets_isRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cookies");
        Files.writeString(
                file, "# rolled today\n\n  " + SECRET + "\r\n" + SECRET.toUpperCase(Locale.ROOT));
        CookieSecrets secrets = CookieSecretFile.read(file);
        assertThat(secrets.count()).isEqualTo(2);
        assertThat(secrets.toString()).doesNotContain("e5e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# none",
                "e5e973e5a6b2a43f48e7dc849e37bf",
                "e5e973e5a6b2a43f48e7dc849e37bfcfcf",
                "e5e973e5a6b2a43f48e7dc849e37bfcg",
                "e5e973e5a6b2a43f 8e7dc849e37bfcf",
                "S\nS\nS\nS"
            })
    void file_thatIsNone_saysSoWithoutTheSecret(String text) {
        byte[] bytes = Query.ascii(text.replace("S", SECRET));
        assertThatThrownBy(() -> CookieSecretFile.parse("file", bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file")
                .message()
                .doesNotContain("e5e9");
    }
}
