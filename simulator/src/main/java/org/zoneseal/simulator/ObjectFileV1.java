package org.zoneseal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * One object of a key store in a file of its own, format 1.
 *
 * <pre>
 * offset  bytes
 *      0      8  "ZSOBJECT"
 *      8      2  format: 1
 *     10     16  store id      \
 *     26     16  object id      | the place: what an object cannot be moved away from
 *     42      8  version        | counts the writes of this object from 1
 *     50      2  type: 1        / a key pair
 *     52     32  salt           HKDF-SHA256 (store key, salt, "zoneseal object v1") = key of this write
 *     84   2 + n  secret         AES-256-GCM, part 1; associated data: bytes 0 to 84
 *         2 + n  attributes     AES-256-GCM, part 2; associated data: all bytes before
 * </pre>
 *
 * <p>The secret is the stored form of {@link Scheme}. The attributes are, each with its length in
 * front: algorithm number (two bytes, no length), key id, label in UTF-8, public key in DNSKEY
 * form. Their seal covers the sealed secret as well, so opening the attributes proves the whole
 * file and the secret itself is decrypted only when it is used. All numbers are big-endian.
 */
final class ObjectFileV1 {

    static final int ID_LENGTH = 16;
    static final int MAX_LENGTH = 64 * 1024;

    private static final String MAGIC = "ZSOBJECT";
    private static final int FORMAT = 1;
    private static final int KEY_PAIR = 1;
    private static final int SALT_LENGTH = 32;
    private static final int SECRET_PART = 1;
    private static final int ATTRIBUTES_PART = 2;
    private static final byte[] PURPOSE = "zoneseal object v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_PREFIX = {};

    private final Seal seal;
    private final StoreKey storeKey;
    private final byte[] storeId;
    private final SecureRandom random;

    ObjectFileV1(Seal seal, StoreKey storeKey, byte[] storeId, SecureRandom random) {
        this.seal = seal;
        this.storeKey = storeKey;
        this.storeId = storeId;
        this.random = random;
    }

    /** Encodes a key pair; {@code secret} is wiped by the caller. */
    StoredKey write(Place place, KeyId id, String label, PublicHalf publicHalf, byte[] secret)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        byte[] head =
                new Fields.Writer()
                        .begin(MAGIC, FORMAT)
                        .bytes(storeId)
                        .bytes(place.objectId())
                        .number64(place.version())
                        .number16(KEY_PAIR)
                        .bytes(salt)
                        .toBytes();
        byte[] attributes =
                new Fields.Writer()
                        .number16(publicHalf.scheme().algorithm())
                        .counted(id.bytes())
                        .counted(label.getBytes(StandardCharsets.UTF_8))
                        .counted(publicHalf.dnskeyForm())
                        .toBytes();
        byte[] key = storeKey.derive(salt, PURPOSE);
        try {
            byte[] withSecret =
                    new Fields.Writer()
                            .bytes(head)
                            .counted(seal.close(key, SECRET_PART, head, secret))
                            .toBytes();
            byte[] content =
                    new Fields.Writer()
                            .bytes(withSecret)
                            .counted(seal.close(key, ATTRIBUTES_PART, withSecret, attributes))
                            .toBytes();
            return new StoredKey(place, id, label, publicHalf, content);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Decodes and proves a file.
     *
     * @throws HsmException of kind STORE if it is not what was written at this place
     */
    StoredKey read(String file, byte[] objectId, byte[] content) {
        Fields fields = new Fields(file, content);
        fields.expect(MAGIC, FORMAT);
        if (!Arrays.equals(fields.bytes(ID_LENGTH), storeId)) {
            throw fields.damaged("it belongs to another store");
        }
        if (!Arrays.equals(fields.bytes(ID_LENGTH), objectId)) {
            throw fields.damaged("it is another object's file");
        }
        long version = fields.number64();
        int type = fields.number16();
        if (type != KEY_PAIR) {
            throw fields.damaged("it has type " + type);
        }
        byte[] salt = fields.bytes(SALT_LENGTH);
        fields.counted();
        byte[] associated = Arrays.copyOf(content, fields.position());
        byte[] sealed = fields.counted();
        fields.end();
        byte[] attributes = open(fields, salt, associated, sealed);
        return attributes(file, new Place(objectId, version), attributes, content);
    }

    /** Decrypts the secret of a file that {@link #read} has proved, behind {@code prefix}. */
    byte[] secret(StoredKey stored, byte[] prefix) throws GeneralSecurityException {
        Fields fields = new Fields(stored.place().fileName(), stored.content());
        fields.bytes(Fields.MAGIC_LENGTH + 2 + 2 * ID_LENGTH + 8 + 2);
        byte[] salt = fields.bytes(SALT_LENGTH);
        byte[] head = Arrays.copyOf(stored.content(), fields.position());
        byte[] key = storeKey.derive(salt, PURPOSE);
        try {
            return seal.open(key, SECRET_PART, head, fields.counted(), prefix);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] open(Fields fields, byte[] salt, byte[] associated, byte[] sealed) {
        if (sealed.length < Seal.TAG_LENGTH) {
            throw fields.damaged("its seal is cut short");
        }
        try {
            byte[] key = storeKey.derive(salt, PURPOSE);
            try {
                return seal.open(key, ATTRIBUTES_PART, associated, sealed, NO_PREFIX);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw fields.damaged("its seal is broken");
        }
    }

    private static StoredKey attributes(
            String file, Place place, byte[] attributes, byte[] content) {
        Fields fields = new Fields(file, attributes);
        SignatureScheme scheme = SignatureScheme.ofAlgorithm(fields.number16());
        KeyId id = new KeyId(fields.counted());
        String label = new String(fields.counted(), StandardCharsets.UTF_8);
        PublicHalf publicHalf = new PublicHalf(scheme, fields.counted());
        fields.end();
        return new StoredKey(place, id, label, publicHalf, content);
    }
}
