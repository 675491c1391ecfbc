package org.zoneseal.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.ZoneTable;

/** A server with an {@link EchoEngine} on loopback, for one test. */
final class RunningServer implements AutoCloseable {

    static final Duration BOUND = Duration.ofSeconds(20);
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final AnswerContext NO_ZONES =
            new AnswerContext(ZoneTable.EMPTY, AnswerSettings.DEFAULT);

    final DnsServer server;

    RunningServer(ServerSettings settings, Intake intake) throws IOException {
        this(settings, EchoEngine::new, () -> NO_ZONES, intake);
    }

    RunningServer(
            ServerSettings settings, Supplier<Answering> engines, Supplier<AnswerContext> context)
            throws IOException {
        this(settings, engines, context, Intake.none(transfers()));
    }

    private RunningServer(
            ServerSettings settings,
            Supplier<Answering> engines,
            Supplier<AnswerContext> context,
            Intake intake)
            throws IOException {
        server =
                DnsServer.start(
                        settings, engines, context, transfers(), intake, InstantSource.system());
    }

    RunningServer(ServerSettings settings) throws IOException {
        this(settings, Intake.none(transfers()));
    }

    static TransferHandler transfers() {
        return new TransferHandler(
                () ->
                        new TransferContext(
                                ZoneTable.EMPTY, _ -> TransferPolicy.CLOSED, TsigKeys.NONE),
                TransferLimits.DEFAULT,
                NotifyIntake.NONE,
                InstantSource.system());
    }

    /** UDP and TCP on a port of the system's choice each. */
    static ServerSettings settings() {
        InetSocketAddress any = new InetSocketAddress(LOOPBACK, 0);
        return ServerSettings.of(List.of(new Listener.Udp(any), new Listener.Tcp(any)));
    }

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    InetSocketAddress udp() {
        return address(Listener.Udp.class);
    }

    InetSocketAddress tcp() {
        return address(Listener.Tcp.class);
    }

    InetSocketAddress tls() {
        return address(Listener.Tls.class);
    }

    private InetSocketAddress address(Class<? extends Listener> kind) {
        return server.addresses().stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow()
                .address();
    }

    /** Waits until something holds, within a bound. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("it did not happen within " + BOUND);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
