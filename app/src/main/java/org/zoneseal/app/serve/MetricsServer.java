package org.zoneseal.app.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Gives figures by HTTP, at {@code /metrics}: the JDK's small server, one request at a time, with
 * bounds on how long one may take.
 */
final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(MetricsServer.class.getName());
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BACKLOG = 16;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HttpServer server;
    private final ExecutorService thread;

    private MetricsServer(HttpServer server, ExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    /** Opens it. */
    static MetricsServer open(InetSocketAddress address, Supplier<String> text) throws IOException {
        bound("sun.net.httpserver.maxReqTime");
        bound("sun.net.httpserver.maxRspTime");
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "metrics cannot be given at " + AddressText.of(address) + ": " + e.getMessage(),
                    e);
        }
        ExecutorService thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("zoneseal-metrics").daemon().factory());
        server.setExecutor(thread);
        server.createContext("/", exchange -> answer(exchange, text));
        server.start();
        return new MetricsServer(server, thread);
    }

    private static void bound(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(BOUND.toSeconds()));
        }
    }

    private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
        try (exchange) {
            boolean isThere = exchange.getRequestURI().getPath().equals("/metrics");
            boolean isRead = exchange.getRequestMethod().equals("GET");
            String body = isThere && isRead ? text.get() : "figures are at /metrics\n";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(isThere ? isRead ? 200 : 405 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "metrics.failed", e);
            throw e;
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
