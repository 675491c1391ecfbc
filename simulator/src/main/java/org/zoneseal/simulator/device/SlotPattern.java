package org.zoneseal.simulator.device;

import java.util.regex.Pattern;

/**
 * Which slots a user may work in: {@code *}, or numbers and ranges such as {@code 1,4-7}.
 *
 * @param text as an administrator wrote it
 */
public record SlotPattern(String text) {

    private static final Pattern FORM =
            Pattern.compile("\\*|\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?){0,31}");

    public static final SlotPattern ALL = new SlotPattern("*");

    public SlotPattern {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "slots are written as * or as numbers and ranges, such as 1,4-7");
        }
    }

    boolean isAll() {
        return text.equals("*");
    }

    boolean matches(int slot) {
        if (isAll()) {
            return true;
        }
        for (String part : text.split(",")) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = Integer.parseInt(part.substring(dash + 1));
            if (slot >= first && slot <= last) {
                return true;
            }
        }
        return false;
    }
}
