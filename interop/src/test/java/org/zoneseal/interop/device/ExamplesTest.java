package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** The C and shell programs of {@code examples/hsm} do what they say, and fail when they cannot. */
@ExtendWith(SharedDevices.class)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples/hsm").toAbsolutePath().normalize();
    private static final Path HEADERS =
            Path.of("../clients/pkcs11/include").toAbsolutePath().normalize();

    @TempDir Path folder;

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(folder.resolve("file"), "to be signed\n");
    }

    private Outcome run(Device device, Peer program, String key) throws IOException {
        Path pin = Files.writeString(folder.resolve("pin"), device.pin() + "\n");
        return program.with(device.environment())
                .run(
                        folder,
                        device.module().toString(),
                        device.label(),
                        pin.toString(),
                        key,
                        "file");
    }

    private Outcome verify() {
        return Peer.of("openssl")
                .run(
                        folder,
                        "dgst",
                        "-sha256",
                        "-verify",
                        "file.pub",
                        "-signature",
                        "file.sig",
                        "file");
    }

    @ParameterizedTest
    @EnumSource
    void cProgram_signs_whatOpenSslVerifies(Door door, Devices devices) throws IOException {
        Peer.require(HEADERS.resolve("zoneseal-pkcs11.h"), "it is part of the repository");
        Path program = folder.resolve("sign");
        Peer.of("cc")
                .run(
                        folder,
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-I",
                        HEADERS.toString(),
                        "-o",
                        program.toString(),
                        EXAMPLES.resolve("c/sign.c").toString(),
                        "-ldl")
                .mustBeFine();
        Device device = devices.token(door, "examples");
        run(device, Peer.at(program), "c-key").mustBeFine();
        verify().mustBeFine();
        byte[] key = Files.readAllBytes(folder.resolve("file.pub"));
        run(device, Peer.at(program), "c-key").mustBeFine();
        assertThat(folder.resolve("file.pub")).hasBinaryContent(key);
        Files.writeString(folder.resolve("file"), "something else\n");
        assertThat(verify().isFine()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shellPrograms_sign_whatOpenSslVerifies(Door door, Devices devices) throws IOException {
        Device device = devices.token(door, "examples");
        Peer tool = Peer.at(EXAMPLES.resolve("shell/pkcs11-tool.sh"));
        assertThat(run(device, tool, "shell-key").mustBeFine().out())
                .contains("shell-key")
                .contains("Verified OK");
        Files.delete(folder.resolve("file.sig"));
        Peer engine = Peer.at(EXAMPLES.resolve("shell/openssl-engine.sh"));
        assertThat(run(device, engine, "shell-key").mustBeFine().out()).contains("Verified OK");
        verify().mustBeFine();
        assertThat(run(device, engine, "no-such-key").isFine()).isFalse();
    }
}
