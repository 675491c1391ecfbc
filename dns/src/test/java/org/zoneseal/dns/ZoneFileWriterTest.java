package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneFileWriterTest {

    /** Takes a few bytes at a time, and none at all after a number of them. */
    private static final class NarrowChannel implements WritableByteChannel {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final int room;
        private boolean open = true;

        NarrowChannel(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (taken.size() >= room) {
                throw new IOException("No space left on device");
            }
            int count = Math.min(from.remaining(), 7919);
            for (int i = 0; i < count; i++) {
                taken.write(from.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    private static byte[] owner(String name) {
        byte[] wire = Name.parse(name).toWire();
        byte[] shifted = new byte[wire.length + 3];
        System.arraycopy(wire, 0, shifted, 3, wire.length);
        return shifted;
    }

    @Test
    void record_isOneLineOfTabs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZoneFileWriter writer = new ZoneFileWriter(out)) {
            writer.comment("one");
            byte[] address = {99, 1, 2, 3, 4, 99};
            writer.record(owner("A.example."), 3, RecordType.A, 0, address, 1, 4);
            writer.record(owner("A.example."), 3, 65280, 2147483647, address, 1, 4);
            writer.record(owner("a.example."), 3, RecordType.A, 60, address, 1, 4);
            writer.record(owner("example."), 3, RecordType.A, 60, address, 1, 4);
            writer.record(owner("."), 3, RecordType.APL, 60, address, 0, 0);
        }
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        ; one
                        A.example.\t0\tIN\tA\t1.2.3.4
                        A.example.\t2147483647\tIN\tTYPE65280\t\\# 4 01020304
                        a.example.\t60\tIN\tA\t1.2.3.4
                        example.\t60\tIN\tA\t1.2.3.4
                        .\t60\tIN\tAPL\t
                        """);
        assertThat(
                        Zones.lines(
                                ZoneFileSource.of(
                                        new ByteArrayInputStream(out.toByteArray()), "written"),
                                Zones.options()))
                .hasSize(5);
    }

    @Test
    void records_ofLargestSizeThroughANarrowChannel_comeBack() throws IOException {
        NarrowChannel channel = new NarrowChannel(Integer.MAX_VALUE);
        byte[] rdata = new byte[65535];
        Arrays.fill(rdata, (byte) 0xff);
        try (ZoneFileWriter writer = new ZoneFileWriter(channel)) {
            for (int i = 0; i < 4; i++) {
                writer.record(owner("example."), 3, 65280 + i, 60, rdata, 0, rdata.length);
                writer.record(owner("example."), 3, RecordType.NULL, 60, rdata, 0, i);
            }
        }
        assertThat(channel.isOpen()).isFalse();
        List<String> lines =
                Zones.lines(
                        ZoneFileSource.of(
                                new ByteArrayInputStream(channel.taken.toByteArray()), "written"),
                        Zones.options());
        assertThat(lines).hasSize(8);
        assertThat(lines.get(6)).endsWith("TYPE65283 \\# 65535 " + "FF".repeat(65535));
        assertThat(lines.get(7)).isEqualTo("example. 60 NULL \\# 3 FFFFFF");
    }

    @Test
    void channel_thatIsFull_failsAndIsClosed() throws IOException {
        NarrowChannel channel = new NarrowChannel(1000);
        ZoneFileWriter writer = new ZoneFileWriter(channel);
        writer.record(owner("example."), 3, RecordType.NULL, 60, new byte[9000], 0, 9000);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void comment_ofTwoLines_isRefused() {
        ZoneFileWriter writer = new ZoneFileWriter(new ByteArrayOutputStream());
        assertThatThrownBy(() -> writer.comment("a\n@ A 1.2.3.4"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_ofEveryLength_areWritten() {
        TextOutput out = new TextOutput(1);
        StringBuilder expected = new StringBuilder();
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1}) {
                out.putNumber(value);
                expected.append(value);
            }
        }
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            out.putNumber(value);
            expected.append(Long.toUnsignedString(value));
        }
        assertThat(out).hasToString(expected.toString());
    }
}
