package org.zoneseal.simulator.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.KeyUse;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.SlotAccess;
import org.zoneseal.simulator.device.StoredObject;

/** Slots 0 (strict) and 1 (developer's), initialized, with the PINs 12345678 and 1234. */
final class OpenSlots implements SlotAccess {

    static final byte[] SO_PIN = "12345678".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    static final byte[] PIN = "1234".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Map<String, byte[]> pins = new HashMap<>();
    private final Set<String> resumes = new HashSet<>();
    private final AtomicLong uses = new AtomicLong();
    private final Map<String, Long> limits = new HashMap<>();

    OpenSlots() {
        for (int slot = 0; slot < 2; slot++) {
            pins.put(name(slot, UserKind.SECURITY_OFFICER), SO_PIN.clone());
            pins.put(name(slot, UserKind.USER), PIN.clone());
        }
    }

    long uses() {
        return uses.get();
    }

    void limit(String id, long limit) {
        limits.put(id, limit);
    }

    @Override
    public List<Integer> slots() {
        return List.of(0, 1);
    }

    @Override
    public SlotStatus status(int slot) {
        return new SlotStatus(
                slot,
                true,
                "slot " + slot,
                "000000000000000" + slot,
                pins.containsKey(name(slot, UserKind.USER)),
                true,
                isDeveloper(slot),
                PinState.FINE,
                PinState.FINE,
                4,
                64);
    }

    @Override
    public synchronized void login(int slot, UserKind kind, byte[] pin, Peer peer) {
        if (!Arrays.equals(pins.get(name(slot, kind)), pin)) {
            throw new CryptokiException(Ckr.PIN_INCORRECT, "wrong PIN");
        }
    }

    @Override
    public synchronized void initToken(int slot, byte[] soPin, String label, Peer peer) {
        throw new CryptokiException(Ckr.TOKEN_WRITE_PROTECTED, "not here");
    }

    @Override
    public synchronized void initPin(int slot, byte[] pin, Peer peer) {
        pins.put(name(slot, UserKind.USER), pin.clone());
    }

    @Override
    public synchronized void setPin(
            int slot, UserKind kind, byte[] oldPin, byte[] newPin, Peer peer) {
        login(slot, kind, oldPin, peer);
        pins.put(name(slot, kind), newPin.clone());
    }

    @Override
    public synchronized byte[] issueResume(int slot, Peer peer) {
        byte[] secret = new SecureRandom().generateSeed(32);
        resumes.add(Arrays.toString(secret));
        return secret;
    }

    @Override
    public synchronized byte[] resume(int slot, byte[] secret, Peer peer) {
        if (!resumes.remove(Arrays.toString(secret))) {
            throw new CryptokiException(Ckr.PIN_INCORRECT, "unknown secret");
        }
        return issueResume(slot, peer);
    }

    @Override
    public synchronized void revokeResume(byte[] secret) {
        resumes.remove(Arrays.toString(secret));
    }

    @Override
    public KeyUse use(StoredObject key, Peer peer) {
        AtomicLong left = new AtomicLong(limits.getOrDefault(key.place().id(), Long.MAX_VALUE));
        return count -> {
            if (left.addAndGet(-count) < 0) {
                throw new CryptokiException(Ckr.KEY_EXHAUSTED, "used up");
            }
            uses.addAndGet(count);
        };
    }

    @Override
    public boolean isDeveloper(int slot) {
        return slot == 1;
    }

    @Override
    public void audit(String event, int slot, String subject, Peer peer) {}

    static String text(List<Attribute> attributes, long type) {
        return attributes.stream()
                .filter(attribute -> attribute.type() == type)
                .map(Attribute::value)
                .map(value ->
                        value instanceof AttributeValue.Bytes bytes
                                ? new String(bytes.value(), java.nio.charset.StandardCharsets.UTF_8)
                                : "")
                .findFirst()
                .orElse("");
    }

    private static String name(int slot, UserKind kind) {
        return slot + "/" + kind;
    }
}
