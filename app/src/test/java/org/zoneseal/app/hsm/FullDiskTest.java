package org.zoneseal.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;

/** A device on a disk that fills up under it: a small file system of its own, mounted as root. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    @TempDir Path folder;
    private Path disk = Path.of("");
    private boolean isMounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
        assumeTrue(isMounted, "mounting a small file system takes root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String[] slot(TestFolder device, int number) {
        return new String[] {
            "hsm",
            "slot",
            "init",
            Integer.toString(number),
            "--label",
            "token" + number,
            "--so-pin-file",
            device.secret("so", "officer-1").toString(),
            "--no-pin"
        };
    }

    private void fillUp() throws IOException {
        byte[] page = new byte[4096];
        try (var file = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                file.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    @Test
    void device_diskFull_refusesChangesKeepsWhatIsThereAndGoesOnWithRoom() throws Exception {
        TestFolder device = TestFolder.withDevice(disk);
        try (DaemonProcess daemon =
                DaemonProcess.start(folder, "hsm", "serve", device.device().toString()).ready()) {
            TestFolder.mustBeFine(device.asAdministrator(slot(device, 0)));
            fillUp();
            RecordedTerminal refused = fillSlots(device);
            assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(refused.err()).hasLineCount(1).contains("the disk is full");
            assertThat(daemon.isAlive()).isTrue();
            assertThat(device.asNobody("hsm", "status").out()).contains("state");
            assertThat(device.asNobody("hsm", "slot", "list").out()).contains("token0");
        }
        Files.delete(disk.resolve("filler"));
        try (DaemonProcess _ =
                DaemonProcess.start(folder, "hsm", "serve", device.device().toString()).ready()) {
            assertThat(device.asNobody("hsm", "status").out()).contains("operational");
            assertThat(device.asNobody("hsm", "slot", "list").out()).contains("token0");
            TestFolder.mustBeFine(device.asAdministrator(slot(device, 99)));
        }
    }

    /** Makes slots until one is refused: the last page of the log may have had room for a few. */
    private static RecordedTerminal fillSlots(TestFolder device) {
        String[] command = slot(device, 1);
        RecordedTerminal last = device.asAdministrator(command);
        for (int number = 2; last.exitCode() == ExitCode.FINE && number < 60; number++) {
            command[3] = Integer.toString(number);
            last = device.asAdministrator(command);
        }
        return last;
    }
}
