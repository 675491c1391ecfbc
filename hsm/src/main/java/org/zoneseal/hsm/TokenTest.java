package org.zoneseal.hsm;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out which signature schemes a token really does: generates a key for each, signs with it,
 * verifies in software and destroys the key again. What a token lists and what it does differ often
 * enough.
 */
public final class TokenTest {

    private static final int RSA_BITS = 2048;
    private static final int ID_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * What came out for one scheme.
     *
     * @param claimed whether the token says that it does the scheme; if not, nothing was tried
     * @param generated whether a key could be made
     * @param signed whether it gave a signature
     * @param verified whether the signature is good
     * @param destroyed whether the key is gone again
     * @param message what went wrong, empty if nothing did
     */
    public record Result(
            SignatureScheme scheme,
            boolean claimed,
            boolean generated,
            boolean signed,
            boolean verified,
            boolean destroyed,
            String message) {

        /** Whether keys of this scheme can be used in the token. */
        public boolean works() {
            return verified && destroyed;
        }
    }

    private TokenTest() {}

    /** Tries every scheme that there is; leaves no key behind unless a result says so. */
    public static List<Result> run(Token token, Duration deadline) {
        List<Result> results = new ArrayList<>();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            results.add(new Trial(token, scheme, deadline).run());
        }
        return List.copyOf(results);
    }

    /** A request for a key that lives for a test only. */
    static KeyRequest request(SignatureScheme scheme, String purpose) {
        byte[] id = new byte[ID_LENGTH];
        RANDOM.nextBytes(id);
        return new KeyRequest(
                scheme, RSA_BITS, new KeyId(id), purpose + "/test/" + scheme.algorithm());
    }

    /** One scheme's way through; mutable, used once. */
    private static final class Trial {

        private final Token token;
        private final SignatureScheme scheme;
        private final Duration deadline;
        private boolean generated;
        private boolean signed;
        private boolean verified;
        private boolean destroyed;
        private String message = "";

        Trial(Token token, SignatureScheme scheme, Duration deadline) {
            this.token = token;
            this.scheme = scheme;
            this.deadline = deadline;
        }

        Result run() {
            boolean claimed = token.schemes().contains(scheme);
            if (claimed) {
                try {
                    use(token.generate(request(scheme, "zoneseal-hsm-test")));
                } catch (HsmException e) {
                    note(e);
                }
            } else {
                message = "the token does not list it";
            }
            return new Result(scheme, claimed, generated, signed, verified, destroyed, message);
        }

        private void use(KeyHandle key) {
            generated = true;
            try {
                byte[] data = new byte[ID_LENGTH];
                RANDOM.nextBytes(data);
                byte[] signature = KeyProbe.sign(token, key, data, deadline);
                signed = true;
                verified = new SignatureCheck(key.publicHalf()).verifies(data, signature);
                message = verified ? "" : "the signature does not verify";
            } catch (HsmException e) {
                note(e);
            }
            token.destroy(key);
            destroyed = token.find(key.id()).isEmpty();
        }

        private void note(HsmException e) {
            message = e.getMessage() == null ? e.kind().toString() : e.getMessage();
        }
    }
}
