package org.zoneseal.dns;

/**
 * Reads an OPT record where it lies (RFC 6891 §6); mutable, reused, for one thread.
 *
 * <p>{@link #nextOption} steps through the options, which were found whole beforehand. A message
 * without OPT reads as version 0, 512 bytes, no flags, no options.
 */
public final class Edns {

    /** DO: DNSSEC records are wanted (RFC 3225). */
    public static final int DNSSEC_OK = 0x8000;

    /** CO: compact denial is understood (RFC 9824 §5). */
    public static final int COMPACT_ANSWERS_OK = 0x4000;

    /** What a sender without EDNS takes by UDP, and the least that can be announced. */
    public static final int MIN_PAYLOAD = 512;

    private static final int OPTION_HEADER = 4;

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private boolean present;
    private int payload;
    private int extension;
    private int optionsStart;
    private int optionsEnd;
    private int optionOffset;
    private int nextOffset;

    /** Reads as a message without OPT does. */
    public void clear() {
        present = false;
        bytes = NOTHING;
        payload = MIN_PAYLOAD;
        extension = 0;
        optionsStart = 0;
        optionsEnd = 0;
        rewind();
    }

    /**
     * Turns to the OPT record that the reader stands on.
     *
     * @throws MalformedMessageException if it is a question, its owner is not the root, or its
     *     options are not whole
     */
    public Edns wrap(MessageReader opt) {
        if (opt.section() == Section.QUESTION) {
            throw new MalformedMessageException("a question of type OPT is no OPT record");
        }
        bytes = opt.bytes();
        if (bytes[opt.nameOffset()] != 0) {
            throw new MalformedMessageException("the owner of the OPT record is not the root");
        }
        present = true;
        payload = Math.max(opt.recordClass(), MIN_PAYLOAD);
        extension = opt.fixed32();
        optionsStart = opt.rdataOffset();
        optionsEnd = optionsStart + opt.rdataLength();
        checkOptions();
        rewind();
        return this;
    }

    private void checkOptions() {
        int at = optionsStart;
        while (at < optionsEnd) {
            if (at + OPTION_HEADER > optionsEnd || behindOption(at) > optionsEnd) {
                throw new MalformedMessageException("the OPT record ends inside an option");
            }
            at = behindOption(at);
        }
    }

    private int behindOption(int at) {
        return at + OPTION_HEADER + unsigned16(at + 2);
    }

    /** Whether there is an OPT record. */
    public boolean isPresent() {
        return present;
    }

    /** Bytes that the sender takes by UDP, at least 512 (RFC 6891 §6.2.3). */
    public int payload() {
        return payload;
    }

    /** The version; this program knows 0 and answers others with BADVERS (RFC 6891 §6.1.3). */
    public int version() {
        return extension >> 16 & 0xff;
    }

    /** Whether a flag is set: {@link #DNSSEC_OK}, {@link #COMPACT_ANSWERS_OK}. */
    public boolean has(int flag) {
        return (extension & flag) != 0;
    }

    /** All twelve bits of the {@link ResponseCode}: those of the header and those of OPT. */
    public int responseCode(MessageReader message) {
        return (extension >>> 24) << 4 | message.responseCode();
    }

    /** Stands before the first option again. */
    public void rewind() {
        optionOffset = optionsStart;
        nextOffset = optionsStart;
    }

    /** Steps to the next option; false behind the last. */
    public boolean nextOption() {
        if (nextOffset == optionsEnd) {
            return false;
        }
        optionOffset = nextOffset;
        nextOffset = behindOption(optionOffset);
        return true;
    }

    /** Steps to the first option of a code; false if there is none. */
    public boolean findOption(int code) {
        rewind();
        while (nextOption()) {
            if (optionCode() == code) {
                return true;
            }
        }
        return false;
    }

    /** One of {@link EdnsOption}. */
    public int optionCode() {
        return unsigned16(optionOffset);
    }

    /** Where the option's data begins in {@link #bytes}. */
    public int optionOffset() {
        return optionOffset + OPTION_HEADER;
    }

    public int optionLength() {
        return unsigned16(optionOffset + 2);
    }

    /** The bytes that offsets count in: those of the message. */
    public byte[] bytes() {
        return bytes;
    }

    private int unsigned16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
