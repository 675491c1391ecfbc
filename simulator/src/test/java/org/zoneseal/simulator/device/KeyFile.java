package org.zoneseal.simulator.device;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.zoneseal.cryptoki.wire.Value;

/** A user's key file, and how to log in with it. */
final class KeyFile {

    private final KeyPair pair;

    private KeyFile(KeyPair pair) {
        this.pair = pair;
    }

    static KeyFile create() {
        try {
            return new KeyFile(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    InitialUser user(String name, String permissions) {
        return new InitialUser.WithKey(name, Permissions.of(permissions), publicKey());
    }

    void login(NativeSession session, String name) {
        Value.MapOf answer =
                TestDevice.map(session, "login.challenge", new Value.Fields().put("user", name));
        respond(session, name, bytes(answer, "device-id"), bytes(answer, "challenge"));
    }

    void respond(NativeSession session, String name, byte[] deviceId, byte[] challenge) {
        TestDevice.run(
                session,
                "login.response",
                new Value.Fields()
                        .put("user", name)
                        .put("signature", sign(KeyFiles.signed(deviceId, challenge))));
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Value.MapOf answer, String name) {
        return ((Value.Bytes) answer.get(name)).value();
    }
}
