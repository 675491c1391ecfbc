package org.zoneseal.simulator.door;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/** p11-kit's calls about objects and their attributes. */
final class RpcObjectCalls {

    private static final int HANDLE = 40;
    private static final byte[] NEVER_AGAIN = {};

    private final Cryptoki cryptoki;
    private final Line line;

    RpcObjectCalls(Cryptoki cryptoki, Line line) {
        this.cryptoki = cryptoki;
        this.line = line;
    }

    void create(RpcReader in, RpcWriter out) {
        long session = in.u64();
        List<Attribute> template = in.attributes();
        try {
            in.end();
            out.u64(cryptoki.createObject(session, template, NEVER_AGAIN));
        } finally {
            Secrets.wipe(template);
        }
    }

    void copy(RpcReader in, RpcWriter out) {
        long session = in.u64();
        long object = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        out.u64(cryptoki.copyObject(session, object, template));
    }

    void destroy(RpcReader in) {
        long session = in.u64();
        cryptoki.destroyObject(session, in.last(), NEVER_AGAIN);
    }

    void size(RpcReader in, RpcWriter out) {
        long session = in.u64();
        out.u64(cryptoki.objectSize(session, in.last()));
    }

    /** Each attribute as far as the client has room for it, and the return value last. */
    void attributes(RpcReader in, RpcWriter out) {
        long session = in.u64();
        long object = in.u64();
        List<RpcReader.Question> questions = in.questions();
        in.end();
        if (questions.size() > WireObjectCalls.MOST_TYPES) {
            throw new MalformedWireException(questions.size() + " attributes asked for at once");
        }
        Cryptoki.AttributeAnswer answer =
                cryptoki.attributes(
                        session, object, questions.stream().map(RpcReader.Question::type).toList());
        requireAll(questions, answer.attributes());
        out.count(questions.size());
        long returnValue = answer.returnValue();
        for (int i = 0; i < questions.size(); i++) {
            if (!write(answer.attributes().get(i), questions.get(i).room(), out)
                    && returnValue == Ckr.OK) {
                returnValue = Ckr.BUFFER_TOO_SMALL;
            }
        }
        out.u64(returnValue);
    }

    /** False if the client's buffer is too small. */
    private static boolean write(Attribute attribute, long room, RpcWriter out) {
        if (attribute.value() instanceof AttributeValue.Absent) {
            out.unavailable(attribute.type());
            return true;
        }
        if (room == 0) {
            out.size(attribute);
            return true;
        }
        boolean fits = RpcWriter.sizeOf(attribute.value()) <= room;
        if (fits) {
            out.attribute(attribute);
        } else {
            out.unavailable(attribute.type());
        }
        return fits;
    }

    /** The client takes the answers in the order of its questions, whatever they are called. */
    private static void requireAll(List<RpcReader.Question> questions, List<Attribute> answers) {
        if (questions.size() != answers.size()) {
            throw new CryptokiException(
                    Ckr.GENERAL_ERROR, "the HSM answered for another number of attributes");
        }
    }

    void setAttributes(RpcReader in) {
        long session = in.u64();
        long object = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        cryptoki.setAttributes(session, object, template);
    }

    void findInit(RpcReader in) {
        long session = in.u64();
        List<Attribute> template = in.attributes();
        in.end();
        cryptoki.findInit(session, template);
    }

    void find(RpcReader in, RpcWriter out) {
        long session = in.u64();
        int most = (int) Math.min(in.count(), WireReader.MAX_COUNT);
        in.end();
        line.expect((long) most * HANDLE);
        out.found(cryptoki.find(session, most));
    }

    void findFinal(RpcReader in) {
        cryptoki.findFinal(in.last());
    }
}
