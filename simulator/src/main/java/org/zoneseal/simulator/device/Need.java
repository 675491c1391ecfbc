package org.zoneseal.simulator.device;

import java.util.List;

/**
 * Which permission a command asks for: any of these groups, nothing if there are none.
 *
 * <p>Handlers that act on a slot ask again with {@link CommandCall#require} for that slot.
 */
public record Need(List<Group> anyOf) {

    public static final Need NOTHING = new Need(List.of());

    public static Need of(Group... anyOf) {
        return new Need(List.of(anyOf));
    }
}
