package org.zoneseal.client;

import java.util.concurrent.ThreadFactory;

/** Threads of one name that do not keep the program alive. */
record DaemonThreads(String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
