package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.InitialUser;
import org.zoneseal.simulator.device.Permissions;
import org.zoneseal.storage.FileLayer;

/** A daemon for the training of the AOT cache: served in this process while some work is done. */
public final class ServeTraining {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final byte[] PASSWORD = "training".getBytes(StandardCharsets.US_ASCII);

    private ServeTraining() {}

    /**
     * Makes a device in a folder, serves it at {@code FOLDER/hsm.socket}, and ends it after the
     * work. Its user {@code training} has the password {@code training} and may do everything.
     */
    public static void serveDuring(Path folder, Runnable work) throws IOException {
        StoreSecret secret = new StoreSecret.DeviceFile(folder.resolveSibling("training.secret"));
        InitialUser user =
                new InitialUser.WithPassword("training", Permissions.of("22002222"), PASSWORD);
        Device.create(
                        FileLayer.real(),
                        folder,
                        secret,
                        List.of(user),
                        InstantSource.system(),
                        new SecureRandom())
                .close();
        ServeSettings settings =
                ServeSettings.defaults()
                        .with(
                                new Unlock.Asked(),
                                List.<HsmAddress>of(DeviceAddress.ofFolder(folder)));
        ServedDevice served = ServedDevice.open(settings, folder, secret);
        try {
            work.run();
        } finally {
            served.close(BOUND);
        }
    }
}
