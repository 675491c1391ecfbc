package org.zoneseal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.server.ServerSettings.Datagrams;

/** The lanes of one UDP address; mutable, used under its server's lock. */
final class DatagramListener implements OpenListener {

    private final Datagrams how;
    private final LaneSurroundings around;
    private final List<DatagramLane> lanes = new ArrayList<>();
    private boolean started;

    /**
     * Binds its lanes.
     *
     * @throws IOException if that fails; then none is bound
     */
    DatagramListener(InetSocketAddress wanted, int lanes, Datagrams how, LaneSurroundings around)
            throws IOException {
        this.how = how;
        this.around = around;
        this.lanes.add(lane(wanted, true));
        try {
            grow(lanes);
        } catch (IOException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private DatagramLane lane(InetSocketAddress at, boolean first) throws IOException {
        return how == Datagrams.AUTOMATIC && LinuxSockets.areThere()
                ? new BatchedLane(at, first, around)
                : new PortableLane(at, first, around);
    }

    @Override
    public InetSocketAddress address() {
        return lanes.getFirst().address();
    }

    int size() {
        return lanes.size();
    }

    /** Adds lanes until there are as many; where sockets cannot share an address, there is one. */
    void grow(int size) throws IOException {
        while (lanes.size() < size && lanes.getFirst().isShareable()) {
            DatagramLane more = lane(address(), false);
            lanes.add(more);
            if (started) {
                more.start();
            }
        }
    }

    /** Ends the last lanes, until there are only as many left. */
    void shrink(int size, long until, long[] counts) {
        while (lanes.size() > size) {
            DatagramLane last = lanes.removeLast();
            last.stop();
            awaitEnd(last, until, counts);
        }
    }

    @Override
    public void start() {
        started = true;
        lanes.forEach(DatagramLane::start);
    }

    @Override
    public void stop() {
        lanes.forEach(DatagramLane::stop);
    }

    @Override
    public void awaitEnd(long until, long[] counts) {
        lanes.forEach(lane -> awaitEnd(lane, until, counts));
    }

    private static void awaitEnd(DatagramLane lane, long until, long[] counts) {
        try {
            boolean _ = lane.awaitEnd(until - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lane.counters().addTo(counts);
    }

    @Override
    public void addCounters(long[] sum) {
        lanes.forEach(lane -> lane.counters().addTo(sum));
    }
}
