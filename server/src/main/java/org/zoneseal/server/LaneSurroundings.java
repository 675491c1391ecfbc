package org.zoneseal.server;

import org.zoneseal.answer.AnswerContext;

import java.time.InstantSource;
import java.util.function.Supplier;

/** What all lanes of a server have in common. */
record LaneSurroundings(
        Supplier<Answering> engines,
        Supplier<AnswerContext> context,
        HandOver handOver,
        Supplier<ProxySources> proxies,
        InstantSource clock) {}
