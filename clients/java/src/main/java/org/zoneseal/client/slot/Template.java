package org.zoneseal.client.slot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;

/** A list of attributes in the making: what to look for, or what a new object shall be. */
public final class Template {

    private final List<Attribute> attributes = new ArrayList<>();

    /** Any object. */
    public static Template any() {
        return new Template();
    }

    /** Objects of a CKO_ class. */
    public static Template of(long objectClass) {
        return new Template().number(Cka.CLASS, objectClass);
    }

    public Template flag(long type, boolean value) {
        attributes.add(Attribute.flag(type, value));
        return this;
    }

    public Template number(long type, long value) {
        attributes.add(Attribute.number(type, value));
        return this;
    }

    /** The array is lent until the call has been made. */
    public Template bytes(long type, byte[] value) {
        attributes.add(Attribute.bytes(type, value));
        return this;
    }

    public Template text(long type, String value) {
        return bytes(type, value.getBytes(StandardCharsets.UTF_8));
    }

    public Template and(Template more) {
        attributes.addAll(more.attributes);
        return this;
    }

    public List<Attribute> attributes() {
        return Collections.unmodifiableList(attributes);
    }
}
