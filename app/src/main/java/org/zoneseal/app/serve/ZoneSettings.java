package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;

/**
 * A zone that the configuration names.
 *
 * @param catalog how the zones are served that it lists, if it is a catalog
 * @param line where it stands
 */
record ZoneSettings(Name name, ZoneRules rules, Optional<CatalogRules> catalog, int line) {

    private static final long LONGEST_LIST = 64L << 20;

    /** The zones of one entry: one {@code name}, or many {@code names} with the same rules. */
    static List<ZoneSettings> read(
            Section section, Map<String, ZoneRules> templates, Surroundings surroundings) {
        ZoneRules base =
                section.has("template")
                        ? template(section, "template", templates).orElse(ZoneRules.DEFAULTS)
                        : ZoneRules.DEFAULTS;
        ZoneRules rules = ZoneRules.read(section, base, surroundings);
        Optional<CatalogRules> catalog = CatalogRules.read(section, templates);
        List<Name> names = names(section, surroundings);
        rules.checkSource(section);
        if (names.size() > 1 && rules.file().filter(file -> !file.isForEach()).isPresent()) {
            section.problem(
                    section.has("file") ? "file" : "template",
                    "must have {zone} in the file's name, for there are several zones");
        }
        names.forEach(name -> rules.proof().check(section, name, surroundings.base()));
        section.end();
        return names.stream()
                .map(name -> new ZoneSettings(name, rules, catalog, section.line()))
                .toList();
    }

    static Optional<ZoneRules> template(
            Section section, String key, Map<String, ZoneRules> templates) {
        Optional<String> name = section.text(key);
        name.filter(unknown -> !templates.containsKey(unknown))
                .ifPresent(unknown ->
                        section.problem(
                                key,
                                "names the template '"
                                        + unknown
                                        + "', which is not there; "
                                        + (templates.isEmpty()
                                                ? "there are none"
                                                : "known are "
                                                        + String.join(", ", templates.keySet()))));
        return name.map(templates::get);
    }

    private static List<Name> names(Section section, Surroundings surroundings) {
        List<Name> names = new ArrayList<>();
        section.text("name")
                .flatMap(text -> Surroundings.name(section, "name", text))
                .ifPresent(names::add);
        for (String text : section.texts("names")) {
            Surroundings.name(section, "names", text).ifPresent(names::add);
        }
        surroundings
                .file(section, "names-file")
                .filter(Files::isReadable)
                .ifPresent(file -> names.addAll(listed(section, file)));
        if (!section.has("name") && !section.has("names") && !section.has("names-file")) {
            section.problem("a zone without name, names or names-file");
        }
        return names;
    }

    // One name a line; '#' begins a comment.
    private static List<Name> listed(Section section, Path file) {
        List<Name> names = new ArrayList<>();
        try {
            if (Files.size(file) > LONGEST_LIST) {
                section.problem("names-file", "names " + file + ", longer than 64 MiB");
                return names;
            }
            int line = 0;
            for (String text : Files.readAllLines(file)) {
                line++;
                String name = text.replaceFirst("#.*", "").strip();
                if (!name.isEmpty()) {
                    add(section, file, line, name, names);
                }
            }
        } catch (IOException e) {
            section.problem("names-file", "names " + file + ", which cannot be read: " + e);
        }
        return names;
    }

    private static void add(Section section, Path file, int line, String text, List<Name> names) {
        try {
            names.add(Name.parse(text));
        } catch (InvalidNameException e) {
            section.problem(
                    "names-file",
                    "names " + file + ", whose line " + line + " is bad: " + e.getMessage());
        }
    }
}
