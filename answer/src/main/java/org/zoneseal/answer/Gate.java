package org.zoneseal.answer;

/** Decides about each answer by UDP whether it goes out. Mutable, of one lane. */
final class Gate {

    /** What becomes of an answer. */
    enum Verdict {
        SEND,
        /** Send it, but empty and truncated: a client that is real asks again by TCP. */
        SLIP,
        DROP
    }

    private int withheld;

    Verdict verdict(RateLimit rates, RequestFacts facts, RateLimit.Kind kind) {
        if (!rates.isOn() || facts.transport.isStream() || rates.allows(facts, kind)) {
            return Verdict.SEND;
        }
        if (rates.slip() == 0 || ++withheld < rates.slip()) {
            return Verdict.DROP;
        }
        withheld = 0;
        return Verdict.SLIP;
    }
}
