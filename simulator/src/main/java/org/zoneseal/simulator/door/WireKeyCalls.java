package org.zoneseal.simulator.door;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.token.Cryptoki;

/** Calls that make keys, or carry them wrapped. */
final class WireKeyCalls {

    private final Cryptoki cryptoki;

    WireKeyCalls(Cryptoki cryptoki) {
        this.cryptoki = cryptoki;
    }

    void generateKey(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        List<Attribute> template = in.attributes();
        byte[] request = in.bytes();
        in.end();
        out.u64(cryptoki.generateKey(session, mechanism, template, request));
    }

    void generateKeyPair(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        List<Attribute> publicTemplate = in.attributes();
        List<Attribute> privateTemplate = in.attributes();
        byte[] request = in.bytes();
        in.end();
        Cryptoki.KeyPair pair =
                cryptoki.generateKeyPair(
                        session, mechanism, publicTemplate, privateTemplate, request);
        out.u64(pair.publicKey()).u64(pair.privateKey());
    }

    void wrap(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long wrappingKey = in.u64();
        long key = in.u64();
        long room = WireOperationCalls.room(in);
        in.end();
        WireOperationCalls.write(out, cryptoki.wrapKey(session, mechanism, wrappingKey, key, room));
    }

    void unwrap(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long unwrappingKey = in.u64();
        byte[] wrapped = in.bytes();
        List<Attribute> template = in.attributes();
        byte[] request = in.bytes();
        in.end();
        out.u64(cryptoki.unwrapKey(session, mechanism, unwrappingKey, wrapped, template, request));
    }

    void derive(WireReader in, WireWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism();
        long baseKey = in.u64();
        List<Attribute> template = in.attributes();
        byte[] request = in.bytes();
        in.end();
        out.u64(cryptoki.deriveKey(session, mechanism, baseKey, template, request));
    }
}
