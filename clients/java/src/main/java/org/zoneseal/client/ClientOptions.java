package org.zoneseal.client;

import java.time.Duration;

/**
 * How a client connects and how long it waits.
 *
 * @param program its name for itself, for the audit log
 * @param connectTimeout for connecting and opening
 * @param callTimeout for one call; the HSM does not begin what is older
 * @param tls who we are and whom we expect; only for TLS addresses
 * @param maxConnections how many calls can be under way at once
 */
public record ClientOptions(
        String program,
        Duration connectTimeout,
        Duration callTimeout,
        TlsMaterial tls,
        int maxConnections) {

    public ClientOptions {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection is needed");
        }
        if (isNone(connectTimeout) || isNone(callTimeout)) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
    }

    public static ClientOptions defaults(String program) {
        return new ClientOptions(
                program, Duration.ofSeconds(10), Duration.ofSeconds(30), TlsMaterial.none(), 16);
    }

    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(program, timeout, callTimeout, tls, maxConnections);
    }

    public ClientOptions withCallTimeout(Duration timeout) {
        return new ClientOptions(program, connectTimeout, timeout, tls, maxConnections);
    }

    public ClientOptions withTls(TlsMaterial material) {
        return new ClientOptions(program, connectTimeout, callTimeout, material, maxConnections);
    }

    public ClientOptions withMaxConnections(int most) {
        return new ClientOptions(program, connectTimeout, callTimeout, tls, most);
    }

    private static boolean isNone(Duration timeout) {
        return timeout.isZero() || timeout.isNegative();
    }
}
