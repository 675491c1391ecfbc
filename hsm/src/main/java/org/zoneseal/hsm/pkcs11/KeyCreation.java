package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_EXTRACTABLE;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKA_SENSITIVE;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.PrivateMaterial;

/**
 * New keys in a token, generated or imported: under an id of their own, read back, and removed
 * again if they are not as they should be.
 */
final class KeyCreation {

    /** Answers to a way of writing a key that another way may please. */
    private static final Set<Ckr> OTHER_FORM_MAY_DO =
            EnumSet.of(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    Ckr.DOMAIN_PARAMS_INVALID,
                    Ckr.CURVE_NOT_SUPPORTED,
                    Ckr.TEMPLATE_INCONSISTENT,
                    Ckr.GENERAL_ERROR,
                    Ckr.FUNCTION_FAILED);

    private final Pkcs11Token token;
    private final KeyFinder finder;

    KeyCreation(Pkcs11Token token, KeyFinder finder) {
        this.token = token;
        this.finder = finder;
    }

    void generate(Session s, KeyKind kind, KeyRequest request) {
        requireFree(s, request);
        inSomeForm(
                kind.curveForms(),
                form ->
                        TokenObjects.generate(
                                s,
                                kind.generation,
                                KeyTemplates.generatedPublic(kind, request, form),
                                KeyTemplates.privateHalf(request)));
    }

    void importKey(Session s, KeyKind kind, KeyRequest request, PrivateMaterial material) {
        requireFree(s, request);
        inSomeForm(
                kind.forms(),
                form ->
                        create(
                                s,
                                KeyTemplates.importedPublic(kind, request, material, form),
                                KeyTemplates.importedPrivate(kind, request, material, form)));
    }

    private static void create(Session s, Template forPublic, Template forPrivate) {
        long publicKey = TokenObjects.create(s, forPublic);
        try {
            TokenObjects.create(s, forPrivate);
        } catch (CkrException e) {
            s.cryptoki().destroyObject(s.handle(), publicKey);
            throw e;
        }
    }

    /** Tries the ways in which the key can be written, until the token takes one. */
    private static void inSomeForm(List<KeyForm> forms, Consumer<KeyForm> attempt) {
        for (KeyForm form : forms.subList(0, forms.size() - 1)) {
            try {
                attempt.accept(form);
                return;
            } catch (CkrException e) {
                if (!e.isOneOf(OTHER_FORM_MAY_DO)) {
                    throw e;
                }
            }
        }
        attempt.accept(forms.getLast());
    }

    private void requireFree(Session s, KeyRequest request) {
        List<KeyHandle> taken = finder.byId(s, request.id());
        if (!taken.isEmpty()) {
            throw new HsmException(
                    Kind.KEY_MISMATCH,
                    "C_FindObjects: "
                            + token
                            + " already has "
                            + taken.getFirst()
                            + "; a new key needs an id of its own.");
        }
    }

    /**
     * The key as the token now describes it.
     *
     * @throws HsmException if it cannot be read back, or is not kept secret
     */
    KeyHandle readBack(Session s, KeyRequest request) {
        List<KeyHandle> found = finder.byId(s, request.id());
        if (found.size() != 1) {
            throw new HsmException(
                    Kind.KEY_MISSING,
                    "C_FindObjects: "
                            + token.describe(request)
                            + " was made, but "
                            + found.size()
                            + " key pairs of its id can be read back; it was removed again.");
        }
        Pkcs11Key made = token.own(found.getFirst());
        requireSecret(s, request, made.place().privateKey());
        return made.signingAs(request.scheme());
    }

    /** Removes what has been made under an id that was free before. */
    int remove(Session s, KeyRequest request) {
        long[] objects = finder.objects(s, request.id(), KeyKind.of(request.scheme()));
        Arrays.stream(objects).forEach(object -> TokenObjects.destroy(s, object));
        return objects.length;
    }

    private void requireSecret(Session s, KeyRequest request, long privateKey) {
        Attributes made = Attributes.read(s, privateKey, CKA_SENSITIVE, CKA_EXTRACTABLE);
        boolean isSensitive = made.bytes(CKA_SENSITIVE).map(b -> b[0] != 0).orElse(false);
        boolean isExtractable = made.bytes(CKA_EXTRACTABLE).map(b -> b[0] != 0).orElse(true);
        if (!isSensitive || isExtractable) {
            throw new HsmException(
                    Kind.OTHER,
                    "C_GetAttributeValue: "
                            + token.describe(request)
                            + " is not kept secret (CKA_SENSITIVE, not CKA_EXTRACTABLE), although"
                            + " that was asked for; it was removed again.");
        }
    }
}
