package org.zoneseal.simulator.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.ExternalKeys;
import org.zoneseal.simulator.device.KeyService;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.SlotAccess;
import org.zoneseal.simulator.device.Vault;

/**
 * PKCS#11 for a device: where the door begins applications.
 *
 * <p>Token objects and working keys are one for all applications; handles, sessions, logins and
 * session objects are each application's own.
 */
public final class TokenService implements KeyService, AutoCloseable {

    private final Environment environment;
    private final ExternalKeys externalKeys;

    private TokenService(Environment environment, ExternalKeys externalKeys) {
        this.environment = environment;
        this.externalKeys = externalKeys;
    }

    /** The service of a device, which from now on runs its commands about keys by it. */
    public static TokenService of(
            Device device, TokenSettings settings, SecureRandom random, InstantSource clock) {
        TokenService service =
                of(device.vault(), device.slots(), device.externalKeys(), settings, random, clock);
        device.keys(service);
        return service;
    }

    /** A service that knows no keys outside the device. */
    public static TokenService of(
            Vault vault,
            SlotAccess access,
            TokenSettings settings,
            SecureRandom random,
            InstantSource clock) {
        return of(vault, access, NoExternalKeys.NONE, settings, random, clock);
    }

    /** The service of a device; reads the objects of all slots. */
    private static TokenService of(
            Vault vault,
            SlotAccess access,
            ExternalKeys externalKeys,
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
                        new AllSessions(),
                        random,
                        clock);
        access.slots().forEach(slot -> environment.tokenObjects().of(slot));
        return new TokenService(environment, externalKeys);
    }

    /** Begins an application. */
    public Cryptoki begin(Peer peer) {
        Objects objects = new Objects(environment);
        environment.tokenObjects().watch(objects);
        return new Application(
                environment, peer, objects, () -> environment.tokenObjects().unwatch(objects));
    }

    /** Begins the keys and certificates of a native session. */
    @Override
    public KeySession open(Peer peer) {
        Objects objects = new Objects(environment);
        environment.tokenObjects().watch(objects);
        return new NativeKeys(
                environment,
                peer,
                externalKeys,
                objects,
                () -> environment.tokenObjects().unwatch(objects));
    }

    @Override
    public void slotInitialized(int slot) {
        environment.allSessions().closeAll(slot);
    }

    /** How many private keys are loaded at the moment. */
    public int workingKeys() {
        return environment.workingKeys().loaded();
    }

    /** Frees all working keys. */
    @Override
    public void close() {
        environment.crew().close();
        environment.tokenObjects().end();
    }
}
