package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.hsm.HsmException;

class FailureTest {

    @Test
    void of_hsmException_isEnvironmentWithItsMessage() {
        HsmException thrown = new HsmException(HsmException.Kind.WRONG_PIN, "the PIN is wrong");
        assertThat(Failure.of(thrown))
                .isEqualTo(new Failure(ExitCode.ENVIRONMENT, "the PIN is wrong"));
    }

    @Test
    void of_wrappedException_isWhatIsInside() {
        Throwable inside = new UncheckedIOException(new NoSuchFileException("a.zone"));
        assertThat(Failure.of(new ExecutionException(inside)))
                .isEqualTo(new Failure(ExitCode.ENVIRONMENT, "a.zone: no such file or folder"));
    }

    @Test
    void of_fileTrouble_namesTheFileAndTheReason() {
        assertThat(Failure.of(new AccessDeniedException("k")).message())
                .isEqualTo("k: permission denied");
        assertThat(Failure.of(new FileSystemException("k", null, "No space left")).message())
                .isEqualTo("k: No space left");
        assertThat(Failure.of(new IOException("disk gone")).message()).isEqualTo("disk gone");
    }

    @Test
    void of_badName_isUsage() {
        RuntimeException thrown = nameFailure("a..b");
        assertThat(Failure.of(thrown).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void of_commandException_isItsOwn() {
        assertThat(Failure.of(CommandException.usage("--token needs --pkcs11")))
                .isEqualTo(new Failure(ExitCode.USAGE, "--token needs --pkcs11"));
    }

    @Test
    void of_surprise_saysSoAndHowToReportIt() {
        assertThat(Failure.of(new IllegalStateException("odd")).message())
                .contains("should not happen", "odd", "--debug");
    }

    private static RuntimeException nameFailure(String text) {
        try {
            Name.parse(text);
            throw new AssertionError(text + " is a name");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
