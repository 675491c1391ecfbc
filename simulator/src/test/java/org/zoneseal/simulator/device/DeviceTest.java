package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.addKey;
import static org.zoneseal.simulator.device.TestDevice.administrator;
import static org.zoneseal.simulator.device.TestDevice.bytes;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

final class DeviceTest {

    private final Clock clock = new Clock();
    private final FaultyFiles files = TestDevice.files();

    @Test
    void open_afterClose_hasUsersSlotsObjectsAndSecrets() {
        StoredObject key;
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            key = addKey(device, "ksk");
            StoredObject other = addKey(device, "other");
            key =
                    device.vault()
                            .rewrite(key, List.of(Attribute.bytes(Cka.LABEL, bytes("renamed"))));
            device.vault().destroy(other);
        }
        try (Device device = TestDevice.open(files, clock)) {
            administrator(device);
            assertThat(device.vault().objects(1))
                    .extracting(StoredObject::place)
                    .containsExactly(key.place());
            StoredObject found = device.vault().objects(1).getFirst();
            assertThat(found.attributes()).isEqualTo(key.attributes());
            assertThat(TestDevice.secret(device, found)).isEqualTo("the secret of ksk");
            device.slots().login(1, SlotAccess.UserKind.USER, bytes("user-pin"), PEER);
            assertThat(device.slots().status(1).label()).isEqualTo("first");
        }
    }

    @Test
    void command_unknownArgument_isRefusedByName() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            assertThatThrownBy(() ->
                            TestDevice.run(
                                    session,
                                    "slot.remove",
                                    new Value.Fields().put("slot", 1).put("slit", 2)))
                    .hasMessageContaining("slit")
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.ARGUMENTS_BAD));
        }
    }
}
