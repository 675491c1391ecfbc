package org.zoneseal.simulator.door;

import java.io.EOFException;
import java.io.IOException;
import java.security.SecureRandom;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * Whatever a client sends, in memory: codecs may refuse and close, nothing else. Used by seeded
 * tests and by Jazzer.
 */
final class Hostile {

    private static final long MEMORY = 64L << 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Hostile() {}

    /** Our protocol, behind a good opening. */
    static byte[] ours(byte[] input) {
        byte[] opening = WireClient.opening(0, new byte[16], new byte[32], "hostile").toBytes();
        return serve(new WireWriter().raw(opening).raw(input).toBytes());
    }

    /** p11-kit's, behind a good C_Initialize. */
    static byte[] p11kit(byte[] input) {
        byte[] initialize = RecordedFrames.p11kit().getFirst();
        return serve(new WireWriter().u8(0).raw(initialize).raw(input).toBytes());
    }

    /** From the first byte on. */
    static byte[] serve(byte[] input) {
        DoorLimits limits = DoorLimits.defaults().withMemory(MEMORY);
        DoorCounters counters = new DoorCounters();
        SteppedClock clock = new SteppedClock();
        Notebooks notebooks = new Notebooks();
        ApplicationTable applications =
                new ApplicationTable(notebooks, limits, clock, RANDOM, counters);
        Memory memory = new Memory(limits.memory());
        InMemoryPipe pipe = new InMemoryPipe(input);
        Visitor visitor = new Visitor(pipe, "unix", "uid=1(hostile)");
        Hall hall = new Hall(applications, limits, new byte[16], new Complaints(clock));
        Line line = new Line(pipe, new Patience(clock), limits, memory, counters);
        try {
            if (input.length > 0 && line.receiver().awaitFrame()) {
                Codec codec =
                        input[0] == WireCodec.FIRST_BYTE
                                ? new WireCodec(line, visitor, hall)
                                : new RpcCodec(line, visitor, hall);
                serve(codec);
            }
        } catch (EOFException cutShort) {
            // What hostile clients do; the connection ends.
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            line.release();
        }
        applications.endAll();
        if (memory.left() != limits.memory() || counters.applications() != 0) {
            throw new AssertionError(
                    "left behind: %d bytes, %d applications"
                            .formatted(limits.memory() - memory.left(), counters.applications()));
        }
        return pipe.received();
    }

    private static void serve(Codec codec) throws IOException {
        try {
            codec.serve();
        } finally {
            codec.leave();
        }
    }
}
