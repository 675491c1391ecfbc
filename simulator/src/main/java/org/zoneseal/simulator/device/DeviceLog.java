package org.zoneseal.simulator.device;

import java.util.Set;

/** What of the audit log an operator sees in the daemon's own log too; one line each. */
final class DeviceLog {

    private static final System.Logger LOGGER = System.getLogger(Device.class.getName());

    private static final Set<String> WARNINGS =
            Set.of(
                    "login.failed",
                    "login.locked",
                    "login.refused",
                    "login.resume-failed",
                    "slot.init-refused",
                    "clock.backwards",
                    "device.recovered",
                    "device.alarm");

    /** Too many of them, and none of an operator's business. */
    private static final Set<String> QUIET =
            Set.of("key.used", "login", "login.resumed", "logout", "command");

    private DeviceLog() {}

    static void mirror(AuditEvent event) {
        if (QUIET.contains(event.event())) {
            return;
        }
        System.Logger.Level level =
                WARNINGS.contains(event.event())
                        ? System.Logger.Level.WARNING
                        : System.Logger.Level.INFO;
        LOGGER.log(
                level,
                () ->
                        "hsm."
                                + event.event().replace('.', '-')
                                + " subject="
                                + oneLine(event.subject())
                                + " peer="
                                + oneLine(event.peer().identity())
                                + " users="
                                + event.actors()
                                + (event.detail().isEmpty() ? "" : ": " + oneLine(event.detail())));
    }

    static void warning(String event, String sentence) {
        LOGGER.log(System.Logger.Level.WARNING, () -> event + ": " + oneLine(sentence));
    }

    /** Clients say who they are; what they say stays on its line. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
