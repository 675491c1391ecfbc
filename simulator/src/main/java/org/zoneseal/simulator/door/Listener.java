package org.zoneseal.simulator.door;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where the door listens, and for whom. */
public sealed interface Listener {

    /**
     * A Unix socket.
     *
     * @param path of the socket file, which is made anew
     * @param mode of the socket file: who may connect at all
     * @param group of the socket file; empty for the daemon's own
     * @param users who may come in, by name; empty for everybody whom the mode lets connect
     * @param groups whose members (by primary group) may come in beside {@code users}
     * @param p11kit whether p11-kit's protocol is spoken too
     */
    record Unix(
            Path path,
            Set<PosixFilePermission> mode,
            String group,
            Set<String> users,
            Set<String> groups,
            boolean p11kit)
            implements Listener {

        public Unix {
            mode = Set.copyOf(mode);
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
        }

        /** Mode 0660, both protocols, everybody whom the mode lets connect. */
        public static Unix at(Path path) {
            return new Unix(
                    path,
                    PosixFilePermissions.fromString("rw-rw----"),
                    "",
                    Set.of(),
                    Set.of(),
                    true);
        }

        public Unix withMode(Set<PosixFilePermission> other) {
            return new Unix(path, other, group, users, groups, p11kit);
        }

        public Unix withGroup(String other) {
            return new Unix(path, mode, other, users, groups, p11kit);
        }

        public Unix allowing(Set<String> someUsers, Set<String> someGroups) {
            return new Unix(path, mode, group, someUsers, someGroups, p11kit);
        }

        public Unix withoutP11kit() {
            return new Unix(path, mode, group, users, groups, false);
        }
    }

    /**
     * TLS 1.3 with client certificates.
     *
     * @param identity the device's own key and certificate
     * @param clients whose certificates are taken
     */
    record Tls(InetSocketAddress address, TlsIdentity identity, TlsPeers clients)
            implements Listener {}
}
