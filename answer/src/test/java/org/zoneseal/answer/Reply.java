package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;

/** An answer's bytes, read whole: a message that is not sound fails here. */
final class Reply {

    final byte[] bytes;
    private final MessageReader reader = new MessageReader();
    private final Edns edns = new Edns();

    Reply(byte[] bytes) {
        this.bytes = bytes;
        reader.wrap(bytes, 0, bytes.length);
        reader.readEdns(edns);
        reader.rewind();
    }

    int id() {
        return reader.id();
    }

    String code() {
        return ResponseCode.name(edns.responseCode(reader));
    }

    boolean has(int flag) {
        return reader.has(flag);
    }

    int count(Section section) {
        return reader.count(section);
    }

    boolean hasOpt() {
        return edns.isPresent();
    }

    Edns edns() {
        return edns;
    }

    boolean has(Option option) {
        return edns.findOption(option.code);
    }

    /** The data of an option in hexadecimal. */
    String hex(Option option) {
        return HexFormat.of().formatHex(data(option));
    }

    byte[] data(Option option) {
        assertThat(edns.findOption(option.code)).as("there is %s", option).isTrue();
        return Arrays.copyOfRange(
                bytes, edns.optionOffset(), edns.optionOffset() + edns.optionLength());
    }

    /** The number of an extended error, or -1. */
    int extendedError() {
        if (!has(Option.EXTENDED_ERROR)) {
            return -1;
        }
        byte[] data = data(Option.EXTENDED_ERROR);
        return (data[0] & 0xff) << 8 | data[1] & 0xff;
    }

    /** The question as it was sent, or nothing. */
    byte[] question() {
        if (count(Section.QUESTION) == 0) {
            return new byte[0];
        }
        reader.rewind();
        reader.next();
        return Arrays.copyOfRange(bytes, MessageReader.HEADER_LENGTH, reader.rdataOffset());
    }

    /** Options of answers. */
    enum Option {
        NSID(EdnsOption.NSID),
        EXPIRE(EdnsOption.EXPIRE),
        COOKIE(EdnsOption.COOKIE),
        TCP_KEEPALIVE(EdnsOption.TCP_KEEPALIVE),
        PADDING(EdnsOption.PADDING),
        EXTENDED_ERROR(EdnsOption.EXTENDED_ERROR),
        REPORT_CHANNEL(EdnsOption.REPORT_CHANNEL),
        ZONEVERSION(EdnsOption.ZONEVERSION);

        final int code;

        Option(int code) {
            this.code = code;
        }
    }
}
