package org.zoneseal.simulator.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.SlotAccess;
import org.zoneseal.simulator.device.Vault;

/**
 * PKCS#11 for a device: where the door begins applications.
 *
 * <p>Token objects and working keys are one for all applications; handles, sessions, logins and
 * session objects are each application's own.
 */
public final class TokenService implements AutoCloseable {

    private final Environment environment;

    private TokenService(Environment environment) {
        this.environment = environment;
    }

    /** The service of a device; reads the objects of all slots. */
    public static TokenService of(
            Vault vault,
            SlotAccess access,
            TokenSettings settings,
            SecureRandom random,
            InstantSource clock) {
        WorkingKeys workingKeys = new WorkingKeys(vault, settings.maxWorkingKeys());
        Environment environment =
                new Environment(
                        vault,
                        access,
                        SlotObjects.of(vault, workingKeys),
                        workingKeys,
                        new Mechanisms(settings.heapKeys()),
                        settings,
                        new SigningCrew(Runtime.getRuntime().availableProcessors()),
                        random,
                        clock);
        access.slots().forEach(slot -> environment.tokenObjects().of(slot));
        return new TokenService(environment);
    }

    /** Begins an application. */
    public Cryptoki begin(Peer peer) {
        Objects objects = new Objects(environment);
        environment.tokenObjects().watch(objects);
        return new Application(
                environment, peer, objects, () -> environment.tokenObjects().unwatch(objects));
    }

    /** Frees all working keys. */
    @Override
    public void close() {
        environment.crew().close();
        environment.tokenObjects().end();
    }
}
