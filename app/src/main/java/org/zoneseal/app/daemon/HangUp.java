package org.zoneseal.app.daemon;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * SIGHUP: somebody wants the configuration to be read again.
 *
 * <p>Java has no interface of its own for signals; {@code sun.misc.Signal} is the one that the JDK
 * keeps open for this (JEP 260). It is asked by its name, so that nothing has to be allowed when
 * this is compiled, and so that a JDK without it only means that {@code zoneseal reload} has to be
 * used.
 */
public final class HangUp {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private HangUp() {}

    /**
     * Runs something at each SIGHUP from now on, in a thread of the virtual machine: it must not
     * take long.
     *
     * @return whether that is possible here
     */
    public static boolean runs(Runnable action) {
        try {
            Class<?> signal = Class.forName(SIGNAL);
            Class<?> handler = Class.forName(HANDLER);
            Object proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) -> answer(self, method, arguments, action));
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
            return true;
        } catch (ReflectiveOperationException e) {
            return isUnknown(e);
        }
    }

    // Windows has no SIGHUP, and a JVM with -Xrs gives none away.
    private static boolean isUnknown(ReflectiveOperationException e) {
        if (e instanceof InvocationTargetException
                && !(e.getCause() instanceof IllegalArgumentException)) {
            throw new IllegalStateException("SIGHUP could not be asked for", e);
        }
        return false;
    }

    private static Object answer(Object self, Method method, Object[] arguments, Runnable action) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield method;
            }
            case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(self);
            default -> "what SIGHUP does";
        };
    }
}
