package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer.Outcome;

/**
 * OpenDNSSEC's {@code ods-hsmutil}: generating, listing and removing keys, and its own test, of
 * which the parts for RSA-2048, RSA-4096, ECDSA and EdDSA have to say of us what they say of
 * SoftHSM. (It makes keys of other kinds, too: 512 bits, DSA, GOST; no reason to have them.)
 */
@ExtendWith(SharedDevices.class)
class OpenDnssecConsumerTest {

    private static final List<String> PARTS =
            List.of(
                    "2048-bit RSA",
                    "4096-bit RSA",
                    "ECDSA Curve P-256",
                    "ECDSA Curve P-384",
                    "ED25519",
                    "ED448",
                    "1024 bytes of random",
                    "32-bit random");

    @TempDir Path folder;

    private Outcome hsmutil(Device device, String... arguments) throws IOException {
        Path configuration = folder.resolve("conf.xml");
        Files.writeString(
                configuration,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Configuration>
                  <RepositoryList>
                    <Repository name="hsm">
                      <Module>%1$s</Module><TokenLabel>%2$s</TokenLabel><PIN>%3$s</PIN>
                    </Repository>
                  </RepositoryList>
                  <Common>
                    <Logging><Syslog><Facility>local0</Facility></Syslog></Logging>
                    <PolicyFile>%4$s/kasp.xml</PolicyFile>
                    <ZoneListFile>%4$s/zonelist.xml</ZoneListFile>
                  </Common>
                  <Enforcer><Datastore><SQLite>%4$s/kasp.db</SQLite></Datastore></Enforcer>
                </Configuration>
                """
                        .formatted(device.module(), device.label(), device.pin(), folder));
        List<String> all = new ArrayList<>(List.of("-f", "-c", configuration.toString()));
        all.addAll(List.of(arguments));
        return device.peer("ods-hsmutil").run(folder, all);
    }

    @ParameterizedTest
    @EnumSource
    void keys_generated_areListedAndRemoved(Door door, Devices devices) throws IOException {
        Device device = devices.token(door, "ods");
        String rsa = id(hsmutil(device, "generate", "hsm", "rsa", "2048").mustBeFine());
        String ecdsa = id(hsmutil(device, "generate", "hsm", "ecdsa", "256").mustBeFine());
        assertThat(hsmutil(device, "list").mustBeFine().out())
                .containsPattern(rsa + " +RSA/2048")
                .containsPattern(ecdsa + " +ECDSA/256");
        assertThat(hsmutil(device, "dnskey", rsa, "example.", "257", "8").mustBeFine().out())
                .contains("DNSKEY\t257 3 8 ");
        hsmutil(device, "remove", rsa).mustBeFine();
        hsmutil(device, "remove", ecdsa).mustBeFine();
        assertThat(hsmutil(device, "list").mustBeFine().out()).contains("0 keys found");
    }

    private static String id(Outcome generated) {
        String out = generated.out().strip();
        assertThat(out).contains("Key generation successful: ");
        return out.substring(out.lastIndexOf(' ') + 1);
    }

    /** p11-kit 0.24 lets no EdDSA through. */
    @ParameterizedTest
    @EnumSource(names = {"ZONESEAL"})
    void test_onOurs_saysWhatItSaysOfTheControl(Door door, Devices devices) throws IOException {
        List<String> control = test(devices.token(Door.SOFTHSM, "ods-test"));
        assertThat(control).hasSize(PARTS.size());
        assertThat(test(devices.token(door, "ods-test"))).isEqualTo(control);
    }

    @ParameterizedTest
    @EnumSource(names = {"P11_KIT"})
    void test_throughP11Kit_saysWhatItSaysOfTheControl_exceptForEdDsa(Door door, Devices devices)
            throws IOException {
        List<String> control = test(devices.token(Door.SOFTHSM, "ods-test"));
        List<String> ours = test(devices.token(door, "ods-test"));
        assertThat(withoutEdDsa(ours)).isEqualTo(withoutEdDsa(control));
    }

    private static List<String> withoutEdDsa(List<String> parts) {
        return parts.stream().filter(part -> !part.startsWith("Generating ED")).toList();
    }

    /** Each part from "Generating" to the next, without what is random in it. */
    private List<String> test(Device device) throws IOException {
        String out = hsmutil(device, "test", "hsm").out();
        return List.of(out.split("(?=Generating )")).stream()
                .filter(part -> PARTS.stream().anyMatch(part::contains))
                .map(part ->
                        part.replaceAll("[0-9a-f]{32}", "ID")
                                .replaceAll("\\.\\.\\. [0-9]+", "... N")
                                .strip())
                .toList();
    }
}
