package org.zoneseal.transfer;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;

/**
 * Who is at the other end, as far as is known: address, channel, certificate, and the TSIG key once
 * a signature of it was found good. Immutable.
 *
 * <p>A certificate comes with an encrypted channel or not at all, so whatever demands one is out of
 * reach of plain TCP and UDP.
 */
public final class Peer {

    private final InetAddress address;
    private final int port;
    private final Channel channel;
    private final ClientCertificate certificate;
    private final @Nullable Name key;

    private Peer(
            InetAddress address,
            int port,
            Channel channel,
            ClientCertificate certificate,
            @Nullable Name key) {
        this.address = address;
        this.port = port;
        this.channel = channel;
        this.certificate = certificate;
        this.key = key;
    }

    /** Who sent a datagram; the address may be a lie. */
    public static Peer udp(InetAddress address, int port) {
        return new Peer(address, port, Channel.UDP, ClientCertificate.NONE, null);
    }

    /** Who is at the other end of a connection in the clear. */
    public static Peer tcp(InetAddress address, int port) {
        return new Peer(address, port, Channel.TCP, ClientCertificate.NONE, null);
    }

    /**
     * Who is at the other end of a TLS session.
     *
     * @param channel from {@link Channel#ofTls}
     * @throws IllegalArgumentException if the channel is not encrypted
     */
    public static Peer tls(
            InetAddress address, int port, Channel channel, ClientCertificate certificate) {
        if (!channel.isEncrypted()) {
            throw new IllegalArgumentException(channel + " has no certificates");
        }
        return new Peer(address, port, channel, certificate, null);
    }

    /** The same, known to hold a TSIG key: its signature over the message at hand is good. */
    public Peer signedWith(Name tsigKey) {
        return new Peer(address, port, channel, certificate, tsigKey);
    }

    /** Behind a proxy, the client that the proxy names. */
    public InetAddress address() {
        return address;
    }

    public int port() {
        return port;
    }

    public Channel channel() {
        return channel;
    }

    public ClientCertificate certificate() {
        return certificate;
    }

    /** Name of the TSIG key that the message at hand was signed with. */
    public Optional<Name> key() {
        return Optional.ofNullable(key);
    }

    /** For logs: {@code 192.0.2.1@53000 tls key transfer.example.} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(address.getHostAddress());
        text.append('@').append(port).append(' ').append(name(channel));
        if (certificate.isPresent()) {
            text.append(" certificate ").append(certificate.fingerprint());
        }
        if (key != null) {
            text.append(" key ").append(key);
        }
        return text.toString();
    }

    private static String name(Channel channel) {
        return switch (channel) {
            case UDP -> "udp";
            case TCP -> "tcp";
            case TLS -> "tls";
            case XOT -> "xot";
        };
    }
}
