package org.zoneseal.app.daemon;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Tells the service manager how the daemon is doing (sd_notify): a datagram to the socket that
 * {@code $NOTIFY_SOCKET} names, nothing where there is none.
 *
 * <p>Java's own channels know Unix sockets as streams only, hence the system's call.
 */
final class ServiceNotice {

    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final int LONGEST_ADDRESS = 108;

    private final String socket;

    private ServiceNotice(String socket) {
        this.socket = socket;
    }

    static ServiceNotice of(Map<String, String> environment) {
        return new ServiceNotice(environment.getOrDefault(VARIABLE, ""));
    }

    boolean ready(String status) {
        return send("READY=1\nSTATUS=" + oneLine(status) + "\n");
    }

    /**
     * Tells that the configuration is being read again.
     *
     * @param microseconds of the system's monotonic clock, which Java's nanoTime is on Linux
     */
    boolean reloading(long microseconds) {
        return send("RELOADING=1\nMONOTONIC_USEC=" + microseconds + "\n");
    }

    boolean stopping() {
        return send("STOPPING=1\n");
    }

    boolean status(String status) {
        return send("STATUS=" + oneLine(status) + "\n");
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private boolean send(String message) {
        byte[] address = socket.getBytes(StandardCharsets.UTF_8);
        boolean isPath = socket.startsWith("/");
        boolean isAbstract = socket.startsWith("@");
        if (!(isPath || isAbstract) || address.length >= LONGEST_ADDRESS || !LibC.isThere()) {
            return false;
        }
        if (isAbstract) {
            address[0] = 0;
        }
        return LibC.get().sendDatagram(address, message.getBytes(StandardCharsets.UTF_8));
    }
}
