package org.zoneseal.app.serve;

import java.util.Map;
import java.util.function.Consumer;

/** What a running server does when it is asked to by its operator. */
interface Operator {

    /**
     * Does what is asked and returns what is to be said of it.
     *
     * @param rows takes what there may be many of, one by one, such as zones
     * @throws org.zoneseal.app.CommandException if it cannot be done
     */
    Map<String, Object> operate(ControlRequest request, Consumer<Map<String, Object>> rows);
}
