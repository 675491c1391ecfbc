package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.List;

/** A search: what was found when it began, handed out bit by bit. */
final class Search implements Operation {

    private final List<TokenObject> found;
    private int at;

    Search(List<TokenObject> found) {
        this.found = found;
    }

    List<TokenObject> next(int most) {
        int end = (int) Math.min(found.size(), (long) at + Math.max(0, most));
        List<TokenObject> next = new ArrayList<>(found.subList(at, end));
        at = end;
        return next;
    }

    @Override
    public long flag() {
        return 0;
    }
}
