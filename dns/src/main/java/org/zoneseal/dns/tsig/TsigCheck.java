package org.zoneseal.dns.tsig;

import java.util.Optional;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.ResponseCode;

/**
 * What the signature of a received message is worth (RFC 8945 §5.2).
 *
 * <p>The order of the checks is the RFC's and matters: key, MAC, time, truncation. Whoever does not
 * have the key gets to know that and no more; the time is believed only when the MAC over it is
 * right, and only then is an answer signed. (Servers that looked at the time first have signed what
 * a stranger gave them, or believed it: CVE-2017-3143, CVE-2017-11104.)
 *
 * @param result what was found
 * @param length bytes of the message without its TSIG record
 * @param session signs the answer, errors in the way that the error demands; empty where no TSIG
 *     record goes into an answer, which is for {@link Result#ABSENT} and {@link Result#FORMERR}
 */
public record TsigCheck(Result result, int length, Optional<TsigSession> session) {

    /** What was found. */
    public enum Result {
        /** There is no TSIG record. */
        ABSENT(ResponseCode.NOERROR),
        /** Somebody with the key signed it, just now. */
        GOOD(ResponseCode.NOERROR),
        /** The key is not known, or is one for another algorithm. */
        BADKEY(ResponseCode.NOTAUTH),
        /** The MAC is wrong. */
        BADSIG(ResponseCode.NOTAUTH),
        /** It was signed at another time. */
        BADTIME(ResponseCode.NOTAUTH),
        /** The MAC is right as far as it goes, which is less than the key demands. */
        BADTRUNC(ResponseCode.NOTAUTH),
        /** The message or the record is malformed, or the record is not the last one. */
        FORMERR(ResponseCode.FORMERR),
        /** For a client: a signature was due and is not there. */
        UNSIGNED(ResponseCode.NOTAUTH);

        private final int responseCode;

        Result(int responseCode) {
            this.responseCode = responseCode;
        }

        /** The response code that a server answers with; NOERROR where it is to go on. */
        public int responseCode() {
            return responseCode;
        }
    }

    /**
     * Checks a request.
     *
     * <p>Unless it is absent or malformed, the record is taken off in place: the header counts one
     * record less, and the message ends at {@link #length}.
     *
     * @param nowSeconds seconds since 1970
     */
    public static TsigCheck of(
            TsigKeys keys, byte[] message, int offset, int length, long nowSeconds) {
        TsigRecord record;
        try {
            record = TsigRecord.find(message, offset, length);
        } catch (MalformedMessageException e) {
            return new TsigCheck(Result.FORMERR, length, Optional.empty());
        }
        if (record == null) {
            return new TsigCheck(Result.ABSENT, length, Optional.empty());
        }
        TsigKey key = keys.find(record.key()).filter(known -> fits(known, record)).orElse(null);
        if (key == null) {
            TsigRecord.takeOff(message, offset);
            return new TsigCheck(
                    Result.BADKEY,
                    record.start() - offset,
                    Optional.of(TsigSession.unsigned(record, ResponseCode.BADKEY)));
        }
        if (record.mac().length > key.algorithm().macLength()
                || record.mac().length < key.algorithm().leastMacLength()) {
            return new TsigCheck(Result.FORMERR, length, Optional.empty());
        }
        TsigRecord.takeOff(message, offset);
        int without = record.start() - offset;
        TsigMac mac = new TsigMac(key);
        mac.message(message, offset, without, record.originalId());
        mac.variables(key, record);
        if (!mac.matches(record.mac())) {
            return new TsigCheck(
                    Result.BADSIG,
                    without,
                    Optional.of(TsigSession.unsigned(record, ResponseCode.BADSIG)));
        }
        Result result = timeAndLength(key, record, nowSeconds);
        return new TsigCheck(
                result, without, Optional.of(TsigSession.answering(key, record, result)));
    }

    private static boolean fits(TsigKey key, TsigRecord record) {
        return key.algorithm().wireName().equals(record.algorithm());
    }

    /** The checks behind the MAC's. */
    static Result timeAndLength(TsigKey key, TsigRecord record, long nowSeconds) {
        if (!record.isTimely(nowSeconds)) {
            return Result.BADTIME;
        }
        return record.mac().length < key.leastMacLength() ? Result.BADTRUNC : Result.GOOD;
    }

    /** Whether the message was signed with a key that is known, rightly and just now. */
    public boolean isGood() {
        return result == Result.GOOD;
    }

    /** The key that the message was signed with, if the result is {@link Result#GOOD}. */
    public Optional<TsigKey> key() {
        return isGood() ? session.flatMap(TsigSession::key) : Optional.empty();
    }
}
