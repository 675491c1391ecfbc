package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * The attributes of an object that is about to be: a template that was checked against the rules of
 * its kind, then filled up.
 */
final class Draft {

    private final ObjectKind kind;
    private final Map<Long, AttributeValue> values = new TreeMap<>();
    private final Set<Long> given = new HashSet<>();

    private Draft(ObjectKind kind) {
        this.kind = kind;
    }

    /**
     * Takes a template.
     *
     * @throws CryptokiException CKR_ATTRIBUTE_TYPE_INVALID, CKR_ATTRIBUTE_VALUE_INVALID,
     *     CKR_ATTRIBUTE_READ_ONLY, CKR_TEMPLATE_INCOMPLETE, CKR_TEMPLATE_INCONSISTENT
     */
    static Draft of(ObjectKind kind, List<Attribute> template, Origin origin, Session session) {
        Draft draft = new Draft(kind);
        for (Attribute attribute : template) {
            draft.take(attribute, origin, session);
        }
        for (AttributeRule rule : kind.rules()) {
            if (rule.says(origin.needs())
                    && !draft.given.contains(rule.type())
                    && !isImplied(rule.type(), origin)) {
                throw new CryptokiException(
                        Ckr.TEMPLATE_INCOMPLETE,
                        AttributeNames.of(rule.type()) + " is missing in the template");
            }
        }
        return draft;
    }

    /** An object as it is, to become another by changes that were checked. */
    static Draft of(TokenObject object) {
        Draft draft = new Draft(object.kind());
        for (Attribute attribute : object.attributes().list()) {
            draft.values.put(attribute.type(), attribute.value());
        }
        return draft;
    }

    /** The number of an attribute in a raw template. */
    static long number(List<Attribute> template, long type, long otherwise) {
        for (Attribute attribute : template) {
            if (attribute.type() == type) {
                if (attribute.value() instanceof AttributeValue.Unsigned number) {
                    return number.value();
                }
                throw new CryptokiException(
                        Ckr.ATTRIBUTE_VALUE_INVALID, AttributeNames.of(type) + " is one CK_ULONG");
            }
        }
        return otherwise;
    }

    ObjectKind kind() {
        return kind;
    }

    /** Whether the template had it. */
    boolean isGiven(long type) {
        return given.contains(type);
    }

    @Nullable AttributeValue get(long type) {
        return values.get(type);
    }

    /** A flag as it will be: given, or the default. */
    boolean flag(long type) {
        AttributeValue value = values.get(type);
        if (value == null) {
            AttributeRule rule = kind.rule(type);
            value = rule == null ? null : rule.otherwise();
        }
        return value instanceof AttributeValue.Flag flag && flag.value();
    }

    long number(long type, long otherwise) {
        return values.get(type) instanceof AttributeValue.Unsigned number
                ? number.value()
                : otherwise;
    }

    /** Bytes, lent; empty where there are none. */
    byte[] bytes(long type) {
        return values.get(type) instanceof AttributeValue.Bytes bytes ? bytes.value() : new byte[0];
    }

    /** Takes a change that was checked. */
    void change(Attribute attribute) {
        given.add(attribute.type());
        put(attribute);
    }

    Draft put(Attribute attribute) {
        values.put(attribute.type(), attribute.value());
        return this;
    }

    Draft flag(long type, boolean value) {
        return put(Attribute.flag(type, value));
    }

    Draft remove(long type) {
        values.remove(type);
        return this;
    }

    /** Fills up with what the kind says, and gives the attributes to be stored. */
    Attributes finish() {
        for (AttributeRule rule : kind.rules()) {
            AttributeValue otherwise = rule.otherwise();
            if (otherwise != null && !isEmpty(otherwise)) {
                values.putIfAbsent(rule.type(), otherwise);
            }
        }
        return attributes();
    }

    /** As it is now. */
    Attributes attributes() {
        List<Attribute> all = new ArrayList<>(values.size());
        values.forEach((type, value) -> {
            if (!isEmpty(value)) {
                all.add(new Attribute(type, value));
            }
        });
        return Attributes.of(all);
    }

    private void take(Attribute attribute, Origin origin, Session session) {
        long type = attribute.type();
        AttributeRule rule = kind.rule(type);
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
        boolean isDerivedLength = origin == Origin.DERIVED && type == Cka.VALUE_LEN;
        if (rule.says(origin.refuses()) && !isDerivedLength) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_READ_ONLY,
                    AttributeNames.of(type) + " is set by the device, not by a template");
        }
        checkOfficer(rule, attribute.value(), session);
        AttributeValue before = values.put(type, attribute.value());
        if (!given.add(type) && !attribute.value().equals(before)) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCONSISTENT,
                    AttributeNames.of(type) + " is in the template twice, with two values");
        }
    }

    static void checkOfficer(AttributeRule rule, AttributeValue value, Session session) {
        if (rule.says(Footnote.OFFICER_SETS)
                && value instanceof AttributeValue.Flag flag
                && flag.value()
                && session.login().who() != SlotLogin.Who.OFFICER) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_READ_ONLY,
                    AttributeNames.of(rule.type()) + " is set by the security officer only");
        }
    }

    /** What the mechanism says already. */
    private static boolean isImplied(long type, Origin origin) {
        return origin != Origin.CREATED && (type == Cka.CLASS || type == Cka.KEY_TYPE);
    }

    private static boolean isEmpty(AttributeValue value) {
        return value instanceof AttributeValue.Bytes bytes && bytes.value().length == 0;
    }
}
