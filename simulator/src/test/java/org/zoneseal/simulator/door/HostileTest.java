package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Frames cut, spoiled and invented: every one is answered or the connection ends, no more. */
class HostileTest {

    private static final int ROUNDS = 10_000;
    private static final int LONG_ROUNDS = 2_000_000;
    private static final int OPENING_ANSWER = 4 + 2 + 4 + 4 + 16 + 32 + 16 + 8;

    @Test
    void goodFrames_replayed_areAllAnsweredWithOk() {
        List<byte[]> frames = RecordedFrames.ours();
        WireReader in = new WireReader(Hostile.ours(joined(frames)));
        in.raw(OPENING_ANSWER);
        for (int i = 1; i <= frames.size(); i++) {
            WireReader answer = new WireReader(in.bytes());
            assertThat(answer.u64()).isEqualTo(i);
            assertThat(answer.u32()).isZero();
        }
        in.end();
    }

    @Test
    void recordedFrames_ofP11kit_areAllAnsweredWithTheirCall() {
        List<byte[]> frames = RecordedFrames.p11kit();
        List<byte[]> working = frames.stream().filter(frame -> call(frame) > 2).toList();
        WireReader in = new WireReader(Hostile.p11kit(joined(working)));
        in.raw(1 + 12 + 8);
        for (byte[] frame : working) {
            assertThat(in.u32()).isEqualTo(new WireReader(frame).u32());
            in.u32();
            WireReader answer = new WireReader(in.bytes());
            assertThat(answer.u32()).isEqualTo(call(frame));
        }
        in.end();
    }

    private static long call(byte[] frame) {
        WireReader in = new WireReader(frame);
        in.raw(12 + 6);
        return in.u32();
    }

    private static byte[] joined(List<byte[]> frames) {
        WireWriter all = new WireWriter();
        frames.forEach(all::raw);
        return all.toBytes();
    }

    @Test
    void frames_cutAtEveryByte_doNoHarm() {
        for (byte[] frame : RecordedFrames.ours()) {
            for (int length = 0; length < frame.length; length++) {
                Hostile.ours(Arrays.copyOf(frame, length));
            }
        }
        for (byte[] frame : RecordedFrames.p11kit()) {
            for (int length = 0; length < frame.length; length++) {
                Hostile.p11kit(Arrays.copyOf(frame, length));
            }
        }
    }

    @Test
    void openings_cutAtEveryByte_doNoHarm() {
        byte[] opening = WireClient.opening(0, new byte[16], new byte[32], "cut").toBytes();
        for (int length = 0; length < opening.length; length++) {
            assertThat(Hostile.serve(Arrays.copyOf(opening, length))).isEmpty();
        }
    }

    @Test
    void frames_withEachWordAllOnes_doNoHarm() {
        Consumer<byte[]> ours = Hostile::ours;
        Consumer<byte[]> p11kit = Hostile::p11kit;
        RecordedFrames.ours().forEach(frame -> spoilWords(frame, ours));
        RecordedFrames.p11kit().forEach(frame -> spoilWords(frame, p11kit));
    }

    private static void spoilWords(byte[] frame, Consumer<byte[]> target) {
        for (int at = 0; at + 4 <= frame.length; at++) {
            byte[] spoiled = frame.clone();
            Arrays.fill(spoiled, at, at + 4, (byte) 0xff);
            target.accept(spoiled);
        }
    }

    @Test
    void frames_spoiledAtRandom_doNoHarm() {
        spoil(ROUNDS, new Random(20261127));
    }

    @Test
    @Tag("long")
    void frames_spoiledAtRandomForLong_doNoHarm() {
        spoil(LONG_ROUNDS, new Random());
    }

    private static void spoil(int rounds, Random random) {
        List<byte[]> ours = RecordedFrames.ours();
        List<byte[]> p11kit = RecordedFrames.p11kit();
        for (int i = 0; i < rounds; i++) {
            Hostile.ours(spoiled(ours, random));
            Hostile.p11kit(spoiled(p11kit, random));
        }
    }

    /** Two frames with a few changed bytes in the payload of either, their lengths left right. */
    private static byte[] spoiled(List<byte[]> frames, Random random) {
        byte[] all =
                joined(
                        List.of(
                                frames.get(random.nextInt(frames.size())),
                                frames.get(random.nextInt(frames.size()))));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(all.length);
            all[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xff;
                        case 2 -> (byte) (all[at] + 1);
                        default -> (byte) random.nextInt();
                    };
        }
        return all;
    }

    @Test
    void noise_fromTheFirstByteOn_doesNoHarm() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (random.nextBoolean() ? 'Z' : random.nextInt(3));
            }
            Hostile.serve(noise);
        }
    }

    @Test
    void lists_manySmallOnes_areRefusedBeforeTheyFillTheMemory() {
        WireWriter value = new WireWriter().u64(1).u32(0).u16(0x200).text("x");
        value.u8(5).u32(60_000);
        for (int i = 0; i < 60_000; i++) {
            value.u8(5).u32(2).u8(0).u8(0);
        }
        byte[] answer = Hostile.ours(new WireWriter().bytes(value.toBytes()).toBytes());
        WireReader in = new WireReader(answer);
        in.raw(OPENING_ANSWER + 4 + 8);
        assertThat(in.u32()).isEqualTo(Ckr.ARGUMENTS_BAD);
        assertThat(in.text()).contains("too many entries");
    }
}
