package org.zoneseal.simulator.token;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.simulator.device.SlotAccess;

/** What the device says about itself, its slots and tokens (PKCS#11 3.2, sections 5.4 and 5.5). */
final class DeviceView {

    private static final String MANUFACTURER = "Zoneseal";
    private static final String MODEL = "Software HSM";
    private static final long UNAVAILABLE = -1;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'00'").withZone(ZoneOffset.UTC);

    private final Environment environment;
    private final Sessions sessions;

    DeviceView(Environment environment, Sessions sessions) {
        this.environment = environment;
        this.sessions = sessions;
    }

    Cryptoki.DeviceInfo info() {
        return new Cryptoki.DeviceInfo(MANUFACTURER, "Zoneseal software HSM", 0, 1);
    }

    /** A token is always present, initialized or not. */
    List<Long> slots() {
        List<Long> slots = new ArrayList<>();
        environment.access().slots().forEach(slot -> slots.add((long) slot));
        return slots;
    }

    Cryptoki.SlotInfo slotInfo(long slotNumber) {
        int slot = sessions.slot(slotNumber);
        return new Cryptoki.SlotInfo(
                "Zoneseal slot " + slot, MANUFACTURER, Ckf.TOKEN_PRESENT, 0, 1, 0, 1);
    }

    Cryptoki.TokenInfo tokenInfo(long slotNumber) {
        int slot = sessions.slot(slotNumber);
        SlotAccess.SlotStatus status = environment.access().status(slot);
        SlotLogin login = sessions.login(slot);
        return new Cryptoki.TokenInfo(
                status.label(),
                MANUFACTURER,
                MODEL,
                status.serial(),
                flags(status),
                environment.settings().maxSessions(),
                login.sessions(),
                environment.settings().maxSessions(),
                login.writable(),
                status.maxPinLength(),
                status.minPinLength(),
                UNAVAILABLE,
                UNAVAILABLE,
                UNAVAILABLE,
                UNAVAILABLE,
                0,
                1,
                0,
                1,
                UTC_TIME.format(environment.clock().instant()));
    }

    private static long flags(SlotAccess.SlotStatus status) {
        long flags = Ckf.RNG | Ckf.LOGIN_REQUIRED | Ckf.RESTORE_KEY_NOT_NEEDED | Ckf.CLOCK_ON_TOKEN;
        flags |= status.initialized() ? Ckf.TOKEN_INITIALIZED : 0;
        flags |= status.userPinInitialized() ? Ckf.USER_PIN_INITIALIZED : 0;
        flags |=
                switch (status.userPin()) {
                    case FINE -> 0;
                    case COUNT_LOW -> Ckf.USER_PIN_COUNT_LOW;
                    case FINAL_TRY -> Ckf.USER_PIN_COUNT_LOW | Ckf.USER_PIN_FINAL_TRY;
                    case LOCKED -> Ckf.USER_PIN_LOCKED;
                };
        flags |=
                switch (status.soPin()) {
                    case FINE -> 0;
                    case COUNT_LOW -> Ckf.SO_PIN_COUNT_LOW;
                    case FINAL_TRY -> Ckf.SO_PIN_COUNT_LOW | Ckf.SO_PIN_FINAL_TRY;
                    case LOCKED -> Ckf.SO_PIN_LOCKED;
                };
        return flags;
    }
}
