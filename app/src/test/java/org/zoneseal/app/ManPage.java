package org.zoneseal.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a command's manual page in roff's man macros, from what picocli knows of it. */
final class ManPage {

    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** All pages by file name: the program's and one for each command below it. */
    static Map<String, String> all(CommandLine program) {
        Map<String, String> pages = new TreeMap<>();
        collect(program, pages);
        return pages;
    }

    private static void collect(CommandLine line, Map<String, String> pages) {
        CommandSpec spec = line.getCommandSpec();
        pages.put(spec.qualifiedName("-") + ".1", new ManPage(spec).text());
        line.getSubcommands().values().forEach(below -> collect(below, pages));
    }

    private String text() {
        String name = command.qualifiedName("-");
        page.append(".\\\" Made from the options by ManPagesTest; do not edit.\n");
        page.append(".TH ").append(name.toUpperCase(Locale.ROOT)).append(" 1\n");
        section("NAME");
        String[] description = command.usageMessage().description();
        line(name + " - " + (description.length > 0 ? description[0] : ""));
        section("SYNOPSIS");
        synopsis();
        if (description.length > 0) {
            section("DESCRIPTION");
            for (String paragraph : description) {
                page.append(".PP\n");
                line(paragraph);
            }
        }
        arguments();
        commands();
        section("EXIT STATUS");
        command.root()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> item("\\fB" + code + "\\fR", List.of(meaning)));
        return page.toString();
    }

    private void synopsis() {
        List<String> words = new ArrayList<>();
        words.add("\\fB" + command.qualifiedName() + "\\fR");
        command.options().stream()
                .filter(OptionSpec::required)
                .forEach(option -> words.add(option.longestName() + " " + option.paramLabel()));
        words.add(command.subcommands().isEmpty() ? "[\\fIOPTIONS\\fR]" : "\\fICOMMAND\\fR");
        command.positionalParameters().forEach(parameter -> words.add(parameter.paramLabel()));
        line(String.join(" ", words));
    }

    private void arguments() {
        if (!command.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                item("\\fI" + parameter.paramLabel() + "\\fR", description(parameter));
            }
        }
        section("OPTIONS");
        for (OptionSpec option : command.options()) {
            String names = "\\fB" + String.join("\\fR, \\fB", option.names()) + "\\fR";
            boolean takesValue = option.arity().max() > 0;
            item(
                    takesValue ? names + " \\fI" + option.paramLabel() + "\\fR" : names,
                    description(option));
        }
    }

    private static List<String> description(ArgSpec argument) {
        List<String> lines = new ArrayList<>();
        for (String text : argument.description()) {
            lines.add(text.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue())));
        }
        return lines;
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        command.subcommands()
                .forEach((name, below) ->
                        item(
                                "\\fB" + below.getCommandSpec().qualifiedName("-") + "\\fR(1)",
                                firstLine(below.getCommandSpec())));
    }

    private static List<String> firstLine(CommandSpec below) {
        String[] description = below.usageMessage().description();
        return description.length > 0 ? List.of(description[0]) : List.of();
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void item(String term, List<String> lines) {
        page.append(".TP\n");
        line(term);
        lines.forEach(this::line);
    }

    private void line(String markup) {
        String text = Ansi.OFF.string(markup).replace("-", "\\-").replace("%n", "\n");
        page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
        page.append(text).append('\n');
    }
}
