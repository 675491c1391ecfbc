package org.zoneseal.hsm.pkcs11;

import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/** A key pair of a PKCS#11 token. */
final class Pkcs11Key implements KeyHandle {

    /**
     * Where the private half is: a handle is good until the login it was found under is lost.
     *
     * @param epoch the login's number, see {@link Login#epoch}
     */
    record Place(long privateKey, int epoch) {}

    private final Pkcs11Token token;
    private final KeyId id;
    private final String label;
    private final PublicHalf publicHalf;
    private final int signatureLength;
    private volatile Place place;

    Pkcs11Key(Pkcs11Token token, KeyId id, String label, PublicHalf publicHalf, Place place) {
        this.token = token;
        this.id = id;
        this.label = label;
        this.publicHalf = publicHalf;
        this.signatureLength = PublicHalves.signatureLength(publicHalf);
        this.place = place;
    }

    @Override
    public KeyId id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public PublicHalf publicHalf() {
        return publicHalf;
    }

    @Override
    public KeyHandle signingAs(SignatureScheme scheme) {
        if (scheme.isRsa() && publicHalf.scheme().isRsa() && scheme != publicHalf.scheme()) {
            PublicHalf other = new PublicHalf(scheme, publicHalf.dnskeyForm());
            return new Pkcs11Key(token, id, label, other, place);
        }
        return KeyHandle.super.signingAs(scheme);
    }

    boolean isOf(Pkcs11Token asked) {
        return token == asked;
    }

    /** How long every signature of this key is. */
    int signatureLength() {
        return signatureLength;
    }

    Place place() {
        return place;
    }

    void moved(Place found) {
        place = found;
    }

    /** For messages. */
    @Override
    public String toString() {
        return "key \"" + label + "\" (id " + id + ")";
    }
}
