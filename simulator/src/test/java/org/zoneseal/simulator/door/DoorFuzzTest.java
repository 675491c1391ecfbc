package org.zoneseal.simulator.door;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The targets of {@link Hostile} for Jazzer.
 *
 * <p>A plain test run replays the seed corpus (the folders {@code DoorFuzzTestInputs} of the test
 * resources). To search for new inputs, select one target:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl simulator -am test -Dfuzz.hooks=true -Dtest=DoorFuzzTest#ours</pre>
 */
class DoorFuzzTest {

    @FuzzTest(maxDuration = "3m")
    void ours(byte[] input) {
        Hostile.ours(input);
    }

    @FuzzTest(maxDuration = "3m")
    void p11kit(byte[] input) {
        Hostile.p11kit(input);
    }

    @FuzzTest(maxDuration = "3m")
    void opening(byte[] input) {
        Hostile.serve(input);
    }
}
