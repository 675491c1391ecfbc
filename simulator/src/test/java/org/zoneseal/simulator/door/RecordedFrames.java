package org.zoneseal.simulator.door;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.provider.Arguments;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Good frames of both protocols, to be replayed and to be spoiled. */
final class RecordedFrames {

    private static final List<byte[]> P11KIT = read();

    private RecordedFrames() {}

    /** What Debian's p11-kit-client.so sends for pkcs11-tool. */
    static List<byte[]> p11kit() {
        return P11KIT;
    }

    private static List<byte[]> read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        RecordedFrames.class.getResourceAsStream(
                                                "p11-kit-0.24.1.txt")),
                                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> HexFormat.of().parseHex(line.split(" ")[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One frame of each call of our protocol. */
    static List<byte[]> ours() {
        List<byte[]> frames = new ArrayList<>();
        for (Arguments row : (Iterable<Arguments>) WireRows.calls()::iterator) {
            Call call = (Call) row.get()[0];
            WireWriter payload = WireRows.payload(row);
            frames.add(
                    WireClient.frame(
                            frames.size() + 1L,
                            0,
                            call.number(),
                            out -> out.raw(payload.toBytes())));
        }
        return frames;
    }
}
