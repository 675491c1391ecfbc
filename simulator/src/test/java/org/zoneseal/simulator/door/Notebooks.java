package org.zoneseal.simulator.door;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.zoneseal.simulator.device.Peer;

/** A source of applications that remembers them. */
final class Notebooks implements HsmApplications {

    private final List<Begun> begun = Collections.synchronizedList(new ArrayList<>());

    record Begun(Peer peer, NotebookCryptoki cryptoki, NotebookSession session) {}

    @Override
    public HsmApplication begin(Peer peer) {
        Begun one = new Begun(peer, new NotebookCryptoki(), new NotebookSession(peer));
        begun.add(one);
        return new HsmApplication(one.cryptoki(), one.session());
    }

    Begun last() {
        return begun.getLast();
    }

    int count() {
        return begun.size();
    }
}
