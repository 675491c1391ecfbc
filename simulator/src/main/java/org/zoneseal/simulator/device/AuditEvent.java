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

    private static final int MAX_TEXT = 500;

    /** Cuts what clients say of themselves; the log shall not be theirs to fill. */
    AuditEvent {
        peer = new Peer(peer.transport(), cut(peer.identity()), cut(peer.program()));
        subject = cut(subject);
        detail = cut(detail);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** Who the device itself is when it does something. */
    static final Peer DEVICE = new Peer("inside", "device", "");

    /** Something that the device did by itself. */
    static AuditEvent ofDevice(String event, String subject, String detail) {
        return new AuditEvent(event, List.of(), DEVICE, subject, detail);
    }
}
