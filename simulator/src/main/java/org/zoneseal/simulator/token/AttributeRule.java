package org.zoneseal.simulator.token;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.AttributeForm;
import org.zoneseal.cryptoki.AttributeValue;

/**
 * What PKCS#11 says about one attribute of one kind of object.
 *
 * @param otherwise the value where a template has none; null if there is none then
 */
record AttributeRule(long type, Set<Footnote> footnotes, @Nullable AttributeValue otherwise) {

    private static final AttributeValue EMPTY = new AttributeValue.Bytes(new byte[0]);
    private static final AttributeValue TRUE = new AttributeValue.Flag(true);
    private static final AttributeValue FALSE = new AttributeValue.Flag(false);

    /** Empty if it is not given; an empty value is not stored. */
    static AttributeRule empty(long type, Footnote... footnotes) {
        return new AttributeRule(type, setOf(footnotes), EMPTY);
    }

    /** True if it is not given. */
    static AttributeRule on(long type, Footnote... footnotes) {
        return new AttributeRule(type, setOf(footnotes), TRUE);
    }

    /** False if it is not given. */
    static AttributeRule off(long type, Footnote... footnotes) {
        return new AttributeRule(type, setOf(footnotes), FALSE);
    }

    /** A number that is this if it is not given. */
    static AttributeRule number(long type, long otherwise, Footnote... footnotes) {
        return new AttributeRule(type, setOf(footnotes), new AttributeValue.Unsigned(otherwise));
    }

    /** Not there if it is not given. */
    static AttributeRule none(long type, Footnote... footnotes) {
        return new AttributeRule(type, setOf(footnotes), null);
    }

    boolean says(Footnote footnote) {
        return footnotes.contains(footnote);
    }

    /**
     * Whether a value has the form of this attribute, and the length where the standard fixes it.
     */
    boolean fits(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Flag _ -> AttributeForm.of(type) == AttributeForm.FLAG;
            case AttributeValue.Unsigned _ -> AttributeForm.of(type) == AttributeForm.NUMBER;
            case AttributeValue.Bytes bytes -> fits(bytes.value());
            case AttributeValue.Numbers _ -> AttributeForm.of(type) == AttributeForm.NUMBERS;
            case AttributeValue.Template _ -> AttributeForm.of(type) == AttributeForm.TEMPLATE;
            case AttributeValue.Absent _ -> false;
        };
    }

    private boolean fits(byte[] value) {
        boolean isDate =
                type == org.zoneseal.cryptoki.Cka.START_DATE
                        || type == org.zoneseal.cryptoki.Cka.END_DATE;
        return AttributeForm.of(type) == AttributeForm.BYTES
                && (!isDate || value.length == 0 || value.length == 8);
    }

    private static Set<Footnote> setOf(Footnote... footnotes) {
        Set<Footnote> set = EnumSet.noneOf(Footnote.class);
        set.addAll(List.of(footnotes));
        return set;
    }
}
