package org.zoneseal.client.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * One PKCS#11 session: the functions of PKCS#11 3.2, section 5, with handles as they are.
 *
 * <p>For one thread at a time. Handles are good for as long as {@link #generation} is the client's.
 */
public final class RemoteSession {

    /** Room for an output of any size. */
    private static final long ANY_ROOM = Long.MAX_VALUE;

    private static final int FIND_AT_ONCE = 1000;

    /** More than all of a request but its data. */
    private static final int REQUEST_HEAD = 4096;

    private final HsmClient client;
    private final long handle;
    private final long generation;

    private RemoteSession(HsmClient client, long handle, long generation) {
        this.client = client;
        this.handle = handle;
        this.generation = generation;
    }

    static RemoteSession open(HsmClient client, long slot, long flags) {
        while (true) {
            long before = client.generation();
            try {
                WireReader answer =
                        client.call(before, Call.OPEN_SESSION, w -> w.u64(slot).u64(flags));
                return new RemoteSession(client, read(answer, WireReader::u64), before);
            } catch (HsmClientException e) {
                if (client.generation() == before) {
                    throw e;
                }
            }
        }
    }

    /** Which application the session belongs to. */
    public long generation() {
        return generation;
    }

    /** A call in the application that the session is of, or none. */
    WireReader call(Call call, Consumer<WireWriter> payload) {
        return client.call(generation, call, payload);
    }

    long handle() {
        return handle;
    }

    void close() {
        call(Call.CLOSE_SESSION, w -> w.u64(handle));
    }

    /** Logs in; returns the secret with which the login can be resumed, or nothing. */
    byte[] login(long userType, byte[] pin) {
        WireReader answer = call(Call.LOGIN, w -> w.u64(handle).u64(userType).bytes(pin));
        return read(answer, WireReader::bytes);
    }

    byte[] resume(byte[] secret) {
        return read(call(Call.RESUME, w -> w.u64(handle).bytes(secret)), WireReader::bytes);
    }

    void logout() {
        call(Call.LOGOUT, w -> w.u64(handle));
    }

    /** All objects that match, to the last. */
    public List<Long> find(Template template) {
        call(Call.FIND_OBJECTS_INIT, w -> w.u64(handle).attributes(template.attributes()));
        List<Long> found = new ArrayList<>();
        while (true) {
            List<Long> some =
                    read(
                            call(Call.FIND_OBJECTS, w -> w.u64(handle).u32(FIND_AT_ONCE)),
                            WireReader::numbers);
            found.addAll(some);
            if (some.isEmpty()) {
                call(Call.FIND_OBJECTS_FINAL, w -> w.u64(handle));
                return found;
            }
        }
    }

    /** Some attributes of an object; what is sensitive or not there is absent. */
    public ObjectAttributes attributes(long object, List<Long> types) {
        WireReader answer =
                call(Call.GET_ATTRIBUTE_VALUE, w -> w.u64(handle).u64(object).numbers(types));
        return read(answer, RemoteSession::readAttributes);
    }

    /** Some attributes of many objects, without waiting for one answer before the next question. */
    public List<ObjectAttributes> attributes(List<Long> objects, List<Long> types) {
        List<Consumer<WireWriter>> questions = new ArrayList<>();
        for (long object : objects) {
            questions.add(w -> w.u64(handle).u64(object).numbers(types));
        }
        return client.callAll(generation, Call.GET_ATTRIBUTE_VALUE, questions).stream()
                .map(answer -> read(answer, RemoteSession::readAttributes))
                .toList();
    }

    private static ObjectAttributes readAttributes(WireReader answer) {
        answer.u32();
        return new ObjectAttributes(answer.attributes());
    }

    public void setAttributes(long object, List<Attribute> attributes) {
        call(Call.SET_ATTRIBUTE_VALUE, w -> w.u64(handle).u64(object).attributes(attributes));
    }

    public long create(Template template, RequestId request) {
        WireReader answer =
                call(
                        Call.CREATE_OBJECT,
                        w ->
                                w.u64(handle)
                                        .attributes(template.attributes())
                                        .bytes(request.bytes()));
        return read(answer, WireReader::u64);
    }

    public long copy(long object, Template changes) {
        WireReader answer =
                call(
                        Call.COPY_OBJECT,
                        w -> w.u64(handle).u64(object).attributes(changes.attributes()));
        return read(answer, WireReader::u64);
    }

    public void destroy(long object, RequestId request) {
        call(Call.DESTROY_OBJECT, w -> w.u64(handle).u64(object).bytes(request.bytes()));
    }

    public long generateKey(Mechanism mechanism, Template template, RequestId request) {
        WireReader answer =
                call(
                        Call.GENERATE_KEY,
                        w ->
                                w.u64(handle)
                                        .mechanism(mechanism)
                                        .attributes(template.attributes())
                                        .bytes(request.bytes()));
        return read(answer, WireReader::u64);
    }

    /** The handles of both halves of a new key pair. */
    public record KeyPairHandles(long publicKey, long privateKey) {}

    public KeyPairHandles generateKeyPair(
            Mechanism mechanism, Template publicHalf, Template privateHalf, RequestId request) {
        WireReader answer =
                call(
                        Call.GENERATE_KEY_PAIR,
                        w ->
                                w.u64(handle)
                                        .mechanism(mechanism)
                                        .attributes(publicHalf.attributes())
                                        .attributes(privateHalf.attributes())
                                        .bytes(request.bytes()));
        return read(answer, reader -> new KeyPairHandles(reader.u64(), reader.u64()));
    }

    /** Signs in one round trip. */
    public byte[] sign(Mechanism mechanism, long key, byte[] data) {
        WireReader answer =
                call(Call.SIGN_ONCE, w -> w.u64(handle).mechanism(mechanism).u64(key).bytes(data));
        return read(answer, WireReader::bytes);
    }

    /** Signs in one round trip, of a part of an array. */
    public byte[] sign(Mechanism mechanism, long key, byte[] data, int offset, int length) {
        WireReader answer =
                call(
                        Call.SIGN_ONCE,
                        w ->
                                w.u64(handle)
                                        .mechanism(mechanism)
                                        .u64(key)
                                        .u32(length)
                                        .raw(data, offset, length));
        return read(answer, WireReader::bytes);
    }

    /** Encrypts data of any length, in parts that fit the wire. */
    public byte[] encrypt(Mechanism mechanism, long key, byte[] data) {
        return Parts.ENCRYPTION.run(this, mechanism, key, data);
    }

    /** Decrypts data of any length, in parts that fit the wire. */
    public byte[] decrypt(Mechanism mechanism, long key, byte[] data) {
        return Parts.DECRYPTION.run(this, mechanism, key, data);
    }

    /** Signs data of any length: in one round trip if it fits, else in parts. */
    public byte[] signParts(Mechanism mechanism, long key, byte[] data) {
        return data.length <= client.longestRequest() - REQUEST_HEAD
                ? sign(mechanism, key, data)
                : Parts.SIGNATURE.run(this, mechanism, key, data);
    }

    public byte[] wrap(Mechanism mechanism, long wrappingKey, long key) {
        WireReader answer =
                call(
                        Call.WRAP_KEY,
                        w ->
                                w.u64(handle)
                                        .mechanism(mechanism)
                                        .u64(wrappingKey)
                                        .u64(key)
                                        .u64(ANY_ROOM));
        return read(answer, RemoteSession::output);
    }

    public long unwrap(
            Mechanism mechanism,
            long unwrappingKey,
            byte[] wrapped,
            Template template,
            RequestId request) {
        WireReader answer =
                call(
                        Call.UNWRAP_KEY,
                        w ->
                                w.u64(handle)
                                        .mechanism(mechanism)
                                        .u64(unwrappingKey)
                                        .bytes(wrapped)
                                        .attributes(template.attributes())
                                        .bytes(request.bytes()));
        return read(answer, WireReader::u64);
    }

    public byte[] random(int count) {
        WireReader answer = call(Call.GENERATE_RANDOM, w -> w.u64(handle).u32(count));
        return read(answer, WireReader::bytes);
    }

    static byte[] output(WireReader answer) {
        if (!answer.flag()) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR, "the HSM kept an output of " + answer.u64() + " bytes back");
        }
        return answer.bytes();
    }

    static <T> T read(WireReader answer, Function<WireReader, T> reading) {
        try {
            return reading.apply(answer);
        } catch (MalformedWireException e) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR, "the HSM's answer cannot be read: " + e.getMessage(), e);
        }
    }
}
