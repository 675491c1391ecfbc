package org.zoneseal.answer;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * {@link HostileQuery} for Jazzer.
 *
 * <p>A plain test run replays the seed corpus (the folder {@code QueryFuzzTestInputs} of the test
 * resources). To search for new inputs:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl answer -am test -Dfuzz.hooks=true -Dtest=QueryFuzzTest</pre>
 */
class QueryFuzzTest {

    private static final HostileQuery HOSTILE = new HostileQuery();

    @FuzzTest(maxDuration = "3m")
    void query(byte[] input) {
        HOSTILE.ask(input);
    }
}
