package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.zoneseal.app.CommandException;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;

/**
 * A user's key file: an Ed25519 private key in PKCS#8 PEM, which proves who somebody is without a
 * password (docs/design/commands.md, {@code login.response}). Its public half stands beside it,
 * with {@code .pub} behind the name.
 */
final class KeyFile {

    private static final String ALGORITHM = "Ed25519";

    private KeyFile() {}

    /** Makes a key file and its public half; neither may be there yet. */
    static void generate(Path file) throws IOException {
        FileLayer files = FileLayer.real();
        for (Path target : new Path[] {file, publicHalf(file)}) {
            if (files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
        }
        KeyPair pair = newPair();
        byte[] secret = pair.getPrivate().getEncoded();
        byte[] pem = Pem.encode("PRIVATE KEY", secret);
        try {
            AtomicFile.replace(files, file, Access.SECRET, pem);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
        byte[] open = Pem.encode("PUBLIC KEY", pair.getPublic().getEncoded());
        AtomicFile.replace(files, publicHalf(file), Access.SHARED, open);
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path publicHalf(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** A public half in a file, as SubjectPublicKeyInfo. */
    static byte[] readPublic(Path file) throws IOException {
        return Pem.read(file, "PUBLIC KEY");
    }

    static PrivateKey read(Path file) throws IOException {
        if (FileLayer.real().isOpenToOthers(file)) {
            throw CommandException.usage(
                    "the key file " + file + " can be read by others: set its mode to 0600");
        }
        byte[] encoded = Pem.read(file, "PRIVATE KEY");
        try {
            return Pem.privateKey(encoded, ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw CommandException.environment(file + " is no Ed25519 key file", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
