package org.zoneseal.app.hsm;

import java.util.List;
import java.util.Locale;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.HsmOptions;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.hsm.TokenInfo;
import org.zoneseal.hsm.TokenTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoneseal hsm test}: which of our algorithms a token really does. */
@Command(
        name = "test",
        description = {
            "Find out which of our algorithms a token really does: for each, generate a key, sign,"
                    + " verify in software, destroy.",
            "Ends with 1 if one that the token lists does not work, or none works."
        })
final class HsmTestCommand implements Operation {

    @Mixin HsmOptions hsm = new HsmOptions();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** What {@code --json} prints. */
    record Report(TokenInfo token, List<Line> algorithms) {}

    /** One algorithm. */
    record Line(
            int number,
            String algorithm,
            boolean listed,
            boolean generated,
            boolean signed,
            boolean verified,
            boolean destroyed,
            boolean works,
            String message) {

        static Line of(TokenTest.Result result) {
            int number = result.scheme().algorithm();
            return new Line(
                    number,
                    Algorithm.name(number),
                    result.claimed(),
                    result.generated(),
                    result.signed(),
                    result.verified(),
                    result.destroyed(),
                    result.works(),
                    result.message());
        }

        String text() {
            return String.format(
                            Locale.ROOT,
                            "%3d %-16s %-7s %-9s %-7s %-9s %-9s %s",
                            number,
                            algorithm,
                            yes(listed),
                            yes(generated),
                            yes(signed),
                            yes(verified),
                            yes(destroyed),
                            works ? "works" : message)
                    .stripTrailing();
        }

        private static String yes(boolean done) {
            return done ? "yes" : "-";
        }
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        try (HsmOptions.Opened opened = hsm.open(terminal)) {
            List<Line> lines =
                    TokenTest.run(opened.token(), hsm.timeout).stream().map(Line::of).toList();
            Report report = new Report(opened.token().info(), lines);
            if (json) {
                Json.print(terminal.out(), report);
            } else {
                print(terminal, report, opened.name().equals(HsmOptions.EMBEDDED));
            }
            return verdict(lines);
        }
    }

    private void print(Terminal terminal, Report report, boolean isEmbedded) {
        HsmText.heading(terminal, report.token());
        terminal.out()
                .println("    algorithm        listed  generated signed  verified  destroyed");
        report.algorithms().forEach(line -> terminal.out().println(line.text()));
        if (isEmbedded && !hsm.allowHeapKeys) {
            terminal.out()
                    .println(
                            "ED448 and MLDSA44 are off here: their keys would stand on the Java"
                                    + " heap while they work; --allow-heap-keys allows that.");
        }
    }

    private static ExitCode verdict(List<Line> lines) {
        boolean broken = lines.stream().anyMatch(line -> line.listed() && !line.works());
        boolean useful = lines.stream().anyMatch(Line::works);
        return useful && !broken ? ExitCode.FINE : ExitCode.BAD;
    }
}
