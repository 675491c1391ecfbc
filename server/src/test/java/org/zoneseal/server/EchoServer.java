package org.zoneseal.server;

import java.util.List;

/**
 * Runs a server with an {@link EchoEngine} until it is killed: what lanes cost without answering.
 * To be started by hand beside {@code bench/echo.c}, which is the system's part of that. Arguments:
 * port, lanes, {@code AUTOMATIC} or {@code PORTABLE}.
 */
final class EchoServer {

    private EchoServer() {}

    static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        ServerSettings settings =
                ServerSettings.of(
                                List.of(
                                        new Listener.Udp(RunningServer.at("127.0.0.1", port)),
                                        new Listener.Tcp(RunningServer.at("127.0.0.1", port))))
                        .withLanes(Integer.parseInt(arguments[1]))
                        .withDatagrams(ServerSettings.Datagrams.valueOf(arguments[2]));
        try (RunningServer _ = new RunningServer(settings)) {
            Thread.currentThread().join();
        }
    }
}
