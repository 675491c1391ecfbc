package org.zoneseal.answer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;

/** A query's bytes, put together by hand so that every one of them can be wrong. */
final class Query {

    static final int ID = 0xbeef;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream options = new ByteArrayOutputStream();
    private final int[] counts = new int[4];
    private int flags;
    private boolean withOpt;
    private int payload = 1232;
    private int version;
    private int optFlags;

    /** With one question, such as {@code www.example. A}. */
    static Query of(String question) {
        return new Query().question(question, RecordClass.IN);
    }

    static Query withoutQuestion() {
        return new Query();
    }

    Query question(String text, int recordClass) {
        String[] words = text.split(" ");
        bytes(Name.parse(words[0]).toWire());
        u16(body, RecordTypes.parse(words[1]));
        u16(body, recordClass);
        counts[0]++;
        return this;
    }

    /** Bytes as they are, in the place where questions stand and records follow. */
    Query bytes(byte[] raw) {
        body.writeBytes(raw);
        return this;
    }

    Query hex(String raw) {
        return bytes(HexFormat.of().parseHex(raw.replace(" ", "")));
    }

    /** What the header says about a section, 0 to 3. */
    Query count(int section, int count) {
        counts[section] = count;
        return this;
    }

    Query flags(int bits) {
        flags |= bits;
        return this;
    }

    Query opcode(int code) {
        return flags(MessageFlags.opcode(code));
    }

    Query edns() {
        withOpt = true;
        return this;
    }

    Query payload(int bytes) {
        payload = bytes;
        return edns();
    }

    Query version(int number) {
        version = number;
        return edns();
    }

    Query ednsFlags(int bits) {
        optFlags = bits;
        return edns();
    }

    Query option(int code, byte[] data) {
        u16(options, code);
        u16(options, data.length);
        options.writeBytes(data);
        return edns();
    }

    Query option(int code, String hex) {
        return option(code, HexFormat.of().parseHex(hex));
    }

    Query option(int code) {
        return option(code, new byte[0]);
    }

    /** A record in the additional section, in front of OPT. */
    Query record(byte[] owner, int type, int recordClass, byte[] rdata) {
        return record(owner, type, recordClass, 0, rdata);
    }

    Query record(byte[] owner, int type, int recordClass, int ttl, byte[] rdata) {
        bytes(owner);
        u16(body, type);
        u16(body, recordClass);
        u16(body, ttl >> 16);
        u16(body, ttl);
        u16(body, rdata.length);
        counts[3]++;
        return bytes(rdata);
    }

    byte[] build() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, ID);
        u16(out, flags);
        for (int section = 0; section < 4; section++) {
            u16(out, counts[section] + (section == 3 && withOpt ? 1 : 0));
        }
        out.writeBytes(body.toByteArray());
        if (withOpt) {
            out.write(0);
            u16(out, RecordType.OPT);
            u16(out, payload);
            out.write(0);
            out.write(version);
            u16(out, optFlags);
            u16(out, options.size());
            out.writeBytes(options.toByteArray());
        }
        return out.toByteArray();
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
