package org.zoneseal.signer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;

/**
 * The keys of one zone as the state folder has them: one small file a zone, replaced whole.
 *
 * <p>It holds no secret, only handles and the public halves that the handles must lead to.
 */
public final class KeyRing {

    private static final int MAX_BYTES = 1 << 20;
    private static final String SUFFIX = ".keys";
    private static final int MAX_NAME = 120;

    private final FileLayer files;
    private final Path file;
    private final Name zone;

    private KeyRing(FileLayer files, Path file, Name zone) {
        this.files = files;
        this.file = file;
        this.zone = zone;
    }

    /** The key ring of a zone; its file need not be there yet. */
    public static KeyRing of(Path stateFolder, Name zone) {
        return new KeyRing(
                FileLayer.real(), stateFolder.resolve("keys").resolve(fileName(zone)), zone);
    }

    /**
     * Zone names are any bytes; file names here are lower-case letters, digits, and escapes. A name
     * that would be too long for a file system is cut, and its digest put behind it. The root's is
     * one that no other zone can have.
     */
    private static String fileName(Name zone) {
        if (zone.isRoot()) {
            return "@" + SUFFIX;
        }
        byte[] wire = zone.toCanonicalWire();
        StringBuilder name = new StringBuilder();
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            name.append(at == 0 ? "" : ".");
            for (int i = at + 1; i <= at + wire[at]; i++) {
                int b = wire[i] & 0xff;
                boolean plain =
                        b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_';
                name.append(plain ? "" + (char) b : String.format(Locale.ROOT, "%%%02x", b));
            }
        }
        if (name.length() > MAX_NAME) {
            name.setLength(MAX_NAME);
            name.append('~').append(digest(wire));
        }
        return name + SUFFIX;
    }

    private static String digest(byte[] wire) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wire));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path file() {
        return file;
    }

    /**
     * The keys, in the order in which they were added; empty if there is no file.
     *
     * @throws SigningException if the file is damaged or of a newer version
     */
    public List<KeyEntry> read() {
        if (!files.exists(file)) {
            return List.of();
        }
        try {
            String text = new String(files.read(file, MAX_BYTES), StandardCharsets.UTF_8);
            return KeyRingFileV1.parse(text, zone);
        } catch (IOException | IllegalArgumentException e) {
            throw new SigningException(
                    "the key file "
                            + file
                            + " cannot be used: "
                            + e.getMessage()
                            + "; restore it from a backup, nothing was changed");
        }
    }

    /** Adds keys, durably. */
    public void add(List<? extends KeyEntry> entries) {
        List<KeyEntry> all = new ArrayList<>(read());
        all.addAll(entries);
        replace(all);
    }

    /**
     * Keeps other processes from adding keys, so that two first runs do not both make them.
     *
     * @throws org.zoneseal.storage.StorageException if another process has it, named in the message
     */
    public FolderLock lock() {
        return FolderLock.take(files, createdFolder());
    }

    private Path createdFolder() {
        Path folder = file.toAbsolutePath().getParent();
        try {
            files.createFolders(Objects.requireNonNull(folder), Access.SHARED);
            return folder;
        } catch (IOException e) {
            throw new SigningException(
                    "the state folder cannot be written: "
                            + e.getMessage()
                            + "; nothing was changed");
        }
    }

    private void replace(List<KeyEntry> entries) {
        createdFolder();
        byte[] text = KeyRingFileV1.format(entries, zone).getBytes(StandardCharsets.UTF_8);
        AtomicFile.replace(files, file, Access.SHARED, text);
    }
}
