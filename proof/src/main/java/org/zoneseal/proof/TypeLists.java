package org.zoneseal.proof;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dnssec.TypeBitmap;

/** Says in words how two type bitmaps differ. */
final class TypeLists {

    private TypeLists() {}

    static String differ(byte[] expected, byte[] found) {
        return "the types are " + names(found) + "; the name has " + names(expected);
    }

    private static String names(byte[] bitmap) {
        if (bitmap.length == 0) {
            return "none";
        }
        return Arrays.stream(TypeBitmap.types(bitmap, 0, bitmap.length))
                .mapToObj(RecordTypes::name)
                .collect(Collectors.joining(" "));
    }
}
