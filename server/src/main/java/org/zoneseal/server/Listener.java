package org.zoneseal.server;

import java.net.InetSocketAddress;
import org.zoneseal.answer.Transport;

/** One address, port and transport that is listened at. Port 0 takes any free one. */
public sealed interface Listener {

    InetSocketAddress address();

    Transport transport();

    /** The same at another address. */
    Listener at(InetSocketAddress other);

    /** Whether both are one socket: files of TLS are read again and need no other. */
    default boolean isSameSocketAs(Listener other) {
        return transport() == other.transport() && address().equals(other.address());
    }

    /**
     * DNS over UDP.
     *
     * @param address a wildcard address answers from whichever address was asked
     */
    record Udp(InetSocketAddress address) implements Listener {

        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public Udp at(InetSocketAddress other) {
            return new Udp(other);
        }
    }

    /** DNS over TCP (RFC 7766). */
    record Tcp(InetSocketAddress address) implements Listener {

        @Override
        public Transport transport() {
            return Transport.TCP;
        }

        @Override
        public Tcp at(InetSocketAddress other) {
            return new Tcp(other);
        }
    }

    /**
     * DNS over TLS (RFC 7858), transfers too (RFC 9103).
     *
     * @param files what the server shows, and whom it trusts about clients
     */
    record Tls(InetSocketAddress address, TlsFiles files) implements Listener {

        @Override
        public Transport transport() {
            return Transport.TLS;
        }

        @Override
        public Tls at(InetSocketAddress other) {
            return new Tls(other, files);
        }
    }
}
