package org.zoneseal.interop.device;

import java.util.function.Consumer;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Frames of our wire, made apart from the client that has them right. */
final class Frames {

    private Frames() {}

    static byte[] request(long id, Call call, Consumer<WireWriter> payload) {
        WireWriter writer = new WireWriter().u32(0).u64(id).u32(0).u16(call.number());
        payload.accept(writer);
        return writer.u32At(0, writer.length() - 4).toBytes();
    }
}
