package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.*;

import java.util.Arrays;
import java.util.List;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;

/**
 * Key pairs of a token, put together from its objects: a private and a public half belong to each
 * other when they have the same id (CKA_ID) and type.
 */
final class KeyFinder {

    private static final int MAX_ID = 64;

    private final Pkcs11Token token;
    private final Login login;

    KeyFinder(Pkcs11Token token, Login login) {
        this.token = token;
        this.login = login;
    }

    /** All pairs of which both halves can be read. */
    List<KeyHandle> all(Session session) {
        return pairs(session, privateKeys());
    }

    List<KeyHandle> byId(Session session, KeyId id) {
        return pairs(session, privateKeys().with(CKA_ID, id.bytes()));
    }

    private static Template privateKeys() {
        return new Template().with(CKA_CLASS, CKO_PRIVATE_KEY);
    }

    private List<KeyHandle> pairs(Session session, Template privateKeys) {
        int epoch = login.epoch();
        return Arrays.stream(TokenObjects.find(session, privateKeys))
                .mapToObj(object -> pairs(session, new Pkcs11Key.Place(object, epoch)))
                .flatMap(List::stream)
                .toList();
    }

    /** One pair normally; several if several different public halves have the private one's id. */
    private List<KeyHandle> pairs(Session session, Pkcs11Key.Place place) {
        Attributes half =
                Attributes.read(session, place.privateKey(), CKA_ID, CKA_LABEL, CKA_KEY_TYPE);
        byte[] id = half.bytes(CKA_ID).orElse(new byte[0]);
        if (id.length == 0 || id.length > MAX_ID) {
            return List.of();
        }
        String label = half.text(CKA_LABEL);
        List<PublicHalf> found = publicHalves(session, id, half.number(CKA_KEY_TYPE), label);
        if (found.isEmpty()) {
            found = publicHalf(session, place.privateKey(), label);
        }
        return found.stream()
                .<KeyHandle>map(key -> new Pkcs11Key(token, new KeyId(id), label, key, place))
                .toList();
    }

    /** What the private key's object says of the public one, where that has no object. */
    private static List<PublicHalf> publicHalf(Session session, long privateKey, String label) {
        Attributes key =
                Attributes.read(session, privateKey, PublicHalves.ATTRIBUTES_OF_PRIVATE_KEY);
        return PublicHalves.of(key, label).stream().toList();
    }

    private static List<PublicHalf> publicHalves(
            Session session, byte[] id, long type, String label) {
        return Arrays.stream(TokenObjects.find(session, publicKeys(id, type)))
                .mapToObj(object -> Attributes.read(session, object, PublicHalves.ATTRIBUTES))
                .flatMap(key -> PublicHalves.of(key, label).stream())
                .distinct()
                .toList();
    }

    private static Template publicKeys(byte[] id, long type) {
        return new Template()
                .with(CKA_CLASS, CKO_PUBLIC_KEY)
                .with(CKA_KEY_TYPE, type)
                .with(CKA_ID, id);
    }

    /** Both halves of a key, private ones first. */
    long[] objects(Session session, KeyId id, KeyKind kind) {
        long[] privateKeys = TokenObjects.find(session, privateKeys(id, kind.keyType));
        long[] publicKeys = TokenObjects.find(session, publicKeys(id.bytes(), kind.keyType));
        long[] both = Arrays.copyOf(privateKeys, privateKeys.length + publicKeys.length);
        System.arraycopy(publicKeys, 0, both, privateKeys.length, publicKeys.length);
        return both;
    }

    private static Template privateKeys(KeyId id, long type) {
        return privateKeys().with(CKA_KEY_TYPE, type).with(CKA_ID, id.bytes());
    }

    /**
     * Finds a key again whose handle the token has forgotten; it has to be the same one still.
     *
     * @throws HsmException KEY_MISSING or KEY_MISMATCH
     */
    Pkcs11Key.Place locate(Session session, Pkcs11Key key) {
        int epoch = login.epoch();
        long type = KeyKind.of(key.publicHalf().scheme()).keyType;
        long[] found = TokenObjects.find(session, privateKeys(key.id(), type));
        if (found.length != 1) {
            throw new HsmException(
                    Kind.KEY_MISSING,
                    "C_FindObjects: "
                            + key
                            + (found.length == 0
                                    ? " is no longer in "
                                    : " is there " + found.length + " times in ")
                            + token
                            + ".");
        }
        byte[] pinned = key.publicHalf().dnskeyForm();
        List<PublicHalf> halves =
                pairs(session, new Pkcs11Key.Place(found[0], epoch)).stream()
                        .map(KeyHandle::publicHalf)
                        .toList();
        boolean isSame =
                halves.size() == 1 && Arrays.equals(halves.getFirst().dnskeyForm(), pinned);
        if (!isSame) {
            throw new HsmException(
                    Kind.KEY_MISMATCH,
                    "C_GetAttributeValue: "
                            + key
                            + " of "
                            + token
                            + " is another key now than it was.");
        }
        return new Pkcs11Key.Place(found[0], epoch);
    }
}
