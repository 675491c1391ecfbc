package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;

/**
 * What a zone's rules may name: other servers, keys, files beside the configuration.
 *
 * @param base the configuration's folder, which relative paths begin at
 * @param keys the TSIG keys that were read
 * @param servers by the names they have in the configuration
 */
record Surroundings(Path base, Set<Name> keys, Map<String, RemoteSettings> servers) {

    /** Nothing but a folder. */
    static Surroundings in(Path base) {
        return new Surroundings(base, Set.of(), Map.of());
    }

    Surroundings withKeys(Set<Name> known) {
        return new Surroundings(base, known, servers);
    }

    Surroundings withServers(Map<String, RemoteSettings> known) {
        return new Surroundings(base, keys, known);
    }

    /** A path that is not looked at. */
    Optional<Path> path(Section section, String key) {
        return section.path(key).map(base::resolve);
    }

    /** A file that must be there. */
    Optional<Path> file(Section section, String key) {
        Optional<Path> file = path(section, key);
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path -> section.problem(key, "names " + path + ": " + why(path)));
        return file;
    }

    /** A file with a secret: it must be there, and others must not be able to read it. */
    Optional<Path> secretFile(Section section, String key) {
        Optional<Path> file = path(section, key);
        try {
            file.ifPresent(this::secret);
        } catch (IllegalArgumentException e) {
            section.problem(key, "" + e.getMessage());
        }
        return file;
    }

    /**
     * The same file.
     *
     * @throws IllegalArgumentException if it is not there, or others can read it
     */
    Path secret(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("names " + file + ": " + why(file));
        }
        try {
            if (canOthersRead(file)) {
                throw new IllegalArgumentException(
                        "names " + file + ", which everybody can read: chmod o-rwx " + file);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("names " + file + ", which cannot be read", e);
        }
        return file;
    }

    private static boolean canOthersRead(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    static String why(Path path) {
        return Files.exists(path)
                ? "the file is there, but this user cannot read it"
                : "there is no such file";
    }

    /** A TSIG key that is known. */
    Optional<Name> key(Section section, String key) {
        Optional<Name> name = section.text(key).flatMap(text -> name(section, key, text));
        name.filter(known -> !keys.contains(known))
                .ifPresent(unknown ->
                        section.problem(
                                key,
                                "names the key "
                                        + unknown
                                        + ", which is in no file of tsig; "
                                        + (keys.isEmpty()
                                                ? "there are none"
                                                : "known are " + keys)));
        return name;
    }

    /** A domain name. */
    static Optional<Name> name(Section section, String key, String text) {
        try {
            return Optional.of(Name.parse(text));
        } catch (InvalidNameException e) {
            section.problem(key, "has '" + text + "': " + e.getMessage());
            return Optional.empty();
        }
    }
}
