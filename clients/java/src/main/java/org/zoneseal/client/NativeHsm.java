package org.zoneseal.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/**
 * The native API: users log in to one session, whose permissions add up, and use keys by slot, name
 * and specifier.
 *
 * <p>Safe for several threads. After a restart of the HSM everybody is logged out and keys have to
 * be found again (CKR_DEVICE_REMOVED): a quorum is not resumed behind anybody's back.
 */
public final class NativeHsm {

    private static final byte[] LOGIN_WORDS =
            "zoneseal login v1".getBytes(StandardCharsets.US_ASCII);

    private final HsmClient client;
    private final SecureRandom random;

    public NativeHsm(HsmClient client, SecureRandom random) {
        this.client = client;
        this.random = random;
    }

    public HsmClient client() {
        return client;
    }

    /**
     * Logs a user in, beside those who are.
     *
     * @param password UTF-8; the caller wipes it
     * @return the permissions of all who are logged in, summed up, as eight hexadecimal digits
     */
    public String loginPassword(String user, byte[] password) {
        Value.MapOf arguments =
                new Value.Fields().put("user", user).put("password", password).map();
        return permissions(client.command("login.password", arguments));
    }

    /**
     * Logs a user in who proves that an Ed25519 key is hers; the key does not travel.
     *
     * @return the permissions of all who are logged in, summed up, as eight hexadecimal digits
     */
    public String loginKey(String user, PrivateKey key) {
        Value.MapOf question = new Value.Fields().put("user", user).map();
        CommandAnswer challenge = CommandAnswer.of(client.command("login.challenge", question));
        byte[] signature = proof(key, challenge.bytes("device-id"), challenge.bytes("challenge"));
        Value.MapOf response =
                new Value.Fields().put("user", user).put("signature", signature).map();
        return permissions(client.command("login.response", response));
    }

    private static byte[] proof(PrivateKey key, byte[] device, byte[] challenge) {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        words.writeBytes(LOGIN_WORDS);
        words.writeBytes(device);
        words.writeBytes(challenge);
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(words.toByteArray());
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new HsmClientException(
                    Ckr.ARGUMENTS_BAD, "the key file's key cannot sign as Ed25519", e);
        }
    }

    private static String permissions(Value answer) {
        return CommandAnswer.of(answer).text("permissions");
    }

    /** Logs one user out. */
    public void logout(String user) {
        client.command("logout", new Value.Fields().put("user", user).map());
    }

    /** Logs everybody out. */
    public void logout() {
        client.command("logout");
    }

    /**
     * Finds a key.
     *
     * @param specifier tells keys of the same name apart, often a version; may be empty
     */
    public NativeKey find(long slot, String name, String specifier) {
        Value.MapOf arguments =
                new Value.Fields()
                        .put("slot", slot)
                        .put("name", name)
                        .put("specifier", specifier)
                        .map();
        return NativeKey.of(client, "key.find", arguments);
    }

    /**
     * What a new key shall be.
     *
     * @param type as docs/design/commands.md lists them, such as {@code ec-p256}
     * @param size bits for {@code rsa} and {@code aes}; 0 for all others
     * @param storage where it rests
     */
    public record KeyRequest(
            long slot, String name, String specifier, String type, int size, Storage storage) {}

    /** Where a key rests while it is not used. */
    public enum Storage {
        /** In the HSM. */
        INTERNAL,
        /** With its user, as a blob that only an HSM with the same backup key opens. */
        EXTERNAL
    }

    /** Makes a key; asked again after a lost connection, it is made once all the same. */
    public NativeKey generate(KeyRequest request) {
        byte[] requestId = new byte[16];
        random.nextBytes(requestId);
        Value.Fields arguments =
                new Value.Fields()
                        .put("slot", request.slot())
                        .put("name", request.name())
                        .put("specifier", request.specifier())
                        .put("type", request.type())
                        .put("external", request.storage() == Storage.EXTERNAL)
                        .put("request", requestId);
        if (request.size() > 0) {
            arguments.put("size", request.size());
        }
        return NativeKey.of(client, "key.generate", arguments.map());
    }

    /** Brings an external key to the HSM, for as long as this client lives. */
    public NativeKey load(byte[] blob) {
        Value.MapOf arguments = new Value.Fields().put("blob", blob).map();
        return NativeKey.of(client, "key.load", arguments);
    }

    /** Destroys a key for good. */
    public void destroy(long slot, NativeKey key) {
        client.command(
                "key.destroy", new Value.Fields().put("slot", slot).put("id", key.id()).map());
    }
}
