package org.zoneseal.simulator.device;

/**
 * Who is at the other end of a connection.
 *
 * @param transport {@code unix}, {@code tls} or {@code inside}
 * @param identity who the system says it is: {@code uid=1000(knot)}, a certificate's subject
 * @param program the name that the client gives itself, for the audit log only
 */
public record Peer(String transport, String identity, String program) {}
