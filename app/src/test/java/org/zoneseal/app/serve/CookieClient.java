package org.zoneseal.app.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;

/** A client that sends cookies (RFC 7873), for servers that enforce them. */
final class CookieClient {

    private static final byte[] OWN = {1, 2, 3, 4, 5, 6, 7, 8};

    private CookieClient() {}

    /** A cookie that a server makes for us. */
    static byte[] cookie(ServedFolder server) {
        Edns edns = ask(server, OWN).edns();
        if (!edns.findOption(EdnsOption.COOKIE)) {
            throw new AssertionError("no cookie");
        }
        int from = edns.optionOffset();
        return Arrays.copyOfRange(edns.bytes(), from, from + edns.optionLength());
    }

    /** Whether a server believes a cookie. */
    static boolean isGood(ServedFolder server, byte[] cookie) {
        int code = ask(server, cookie).code();
        if (code != ResponseCode.NOERROR && code != ResponseCode.BADCOOKIE) {
            throw new AssertionError("response code " + code);
        }
        return code == ResponseCode.NOERROR;
    }

    private record Answer(int code, Edns edns) {}

    private static Answer ask(ServedFolder server, byte[] cookie) {
        byte[] answer = server.ask(query(cookie));
        MessageReader reader = new MessageReader().wrap(answer, 0, answer.length);
        Edns edns = new Edns();
        reader.readEdns(edns);
        return new Answer(edns.responseCode(reader), edns);
    }

    private static byte[] query(byte[] cookie) {
        ByteBuffer query = ByteBuffer.allocate(512);
        query.putShort((short) 7).putShort((short) 0);
        query.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
        query.put(Name.parse("one.example").toWire());
        query.putShort((short) RecordType.SOA).putShort((short) 1);
        query.put((byte) 0).putShort((short) RecordType.OPT).putShort((short) 1232).putInt(0);
        query.putShort((short) (4 + cookie.length));
        query.putShort((short) EdnsOption.COOKIE).putShort((short) cookie.length).put(cookie);
        return Arrays.copyOf(query.array(), query.position());
    }
}
