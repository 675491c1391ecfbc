package org.zoneseal.app.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zoneseal.app.daemon.JsonText;
import org.zoneseal.app.daemon.Requests;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;

/**
 * What an operator asks of a running server; one line of JSON.
 *
 * @param zone which zone, where the command is about one; all zones if there is none
 * @param isForced whether what would be refused for its serial is taken
 */
record ControlRequest(Command command, Optional<Name> zone, boolean isForced) {

    /** Longest line in bytes. */
    static final int LONGEST = 4096;

    /** What can be asked. */
    enum Command {
        STATUS("status"),
        RELOAD("reload"),
        ZONE_LIST("zone-list"),
        ZONE_SHOW("zone-show"),
        ZONE_RELOAD("zone-reload"),
        ZONE_TRANSFER("zone-transfer"),
        ZONE_NOTIFY("zone-notify");

        private final String word;

        Command(String word) {
            this.word = word;
        }
    }

    private static final Map<String, Command> WORDS = words();

    private static Map<String, Command> words() {
        Map<String, Command> words = new TreeMap<>();
        for (Command command : Command.values()) {
            words.put(command.word, command);
        }
        return words;
    }

    /**
     * Reads one.
     *
     * @throws org.zoneseal.app.CommandException if it is none
     */
    static ControlRequest parse(String line) {
        return Requests.read(line, ControlRequest::read);
    }

    private static ControlRequest read(Section section) {
        Command command = section.choice("command", WORDS, Command.STATUS);
        if (!section.has("command")) {
            section.problem("command", "is missing");
        }
        Optional<Name> zone =
                section.text("zone").flatMap(text -> Surroundings.name(section, "zone", text));
        if (command == Command.ZONE_SHOW && zone.isEmpty()) {
            section.problem("zone", "is missing");
        }
        return new ControlRequest(command, zone, section.flag("force", false));
    }

    /** As {@link #parse} reads it. */
    String line() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("command", command.word);
        zone.ifPresent(name -> fields.put("zone", name.toString()));
        if (isForced) {
            fields.put("force", true);
        }
        return JsonText.of(fields);
    }
}
