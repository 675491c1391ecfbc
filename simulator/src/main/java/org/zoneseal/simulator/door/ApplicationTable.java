package org.zoneseal.simulator.door;

import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * The applications that live: who has begun one, who may attach, when one ends. Safe for several
 * threads.
 *
 * <p>An application is not a connection: a client may open several, lose some, and come back. It
 * ends by its client's word, or when its last connection has been gone for the grace time. Ending
 * happens outside the lock: the token may be in the middle of a call.
 */
final class ApplicationTable {

    static final int SECRET_LENGTH = 32;

    private static final System.Logger LOG = System.getLogger(ApplicationTable.class.getName());

    private final HsmApplications source;
    private final DoorLimits limits;
    private final InstantSource clock;
    private final SecureRandom random;
    private final DoorCounters counters;
    private final Map<ApplicationId, Application> living = new LinkedHashMap<>();

    ApplicationTable(
            HsmApplications source,
            DoorLimits limits,
            InstantSource clock,
            SecureRandom random,
            DoorCounters counters) {
        this.source = source;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.counters = counters;
    }

    /** A new application and the secret with which other connections attach to it. */
    record Begun(Application application, byte[] secret) {}

    /**
     * Begins an application for a visitor that calls itself {@code program}.
     *
     * @throws CryptokiException if there are too many
     */
    Begun begin(Visitor visitor, String program) {
        byte[] id = random(ApplicationId.LENGTH);
        byte[] secret = random(SECRET_LENGTH);
        makeRoom(visitor);
        HsmApplication inside = source.begin(visitor.peer(program));
        Application application =
                new Application(new ApplicationId(id), hash(secret), visitor.peer(program), inside);
        synchronized (living) {
            living.put(application.id(), application);
        }
        counters.openApplications.incrementAndGet();
        counters.allApplications.increment();
        LOG.log(
                Level.DEBUG,
                "hsm.application-begun application="
                        + application.id()
                        + " peer="
                        + visitor.identity());
        return new Begun(application, secret);
    }

    /**
     * Attaches one more connection.
     *
     * @throws CryptokiException CKR_DEVICE_REMOVED if there is no such application (any more), or
     *     it is somebody else's: the two are not told apart
     */
    Application attach(ApplicationId id, byte[] secret, Visitor visitor) {
        synchronized (living) {
            Application application = living.get(id);
            if (application != null
                    && application.isSecret(hash(secret))
                    && application.isOf(visitor)) {
                application.join();
                return application;
            }
        }
        throw new CryptokiException(
                Ckr.DEVICE_REMOVED,
                "the application has ended or is not yours; begin a new one (the HSM may have"
                        + " been restarted)");
    }

    /** A connection has gone. */
    void leave(Application application) {
        synchronized (living) {
            application.leave(clock.millis());
        }
    }

    /** Ends an application by its client's word. */
    void end(Application application) {
        if (remove(application)) {
            finish(application, application.inside()::farewell);
        }
    }

    private boolean remove(Application application) {
        synchronized (living) {
            application.ended();
            return living.remove(application.id()) != null;
        }
    }

    /** Ends the applications whose grace time is over. */
    void sweep() {
        long now = clock.millis();
        List<Application> over;
        synchronized (living) {
            over =
                    living.values().stream()
                            .filter(Application::isEmpty)
                            .filter(a -> now - a.emptySince() >= limits.grace().toMillis())
                            .toList();
        }
        over.forEach(this::endIfEmpty);
    }

    /** Ends all of them; the device is being stopped. */
    void endAll() {
        List<Application> all;
        synchronized (living) {
            all = new ArrayList<>(living.values());
        }
        for (Application application : all) {
            if (remove(application)) {
                finish(application, application.inside()::end);
            }
        }
    }

    private void endIfEmpty(Application application) {
        synchronized (living) {
            if (!application.isEmpty() || living.remove(application.id()) == null) {
                return;
            }
            application.ended();
        }
        finish(application, application.inside()::end);
    }

    private void finish(Application application, Runnable ending) {
        counters.openApplications.decrementAndGet();
        try {
            ending.run();
        } catch (RuntimeException e) {
            Refusal.of(e);
        }
        LOG.log(Level.DEBUG, "hsm.application-ended application=" + application.id());
    }

    /** A peer at its limit loses its oldest application that nobody is connected to. */
    private void makeRoom(Visitor visitor) {
        Optional<Application> oldest = Optional.empty();
        synchronized (living) {
            long mine = living.values().stream().filter(a -> a.isOf(visitor)).count();
            if (mine >= limits.applications() / 2 || living.size() >= roomFor(mine)) {
                oldest =
                        living.values().stream()
                                .filter(a -> a.isOf(visitor) && a.isEmpty())
                                .min(Comparator.comparingLong(Application::emptySince));
                if (oldest.isEmpty()) {
                    throw new CryptokiException(
                            Ckr.SESSION_COUNT,
                            "%d applications are open, %d of them yours; end some first"
                                    .formatted(living.size(), mine));
                }
            }
        }
        oldest.ifPresent(this::endIfEmpty);
    }

    /** The last eighth is for peers that have none yet: an administrator gets in. */
    private int roomFor(long mine) {
        int all = limits.applications();
        return mine == 0 ? all : all - all / 8;
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform has no SHA-256", e);
        }
    }
}
