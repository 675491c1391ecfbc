package org.zoneseal.app.serve;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.zoneseal.app.daemon.Section;

/**
 * How queries are answered.
 *
 * @param isFull whether answers carry more than must be
 * @param isAnyFull whether ANY gets all there is, by UDP too
 * @param udpSize the longest answer by UDP
 * @param nsid what NSID and id.server tell; empty for nothing
 * @param version what version.server tells; empty for nothing
 */
record AnswerRules(boolean isFull, boolean isAnyFull, int udpSize, String nsid, String version) {

    private static final int LONGEST_TOLD = 64;
    private static final Map<String, Boolean> EXTENTS = Map.of("minimal", false, "full", true);

    static AnswerRules read(Section section) {
        AnswerRules rules =
                new AnswerRules(
                        section.choice("responses", EXTENTS, false),
                        section.choice("any", EXTENTS, false),
                        section.number("udp-size", 512, 4096, 1232),
                        told(section, "nsid"),
                        told(section, "version"));
        section.end();
        return rules;
    }

    private static String told(Section section, String key) {
        String text = section.text(key).orElse("");
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_TOLD) {
            section.problem(key, "has " + length + " bytes; at most " + LONGEST_TOLD);
            return "";
        }
        return text;
    }
}
