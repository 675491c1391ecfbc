package org.zoneseal.app.serve;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.zoneseal.app.daemon.Section;

/**
 * How queries are answered.
 *
 * @param isFull whether answers carry more than must be
 * @param isAnyFull whether ANY gets all there is, by UDP too
 * @param udpSize the longest answer by UDP
 * @param nsid what NSID tells; empty for nothing
 */
record AnswerRules(boolean isFull, boolean isAnyFull, int udpSize, byte[] nsid) {

    private static final Map<String, Boolean> EXTENTS = Map.of("minimal", false, "full", true);
    private static final int MOST_NSID = 128;

    static AnswerRules read(Section section) {
        AnswerRules rules =
                new AnswerRules(
                        section.choice("responses", EXTENTS, false),
                        section.choice("any", EXTENTS, false),
                        section.number("udp-size", 512, 4096, 1232),
                        nsid(section));
        section.end();
        return rules;
    }

    private static byte[] nsid(Section section) {
        String text = section.text("nsid").orElse("");
        byte[] nsid = text.getBytes(StandardCharsets.UTF_8);
        if (text.startsWith("0x")) {
            try {
                nsid = HexFormat.of().parseHex(text.substring(2));
            } catch (IllegalArgumentException e) {
                section.problem("nsid", "must be text, or 0x and an even number of hex digits");
            }
        }
        if (nsid.length > MOST_NSID) {
            section.problem("nsid", "has " + nsid.length + " bytes; at most " + MOST_NSID);
        }
        return nsid;
    }
}
