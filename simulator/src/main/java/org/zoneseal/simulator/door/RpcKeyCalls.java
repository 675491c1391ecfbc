package org.zoneseal.simulator.door;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.token.Cryptoki;

/** p11-kit's calls that make keys, or carry them wrapped. */
final class RpcKeyCalls {

    private static final byte[] NEVER_AGAIN = {};

    private final Cryptoki cryptoki;

    RpcKeyCalls(Cryptoki cryptoki) {
        this.cryptoki = cryptoki;
    }

    void generateKey(RpcReader in, RpcWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism().required();
        List<Attribute> template = in.attributes();
        in.end();
        out.u64(cryptoki.generateKey(session, mechanism, template, NEVER_AGAIN));
    }

    void generateKeyPair(RpcReader in, RpcWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism().required();
        List<Attribute> publicTemplate = in.attributes();
        List<Attribute> privateTemplate = in.attributes();
        in.end();
        Cryptoki.KeyPair pair =
                cryptoki.generateKeyPair(
                        session, mechanism, publicTemplate, privateTemplate, NEVER_AGAIN);
        out.u64(pair.publicKey()).u64(pair.privateKey());
    }

    void wrap(RpcReader in, RpcWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism().required();
        long wrappingKey = in.u64();
        long key = in.u64();
        long room = in.room();
        in.end();
        out.output(cryptoki.wrapKey(session, mechanism, wrappingKey, key, room));
    }

    void unwrap(RpcReader in, RpcWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism().required();
        long unwrappingKey = in.u64();
        byte[] wrapped = in.bytes();
        List<Attribute> template = in.attributes();
        in.end();
        out.u64(
                cryptoki.unwrapKey(
                        session, mechanism, unwrappingKey, wrapped, template, NEVER_AGAIN));
    }

    void derive(RpcReader in, RpcWriter out) {
        long session = in.u64();
        Mechanism mechanism = in.mechanism().required();
        long baseKey = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        out.u64(cryptoki.deriveKey(session, mechanism, baseKey, template, NEVER_AGAIN));
    }
}
