package org.zoneseal.simulator.door;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/**
 * The other side of the dispatcher for tests of the codecs: writes down what it was asked, in
 * words, and answers something that depends on it.
 *
 * <p>Data that begins with {@code refuse} is refused, {@code crash} makes it fail.
 */
final class NotebookCryptoki implements Cryptoki {

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean hasFound;
    private final AtomicInteger ended = new AtomicInteger();

    List<String> notes() {
        return List.copyOf(notes);
    }

    String lastNote() {
        return notes.getLast();
    }

    int ended() {
        return ended.get();
    }

    private void note(String call, Object... arguments) {
        StringBuilder line = new StringBuilder(call);
        for (Object argument : arguments) {
            line.append(' ').append(Words.of(argument));
        }
        notes.add(line.toString());
    }

    /** What this HSM answers to data: it, turned around. */
    static byte[] turned(byte[] data) {
        byte[] turned = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            turned[i] = data[data.length - 1 - i];
        }
        return turned;
    }

    private static Output output(byte[] data, long room) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (text.startsWith("refuse")) {
            throw new CryptokiException(Ckr.DATA_INVALID, "it was asked to refuse");
        }
        if (text.startsWith("crash")) {
            throw new IllegalStateException("secret-" + text);
        }
        return data.length <= room
                ? new Output(turned(data), data.length)
                : new Output(null, data.length);
    }

    private static Output tail(long room) {
        return output("tail".getBytes(StandardCharsets.UTF_8), room);
    }

    @Override
    public DeviceInfo info() {
        note("info");
        return new DeviceInfo(
                "Zonesäl", "a notebook that is far longer than its field of 32", 7, 3);
    }

    @Override
    public List<Long> slots(boolean withTokenOnly) {
        note("slots", withTokenOnly);
        return List.of(0L, 5L);
    }

    @Override
    public SlotInfo slotInfo(long slot) {
        note("slotInfo", slot);
        return new SlotInfo("slot", "maker", 5, 1, 2, 3, 4);
    }

    @Override
    public TokenInfo tokenInfo(long slot) {
        note("tokenInfo", slot);
        return new TokenInfo(
                "label",
                "maker",
                "model",
                "serial",
                0x40d,
                0,
                1,
                0,
                2,
                64,
                4,
                -1,
                -1,
                -1,
                -1,
                1,
                2,
                3,
                4,
                "2026112703000000");
    }

    @Override
    public List<Long> mechanisms(long slot) {
        note("mechanisms", slot);
        return List.of(0x1041L, 0x1057L, 0x40L);
    }

    @Override
    public MechanismInfo mechanismInfo(long slot, long mechanism) {
        note("mechanismInfo", slot, mechanism);
        return new MechanismInfo(256, 521, 0x2800);
    }

    @Override
    public void initToken(long slot, byte[] pin, String label) {
        note("initToken", slot, pin, label);
    }

    @Override
    public long openSession(long slot, long flags) {
        note("openSession", slot, flags);
        return 0x1_0000_0007L;
    }

    @Override
    public void closeSession(long session) {
        note("closeSession", session);
    }

    @Override
    public void closeAllSessions(long slot) {
        note("closeAllSessions", slot);
    }

    @Override
    public SessionInfo sessionInfo(long session) {
        note("sessionInfo", session);
        return new SessionInfo(5, 3, 6, 0);
    }

    @Override
    public void initPin(long session, byte[] pin) {
        note("initPin", session, pin);
    }

    @Override
    public void setPin(long session, byte[] oldPin, byte[] newPin) {
        note("setPin", session, oldPin, newPin);
    }

    @Override
    public byte[] login(long session, long userType, byte[] pin) {
        note("login", session, userType, pin);
        return new byte[] {1, 2, 3};
    }

    @Override
    public byte[] resume(long session, byte[] secret) {
        note("resume", session, secret);
        return new byte[] {4, 5, 6};
    }

    @Override
    public void logout(long session) {
        note("logout", session);
    }

    @Override
    public long createObject(long session, List<Attribute> template, byte[] requestId) {
        note("createObject", session, template, requestId);
        return 11;
    }

    @Override
    public long copyObject(long session, long object, List<Attribute> template) {
        note("copyObject", session, object, template);
        return 12;
    }

    @Override
    public void destroyObject(long session, long object, byte[] requestId) {
        note("destroyObject", session, object, requestId);
    }

    @Override
    public long objectSize(long session, long object) {
        note("objectSize", session, object);
        return 77;
    }

    @Override
    public AttributeAnswer attributes(long session, long object, List<Long> types) {
        note("attributes", session, object, types);
        return new AttributeAnswer(Ckr.OK, types.stream().map(this::attribute).toList());
    }

    private Attribute attribute(long type) {
        return switch ((int) type) {
            case 0 -> Attribute.number(0, 3);
            case 0x108 -> Attribute.flag(0x108, true);
            case 0x172 -> Attribute.flag(0x172, true);
            case 0x61d -> Attribute.number(0x61d, 2);
            case 0x102 -> Attribute.bytes(0x102, new byte[] {9, 8, 7});
            case 0x40000600 ->
                    new Attribute(type, new AttributeValue.Numbers(List.of(0x1041L, 0x40L)));
            case 0x40000211 ->
                    new Attribute(
                            type, new AttributeValue.Template(List.of(Attribute.flag(1, true))));
            case 0x80000001 -> Attribute.bytes(type, new byte[1 << 20]);
            default -> Attribute.absent(type);
        };
    }

    @Override
    public void setAttributes(long session, long object, List<Attribute> template) {
        note("setAttributes", session, object, template);
    }

    @Override
    public void findInit(long session, List<Attribute> template) {
        note("findInit", session, template);
        hasFound = false;
    }

    @Override
    public List<Long> find(long session, int most) {
        note("find", session, most);
        if (most == 0 || hasFound) {
            return List.of();
        }
        hasFound = true;
        return List.of(21L, 22L).subList(0, Math.min(most, 2));
    }

    @Override
    public void findFinal(long session) {
        note("findFinal", session);
    }

    @Override
    public void encryptInit(long session, Mechanism mechanism, long key) {
        note("encryptInit", session, mechanism, key);
    }

    @Override
    public Output encrypt(long session, byte[] data, long room) {
        note("encrypt", session, data, room);
        return output(data, room);
    }

    @Override
    public Output encryptUpdate(long session, byte[] part, long room) {
        note("encryptUpdate", session, part, room);
        return output(part, room);
    }

    @Override
    public Output encryptFinal(long session, long room) {
        note("encryptFinal", session, room);
        return tail(room);
    }

    @Override
    public void decryptInit(long session, Mechanism mechanism, long key) {
        note("decryptInit", session, mechanism, key);
    }

    @Override
    public Output decrypt(long session, byte[] data, long room) {
        note("decrypt", session, data, room);
        return output(data, room);
    }

    @Override
    public Output decryptUpdate(long session, byte[] part, long room) {
        note("decryptUpdate", session, part, room);
        return output(part, room);
    }

    @Override
    public Output decryptFinal(long session, long room) {
        note("decryptFinal", session, room);
        return tail(room);
    }

    @Override
    public void digestInit(long session, Mechanism mechanism) {
        note("digestInit", session, mechanism);
    }

    @Override
    public Output digest(long session, byte[] data, long room) {
        note("digest", session, data, room);
        return output(data, room);
    }

    @Override
    public void digestUpdate(long session, byte[] part) {
        note("digestUpdate", session, part);
    }

    @Override
    public void digestKey(long session, long key) {
        note("digestKey", session, key);
    }

    @Override
    public Output digestFinal(long session, long room) {
        note("digestFinal", session, room);
        return tail(room);
    }

    @Override
    public void signInit(long session, Mechanism mechanism, long key) {
        note("signInit", session, mechanism, key);
    }

    @Override
    public Output sign(long session, byte[] data, long room) {
        note("sign", session, data, room);
        return output(data, room);
    }

    @Override
    public void signUpdate(long session, byte[] part) {
        note("signUpdate", session, part);
    }

    @Override
    public Output signFinal(long session, long room) {
        note("signFinal", session, room);
        return tail(room);
    }

    @Override
    public int signOnce(
            long session,
            Mechanism mechanism,
            long key,
            byte[] data,
            int offset,
            int length,
            byte[] signature) {
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        note("signOnce", session, mechanism, key, copy);
        byte[] made = output(copy, Long.MAX_VALUE).bytes();
        System.arraycopy(made, 0, signature, 0, length);
        return length;
    }

    @Override
    public List<byte[]> signBatch(long session, Mechanism mechanism, long key, List<byte[]> data) {
        note("signBatch", session, mechanism, key, data);
        return data.stream().map(NotebookCryptoki::turned).toList();
    }

    @Override
    public void verifyInit(long session, Mechanism mechanism, long key) {
        note("verifyInit", session, mechanism, key);
    }

    @Override
    public void verify(long session, byte[] data, byte[] signature) {
        note("verify", session, data, signature);
    }

    @Override
    public void verifyUpdate(long session, byte[] part) {
        note("verifyUpdate", session, part);
    }

    @Override
    public void verifyFinal(long session, byte[] signature) {
        note("verifyFinal", session, signature);
    }

    @Override
    public void cancel(long session, long flags) {
        note("cancel", session, flags);
    }

    @Override
    public long generateKey(
            long session, Mechanism mechanism, List<Attribute> template, byte[] requestId) {
        note("generateKey", session, mechanism, template, requestId);
        return 13;
    }

    @Override
    public KeyPair generateKeyPair(
            long session,
            Mechanism mechanism,
            List<Attribute> publicTemplate,
            List<Attribute> privateTemplate,
            byte[] requestId) {
        note("generateKeyPair", session, mechanism, publicTemplate, privateTemplate, requestId);
        return new KeyPair(14, 15);
    }

    @Override
    public Output wrapKey(
            long session, Mechanism mechanism, long wrappingKey, long key, long room) {
        note("wrapKey", session, mechanism, wrappingKey, key, room);
        return tail(room);
    }

    @Override
    public long unwrapKey(
            long session,
            Mechanism mechanism,
            long unwrappingKey,
            byte[] wrapped,
            List<Attribute> template,
            byte[] requestId) {
        note("unwrapKey", session, mechanism, unwrappingKey, wrapped, template, requestId);
        return 16;
    }

    @Override
    public long deriveKey(
            long session,
            Mechanism mechanism,
            long baseKey,
            List<Attribute> template,
            byte[] requestId) {
        note("deriveKey", session, mechanism, baseKey, template, requestId);
        return 17;
    }

    @Override
    public void seedRandom(long session, byte[] seed) {
        note("seedRandom", session, seed);
    }

    @Override
    public byte[] random(long session, int count) {
        note("random", session, count);
        return new byte[count];
    }

    @Override
    public void end() {
        note("end");
        ended.incrementAndGet();
    }
}
