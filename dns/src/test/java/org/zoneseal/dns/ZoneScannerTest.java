package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneScannerTest {

    private static final String ALPHABET =
            "aaab01 \t\\\\\"\"(());;\n\n\n\r==\u0000\u0001\u007f\u00e9";
    private static final int TEXTS = 20_000;

    /** A stream that hands out one to three bytes at a time. */
    private static final class Dribble extends ByteArrayInputStream {

        private int calls;

        Dribble(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] to, int at, int length) {
            return super.read(to, at, Math.min(length, 1 + calls++ % 3));
        }
    }

    @Test
    void scanner_withASmallBufferAndASlowStream_findsTheSame() throws IOException {
        for (int round = 0; round < TEXTS; round++) {
            byte[] text = text(SeededGenerator.round(77, round));
            List<String> plain = events(new ZoneScanner(new ByteArrayInputStream(text)));
            List<String> slow = events(new ZoneScanner(new Dribble(text), 16 + round % 40));
            ZoneScanner memory = new ZoneScanner(new ByteArrayInputStream(new byte[0]), 16);
            memory.reset(text, text.length, 1);
            assertThat(slow).as(new String(text, StandardCharsets.ISO_8859_1)).isEqualTo(plain);
            assertThat(events(memory)).isEqualTo(plain);
        }
    }

    private static byte[] text(SeededGenerator generator) {
        byte[] text = new byte[generator.below(90)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ALPHABET.charAt(generator.below(ALPHABET.length()));
        }
        return text;
    }

    /** Everything that the scanner says about a text, problems included. */
    private static List<String> events(ZoneScanner in) throws IOException {
        List<String> events = new ArrayList<>();
        boolean more = true;
        while (more) {
            assertThat(events).hasSizeLessThan(1000);
            try {
                more = in.nextEntry();
                events.add(more ? "entry " + in.entryLine() + in.blankOwner : "end");
                while (more && nextToken(in, events.size())) {
                    String token =
                            new String(
                                    in.bytes,
                                    in.start,
                                    in.end - in.start,
                                    StandardCharsets.ISO_8859_1);
                    EntryProblem place = in.problem("");
                    events.add(place.line + ":" + place.column + in.quoted + token);
                }
            } catch (EntryProblem e) {
                events.add(e.line + ":" + e.column + " " + e.getMessage());
                in.skipEntry();
            }
        }
        return events;
    }

    private static boolean nextToken(ZoneScanner in, int step) throws IOException {
        return step % 2 == 0 ? in.next() : in.nextParameter();
    }
}
