package org.zoneseal.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;

/**
 * A file with the secret of one machine, format 1: "ZSDEVICE", the format in two bytes, 32 random
 * bytes. Several stores may share it: each derives its own key with its own salt.
 */
final class DeviceSecretFileV1 {

    private static final String MAGIC = "ZSDEVICE";
    private static final int FORMAT = 1;
    private static final int SECRET_LENGTH = 32;
    private static final int LENGTH = Fields.MAGIC_LENGTH + 2 + SECRET_LENGTH;

    private DeviceSecretFileV1() {}

    /** Makes the file unless it is there. */
    static void createIfMissing(FileLayer files, Path file, SecureRandom random)
            throws IOException {
        if (files.exists(file)) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            files.createFolders(folder, Access.SECRET);
        }
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        byte[] content = new Fields.Writer().begin(MAGIC, FORMAT).bytes(secret).toBytes();
        try {
            AtomicFile.replace(files, file, Access.SECRET, content);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    static Unlocking read(FileLayer files, Path file) throws IOException {
        if (!files.exists(file)) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    "the device secret "
                            + file
                            + " is not there, and the key store opens with nothing else: restore it"
                            + " from a backup");
        }
        if (files.isOpenToOthers(file)) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    "the device secret " + file + " can be read by others: set its mode to 0600");
        }
        byte[] content = files.read(file, LENGTH);
        try {
            Fields fields = new Fields(file.toString(), content);
            fields.expect(MAGIC, FORMAT);
            byte[] secret = fields.bytes(SECRET_LENGTH);
            fields.end();
            return new Unlocking.DeviceSecret(secret);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
