package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.WritableFile;

/** A disk that takes nothing more once it is told so. */
final class BreakableDisk {

    private static final Set<String> HARMLESS = Set.of("close", "length");

    private final AtomicBoolean broken = new AtomicBoolean();

    void breakDown() {
        broken.set(true);
    }

    FileLayer files() {
        FileLayer real = FileLayer.real();
        return proxy(
                FileLayer.class,
                (method, arguments) -> {
                    Object result = call(real, method, arguments);
                    return method.getReturnType() == WritableFile.class
                            ? writable((WritableFile) result)
                            : result;
                });
    }

    private WritableFile writable(WritableFile file) {
        return proxy(
                WritableFile.class,
                (method, arguments) -> {
                    if (broken.get() && !HARMLESS.contains(method.getName())) {
                        throw new IOException("input/output error");
                    }
                    return call(file, method, arguments);
                });
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call.of(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
