package org.zoneseal.bench;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** {@code GenerateZone DELEGATIONS SECURE_SHARE}: writes a {@link TldZone} to standard output. */
public final class GenerateZone {

    private GenerateZone() {}

    /** Takes the number of delegations and the share of them with a DS. */
    public static void main(String[] arguments) throws IOException {
        TldZone zone =
                new TldZone(Integer.parseInt(arguments[0]), Double.parseDouble(arguments[1]));
        try (OutputStream out =
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            zone.writeTo(out);
        }
    }
}
