package org.zoneseal.simulator.token;

/** Who of an application is logged in to a slot, and which sessions it has there. */
final class SlotLogin {

    /** PKCS#11's three kinds of session. */
    enum Who {
        NOBODY,
        USER,
        OFFICER
    }

    private volatile Who who = Who.NOBODY;
    private int sessions;
    private int writable;

    /** Read without a lock by each signature. */
    Who who() {
        return who;
    }

    synchronized void become(Who whoNow) {
        who = whoNow;
    }

    synchronized void opened(boolean isWritable) {
        sessions++;
        writable += isWritable ? 1 : 0;
    }

    /** Returns whether it was the last one; then nobody is logged in any more. */
    synchronized boolean closed(boolean wasWritable) {
        sessions--;
        writable -= wasWritable ? 1 : 0;
        if (sessions == 0) {
            who = Who.NOBODY;
        }
        return sessions == 0;
    }

    synchronized int sessions() {
        return sessions;
    }

    synchronized int writable() {
        return writable;
    }
}
