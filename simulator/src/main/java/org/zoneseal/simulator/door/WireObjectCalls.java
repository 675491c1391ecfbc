package org.zoneseal.simulator.door;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.token.Cryptoki;

/** Calls about objects and their attributes. */
final class WireObjectCalls {

    /** The most attributes asked for at once. */
    static final int MOST_TYPES = 1024;

    /** What a found handle takes while it is on its way. */
    private static final int HANDLE = 40;

    private final Cryptoki cryptoki;
    private final Line line;

    WireObjectCalls(Cryptoki cryptoki, Line line) {
        this.cryptoki = cryptoki;
        this.line = line;
    }

    void create(WireReader in, WireWriter out) {
        long session = in.u64();
        List<Attribute> template = in.attributes();
        try {
            byte[] request = in.bytes();
            in.end();
            out.u64(cryptoki.createObject(session, template, request));
        } finally {
            Secrets.wipe(template);
        }
    }

    void copy(WireReader in, WireWriter out) {
        long session = in.u64();
        long object = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        out.u64(cryptoki.copyObject(session, object, template));
    }

    void destroy(WireReader in) {
        long session = in.u64();
        long object = in.u64();
        byte[] request = in.bytes();
        in.end();
        cryptoki.destroyObject(session, object, request);
    }

    void size(WireReader in, WireWriter out) {
        long session = in.u64();
        long object = in.u64();
        in.end();
        out.u64(cryptoki.objectSize(session, object));
    }

    void attributes(WireReader in, WireWriter out) {
        long session = in.u64();
        long object = in.u64();
        List<Long> types = in.numbers();
        in.end();
        if (types.size() > MOST_TYPES) {
            throw new MalformedWireException(types.size() + " attributes asked for at once");
        }
        Cryptoki.AttributeAnswer answer = cryptoki.attributes(session, object, types);
        out.u32(answer.returnValue()).attributes(answer.attributes());
    }

    void setAttributes(WireReader in) {
        long session = in.u64();
        long object = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        cryptoki.setAttributes(session, object, template);
    }

    void findInit(WireReader in) {
        long session = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        cryptoki.findInit(session, template);
    }

    void find(WireReader in, WireWriter out) {
        long session = in.u64();
        int most = (int) Math.min(in.u32(), WireReader.MAX_COUNT);
        in.end();
        line.expect((long) most * HANDLE);
        out.numbers(cryptoki.find(session, most));
    }

    void findFinal(WireReader in) {
        long session = in.u64();
        in.end();
        cryptoki.findFinal(session);
    }
}
