package org.zoneseal.interop.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.interop.answer.AnswerDifferences.Subject;

/** The list hides no more than it says, and says no more than is so. */
class AnswerDifferencesTest {

    private static final Subject UNSIGNED = new Subject("wild", "A", Signing.UNSIGNED);
    private static final Subject NSEC = new Subject("wild", "A", Signing.NSEC);

    @Test
    void entry_withoutRuns_isForAllThatWereAskedAndMustBeUsedInEach() {
        AnswerDifferences list = list("wild A NSD");
        asked(list, UNSIGNED, NSEC);
        assertThat(list.has(UNSIGNED, NameServer.Program.NSD)).isTrue();
        assertThat(list.has(UNSIGNED, NameServer.Program.BIND)).isFalse();
        assertThat(list.unused()).containsExactly("wild A NSD nsec");
    }

    @Test
    void entry_withRuns_hidesNothingInOthers() {
        AnswerDifferences list = list("wild A NSD nsec,optout");
        asked(list, UNSIGNED, NSEC);
        assertThat(list.has(UNSIGNED, NameServer.Program.NSD)).isFalse();
        assertThat(list.has(NSEC, NameServer.Program.NSD)).isTrue();
        assertThat(list.unused()).containsExactly("wild A NSD optout");
    }

    @Test
    void entry_ofNothingThatWasAsked_isUnused() {
        assertThat(list("wild A NSD").unused()).hasSize(Signing.values().length);
    }

    @Test
    void subject_whosePeersAreAllListed_mustBeAdmitted() {
        AnswerDifferences list = list("wild A NSD", "wild A KNOT", "wild A BIND");
        useAll(list, NSEC);
        assertThat(list.uncompared()).containsExactly("wild A nsec");
        AnswerDifferences admitted =
                list("wild A NSD", "wild A KNOT", "wild A BIND", "wild A ALL nsec");
        useAll(admitted, NSEC);
        assertThat(admitted.uncompared()).isEmpty();
        assertThat(admitted.unused()).isEmpty();
    }

    @Test
    void admission_thatIsNotNeeded_isUnused() {
        AnswerDifferences list = list("wild A NSD nsec", "wild A ALL nsec", "wild A AGREED nsec");
        asked(list, NSEC);
        assertThat(list.has(NSEC, NameServer.Program.NSD)).isTrue();
        assertThat(list.uncompared()).isEmpty();
        assertThat(list.unused()).containsExactly("wild A AGREED nsec", "wild A ALL nsec");
    }

    @Test
    void entry_withoutRfcOrTwice_isRefused() {
        assertThatThrownBy(() -> AnswerDifferences.of(List.of("= because", "wild A NSD")))
                .hasMessageContaining("no RFC");
        assertThatThrownBy(() -> list("wild A NSD", "wild A NSD nsec"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> list("wild A")).hasMessageContaining("no entry");
    }

    private static AnswerDifferences list(String... entries) {
        List<String> lines = new ArrayList<>(List.of("= RFC 1034 §4.3.2"));
        lines.addAll(List.of(entries));
        return AnswerDifferences.of(lines);
    }

    private static void asked(AnswerDifferences list, Subject... subjects) {
        for (Subject subject : subjects) {
            for (NameServer.Program peer : NameServer.Program.values()) {
                list.asked(subject, peer);
            }
        }
    }

    private static void useAll(AnswerDifferences list, Subject subject) {
        asked(list, subject);
        for (NameServer.Program peer : NameServer.Program.values()) {
            assertThat(list.has(subject, peer)).isTrue();
        }
    }
}
