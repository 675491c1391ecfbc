package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_CLASS;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_ID;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_KEY_TYPE;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_LABEL;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKO_PRIVATE_KEY;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKO_PUBLIC_KEY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;

/**
 * Key pairs of a token on the wire, put together from its objects as {@link KeyFinder} does it, but
 * with all objects described in one go.
 */
final class RemoteKeys {

    private static final int MAX_ID = 64;
    private static final List<Long> OF_PRIVATE =
            types(
                    new long[] {CKA_ID, CKA_LABEL, CKA_KEY_TYPE, Cka.UNIQUE_ID},
                    PublicHalves.ATTRIBUTES_OF_PRIVATE_KEY);
    private static final List<Long> OF_PUBLIC = types(new long[] {CKA_ID}, PublicHalves.ATTRIBUTES);

    private final RemoteToken token;
    private final RemoteSession session;

    RemoteKeys(RemoteToken token, RemoteSession session) {
        this.token = token;
        this.session = session;
    }

    private static List<Long> types(long[] some, long[] more) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(more))
                .distinct()
                .boxed()
                .toList();
    }

    List<KeyHandle> all() {
        return pairs(new Template());
    }

    List<KeyHandle> byId(KeyId id) {
        return pairs(new Template().with(CKA_ID, id.bytes()));
    }

    /** Both halves of a key. */
    List<Long> objects(KeyId id) {
        Template ofId = new Template().with(CKA_ID, id.bytes());
        return Stream.concat(
                        find(CKO_PRIVATE_KEY, ofId).stream(), find(CKO_PUBLIC_KEY, ofId).stream())
                .toList();
    }

    private record Described(long handle, Attributes attributes) {

        byte[] id() {
            return attributes.bytes(CKA_ID).orElse(new byte[0]);
        }

        long type() {
            return attributes.number(CKA_KEY_TYPE);
        }
    }

    private record IdAndType(String id, long type) {

        static IdAndType of(Described object) {
            return new IdAndType(Arrays.toString(object.id()), object.type());
        }
    }

    private List<KeyHandle> pairs(Template which) {
        Map<IdAndType, List<Attributes>> publicHalves = new HashMap<>();
        for (Described half : describe(find(CKO_PUBLIC_KEY, which), OF_PUBLIC)) {
            publicHalves
                    .computeIfAbsent(IdAndType.of(half), key -> new ArrayList<>())
                    .add(half.attributes);
        }
        return describe(find(CKO_PRIVATE_KEY, which), OF_PRIVATE).stream()
                .filter(half -> half.id().length > 0 && half.id().length <= MAX_ID)
                .flatMap(half ->
                        pairs(half, publicHalves.getOrDefault(IdAndType.of(half), List.of())))
                .toList();
    }

    /** One pair normally; several if several different public halves have the private one's id. */
    private Stream<KeyHandle> pairs(Described half, List<Attributes> publicHalves) {
        String label = half.attributes.text(CKA_LABEL);
        List<PublicHalf> found =
                publicHalves.stream()
                        .flatMap(key -> PublicHalves.of(key, label).stream())
                        .distinct()
                        .toList();
        Stream<PublicHalf> halves =
                found.isEmpty() ? PublicHalves.of(half.attributes, label).stream() : found.stream();
        return halves.map(key ->
                new RemoteKey(
                        token,
                        new KeyId(half.id()),
                        label,
                        key,
                        token.slot()
                                .object(
                                        session,
                                        half.handle,
                                        half.attributes.text(Cka.UNIQUE_ID))));
    }

    private List<Long> find(long objectClass, Template which) {
        return session.find(
                RemoteForm.of(new Template().with(CKA_CLASS, objectClass))
                        .and(RemoteForm.of(which)));
    }

    private List<Described> describe(List<Long> handles, List<Long> types) {
        var answers = session.attributes(handles, types);
        List<Described> described = new ArrayList<>(handles.size());
        for (int i = 0; i < handles.size(); i++) {
            described.add(new Described(handles.get(i), RemoteForm.of(answers.get(i), types)));
        }
        return described;
    }
}
