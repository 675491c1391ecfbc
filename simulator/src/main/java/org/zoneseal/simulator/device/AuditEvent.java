package org.zoneseal.simulator.device;

import java.util.List;

/**
 * What happened, for the audit log.
 *
 * @param event a stable name, such as {@code login.failed}
 * @param actors the users logged in who did it
 * @param subject what it was about: a user, a slot, an object's id
 * @param detail a sentence, or nothing
 */
record AuditEvent(String event, List<String> actors, Peer peer, String subject, String detail) {

    /** Who the device itself is when it does something. */
    static final Peer DEVICE = new Peer("inside", "device", "");

    /** Something that the device did by itself. */
    static AuditEvent ofDevice(String event, String subject, String detail) {
        return new AuditEvent(event, List.of(), DEVICE, subject, detail);
    }
}
