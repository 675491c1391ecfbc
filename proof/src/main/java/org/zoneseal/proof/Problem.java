package org.zoneseal.proof;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;

/**
 * One thing that is wrong.
 *
 * @param owner at which name
 * @param type number of the record type that it is about
 * @param code what kind of thing
 * @param sentence what was found and what belongs there
 */
public record Problem(Name owner, int type, ProblemCode code, String sentence) {

    @Override
    public String toString() {
        return owner + " " + RecordTypes.name(type) + ": " + sentence;
    }
}
