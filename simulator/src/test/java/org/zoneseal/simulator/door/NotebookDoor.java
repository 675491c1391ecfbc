package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A door with notebooks behind it, to try clients against by hand: {@code NotebookDoor FOLDER}. */
final class NotebookDoor {

    private NotebookDoor() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (OpenDoor door = OpenDoor.in(Path.of(arguments[0]))) {
            System.out.println("ready " + door.server().addresses());
            new CountDownLatch(1).await();
        }
    }
}
