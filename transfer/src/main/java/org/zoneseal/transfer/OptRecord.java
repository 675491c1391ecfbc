package org.zoneseal.transfer;

import java.util.Arrays;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.ResponseCode;

/** The OPT record of our messages. */
final class OptRecord {

    /** Bytes that we take by UDP (RFC 9715 §3). */
    static final int PAYLOAD = 1232;

    private OptRecord() {}

    /** The record's bytes, of an answer without an error. */
    static byte[] of(EdnsOptions options) {
        int length = MessageReader.HEADER_LENGTH + MessageWriter.optLength(options);
        byte[] message = new byte[length];
        MessageWriter writer = new MessageWriter();
        writer.begin(message, 0, length, NameCompression.NONE, 0, 0);
        writer.opt(PAYLOAD, ResponseCode.NOERROR, 0, options);
        return Arrays.copyOfRange(message, MessageReader.HEADER_LENGTH, writer.end());
    }
}
