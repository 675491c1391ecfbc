package org.zoneseal.simulator.door;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket.
 *
 * <p>It is bound in a folder that only we may enter, gets its mode and group there, and is then
 * renamed to its place: nobody can connect before, and a file of a daemon that died is replaced in
 * one step. A socket that answers belongs to somebody who lives, and is left alone.
 */
final class SocketFile {

    /** What {@code sockaddr_un} holds on Linux, without the zero at its end. */
    private static final int LONGEST_PATH = 107;

    private static final int BACKLOG = 512;

    private final Listener.Unix settings;
    private @Nullable Object key;

    SocketFile(Listener.Unix settings) {
        this.settings = settings;
    }

    ServerSocketChannel bind() throws IOException {
        Path path = settings.path().toAbsolutePath();
        refuseIfAlive(path);
        Path folder = Objects.requireNonNull(path.getParent());
        Path aside =
                Files.createTempDirectory(
                        folder,
                        ".zs",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Path made = aside.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            refuseIfLong(path);
            refuseIfLong(made);
            channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
            dress(made);
            key = keyOf(made);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(made);
            throw e;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Removes the file, unless another has taken its place. */
    void remove() throws IOException {
        Path path = settings.path();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && keyOf(path).equals(key)) {
            Files.delete(path);
        }
    }

    private void dress(Path made) throws IOException {
        Files.setPosixFilePermissions(made, settings.mode());
        if (!settings.group().isEmpty()) {
            Files.getFileAttributeView(made, PosixFileAttributeView.class)
                    .setGroup(
                            made.getFileSystem()
                                    .getUserPrincipalLookupService()
                                    .lookupPrincipalByGroupName(settings.group()));
        }
    }

    private static void refuseIfAlive(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new IOException(
                    path + " is there and no socket; remove it or listen somewhere else");
        }
        if (answers(path)) {
            throw new IOException(
                    "another process listens on " + path + "; stop it or listen somewhere else");
        }
    }

    /** Only a refusal says that nobody is there; a queue that is full says the contrary. */
    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException unknown) {
            return true;
        }
    }

    private static void refuseIfLong(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException(
                    "the socket's path %s has %d bytes, the system takes %d; choose a shorter one"
                            .formatted(path, length, LONGEST_PATH));
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey());
    }
}
