package org.zoneseal.dns.tsig;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigCheck.Result;

/**
 * One signed request and its answers, seen from either side (RFC 8945 §5); mutable, for one thread.
 *
 * <p>A server gets its session from {@link TsigCheck} and signs each message of its answer. A
 * client begins with {@link #asking}, signs its request and verifies what comes back. Each message
 * is bound to the one before: the first answer to the request's MAC and all variables, those behind
 * it to the MAC before and the timers alone (§5.3.1).
 */
public final class TsigSession {

    /** Seconds that clocks may differ (RFC 8945 §10: 300 is recommended). */
    public static final int FUDGE = 300;

    /** Messages of a stream that may come unsigned between two signed ones (RFC 8945 §5.3.1). */
    public static final int MOST_UNSIGNED = 99;

    private static final byte[] NOTHING = {};
    private static final int FIXED_LENGTH = 26;

    private final @Nullable TsigKey key;
    private final byte[] keyName;
    private final byte[] algorithmName;
    private final @Nullable TsigRecord request;
    private final int error;

    private byte @Nullable [] prior;
    private boolean hasFirst;
    private @Nullable TsigMac running;
    private int unsigned;
    private long serverTime = -1;

    private TsigSession(@Nullable TsigKey key, @Nullable TsigRecord request, int error) {
        this.key = key;
        this.request = request;
        this.error = error;
        if (key != null) {
            keyName = key.canonicalName();
            algorithmName = key.algorithm().canonicalWire();
        } else if (request != null) {
            keyName = request.key().toWire();
            algorithmName = request.algorithm().toWire();
        } else {
            throw new IllegalArgumentException("a session has a key or a request");
        }
        prior = request == null ? null : request.mac();
    }

    /** A client's session, before its request. */
    public static TsigSession asking(TsigKey key) {
        return new TsigSession(key, null, ResponseCode.NOERROR);
    }

    /** A server's answer to a request whose MAC is right. */
    static TsigSession answering(TsigKey key, TsigRecord request, Result result) {
        int error =
                switch (result) {
                    case BADTIME -> ResponseCode.BADTIME;
                    case BADTRUNC -> ResponseCode.BADTRUNC;
                    case GOOD -> ResponseCode.NOERROR;
                    case ABSENT, BADKEY, BADSIG, FORMERR, UNSIGNED ->
                            throw new IllegalArgumentException("no signed answer to " + result);
                };
        return new TsigSession(key, request, error);
    }

    /** A server's answer to somebody who does not have the key (RFC 8945 §5.3.2). */
    static TsigSession unsigned(TsigRecord request, int error) {
        return new TsigSession(null, request, error);
    }

    /** The key; empty for an error that goes out unsigned. */
    public Optional<TsigKey> key() {
        return Optional.ofNullable(key);
    }

    /** Bytes that {@link #sign} adds to a message: what to {@code reserve} in its writer. */
    public int recordLength() {
        return keyName.length
                + algorithmName.length
                + FIXED_LENGTH
                + (key == null ? 0 : key.algorithm().macLength())
                + otherLength();
    }

    private int otherLength() {
        return error == ResponseCode.BADTIME ? 6 : 0;
    }

    /**
     * Signs a message: the next one of an answer, or a client's request.
     *
     * <p>The record goes behind the message, whose header then counts it. An answer to a request
     * that was found wrong gets the error instead, unsigned where the sender does not have the key.
     *
     * @param buffer has {@link #recordLength} bytes left behind the message
     * @return bytes of the message with its signature
     */
    public int sign(byte[] buffer, int offset, int length, long nowSeconds) {
        boolean late = error == ResponseCode.BADTIME || key == null;
        long time = late && request != null ? request.time() : nowSeconds;
        int fudge = late && request != null ? request.fudge() : FUDGE;
        byte[] other = otherLength() == 0 ? NOTHING : TsigMac.u48(nowSeconds);
        byte[] mac = NOTHING;
        if (key != null) {
            TsigMac computing = new TsigMac(key);
            if (prior != null) {
                computing.prior(prior);
            }
            computing.message(buffer, offset, length, TsigRecord.u16(buffer, offset));
            if (hasFirst) {
                computing.timers(time, fudge);
            } else {
                computing.variables(key, time, fudge, error, other);
            }
            mac = computing.value();
            prior = mac;
            hasFirst = request != null;
        }
        return append(buffer, offset, length, time, fudge, mac, other) - offset;
    }

    private int append(
            byte[] buffer, int offset, int length, long time, int fudge, byte[] mac, byte[] other) {
        int at = put(buffer, offset + length, keyName);
        at = put16(buffer, at, RecordType.TSIG);
        at = put16(buffer, at, RecordClass.ANY);
        at = put16(buffer, at, 0);
        at = put16(buffer, at, 0);
        at = put16(buffer, at, algorithmName.length + 16 + mac.length + other.length);
        at = put(buffer, at, algorithmName);
        at = put(buffer, at, TsigMac.u48(time));
        at = put16(buffer, at, fudge);
        at = put16(buffer, at, mac.length);
        at = put(buffer, at, mac);
        at = put(buffer, at, new byte[] {buffer[offset], buffer[offset + 1]});
        at = put16(buffer, at, error);
        at = put16(buffer, at, other.length);
        at = put(buffer, at, other);
        put16(buffer, offset + 10, TsigRecord.u16(buffer, offset + 10) + 1);
        return at;
    }

    private static int put(byte[] buffer, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        return at + bytes.length;
    }

    private static int put16(byte[] buffer, int at, int value) {
        buffer[at] = (byte) (value >> 8);
        buffer[at + 1] = (byte) value;
        return at + 2;
    }

    /**
     * Verifies the next message of an answer; for a client, whose request is signed.
     *
     * <p>{@link Result#GOOD}: signed. {@link Result#ABSENT}: unsigned between signed ones, where
     * that may be; nothing of it is to be believed before {@link #isVerified}. With any other
     * result the answer is over: with BADKEY, BADSIG, BADTIME and BADTRUNC this side or the server
     * found it so. But where anybody can send messages, as by UDP, what is not good may be passed
     * over before the first that is (RFC 8945 §5.4): it leaves no trace here. The record is taken
     * off in place.
     */
    public TsigCheck verify(byte[] message, int offset, int length, long nowSeconds) {
        TsigRecord record;
        try {
            record = TsigRecord.find(message, offset, length);
        } catch (MalformedMessageException e) {
            return outcome(Result.FORMERR, length);
        }
        if (key == null || prior == null) {
            throw new IllegalStateException("no request was signed");
        }
        if (running == null) {
            running = new TsigMac(key).prior(prior);
        }
        if (record == null) {
            running.message(message, offset, length, TsigRecord.u16(message, offset));
            boolean between = hasFirst && ++unsigned <= MOST_UNSIGNED;
            return outcome(between ? Result.ABSENT : Result.UNSIGNED, length);
        }
        TsigRecord.takeOff(message, offset);
        int without = record.start() - offset;
        running.message(message, offset, without, record.originalId());
        return outcome(resultOf(key, running, record, nowSeconds), without);
    }

    private Result resultOf(TsigKey signer, TsigMac computing, TsigRecord record, long now) {
        if (record.mac().length == 0) {
            return switch (record.error()) {
                case ResponseCode.BADKEY -> Result.BADKEY;
                case ResponseCode.BADSIG -> Result.BADSIG;
                default -> Result.UNSIGNED;
            };
        }
        if (!signer.name().equals(record.key())
                || !signer.algorithm().wireName().equals(record.algorithm())) {
            return Result.BADKEY;
        }
        if (record.mac().length < signer.algorithm().leastMacLength()
                || record.mac().length > signer.algorithm().macLength()) {
            return Result.FORMERR;
        }
        if (hasFirst) {
            computing.timers(record.time(), record.fudge());
        } else {
            computing.variables(signer, record);
        }
        if (!computing.matches(record.mac())) {
            return Result.BADSIG;
        }
        Result result = TsigCheck.timeAndLength(signer, record, now);
        if (record.error() == ResponseCode.BADTIME) {
            serverTime = record.otherTime();
            result = Result.BADTIME;
        } else if (record.error() == ResponseCode.BADTRUNC) {
            result = Result.BADTRUNC;
        }
        if (result == Result.GOOD) {
            hasFirst = true;
            unsigned = 0;
            prior = record.mac();
            running = null;
        }
        return result;
    }

    private TsigCheck outcome(Result result, int length) {
        if (!hasFirst) {
            running = null;
        }
        return new TsigCheck(result, length, Optional.of(this));
    }

    /**
     * Whether everything that was verified so far is covered by a signature. A stream whose last
     * message is not signed proves nothing (RFC 8945 §5.3.1).
     */
    public boolean isVerified() {
        return hasFirst && running == null;
    }

    /** The server's clock in seconds since 1970, if it has answered BADTIME, signed. */
    public OptionalLong serverTime() {
        return serverTime < 0 ? OptionalLong.empty() : OptionalLong.of(serverTime);
    }
}
