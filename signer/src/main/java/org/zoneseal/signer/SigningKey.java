package org.zoneseal.signer;

import org.zoneseal.dns.RecordType;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Token;

/** A held key with what every signature of it needs at hand. */
record SigningKey(int algorithm, int keyTag, byte[] dnskeyRdata, Token token, KeyHandle handle) {

    static SigningKey of(ZoneKey.Held key) {
        return new SigningKey(
                key.dnskey().algorithm(),
                key.dnskey().keyTag(),
                key.dnskey().rdata(),
                key.token(),
                key.handle());
    }

    /** Whether RRsets of this type, at the apex, are signed by key signing keys. */
    static boolean isKeyType(int type) {
        return type == RecordType.DNSKEY || type == RecordType.CDS || type == RecordType.CDNSKEY;
    }
}
