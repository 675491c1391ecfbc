package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;

/** A lane makes no garbage, whatever it is asked. */
class LaneGarbageTest {

    private static final int QUERIES = 2000;

    @Test
    void lane_answeringThousands_allocatesNothing() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings());
                DatagramSocket client = DatagramLaneTest.client(running.udp())) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long lane = laneThread();
            ask(client);
            long before = threads.getThreadAllocatedBytes(lane);
            ask(client);
            long allocated = threads.getThreadAllocatedBytes(lane) - before;
            // Less than a byte for each query: what there is comes with compilation and linkage.
            assertThat(allocated).isLessThan(QUERIES);
        }
    }

    private static long laneThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("udp "))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    private static void ask(DatagramSocket client) throws Exception {
        for (int id = 0; id < QUERIES; id++) {
            DatagramLaneTest.send(client, Queries.of(id, "www.example", Queries.A));
            DatagramLaneTest.receive(client);
        }
    }
}
