package org.zoneseal.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.zoneseal.hsm.HsmException;

/** Reads the fields of a store file; whatever does not fit is damage, said with the file's name. */
final class Fields {

    static final int MAGIC_LENGTH = 8;

    private final String file;
    private final ByteBuffer bytes;

    Fields(String file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Checks what each of our files begins with: eight letters and the number of its format. */
    void expect(String magic, int format) {
        byte[] found = bytes(MAGIC_LENGTH);
        if (!magic.equals(new String(found, StandardCharsets.ISO_8859_1))) {
            throw damaged("it does not begin with " + magic);
        }
        int foundFormat = number16();
        if (foundFormat > format) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    file
                            + " has format "
                            + foundFormat
                            + ", written by a newer version; this one reads format "
                            + format
                            + ": use the newer version, nothing was changed");
        }
        if (foundFormat != format) {
            throw damaged("it claims format " + foundFormat);
        }
    }

    int number16() {
        try {
            return bytes.getShort() & 0xffff;
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    int number32() {
        try {
            return bytes.getInt();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    long number64() {
        try {
            return bytes.getLong();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    byte[] bytes(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw tooShort();
        }
        byte[] value = new byte[length];
        bytes.get(value);
        return value;
    }

    /** Bytes with their length in front, in 16 bits. */
    byte[] counted() {
        return bytes(number16());
    }

    /** How many bytes were read so far. */
    int position() {
        return bytes.position();
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw damaged("it has " + bytes.remaining() + " bytes too many");
        }
    }

    HsmException damaged(String how) {
        return new HsmException(
                HsmException.Kind.STORE,
                file
                        + " is damaged or was edited ("
                        + how
                        + "); it was left as it is: restore it from a backup");
    }

    private HsmException tooShort() {
        return damaged("it is cut short");
    }

    /** Writes the fields of a store file. */
    static final class Writer {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer begin(String magic, int format) {
            return bytes(magic.getBytes(StandardCharsets.ISO_8859_1)).number16(format);
        }

        Writer number16(int value) {
            return bytes(ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
        }

        Writer number32(int value) {
            return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        Writer number64(long value) {
            return bytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        Writer bytes(byte[] value) {
            out.writeBytes(value);
            return this;
        }

        Writer counted(byte[] value) {
            if (value.length > 0xffff) {
                throw new IllegalArgumentException("a field has at most 65535 bytes");
            }
            return number16(value.length).bytes(value);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
