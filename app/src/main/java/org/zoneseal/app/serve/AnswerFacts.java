package org.zoneseal.app.serve;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.AnswerSettings.AnyAnswers;
import org.zoneseal.answer.AnswerSettings.Responses;
import org.zoneseal.answer.CookieSecrets;
import org.zoneseal.answer.Network;
import org.zoneseal.answer.RateLimit;
import org.zoneseal.answer.RateSettings;
import org.zoneseal.answer.ServerIdentity;
import org.zoneseal.zones.ZoneTable;

/**
 * What the query engine is told beside the zones, made out of what the configuration says.
 *
 * <p>A reload keeps the secrets that this process made itself, and the accounts of rate limiting if
 * nothing changes about them: clients would else begin anew, good ones and bad ones.
 *
 * @param own the secrets that this process makes cookies with where none are configured
 * @param rules what {@code rates} was made of
 */
record AnswerFacts(
        AnswerSettings settings, CookieSecrets own, Optional<RateRules> rules, RateLimit rates) {

    /** What the first configuration says. */
    static AnswerFacts of(ServerConfiguration configuration) {
        CookieSecrets own = CookieSecrets.random(new SecureRandom());
        return new AnswerFacts(
                settings(configuration, own),
                own,
                configuration.rates(),
                rates(configuration.rates()));
    }

    /** What the next one says. */
    AnswerFacts next(ServerConfiguration configuration) {
        boolean isSame = rules.equals(configuration.rates());
        return new AnswerFacts(
                settings(configuration, own),
                own,
                configuration.rates(),
                isSame ? rates : rates(configuration.rates()));
    }

    /** All of it for these zones. */
    AnswerContext context(ZoneTable zones, ServerConfiguration configuration) {
        return new AnswerContext(zones, settings, configuration.tsig().keys(), rates);
    }

    private static AnswerSettings settings(ServerConfiguration configuration, CookieSecrets own) {
        AnswerRules rules = configuration.answers();
        return AnswerSettings.DEFAULT
                .withUdpPayload(rules.udpSize())
                .withResponses(rules.isFull() ? Responses.FULL : Responses.MINIMAL)
                .withAny(rules.isAnyFull() ? AnyAnswers.FULL : AnyAnswers.MINIMAL)
                .withCookies(cookies(configuration.cookies(), own))
                .withIdentity(ServerIdentity.of(rules.nsid(), rules.version()));
    }

    private static CookieSecrets cookies(CookieRules rules, CookieSecrets own) {
        if (!rules.isOn()) {
            return CookieSecrets.NONE;
        }
        CookieSecrets secrets = rules.secrets().orElse(own);
        return rules.isEnforced() ? secrets.with(CookieSecrets.Enforcement.BADCOOKIE) : secrets;
    }

    private static RateLimit rates(Optional<RateRules> rules) {
        return rules.map(found ->
                        new RateLimit(
                                RateSettings.of(found.perSecond())
                                        .withSlip(found.slip())
                                        .withExempt(networks(found)),
                                new SecureRandom()))
                .orElse(RateLimit.OFF);
    }

    private static List<Network> networks(RateRules rules) {
        return rules.exempt().stream()
                .map(prefix -> new Network(prefix.address(), prefix.length()))
                .toList();
    }
}
