package org.zoneseal.simulator.door;

import java.util.List;
import java.util.Set;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.NativeSession;

/** Calls of the native API. */
final class WireNativeCalls {

    private static final Set<String> LOGINS = Set.of("login.password", "login.response");

    private final Application application;
    private final NativeSession session;
    private final Line line;

    WireNativeCalls(Application application, Line line) {
        this.application = application;
        this.session = application.inside().nativeSession();
        this.line = line;
    }

    void command(WireReader in, WireWriter out) {
        String name = in.text();
        Value arguments = in.value();
        in.end();
        if (!(arguments instanceof Value.MapOf map)) {
            throw new MalformedWireException("a command's arguments are a map");
        }
        out.value(session.command(name, map));
        if (LOGINS.contains(name)) {
            application.loggedIn();
        }
    }

    void sign(WireReader in, WireWriter out) {
        byte[] reference = in.bytes();
        Mechanism mechanism = in.mechanism();
        List<byte[]> data = WireOperationCalls.batch(in, line.limits().batch());
        in.end();
        WireOperationCalls.writeBatch(out, session.sign(reference, mechanism, data));
    }
}
