package org.zoneseal.simulator.token;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.VendorAttribute;

/** Which attributes of an object that exists may become what. */
final class AttributeChanges {

    private AttributeChanges() {}

    /**
     * The object with the changes of C_SetAttributeValue.
     *
     * @throws CryptokiException CKR_ACTION_PROHIBITED, CKR_ATTRIBUTE_READ_ONLY and as {@link
     *     Draft#of}
     */
    static Draft checked(TokenObject object, List<Attribute> template, Session session) {
        if (!object.flag(Cka.MODIFIABLE)) {
            throw new CryptokiException(
                    Ckr.ACTION_PROHIBITED, "CKA_MODIFIABLE of the object is false");
        }
        return apply(object, template, session, false);
    }

    /** The object as C_CopyObject's template wants its copy. */
    static Draft forCopy(TokenObject object, List<Attribute> template, Session session) {
        if (!object.flag(Cka.COPYABLE)) {
            throw new CryptokiException(
                    Ckr.ACTION_PROHIBITED, "CKA_COPYABLE of the object is false");
        }
        checkUnlimited(object, Ckr.ACTION_PROHIBITED);
        Draft copy = apply(object, template, session, true);
        boolean isOfficer = session.login().who() == SlotLogin.Who.OFFICER;
        return object.flag(Cka.TRUSTED) && !isOfficer ? copy.flag(Cka.TRUSTED, false) : copy;
    }

    /** A second object of a limited key would have the limit a second time. */
    static void checkUnlimited(TokenObject object, long error) {
        Attributes attributes = object.attributes();
        if (attributes.has(VendorAttribute.USE_LIMIT)
                || attributes.has(VendorAttribute.NOT_AFTER)
                || attributes.has(VendorAttribute.NEEDS_ACTIVATION)) {
            throw new CryptokiException(
                    error, "the use of this key is limited, so it is neither copied nor wrapped");
        }
    }

    private static Draft apply(
            TokenObject object, List<Attribute> template, Session session, boolean isCopy) {
        Draft draft = Draft.of(object);
        for (Attribute attribute : template) {
            check(object, attribute, session, isCopy);
            draft.change(attribute);
        }
        return draft;
    }

    private static void check(
            TokenObject object, Attribute attribute, Session session, boolean isCopy) {
        long type = attribute.type();
        AttributeRule rule = object.kind().rule(type);
        if (rule == null) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_TYPE_INVALID,
                    AttributeNames.of(type) + " is not an attribute of such objects");
        }
        if (!rule.fits(attribute.value())) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID,
                    AttributeNames.of(type) + " has a value of another form");
        }
        boolean may =
                rule.says(Footnote.CHANGEABLE) || isCopy && rule.says(Footnote.CHANGEABLE_IN_COPY);
        if (!may || isOneWay(object, rule, attribute.value())) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_READ_ONLY,
                    AttributeNames.of(type) + " cannot become that any more");
        }
        Draft.checkOfficer(rule, attribute.value(), session);
    }

    private static boolean isOneWay(TokenObject object, AttributeRule rule, AttributeValue value) {
        boolean now = object.flag(rule.type());
        boolean then = value instanceof AttributeValue.Flag flag && flag.value();
        return rule.says(Footnote.STAYS_TRUE) && now && !then
                || rule.says(Footnote.STAYS_FALSE) && !now && then;
    }
}
