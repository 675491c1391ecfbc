package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.TokenInfo;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;

/** Loading a module and choosing a token in it. */
class Pkcs11ModuleTest {

    private static Pkcs11Module load(Path path) {
        return Pkcs11Module.load(path, Pkcs11Options.defaults());
    }

    private static HsmException loadingFailure(Path path) {
        HsmException failure = catchThrowableOfType(HsmException.class, () -> load(path));
        assertThat(failure.kind()).isEqualTo(Kind.MODULE_MISSING);
        assertThat(failure).hasMessageContaining(path.toString());
        return failure;
    }

    private static HsmException choiceFailure(Pkcs11Module module, String which) {
        HsmException failure =
                catchThrowableOfType(
                        HsmException.class, () -> module.open(Pkcs11Uri.of(which), SoftHsm.pin()));
        assertThat(failure.kind()).isEqualTo(Kind.TOKEN_MISSING);
        return failure;
    }

    @Test
    void module_thatIsNotThere_isNamed(@TempDir Path folder) {
        loadingFailure(folder.resolve("libnone.so"));
    }

    @Test
    void module_thatIsNoLibrary_isRefused(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("libtext.so"), "text");
        assertThat(loadingFailure(text)).hasMessageContaining("not a shared library");
    }

    @Test
    void module_thatIsAnotherLibrary_isRefused() {
        Path zlib = Path.of("/lib/x86_64-linux-gnu/libz.so.1");
        Assumptions.assumeTrue(Files.exists(zlib));
        assertThat(loadingFailure(zlib)).hasMessageContaining("C_GetFunctionList");
    }

    @Test
    void token_thatIsNotThere_isAnsweredByThoseThatAre(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones").withToken("others");
        try (Pkcs11Module module = load(SoftHsm.MODULE)) {
            assertThat(choiceFailure(module, "elsewhere"))
                    .hasMessageContaining("\"elsewhere\"")
                    .hasMessageContaining("\"zones\"")
                    .hasMessageContaining("\"others\"");
        }
    }

    @Test
    void token_inModuleWithoutAny_saysSo(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder);
        try (Pkcs11Module module = load(SoftHsm.MODULE)) {
            assertThat(module.tokens()).isEmpty();
            assertThat(choiceFailure(module, "zones")).hasMessageContaining("no initialised token");
        }
    }

    @Test
    void token_namedTwice_isChosenBySerialNumber(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones").withToken("zones");
        try (Pkcs11Module module = load(SoftHsm.MODULE)) {
            assertThat(choiceFailure(module, "zones")).hasMessageContaining("several tokens");
            TokenInfo second = module.tokens().get(1);
            try (Pkcs11Token token =
                    module.open(
                            Pkcs11Uri.of("pkcs11:token=zones;serial=" + second.serial()),
                            SoftHsm.pin())) {
                assertThat(token.info()).isEqualTo(second);
            }
        }
    }

    @Test
    void module_loadedTwice_isUsableUntilTheFirstIsClosed(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones");
        try (Pkcs11Module first = load(SoftHsm.MODULE);
                Pkcs11Module second = load(SoftHsm.MODULE)) {
            assertThat(first.tokens()).isEqualTo(second.tokens()).hasSize(1);
        }
    }
}
