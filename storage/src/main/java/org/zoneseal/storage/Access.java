package org.zoneseal.storage;

/** Who may read a file or folder that we create. */
public enum Access {
    /** Nobody but its owner: mode 0600, folders 0700. */
    SECRET,
    /** As the umask says; an existing file that is replaced keeps its mode. */
    SHARED
}
