package org.zoneseal.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Datagrams of one call of recvmmsg and their answers for one of sendmmsg; mutable, one thread.
 *
 * <p>Everything that the kernel reads and writes lies in one piece of memory off the heap, made
 * once: per slot a {@code mmsghdr}, an {@code iovec}, an address, a control message and the bytes.
 * An answer's header points at the address and the control message that its query came with, so
 * these are never copied. Answers lie one behind the other in an area of their own: most are a
 * fraction of the largest, and what is close together stays in the cache.
 */
final class DatagramBatch {

    /** The longest query by UDP that is taken; longer ones are for TCP. */
    static final int MAX_QUERY = 4096;

    // struct mmsghdr { struct msghdr { name, namelen, iov, iovlen, control, controllen, flags },
    // len }
    private static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;

    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 8;

    /** Room for one cmsghdr with in6_pktinfo, which is 36 bytes long. */
    private static final int CONTROL_ROOM = 64;

    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_DATA = 16;
    private static final int IPV6_INDEX = 16;

    private static final int MAX_ANSWER = 65_535;

    private final int size;
    private final boolean withControl;
    private final int answerRoom;
    private final MemorySegment memory;
    private final long received;
    private final long receivedVectors;
    private final long sent;
    private final long sentVectors;
    private final long addresses;
    private final long controls;
    private final long queries;
    private final long answers;
    private final MemorySegment state = LinuxSockets.callState();

    private int sending;
    private int sendingBytes;

    /**
     * Room for {@code size} datagrams.
     *
     * @param withControl whether it is a wildcard socket, which must answer from the address that
     *     was asked
     */
    DatagramBatch(int size, boolean withControl) {
        this.size = size;
        this.withControl = withControl;
        this.answerRoom = Math.max(size * 2048, 2 * MAX_ANSWER);
        long at = 0;
        received = at;
        at += (long) size * HEADER;
        receivedVectors = at;
        at += (long) size * VECTOR;
        sent = at;
        at += (long) size * HEADER;
        sentVectors = at;
        at += (long) size * VECTOR;
        addresses = at;
        at += (long) size * NativeAddress.MAX_SIZE;
        controls = at;
        at += (long) size * CONTROL_ROOM;
        queries = at;
        at += (long) size * MAX_QUERY;
        answers = at;
        at += answerRoom;
        memory = Arena.ofAuto().allocate(at, 64);
        for (int slot = 0; slot < size; slot++) {
            prepare(slot);
        }
    }

    private void prepare(int slot) {
        long base = memory.address();
        long header = received + (long) slot * HEADER;
        long vector = receivedVectors + (long) slot * VECTOR;
        memory.set(JAVA_LONG, header + NAME, base + address(slot));
        memory.set(JAVA_LONG, header + VECTOR_POINTER, base + vector);
        memory.set(JAVA_LONG, header + VECTOR_COUNT, 1);
        memory.set(JAVA_LONG, vector, base + query(slot));
        memory.set(JAVA_LONG, vector + VECTOR_LENGTH, MAX_QUERY);
        long answer = sent + (long) slot * HEADER;
        memory.set(JAVA_LONG, answer + VECTOR_POINTER, base + sentVectors + (long) slot * VECTOR);
        memory.set(JAVA_LONG, answer + VECTOR_COUNT, 1);
    }

    private long address(int slot) {
        return addresses + (long) slot * NativeAddress.MAX_SIZE;
    }

    private long control(int slot) {
        return controls + (long) slot * CONTROL_ROOM;
    }

    private long query(int slot) {
        return queries + (long) slot * MAX_QUERY;
    }

    /**
     * Receives datagrams.
     *
     * @param flags {@link LinuxSockets#MSG_WAITFORONE} or {@link LinuxSockets#MSG_DONTWAIT}
     * @return their number, or the negative error number
     */
    int receive(int descriptor, int flags) {
        for (int slot = 0; slot < size; slot++) {
            long header = received + (long) slot * HEADER;
            memory.set(JAVA_INT, header + NAME_LENGTH, NativeAddress.MAX_SIZE);
            if (withControl) {
                memory.set(JAVA_LONG, header + CONTROL, memory.address() + control(slot));
                memory.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_ROOM);
            }
        }
        sending = 0;
        sendingBytes = 0;
        return LinuxSockets.receive(state, descriptor, memory.address() + received, size, flags);
    }

    /** Bytes of a datagram that came. */
    int length(int slot) {
        return memory.get(JAVA_INT, received + (long) slot * HEADER + LENGTH);
    }

    /** Whether the datagram was longer than {@link #MAX_QUERY}. */
    boolean isCut(int slot) {
        int flags = memory.get(JAVA_INT, received + (long) slot * HEADER + FLAGS);
        return (flags & LinuxSockets.MSG_TRUNC) != 0;
    }

    int port(int slot) {
        return NativeAddress.port(memory, address(slot));
    }

    /** Copies the sender's address; 4 or 16 bytes. */
    int copyAddress(int slot, byte[] to) {
        NativeAddress.copyAddress(memory, address(slot), to);
        return NativeAddress.addressLength(memory, address(slot));
    }

    void copyQuery(int slot, byte[] to, int length) {
        MemorySegment.copy(memory, JAVA_BYTE, query(slot), to, 0, length);
    }

    /** Whether an answer of this length still has room. */
    boolean fits(int length) {
        return sending < size && sendingBytes + length <= answerRoom;
    }

    /** Adds an answer to the query in a slot. */
    void answer(int slot, byte[] bytes, int length) {
        long base = memory.address();
        long at = answers + sendingBytes;
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, length);
        long vector = sentVectors + (long) sending * VECTOR;
        memory.set(JAVA_LONG, vector, base + at);
        memory.set(JAVA_LONG, vector + VECTOR_LENGTH, length);
        long header = sent + (long) sending * HEADER;
        long query = received + (long) slot * HEADER;
        memory.set(JAVA_LONG, header + NAME, base + address(slot));
        memory.set(JAVA_INT, header + NAME_LENGTH, memory.get(JAVA_INT, query + NAME_LENGTH));
        if (withControl) {
            answerFromAskedAddress(slot, query, header);
        }
        sending++;
        // Next answer on the next cache line.
        sendingBytes += length + 63 & -64;
    }

    // What came says where to (RFC 3542 §6.2 and ip(7)); sent back, it says where from. The
    // interface is left to the routes, except where the address means nothing without one.
    private void answerFromAskedAddress(int slot, long query, long header) {
        long length = memory.get(JAVA_LONG, query + CONTROL_LENGTH);
        long control = control(slot);
        leaveInterfaceToRoutes(control, length);
        memory.set(JAVA_LONG, header + CONTROL, memory.address() + control);
        memory.set(JAVA_LONG, header + CONTROL_LENGTH, length);
    }

    private void leaveInterfaceToRoutes(long control, long length) {
        if (length > CONTROL_DATA) {
            int level = memory.get(JAVA_INT, control + CONTROL_LEVEL);
            int type = memory.get(JAVA_INT, control + CONTROL_TYPE);
            if (level == LinuxSockets.IPPROTO_IP && type == LinuxSockets.IP_PKTINFO) {
                memory.set(JAVA_INT, control + CONTROL_DATA, 0);
            } else if (!isLinkLocal(control + CONTROL_DATA)) {
                memory.set(JAVA_INT, control + CONTROL_DATA + IPV6_INDEX, 0);
            }
        }
    }

    private boolean isLinkLocal(long address) {
        return (memory.get(JAVA_BYTE, address) & 0xff) == 0xfe
                && (memory.get(JAVA_BYTE, address + 1) & 0xc0) == 0x80;
    }

    /** Answers that wait to be sent. */
    int waiting() {
        return sending;
    }

    /** Sends the answers from {@code first} on; how many, or the negative error number. */
    int send(int descriptor, int first) {
        return LinuxSockets.send(
                state,
                descriptor,
                memory.address() + sent + (long) first * HEADER,
                sending - first);
    }

    /** Forgets the answers, sent or not. */
    void clear() {
        sending = 0;
        sendingBytes = 0;
    }

    /** The sender's address as the kernel has it, for an answer that comes later. */
    byte[] addressBytes(int slot) {
        int length = memory.get(JAVA_INT, received + (long) slot * HEADER + NAME_LENGTH);
        return memory.asSlice(address(slot), length).toArray(JAVA_BYTE);
    }

    /** The control message of an answer that comes later; empty for none. */
    byte[] controlBytes(int slot) {
        if (!withControl) {
            return new byte[0];
        }
        long length = memory.get(JAVA_LONG, received + (long) slot * HEADER + CONTROL_LENGTH);
        leaveInterfaceToRoutes(control(slot), length);
        return memory.asSlice(control(slot), length).toArray(JAVA_BYTE);
    }

    /** Address of a header for one message, in memory of its own. */
    static long single(Arena arena, MemorySegment to, MemorySegment from, MemorySegment bytes) {
        MemorySegment vector = arena.allocate(VECTOR, 8);
        vector.set(JAVA_LONG, 0, bytes.address());
        vector.set(JAVA_LONG, VECTOR_LENGTH, bytes.byteSize());
        MemorySegment header = arena.allocate(HEADER, 8);
        header.set(JAVA_LONG, NAME, to.address());
        header.set(JAVA_INT, NAME_LENGTH, (int) to.byteSize());
        header.set(JAVA_LONG, VECTOR_POINTER, vector.address());
        header.set(JAVA_LONG, VECTOR_COUNT, 1);
        header.set(JAVA_LONG, CONTROL, from.address());
        header.set(JAVA_LONG, CONTROL_LENGTH, from.byteSize());
        return header.address();
    }

    MemorySegment state() {
        return state;
    }
}
