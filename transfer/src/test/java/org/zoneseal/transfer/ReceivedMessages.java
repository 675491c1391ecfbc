package org.zoneseal.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/** What a client has got: a sink that keeps every message, and what it says. */
final class ReceivedMessages implements MessageSink {

    final List<byte[]> messages = new ArrayList<>();
    boolean isAborted;
    private final int maxLength;

    private ReceivedMessages(int maxLength) {
        this.maxLength = maxLength;
    }

    static ReceivedMessages byStream() {
        return new ReceivedMessages(MessageReader.MAX_LENGTH);
    }

    static ReceivedMessages byUdp(int maxLength) {
        return new ReceivedMessages(maxLength);
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void send(byte[] message, int offset, int length) {
        messages.add(Arrays.copyOfRange(message, offset, offset + length));
    }

    @Override
    public void abort() {
        isAborted = true;
    }

    int responseCode() {
        MessageReader reader = reader(0);
        Edns edns = new Edns();
        reader.readEdns(edns);
        return edns.responseCode(reader);
    }

    /** The code of the extended error in the first message; -1 if there is none. */
    int extendedError() {
        Edns edns = new Edns();
        reader(0).readEdns(edns);
        if (!edns.findOption(org.zoneseal.dns.EdnsOption.EXTENDED_ERROR)) {
            return -1;
        }
        return (edns.bytes()[edns.optionOffset()] & 0xff) << 8
                | edns.bytes()[edns.optionOffset() + 1] & 0xff;
    }

    MessageReader reader(int message) {
        byte[] bytes = messages.get(message);
        return new MessageReader().wrap(bytes, 0, bytes.length);
    }

    /** The records of all answer sections, in the order in which they came. */
    List<String> answers() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            MessageReader reader = reader(i);
            byte[] rdata = new byte[MessageReader.MAX_LENGTH + 1024];
            while (reader.next()) {
                if (reader.section() == Section.ANSWER) {
                    int length = reader.rdata(rdata, 0);
                    lines.add(
                            TestZones.line(
                                    reader.name(), reader.type(), reader.ttl(), rdata, 0, length));
                }
            }
            reader.requireEnd();
        }
        return lines;
    }

    /** Whether the record is a SOA. */
    static boolean isSoa(String line) {
        return line.split(" ")[2].equals(org.zoneseal.dns.RecordTypes.name(RecordType.SOA));
    }
}
