package org.zoneseal.simulator.door;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** A Unix socket; who connects is known from the system. */
final class UnixEntrance implements Entrance {

    private static final System.Logger LOG = System.getLogger(UnixEntrance.class.getName());

    private final Listener.Unix settings;
    private final SocketFile file;
    private final ServerSocketChannel channel;

    private UnixEntrance(Listener.Unix settings, SocketFile file, ServerSocketChannel channel) {
        this.settings = settings;
        this.file = file;
        this.channel = channel;
    }

    static UnixEntrance open(Listener.Unix settings) throws IOException {
        SocketFile file = new SocketFile(settings);
        return new UnixEntrance(settings, file, file.bind());
    }

    @Override
    public Arrival accept() throws IOException {
        SocketChannel client = channel.accept();
        try {
            return new Guest(client, client.getOption(ExtendedSocketOptions.SO_PEERCRED));
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public boolean speaksRpc() {
        return settings.p11kit();
    }

    @Override
    public String address() {
        return "unix:" + settings.path();
    }

    @Override
    public void close() {
        try {
            channel.close();
            file.remove();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "hsm.socket-left path="
                            + settings.path()
                            + " reason=\""
                            + e.getMessage()
                            + "\"");
        }
    }

    /** A user of this host. */
    private final class Guest implements Arrival {

        private final ChannelPipe pipe;
        private final UnixDomainPrincipal who;

        Guest(SocketChannel client, UnixDomainPrincipal who) {
            this.pipe = new ChannelPipe(client);
            this.who = who;
        }

        @Override
        public String origin() {
            return UserNumber.describe(who.user().getName());
        }

        @Override
        public Visitor greet() throws IOException {
            if (!isAllowed()) {
                throw new TurnedAwayException(origin() + " is not among the users who may come in");
            }
            return new Visitor(pipe, "unix", origin());
        }

        private boolean isAllowed() {
            return Admission.of(settings).lets(who.user().getName(), who.group().getName());
        }

        @Override
        public void close() {
            pipe.close();
        }
    }
}
