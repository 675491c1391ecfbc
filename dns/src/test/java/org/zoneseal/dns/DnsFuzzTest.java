package org.zoneseal.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The targets of {@link Hostile} for Jazzer.
 *
 * <p>A plain test run replays the seed corpus (the folders {@code DnsFuzzTestInputs} of the test
 * resources). To search for new inputs, select one target:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl dns test -Dfuzz.hooks=true -Dtest=DnsFuzzTest#zoneText</pre>
 */
class DnsFuzzTest {

    @FuzzTest(maxDuration = "3m")
    void name(byte[] input) {
        Hostile.name(input);
    }

    @FuzzTest(maxDuration = "3m")
    void recordText(byte[] input) {
        Hostile.recordText(input);
    }

    @FuzzTest(maxDuration = "3m")
    void recordWire(byte[] input) {
        Hostile.recordWire(input);
    }

    @FuzzTest(maxDuration = "3m")
    void zoneText(byte[] input) {
        Hostile.zoneText(input);
    }

    @FuzzTest(maxDuration = "3m")
    void message(byte[] input) {
        Hostile.message(input);
    }
}
