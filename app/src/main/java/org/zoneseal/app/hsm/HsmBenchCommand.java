package org.zoneseal.app.hsm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.Durations;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.HsmOptions;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.TokenBench;
import org.zoneseal.hsm.TokenInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoneseal hsm bench}: signatures a second, by algorithm and lanes. */
@Command(
        name = "bench",
        description =
                "Measure how many signatures a second a token makes, by algorithm and lanes"
                        + " (sessions that sign side by side), with a key that lives for the"
                        + " measurement only.")
final class HsmBenchCommand implements Operation {

    @Mixin HsmOptions hsm = new HsmOptions();

    @Option(
            names = "--algorithm",
            paramLabel = "ALGORITHM",
            split = ",",
            converter = Algorithms.class,
            description = "Number or mnemonic, several with commas; all that the token lists.")
    List<SignatureScheme> algorithms = new ArrayList<>();

    @Option(
            names = "--lanes",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "How many lanes, several with commas (${DEFAULT-VALUE}).")
    List<Integer> lanes = new ArrayList<>();

    @Option(
            names = "--time",
            paramLabel = "DURATION",
            defaultValue = "2s",
            converter = Durations.class,
            description = "How long to sign for each figure (${DEFAULT-VALUE}).")
    Duration time = Duration.ofSeconds(2);

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** What {@code --json} prints. */
    record Report(TokenInfo token, List<Line> figures) {}

    /** One figure; {@code lanes} are those that the token had sessions for. */
    record Line(
            int number, String algorithm, int lanes, long signatures, long signaturesPerSecond) {

        static Line of(TokenBench.Result result) {
            int number = result.scheme().algorithm();
            return new Line(
                    number,
                    Algorithm.name(number),
                    result.lanes(),
                    result.signatures(),
                    Math.round(result.perSecond()));
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%3d %-16s %5d %,14d",
                    number,
                    algorithm,
                    lanes,
                    signaturesPerSecond);
        }
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        if (lanes.stream().anyMatch(count -> count < 1) || !time.isPositive()) {
            throw CommandException.usage("--lanes and --time must be positive");
        }
        try (HsmOptions.Opened opened = hsm.open(terminal)) {
            if (!json) {
                HsmText.heading(terminal, opened.token().info());
                terminal.out().println("    algorithm        lanes   signatures/s");
            }
            List<Line> lines = measure(opened, terminal);
            if (json) {
                Json.print(terminal.out(), new Report(opened.token().info(), lines));
            }
        }
        return ExitCode.FINE;
    }

    private List<Line> measure(HsmOptions.Opened opened, Terminal terminal) {
        List<Line> lines = new ArrayList<>();
        for (SignatureScheme scheme : wanted(opened)) {
            for (int count : lanes) {
                Line line =
                        Line.of(TokenBench.run(opened.token(), scheme, count, time, hsm.timeout));
                lines.add(line);
                if (!json) {
                    terminal.out().println(line.text());
                }
            }
        }
        return lines;
    }

    private List<SignatureScheme> wanted(HsmOptions.Opened opened) {
        Set<SignatureScheme> listed = opened.token().schemes();
        for (SignatureScheme scheme : algorithms) {
            if (!listed.contains(scheme)) {
                throw new HsmException(
                        HsmException.Kind.MECHANISM_MISSING,
                        "the token "
                                + opened.name()
                                + " does not list "
                                + Algorithm.name(scheme.algorithm())
                                + "; hsm test shows what it does");
            }
        }
        return algorithms.isEmpty() ? List.copyOf(listed).stream().sorted().toList() : algorithms;
    }
}
