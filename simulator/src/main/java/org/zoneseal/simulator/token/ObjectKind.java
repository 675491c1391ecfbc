package org.zoneseal.simulator.token;

import static org.zoneseal.simulator.token.AttributeRule.empty;
import static org.zoneseal.simulator.token.AttributeRule.none;
import static org.zoneseal.simulator.token.AttributeRule.number;
import static org.zoneseal.simulator.token.AttributeRule.off;
import static org.zoneseal.simulator.token.AttributeRule.on;
import static org.zoneseal.simulator.token.Footnote.CHANGEABLE;
import static org.zoneseal.simulator.token.Footnote.CHANGEABLE_IN_COPY;
import static org.zoneseal.simulator.token.Footnote.CREATE_NEEDS;
import static org.zoneseal.simulator.token.Footnote.CREATE_REFUSES;
import static org.zoneseal.simulator.token.Footnote.GENERATE_NEEDS;
import static org.zoneseal.simulator.token.Footnote.GENERATE_REFUSES;
import static org.zoneseal.simulator.token.Footnote.OFFICER_SETS;
import static org.zoneseal.simulator.token.Footnote.SECRET;
import static org.zoneseal.simulator.token.Footnote.STAYS_FALSE;
import static org.zoneseal.simulator.token.Footnote.STAYS_TRUE;
import static org.zoneseal.simulator.token.Footnote.UNWRAP_NEEDS;
import static org.zoneseal.simulator.token.Footnote.UNWRAP_REFUSES;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckc;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * A kind of object with its attributes: the tables of PKCS#11 3.2, section 4 and each key type's
 * own, footnotes included.
 *
 * <p>Where the standard leaves a default to the token: private and secret keys and data are
 * private, keys are sensitive and not extractable, a key may do what its kind signs, verifies,
 * encrypts or decrypts with, and nothing may wrap or unwrap that was not told to.
 */
final class ObjectKind {

    private static final long UNAVAILABLE = -1;
    private static final long JAVA_MIDP = 0x88;

    private static final Map<Long, ObjectKind> BY_CLASS_AND_TYPE = new LinkedHashMap<>();

    static {
        add(new ObjectKind(Cko.DATA, UNAVAILABLE, data()));
        add(new ObjectKind(Cko.CERTIFICATE, Ckc.X_509, certificate()));
        add(new ObjectKind(Cko.PUBLIC_KEY, Ckk.RSA, rsaPublic()));
        add(new ObjectKind(Cko.PRIVATE_KEY, Ckk.RSA, rsaPrivate()));
        for (long type : new long[] {Ckk.EC, Ckk.EC_EDWARDS}) {
            add(new ObjectKind(Cko.PUBLIC_KEY, type, ecPublic()));
            add(new ObjectKind(Cko.PRIVATE_KEY, type, ecPrivate()));
        }
        add(new ObjectKind(Cko.PUBLIC_KEY, Ckk.ML_DSA, mlDsaPublic()));
        add(new ObjectKind(Cko.PRIVATE_KEY, Ckk.ML_DSA, mlDsaPrivate()));
        add(new ObjectKind(Cko.SECRET_KEY, Ckk.AES, secret(UNWRAP_REFUSES)));
        for (long type :
                new long[] {
                    Ckk.GENERIC_SECRET,
                    Ckk.SHA_1_HMAC,
                    Ckk.SHA224_HMAC,
                    Ckk.SHA256_HMAC,
                    Ckk.SHA384_HMAC,
                    Ckk.SHA512_HMAC
                }) {
            add(new ObjectKind(Cko.SECRET_KEY, type, secret()));
        }
    }

    private final long objectClass;
    private final long keyType;
    private final Map<Long, AttributeRule> rules = new LinkedHashMap<>();

    private ObjectKind(long objectClass, long keyType, List<AttributeRule> rules) {
        this.objectClass = objectClass;
        this.keyType = keyType;
        rules.forEach(rule -> this.rules.put(rule.type(), rule));
    }

    /**
     * The kind of a class and a key type (certificate type, where it is a certificate).
     *
     * @throws CryptokiException CKR_ATTRIBUTE_VALUE_INVALID if there is none
     */
    static ObjectKind of(long objectClass, long type) {
        ObjectKind kind =
                BY_CLASS_AND_TYPE.get(
                        index(objectClass, objectClass == Cko.DATA ? UNAVAILABLE : type));
        if (kind == null) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    "this device has no objects of class "
                            + Long.toUnsignedString(objectClass)
                            + " and type "
                            + Long.toUnsignedString(type));
        }
        return kind;
    }

    /** Refuses a class that there are no objects of. */
    static void checkClass(long objectClass) {
        if (BY_CLASS_AND_TYPE.values().stream()
                .noneMatch(kind -> kind.objectClass == objectClass)) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    "this device has no objects of class " + Long.toUnsignedString(objectClass));
        }
    }

    /** The kind of an object that exists. */
    static ObjectKind of(Attributes attributes) {
        long objectClass = attributes.number(Cka.CLASS, UNAVAILABLE);
        return of(
                objectClass,
                attributes.number(
                        objectClass == Cko.CERTIFICATE ? Cka.CERTIFICATE_TYPE : Cka.KEY_TYPE,
                        UNAVAILABLE));
    }

    long objectClass() {
        return objectClass;
    }

    long keyType() {
        return keyType;
    }

    boolean isKey() {
        return isPrivateKey() || isSecretKey() || objectClass == Cko.PUBLIC_KEY;
    }

    boolean isPrivateKey() {
        return objectClass == Cko.PRIVATE_KEY;
    }

    boolean isSecretKey() {
        return objectClass == Cko.SECRET_KEY;
    }

    Collection<AttributeRule> rules() {
        return rules.values();
    }

    /** The rule for an attribute, or null if objects of this kind do not have it. */
    @Nullable AttributeRule rule(long type) {
        return rules.get(type);
    }

    private static void add(ObjectKind kind) {
        BY_CLASS_AND_TYPE.put(index(kind.objectClass, kind.keyType), kind);
    }

    private static long index(long objectClass, long type) {
        return objectClass << 32 | type & 0xffffffffL;
    }

    private static List<AttributeRule> storage(boolean isPrivate) {
        return list(
                List.of(
                        none(Cka.CLASS, CREATE_NEEDS),
                        off(Cka.TOKEN, CHANGEABLE_IN_COPY),
                        isPrivate
                                ? on(Cka.PRIVATE, CHANGEABLE_IN_COPY)
                                : off(Cka.PRIVATE, CHANGEABLE_IN_COPY),
                        on(Cka.MODIFIABLE, CHANGEABLE_IN_COPY),
                        empty(Cka.LABEL, CHANGEABLE),
                        on(Cka.COPYABLE, CHANGEABLE, STAYS_FALSE),
                        on(Cka.DESTROYABLE, CHANGEABLE_IN_COPY),
                        none(Cka.UNIQUE_ID, CREATE_REFUSES, GENERATE_REFUSES, UNWRAP_REFUSES)));
    }

    private static List<AttributeRule> data() {
        return list(
                storage(true),
                empty(Cka.APPLICATION, CHANGEABLE),
                empty(Cka.OBJECT_ID, CHANGEABLE),
                empty(Cka.VALUE, CHANGEABLE));
    }

    private static List<AttributeRule> certificate() {
        return list(
                storage(false),
                none(Cka.CERTIFICATE_TYPE, CREATE_NEEDS),
                off(Cka.TRUSTED, OFFICER_SETS, CHANGEABLE),
                number(Cka.CERTIFICATE_CATEGORY, 0),
                empty(Cka.CHECK_VALUE),
                empty(Cka.START_DATE),
                empty(Cka.END_DATE),
                empty(Cka.PUBLIC_KEY_INFO),
                none(Cka.SUBJECT, CREATE_NEEDS),
                empty(Cka.ID, CHANGEABLE),
                empty(Cka.ISSUER, CHANGEABLE),
                empty(Cka.SERIAL_NUMBER, CHANGEABLE),
                none(Cka.VALUE, CREATE_NEEDS),
                empty(Cka.URL),
                empty(Cka.HASH_OF_SUBJECT_PUBLIC_KEY),
                empty(Cka.HASH_OF_ISSUER_PUBLIC_KEY),
                number(JAVA_MIDP, 0),
                number(Cka.NAME_HASH_ALGORITHM, org.zoneseal.cryptoki.Ckm.SHA_1));
    }

    private static List<AttributeRule> key(boolean isPrivate) {
        return list(
                storage(isPrivate),
                none(Cka.KEY_TYPE, CREATE_NEEDS, UNWRAP_NEEDS),
                empty(Cka.ID, CHANGEABLE),
                empty(Cka.START_DATE, CHANGEABLE),
                empty(Cka.END_DATE, CHANGEABLE),
                off(Cka.DERIVE, CHANGEABLE),
                off(Cka.LOCAL, CREATE_REFUSES, GENERATE_REFUSES, UNWRAP_REFUSES),
                number(
                        Cka.KEY_GEN_MECHANISM,
                        UNAVAILABLE,
                        CREATE_REFUSES,
                        GENERATE_REFUSES,
                        UNWRAP_REFUSES),
                none(Cka.ALLOWED_MECHANISMS));
    }

    private static List<AttributeRule> publicKey() {
        return list(
                key(false),
                empty(Cka.SUBJECT, CHANGEABLE),
                on(Cka.ENCRYPT, CHANGEABLE),
                on(Cka.VERIFY, CHANGEABLE),
                off(Cka.VERIFY_RECOVER, CHANGEABLE),
                off(Cka.WRAP, CHANGEABLE),
                off(Cka.ENCAPSULATE, CHANGEABLE),
                off(Cka.TRUSTED, OFFICER_SETS, CHANGEABLE),
                none(Cka.WRAP_TEMPLATE),
                none(Cka.PUBLIC_KEY_INFO));
    }

    private static List<AttributeRule> guarded(boolean isPrivate) {
        return list(
                key(isPrivate),
                on(Cka.SENSITIVE, CHANGEABLE, STAYS_TRUE),
                off(Cka.EXTRACTABLE, CHANGEABLE, STAYS_FALSE),
                off(Cka.ALWAYS_SENSITIVE, CREATE_REFUSES, GENERATE_REFUSES, UNWRAP_REFUSES),
                off(Cka.NEVER_EXTRACTABLE, CREATE_REFUSES, GENERATE_REFUSES, UNWRAP_REFUSES),
                off(Cka.WRAP_WITH_TRUSTED, CHANGEABLE, STAYS_TRUE),
                on(Cka.DECRYPT, CHANGEABLE),
                on(Cka.SIGN, CHANGEABLE),
                off(Cka.UNWRAP, CHANGEABLE),
                none(Cka.UNWRAP_TEMPLATE),
                none(Cka.DERIVE_TEMPLATE));
    }

    private static List<AttributeRule> privateKey() {
        return list(
                guarded(true),
                empty(Cka.SUBJECT, CHANGEABLE),
                off(Cka.SIGN_RECOVER, CHANGEABLE),
                off(Cka.DECAPSULATE, CHANGEABLE),
                off(Cka.ALWAYS_AUTHENTICATE),
                none(Cka.PUBLIC_KEY_INFO));
    }

    /**
     * The attributes of secret keys.
     *
     * @param length more footnotes of CKA_VALUE_LEN
     */
    private static List<AttributeRule> secret(Footnote... length) {
        List<Footnote> footnotes = new ArrayList<>(List.of(CREATE_REFUSES, GENERATE_NEEDS));
        footnotes.addAll(List.of(length));
        return list(
                guarded(true),
                on(Cka.ENCRYPT, CHANGEABLE),
                on(Cka.VERIFY, CHANGEABLE),
                off(Cka.WRAP, CHANGEABLE),
                off(Cka.TRUSTED, OFFICER_SETS, CHANGEABLE),
                none(Cka.WRAP_TEMPLATE),
                empty(Cka.CHECK_VALUE),
                none(Cka.VALUE, CREATE_NEEDS, GENERATE_REFUSES, UNWRAP_REFUSES, SECRET),
                none(Cka.VALUE_LEN, footnotes.toArray(Footnote[]::new)));
    }

    private static List<AttributeRule> rsaPublic() {
        return list(
                publicKey(),
                none(Cka.MODULUS, CREATE_NEEDS, GENERATE_REFUSES),
                none(Cka.MODULUS_BITS, CREATE_REFUSES, GENERATE_NEEDS),
                none(Cka.PUBLIC_EXPONENT, CREATE_NEEDS));
    }

    private static List<AttributeRule> rsaPrivate() {
        List<AttributeRule> rules =
                list(
                        privateKey(),
                        none(Cka.MODULUS, CREATE_NEEDS, GENERATE_REFUSES, UNWRAP_REFUSES),
                        none(Cka.PUBLIC_EXPONENT, GENERATE_REFUSES, UNWRAP_REFUSES),
                        none(
                                Cka.PRIVATE_EXPONENT,
                                CREATE_NEEDS,
                                GENERATE_REFUSES,
                                UNWRAP_REFUSES,
                                SECRET));
        for (long type :
                new long[] {
                    Cka.PRIME_1, Cka.PRIME_2, Cka.EXPONENT_1, Cka.EXPONENT_2, Cka.COEFFICIENT
                }) {
            rules.add(none(type, GENERATE_REFUSES, UNWRAP_REFUSES, SECRET));
        }
        return rules;
    }

    private static List<AttributeRule> ecPublic() {
        return list(
                publicKey(),
                none(Cka.EC_PARAMS, CREATE_NEEDS, GENERATE_NEEDS),
                none(Cka.EC_POINT, CREATE_NEEDS, GENERATE_REFUSES));
    }

    private static List<AttributeRule> ecPrivate() {
        return list(
                privateKey(),
                none(Cka.EC_PARAMS, CREATE_NEEDS, GENERATE_REFUSES, UNWRAP_REFUSES),
                none(Cka.VALUE, CREATE_NEEDS, GENERATE_REFUSES, UNWRAP_REFUSES, SECRET));
    }

    private static List<AttributeRule> mlDsaPublic() {
        return list(
                publicKey(),
                none(Cka.PARAMETER_SET, CREATE_NEEDS, GENERATE_NEEDS),
                none(Cka.VALUE, CREATE_NEEDS, GENERATE_REFUSES));
    }

    private static List<AttributeRule> mlDsaPrivate() {
        return list(
                privateKey(),
                none(Cka.PARAMETER_SET, CREATE_NEEDS, GENERATE_REFUSES, UNWRAP_REFUSES),
                none(Cka.SEED, GENERATE_REFUSES, UNWRAP_REFUSES, SECRET),
                none(Cka.VALUE, GENERATE_REFUSES, UNWRAP_REFUSES, SECRET));
    }

    private static List<AttributeRule> list(List<AttributeRule> base, AttributeRule... more) {
        List<AttributeRule> rules = new ArrayList<>(base);
        rules.addAll(List.of(more));
        return rules;
    }
}
