package org.zoneseal.simulator.device;

import java.util.HexFormat;
import java.util.List;
import org.zoneseal.hsm.HsmException;

/** What a device looks at when it starts, and what it says about it. */
final class Opening {

    private static final int RUN_LENGTH = 8;

    private final DeviceCore core;
    private final AuditReader reader;
    private final Identity identity;

    Opening(DeviceCore core, AuditReader reader, Identity identity) {
        this.core = core;
        this.reader = reader;
        this.identity = identity;
    }

    /**
     * Begins operation, or an alarm.
     *
     * @param wrong what is wrong with the logs
     * @param expectedHead a head of the audit log that was kept elsewhere; empty if there is none
     */
    void run(List<String> wrong, byte[] expectedHead) {
        String before = core.contents().setting(DeviceCore.ALARM, "");
        wrong.forEach(core::raiseAlarm);
        if (!before.isEmpty()) {
            core.raiseAlarm(before);
        }
        if (core.state() != DeviceState.ALARM && expectedHead.length > 0) {
            compare(expectedHead);
        }
        if (core.state() != DeviceState.ALARM) {
            begin();
        }
    }

    private void compare(byte[] expectedHead) {
        AuditHead head = head(expectedHead);
        AuditReader.Verdict verdict = reader.verify(core.audit().sequence(), head);
        if (verdict.broken()) {
            core.raiseAlarm(verdict.problem());
        } else if (!verdict.problem().isEmpty()) {
            core.warn(verdict.problem());
        }
    }

    private AuditHead head(byte[] expectedHead) {
        try {
            AuditHead head = AuditHead.read(expectedHead);
            if (head.isFrom(core.deviceId(), identity.publicKey())) {
                return head;
            }
        } catch (IllegalArgumentException e) {
            throw new HsmException(
                    HsmException.Kind.STORE, "the expected head: " + e.getMessage(), e);
        }
        throw DeviceFolder.store(
                "the expected head was made by another device, or was changed; this one's is shown"
                        + " by zoneseal hsm audit head");
    }

    private void begin() {
        boolean maintenance =
                core.contents().setting(DeviceCommands.MAINTENANCE, "false").equals("true");
        core.state(maintenance ? DeviceState.MAINTENANCE : DeviceState.OPERATIONAL);
        String how = core.contents().wasClosed() ? "" : ", not stopped in good order before";
        core.note(AuditEvent.ofDevice("device.started", "device", "run " + run() + how));
        report("store", core.journal().cut());
        report("audit", core.audit().cut());
    }

    /** Something that no other run has: two histories that fork here never look the same. */
    private String run() {
        byte[] own = new byte[RUN_LENGTH];
        core.random().nextBytes(own);
        return HexFormat.of().formatHex(own);
    }

    private void report(String log, long cut) {
        if (cut > 0) {
            String what =
                    "the last "
                            + cut
                            + " bytes of the "
                            + log
                            + " log were of a change that was never confirmed; they were cut off";
            core.warn(what);
            core.note(AuditEvent.ofDevice("device.recovered", log, what));
        }
    }
}
