package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One script of over a thousand PKCS#11 calls, right and wrong ones, on SoftHSM and on our daemon
 * through our library: every difference is known, with the section of the standard that decides it.
 */
@ExtendWith(SharedDevices.class)
class Pkcs11ScriptTest {

    @TempDir Path folder;

    private Map<String, String> run(Device device) throws IOException {
        String out =
                CProgram.ofFolder("script")
                        .in(device)
                        .run(
                                folder,
                                device.module().toString(),
                                device.label(),
                                device.soPin(),
                                device.pin())
                        .mustBeFine()
                        .out();
        Files.writeString(
                Path.of("target/pkcs11-script-" + device.door() + ".txt"),
                out); // to compare by eye
        Map<String, String> steps = new LinkedHashMap<>();
        for (String line : out.strip().split("\n")) {
            int space = line.indexOf(' ');
            String before = steps.put(line.substring(0, space), line.substring(space + 1));
            assertThat(before).as("two steps are called " + line).isNull();
        }
        return steps;
    }

    @Test
    void script_onTheControl_runsToItsEnd(Devices devices) throws IOException {
        Map<String, String> steps = run(devices.token(Door.SOFTHSM, "script"));
        assertThat(steps).hasSizeGreaterThan(1000);
        assertThat(steps.keySet()).noneMatch(step -> step.contains("/needed-"));
        assertThat(steps.keySet()).noneMatch(step -> step.contains("/ended-by-signal"));
        assertThat(steps).containsEntry("wrap-with-trusted/wrap", "KEY_NOT_WRAPPABLE");
    }

    @Test
    void script_onBoth_differsOnlyWhereTheTableSaysSo(Devices devices) throws IOException {
        Map<String, String> ours = run(devices.token(Door.ZONESEAL, "script"));
        Map<String, String> control = run(devices.token(Door.SOFTHSM, "script"));
        assertThat(KnownDifferences.read("pkcs11-differences.txt").surprises(control, ours))
                .isEmpty();
    }
}
