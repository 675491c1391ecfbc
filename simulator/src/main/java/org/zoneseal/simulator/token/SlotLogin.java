package org.zoneseal.simulator.token;

/** Who of an application is logged in to a slot, and which sessions it has there. */
final class SlotLogin {

    /** PKCS#11's three kinds of session. */
    enum Who {
        NOBODY,
        USER,
        OFFICER
    }

    private static final byte[] NOTHING = {};

    private volatile Who who = Who.NOBODY;
    private byte[] resume = NOTHING;
    private int sessions;
    private int writable;

    /** Read without a lock by each signature. */
    Who who() {
        return who;
    }

    synchronized void become(Who whoNow) {
        who = whoNow;
    }

    /** Keeps a copy of what this login can be resumed with, to have it revoked. */
    synchronized byte[] resumable(byte[] secret) {
        resume = secret.clone();
        return secret;
    }

    /** What it can be resumed with, and forgets it; empty if there is nothing. */
    synchronized byte[] takeResume() {
        byte[] secret = resume;
        resume = NOTHING;
        return secret;
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
