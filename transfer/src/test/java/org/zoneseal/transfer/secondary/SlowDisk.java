package org.zoneseal.transfer.secondary;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.WritableFile;

/** A disk that, once it is told to, writes nothing until it is let go on. */
final class SlowDisk {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean isHeldUp;

    void holdUp() {
        isHeldUp = true;
    }

    /** Waits until somebody writes and waits. */
    void awaitWriter() throws InterruptedException {
        reached.await();
    }

    void goOn() {
        goOn.countDown();
    }

    FileLayer files() {
        return slow(FileLayer.class, FileLayer.real());
    }

    private <T> T slow(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (isHeldUp && type == WritableFile.class) {
                                reached.countDown();
                                goOn.await();
                            }
                            Object result = call(target, method, arguments);
                            return method.getReturnType() == WritableFile.class
                                    ? slow(WritableFile.class, result)
                                    : result;
                        }));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
