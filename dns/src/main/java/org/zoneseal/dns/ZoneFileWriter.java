package org.zoneseal.dns;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Writes records as zone text, one line each: absolute owner, TTL, class, type and record data
 * between tabs. {@link ZoneFileReader} reads back what was written. Mutable, for one thread.
 *
 * <p>Everything goes through one buffer, written out when it is nearly full. Record data must have
 * been checked; the writer does not check again. An owner that was the last one's too is copied.
 */
public final class ZoneFileWriter implements Closeable {

    private static final int BUFFER = 1 << 18;

    private final WritableByteChannel channel;
    private final TextOutput out = new TextOutput(BUFFER + (1 << 16));
    private final RecordForm[] forms = new RecordForm[65536];
    private final byte[][] typeTexts = new byte[65536][];
    private final byte[] lastOwner = new byte[Name.MAX_WIRE_LENGTH];
    private int lastOwnerLength;
    private final byte[] lastOwnerText = new byte[NameText.MAX_TEXT_LENGTH + 1];
    private int lastOwnerTextLength;

    /** Writes to a channel, which {@link #close} closes. */
    public ZoneFileWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Writes to a stream, which {@link #close} closes. */
    public ZoneFileWriter(OutputStream stream) {
        this(Channels.newChannel(stream));
    }

    /**
     * Writes one record of class IN.
     *
     * @param owner holds the owner in uncompressed wire form at {@code ownerOffset}
     * @param rdata record data that {@link RecordForm#check} accepts
     */
    public void record(
            byte[] owner,
            int ownerOffset,
            int type,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength)
            throws IOException {
        if (out.length >= BUFFER) {
            flush();
        }
        writeOwner(owner, ownerOffset);
        out.putNumber(ttl);
        RecordForm form = forms[type];
        if (form == null) {
            form = RecordForm.of(type);
            forms[type] = form;
            typeTexts[type] = between(RecordTypes.mnemonic(type));
        }
        out.put(typeTexts[type]);
        form.toText(rdata, rdataOffset, rdataLength, out);
        out.put('\n');
    }

    private static byte[] between(byte[] type) {
        byte[] text = new byte[type.length + 5];
        text[0] = '\t';
        text[1] = 'I';
        text[2] = 'N';
        text[3] = '\t';
        System.arraycopy(type, 0, text, 4, type.length);
        text[text.length - 1] = '\t';
        return text;
    }

    private void writeOwner(byte[] owner, int offset) {
        int length = lastOwnerLength;
        if (length == 0
                || owner.length - offset < length
                || !Arrays.equals(owner, offset, offset + length, lastOwner, 0, length)) {
            takeOwner(owner, offset);
        }
        out.put(lastOwnerText, 0, lastOwnerTextLength);
    }

    private void takeOwner(byte[] owner, int offset) {
        lastOwnerLength = Name.wireLength(owner, offset, owner.length);
        System.arraycopy(owner, offset, lastOwner, 0, lastOwnerLength);
        int length = NameText.format(owner, offset, lastOwnerText, 0);
        lastOwnerText[length] = '\t';
        lastOwnerTextLength = length + 1;
    }

    /** Writes a comment line. */
    public void comment(String text) throws IOException {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a comment is one line");
        }
        out.put("; ");
        out.put(text);
        out.put('\n');
        if (out.length >= BUFFER) {
            flush();
        }
    }

    /** Writes out what is in the buffer. */
    public void flush() throws IOException {
        ByteBuffer text = ByteBuffer.wrap(out.bytes, 0, out.length);
        while (text.hasRemaining()) {
            channel.write(text);
        }
        out.clear();
    }

    /** Writes out what is in the buffer and closes the channel. */
    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
