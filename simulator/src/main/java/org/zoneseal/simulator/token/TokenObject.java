package org.zoneseal.simulator.token;

import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.mechanism.KeyPairKind;

/**
 * An object, shared by all applications that see it (a session object: by one).
 *
 * <p>What may change (attributes, version) is one immutable value that is replaced as a whole; the
 * working keys live as long as the object does.
 */
final class TokenObject {

    private final ObjectKind kind;
    private final @Nullable KeyPairKind pairKind;
    private final WorkerShelf shelf;
    private volatile Version version;
    private volatile boolean gone;

    /**
     * What an object is between two writes.
     *
     * @param plans signing plans made so far for these attributes
     */
    record Version(StoredObject stored, Attributes attributes, SigningPlans plans) {

        static Version of(StoredObject stored) {
            return new Version(stored, Attributes.of(stored.attributes()), new SigningPlans());
        }
    }

    private TokenObject(ObjectKind kind, @Nullable KeyPairKind pairKind, Version version) {
        this.kind = kind;
        this.pairKind = pairKind;
        this.version = version;
        this.shelf = new WorkerShelf(pairKind == null ? 1 : WorkerShelf.places());
    }

    static TokenObject of(StoredObject stored) {
        Version version = Version.of(stored);
        ObjectKind kind = ObjectKind.of(version.attributes());
        boolean isPair = kind.isKey() && !kind.isSecretKey();
        return new TokenObject(
                kind,
                isPair ? KeyPairKinds.of(kind.keyType(), version.attributes()) : null,
                version);
    }

    /** Its CKA_UNIQUE_ID. */
    String id() {
        return version.stored().place().id();
    }

    int slot() {
        return version.stored().slot();
    }

    ObjectKind kind() {
        return kind;
    }

    /** The kind of key pair that it is a half of. */
    KeyPairKind pairKind() {
        if (pairKind == null) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "the mechanism is for asymmetric keys");
        }
        return pairKind;
    }

    WorkerShelf shelf() {
        return shelf;
    }

    Version version() {
        return version;
    }

    StoredObject stored() {
        return version.stored();
    }

    Attributes attributes() {
        return version.attributes();
    }

    boolean isToken() {
        return flag(Cka.TOKEN);
    }

    boolean isPrivate() {
        return flag(Cka.PRIVATE);
    }

    boolean flag(long type) {
        return attributes().flag(type);
    }

    /** An attribute's value, the default where it is not stored, or null. */
    @Nullable AttributeValue value(long type) {
        if (type == Cka.UNIQUE_ID) {
            return new AttributeValue.Bytes(
                    id().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        AttributeValue stored = attributes().get(type);
        if (stored != null) {
            return stored;
        }
        AttributeRule rule = kind.rule(type);
        return rule == null ? null : rule.otherwise();
    }

    /** Takes a later write; an earlier one changes nothing. Session objects stay at version 0. */
    synchronized void update(StoredObject stored) {
        if (stored.place().version() >= version.stored().place().version()) {
            version = Version.of(stored);
        }
    }

    boolean gone() {
        return gone;
    }

    /** The object is destroyed: working keys end. Returns how many. */
    int end() {
        gone = true;
        return shelf.end();
    }
}
