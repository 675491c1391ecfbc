package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.Semaphore;
import org.zoneseal.dns.Opcode;
import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.Peer;
import org.zoneseal.transfer.PeerGoneException;
import org.zoneseal.transfer.TransferHandler;

/**
 * What the query engine hands over, each message on a virtual thread: a lane never waits for it,
 * and a connection's other queries neither.
 */
final class HandOver {

    private static final SeldomLog LOG = new SeldomLog(HandOver.class);

    /** Over all listeners. The handler has limits of its own on what takes long. */
    private static final int AT_ONCE = 1024;

    /** Of these, datagrams: they cost their sender nothing. */
    private static final int DATAGRAMS_AT_ONCE = 64;

    private final TransferHandler transfers;
    private final Intake intake;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Semaphore roomForDatagrams = new Semaphore(DATAGRAMS_AT_ONCE);

    HandOver(TransferHandler transfers, Intake intake) {
        this.transfers = transfers;
        this.intake = intake;
    }

    /** Takes a datagram; false if there are too many already. The bytes are the taker's. */
    boolean offerDatagram(byte[] message, Peer peer, MessageSink sink) {
        return offer(roomForDatagrams, message, peer, sink, () -> {});
    }

    /**
     * Takes a message of a connection; false if there are too many already. The bytes are the
     * taker's.
     *
     * @param then run at the end if it was taken, come what may
     */
    boolean offer(byte[] message, Peer peer, MessageSink sink, Runnable then) {
        return offer(room, message, peer, sink, then);
    }

    private boolean offer(
            Semaphore places, byte[] message, Peer peer, MessageSink sink, Runnable then) {
        if (!places.tryAcquire()) {
            return false;
        }
        boolean begun = false;
        try {
            Thread.ofVirtual()
                    .name("transfer")
                    .start(() -> {
                        try {
                            handle(message, peer, sink);
                        } finally {
                            places.release();
                            then.run();
                        }
                    });
            begun = true;
        } finally {
            if (!begun) {
                places.release();
            }
        }
        return true;
    }

    private void handle(byte[] message, Peer peer, MessageSink sink) {
        try {
            if ((message[2] >> 3 & 0xf) == Opcode.UPDATE) {
                intake.update(message, 0, message.length, peer, sink);
            } else {
                transfers.handle(message, 0, message.length, peer, sink);
            }
        } catch (PeerGoneException gone) {
            sink.abort();
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "answering " + peer + " failed", e);
            sink.abort();
        }
    }
}
