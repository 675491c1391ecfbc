package org.zoneseal.server;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.zoneseal.answer.AnswerContext;

/** What all lanes of a server have in common. */
record LaneSurroundings(
        Supplier<Answering> engines,
        Supplier<AnswerContext> context,
        HandOver handOver,
        Supplier<ProxySources> proxies,
        InstantSource clock) {}
