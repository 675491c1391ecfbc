package org.zoneseal.simulator.token;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.mechanism.Curve;

/** A service on a vault in memory, with one application logged in to one slot: what tests need. */
final class Bench implements AutoCloseable {

    static final byte[] NO_REQUEST = {};
    static final Peer PEER = new Peer("inside", "test", "test");

    final MemoryVault vault = new MemoryVault();
    final OpenSlots slots = new OpenSlots();
    final TokenService service;
    final Cryptoki cryptoki;
    final long session;

    private Bench(int slot, TokenSettings settings) {
        this.service =
                TokenService.of(vault, slots, settings, new SecureRandom(), () -> Instant.EPOCH);
        this.cryptoki = service.begin(PEER);
        this.session = cryptoki.openSession(slot, Ckf.SERIAL_SESSION | Ckf.RW_SESSION);
        cryptoki.login(session, Cku.USER, OpenSlots.PIN);
    }

    static Bench strict() {
        return new Bench(0, TokenSettings.DEFAULTS);
    }

    static Bench developer() {
        return new Bench(1, TokenSettings.DEFAULTS);
    }

    static Bench with(TokenSettings settings) {
        return new Bench(0, settings);
    }

    Cryptoki.KeyPair ec(Curve curve, Attribute... privateExtras) {
        return pair(
                Ckm.EC_KEY_PAIR_GEN,
                List.of(Attribute.bytes(Cka.EC_PARAMS, curve.objectIdentifier())),
                privateExtras);
    }

    Cryptoki.KeyPair edwards(byte[] parameters) {
        return pair(
                Ckm.EC_EDWARDS_KEY_PAIR_GEN, List.of(Attribute.bytes(Cka.EC_PARAMS, parameters)));
    }

    Cryptoki.KeyPair rsa(int bits, Attribute... privateExtras) {
        return pair(
                Ckm.RSA_PKCS_KEY_PAIR_GEN,
                List.of(Attribute.number(Cka.MODULUS_BITS, bits)),
                privateExtras);
    }

    Cryptoki.KeyPair mlDsa(long parameterSet) {
        return pair(
                Ckm.ML_DSA_KEY_PAIR_GEN,
                List.of(Attribute.number(Cka.PARAMETER_SET, parameterSet)));
    }

    Cryptoki.KeyPair pair(
            long mechanism, List<Attribute> publicTemplate, Attribute... privateExtras) {
        return cryptoki.generateKeyPair(
                session,
                Mechanism.of(mechanism),
                publicTemplate,
                List.of(privateExtras),
                NO_REQUEST);
    }

    byte[] sign(Mechanism mechanism, long key, byte[] data) {
        byte[] signature = new byte[8192];
        int length = cryptoki.signOnce(session, mechanism, key, data, 0, data.length, signature);
        return Arrays.copyOf(signature, length);
    }

    byte[] bytes(long object, long type) {
        return ((AttributeValue.Bytes) value(object, type)).value();
    }

    boolean flag(long object, long type) {
        return ((AttributeValue.Flag) value(object, type)).value();
    }

    AttributeValue value(long object, long type) {
        return cryptoki.attributes(session, object, List.of(type)).attributes().getFirst().value();
    }

    List<Long> find(Attribute... template) {
        cryptoki.findInit(session, List.of(template));
        List<Long> found = cryptoki.find(session, Integer.MAX_VALUE);
        cryptoki.findFinal(session);
        return found;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cryptoki.end();
        service.close();
    }
}
