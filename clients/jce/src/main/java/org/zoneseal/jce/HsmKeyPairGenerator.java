package org.zoneseal.jce;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;

/**
 * Makes key pairs inside the HSM, sensitive and not extractable; the caller's random numbers are
 * not used.
 */
final class HsmKeyPairGenerator extends KeyPairGeneratorSpi {

    private final HsmAccess access;
    private final String algorithm;
    private PairRecipe recipe;
    private Optional<String> label = Optional.empty();

    HsmKeyPairGenerator(HsmAccess access, String algorithm) {
        this.access = access;
        this.algorithm = algorithm;
        this.recipe = PairRecipe.of(algorithm);
    }

    @Override
    public void initialize(int bits, @Nullable SecureRandom random) {
        try {
            recipe = PairRecipe.of(algorithm, bits);
            label = Optional.empty();
        } catch (InvalidAlgorithmParameterException e) {
            throw Refusals.invalid(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void initialize(AlgorithmParameterSpec specification, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (specification instanceof HsmKeyParameterSpec named) {
            recipe = PairRecipe.of(algorithm, named.parameters());
            label = Optional.of(named.label());
        } else {
            recipe = PairRecipe.of(algorithm, specification);
            label = Optional.empty();
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        RemoteSlot slot = access.loggedIn();
        byte[] id = slot.newRequest().bytes();
        var request = slot.newRequest();
        try {
            return slot.inAnchor(session -> {
                var made =
                        session.generateKeyPair(
                                recipe.mechanism(), publicHalf(id), privateHalf(id), request);
                return pair(slot, session, made);
            });
        } catch (HsmClientException e) {
            throw new ProviderException("no new " + algorithm + " key: " + Refusals.text(e), e);
        }
    }

    private KeyPair pair(
            RemoteSlot slot, RemoteSession session, RemoteSession.KeyPairHandles made) {
        PublicKey publicKey =
                PublicHalves.of(session.attributes(made.publicKey(), PublicHalves.ATTRIBUTES))
                        .orElseThrow(() -> new ProviderException("a key without a public half"));
        RemoteObject privateObject = slot.object(session, made.privateKey());
        HsmPrivateKey privateKey = HsmPrivateKey.of(privateObject, publicKey);
        if (label.isEmpty()) {
            RemoteObject publicObject = slot.object(session, made.publicKey());
            SessionObjects.endWith(privateKey, List.of(privateObject, publicObject));
        }
        return new KeyPair(publicKey, privateKey);
    }

    private Template publicHalf(byte[] id) {
        Template template = named(id).flag(Cka.PRIVATE, false).flag(Cka.VERIFY, true);
        if (recipe.decrypts()) {
            template.flag(Cka.ENCRYPT, true);
        }
        return template.and(recipe.publicHalf());
    }

    private Template privateHalf(byte[] id) {
        Template template =
                named(id)
                        .flag(Cka.PRIVATE, true)
                        .flag(Cka.SENSITIVE, true)
                        .flag(Cka.EXTRACTABLE, false)
                        .flag(Cka.SIGN, true);
        return recipe.decrypts() ? template.flag(Cka.DECRYPT, true) : template;
    }

    private Template named(byte[] id) {
        return Template.any()
                .flag(Cka.TOKEN, label.isPresent())
                .bytes(Cka.ID, id)
                .text(Cka.LABEL, label.orElse(""));
    }
}
