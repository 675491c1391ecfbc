package org.zoneseal.answer;

import java.util.Arrays;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigSession;

/**
 * Answers queries: a pure function of what is served, a query's bytes and the facts around it.
 * Mutable scratch, one thread each; nothing is kept from query to query and nothing is allocated,
 * except for queries that are signed.
 *
 * <p>This class is the envelope of an answer: which queries are looked at, header, question, OPT,
 * cookies, signatures, how long the answer may be, and whether it goes out. What stands in its
 * sections is {@link Answerer}'s. A query passes in four steps: {@link Request} reads it, {@link
 * OptWriter#plan} says what room the end takes, the sections are filled, and OPT and TSIG are put
 * behind them.
 */
public final class QueryEngine {

    /** Nothing is to be sent: what came was no query, or answering would do harm. */
    public static final int NO_ANSWER = 0;

    /** The message is whole and not for this engine: a transfer, NOTIFY or UPDATE. */
    public static final int HAND_OVER = -1;

    private static final int UNDECIDED = -1;
    private static final int DROPPED = -2;

    private final Request request = new Request();
    private final Question question = new Question();
    private final ResponseWriter writer = new ResponseWriter();
    private final Answerer answerer = new Answerer(writer);
    private final ServerCookie cookie = new ServerCookie();
    private final OptWriter opt = new OptWriter(request, cookie);
    private final Gate gate = new Gate();

    /** Where what is written so far ends. */
    private int end;

    /** Whether the sections are in the writer, which has to finish them. */
    private boolean fromZones;

    private int responseCode;

    /**
     * Writes the answer to a query.
     *
     * @param query a whole message, without the two bytes of length that TCP has; it is not changed
     * @param out has 65535 bytes left at {@code outOffset}
     * @return bytes of the answer, {@link #NO_ANSWER} or {@link #HAND_OVER}
     */
    public int answer(
            AnswerContext context,
            byte[] query,
            int offset,
            int length,
            RequestFacts facts,
            byte[] out,
            int outOffset) {
        cookie.clear();
        return switch (request.read(query, offset, length, facts.transport)) {
            case SILENT -> NO_ANSWER;
            case HANDED_OVER -> handedOver(context, facts, out, outOffset);
            case MALFORMED -> refuse(context, ResponseCode.FORMERR, facts, out, outOffset);
            case UNKNOWN_OPCODE -> refuse(context, ResponseCode.NOTIMP, facts, out, outOffset);
            case WITHOUT_QUESTION, QUESTION ->
                    request.isSigned()
                            ? signed(context, facts, out, outOffset)
                            : respond(context, facts, out, outOffset, 0, UNDECIDED);
        };
    }

    /** The response code of the last answer, with the bits that its OPT record has of it. */
    public int responseCode() {
        return responseCode;
    }

    /** Header and OPT alone: the question could not be read, or is not ours to repeat. */
    private int refuse(AnswerContext context, int code, RequestFacts facts, byte[] out, int start) {
        if (gate.verdict(context.rates(), facts, RateLimit.Kind.ERROR) == Gate.Verdict.DROP) {
            return NO_ANSWER;
        }
        header(out, start, 0);
        Wire.put16(out, start + 4, 0);
        fromZones = false;
        end = start + MessageReader.HEADER_LENGTH;
        int room = opt.planNothing();
        return finish(context, facts, out, start, end + room, 0, code);
    }

    /**
     * Lets what others answer pass the limit before they take it up. Of IXFR only the answer that
     * slips out is ours, of the rest none: theirs are no longer than what they answer.
     */
    private int handedOver(AnswerContext context, RequestFacts facts, byte[] out, int start) {
        if (!context.rates().isOn() || facts.transport.isStream()) {
            return HAND_OVER;
        }
        takeCookie(context.settings().cookies(), facts);
        if (cookie.isValid() || request.isSigned() && checked(context, facts).isGood()) {
            return HAND_OVER;
        }
        boolean isIxfr = request.opcode() == Opcode.QUERY;
        RateLimit.Kind kind = isIxfr ? RateLimit.Kind.ANSWER : RateLimit.Kind.ERROR;
        return switch (gate.verdict(context.rates(), facts, kind)) {
            case SEND -> HAND_OVER;
            case DROP -> NO_ANSWER;
            case SLIP -> isIxfr ? truncated(context, facts, out, start) : HAND_OVER;
        };
    }

    private int truncated(AnswerContext context, RequestFacts facts, byte[] out, int start) {
        int limit = start + payload(context.settings(), facts);
        int room = limit - opt.plan(context.settings(), facts);
        if (room < start + request.questionEnd()) {
            return NO_ANSWER;
        }
        header(out, start, request.questionEnd());
        int code = slipped(out, start);
        return finish(context, facts, out, start, limit, 0, code);
    }

    /**
     * Checks a signature, and signs the answer (RFC 8945 §5.3). A query that is signed and does not
     * pass gets no answer but the error.
     */
    private int signed(AnswerContext context, RequestFacts facts, byte[] out, int start) {
        TsigCheck check = checked(context, facts);
        TsigSession session = check.session().orElse(null);
        if (session == null) {
            return refuse(context, ResponseCode.FORMERR, facts, out, start);
        }
        int decided = check.isGood() ? UNDECIDED : check.result().responseCode();
        int length = respond(context, facts, out, start, session.recordLength(), decided);
        return length > 0 ? session.sign(out, start, length, facts.nowSeconds) : length;
    }

    // The check takes the record off in place, and the query is not ours to change.
    private TsigCheck checked(AnswerContext context, RequestFacts facts) {
        byte[] copy =
                Arrays.copyOfRange(
                        request.bytes(), request.start(), request.start() + request.length());
        return TsigCheck.of(context.keys(), copy, 0, copy.length, facts.nowSeconds);
    }

    /**
     * Writes header, question, sections and OPT.
     *
     * @param behind bytes that are kept free for a signature
     * @param decided the response code, if it stands already
     */
    private int respond(
            AnswerContext context,
            RequestFacts facts,
            byte[] out,
            int start,
            int behind,
            int decided) {
        AnswerSettings settings = context.settings();
        takeCookie(settings.cookies(), facts);
        int limit = start + payload(settings, facts) - behind;
        int sectionsLimit = limit - opt.plan(settings, facts);
        end = start + request.questionEnd();
        if (sectionsLimit < end) {
            // Only a signature with very long names takes so much.
            return NO_ANSWER;
        }
        header(out, start, request.questionEnd());
        fromZones = false;
        int code = decided;
        if (code == UNDECIDED) {
            code = refusal(settings, facts);
        }
        boolean isTrusted = behind > 0 && decided == UNDECIDED;
        if (code == UNDECIDED) {
            code = sections(context, facts, out, start, sectionsLimit);
        }
        if (!isTrusted) {
            code = limited(context, facts, out, start, code);
        }
        if (code == DROPPED) {
            opt.planNothing();
            return NO_ANSWER;
        }
        return finish(context, facts, out, start, limit, behind, code);
    }

    /** The query's header, with the flags of an answer and no records, and so much behind it. */
    private void header(byte[] out, int start, int length) {
        System.arraycopy(
                request.bytes(),
                request.start(),
                out,
                start,
                Math.max(length, MessageReader.HEADER_LENGTH));
        Wire.put16(out, start + 2, request.answerFlags());
        Wire.put16(out, start + 6, 0);
        Wire.put32(out, start + 8, 0);
    }

    private void takeCookie(CookieSecrets secrets, RequestFacts facts) {
        if (request.asks(Request.COOKIE) && secrets.isPresent()) {
            cookie.take(
                    secrets,
                    request.bytes(),
                    request.cookieOffset(),
                    request.cookieLength(),
                    facts);
        }
    }

    /** The longest answer. */
    private int payload(AnswerSettings settings, RequestFacts facts) {
        if (facts.transport.isStream()) {
            return MessageReader.MAX_LENGTH;
        }
        return Math.min(request.payload(), settings.udpPayload());
    }

    /** The response code of a query that is not looked up, or {@link #UNDECIDED}. */
    private int refusal(AnswerSettings settings, RequestFacts facts) {
        if (request.version() > 0) {
            opt.planNothing();
            return ResponseCode.BADVERS;
        }
        if (request.nameLength() == 0) {
            return withoutQuestion();
        }
        if (cookie.isTaken()
                && !cookie.isValid()
                && settings.cookies().isEnforced()
                && !facts.transport.isStream()) {
            return ResponseCode.BADCOOKIE;
        }
        return refusalOfType();
    }

    /**
     * What somebody gets who wants a cookie or to know whether theirs is still good (RFC 7873
     * §5.4), by any way and whether cookies are enforced or not.
     */
    private int withoutQuestion() {
        if (!cookie.isTaken()) {
            // Without cookies it is a query that asks nothing.
            return ResponseCode.FORMERR;
        }
        return cookie.isValid() || request.cookieLength() == ServerCookie.CLIENT_LENGTH
                ? ResponseCode.NOERROR
                : ResponseCode.BADCOOKIE;
    }

    /** Types that no record has, or none that is asked for (RFC 6895 §3.1). */
    private int refusalOfType() {
        return switch (request.type()) {
            case RecordType.OPT, RecordType.TSIG -> ResponseCode.FORMERR;
            case RecordType.NXNAME -> {
                // RFC 9824 §3.5
                opt.error(ExtendedError.INVALID_QUERY_TYPE);
                yield ResponseCode.FORMERR;
            }
            case RecordType.TKEY, RecordType.MAILA, RecordType.MAILB, RecordType.AXFR -> {
                // AXFR by UDP, that is, which is not defined (RFC 5936 §4.2).
                opt.error(ExtendedError.NOT_SUPPORTED);
                yield ResponseCode.NOTIMP;
            }
            default -> UNDECIDED;
        };
    }

    /** Fills the sections and returns the response code. */
    private int sections(
            AnswerContext context, RequestFacts facts, byte[] out, int start, int limit) {
        if (request.recordClass() != RecordClass.IN) {
            return otherClass(context.settings(), out, start, limit);
        }
        question.set(request.bytes(), request.nameOffset(), request.nameLength(), request.type());
        question.dnssecOk = request.dnssecOk();
        question.stream = facts.transport.isStream();
        writer.begin(out, start, request.nameLength(), limit);
        int code = answerer.answer(context.zones(), question, context.settings(), facts.nowSeconds);
        fromZones = true;
        end = writer.end();
        opt.error(answerer.extendedError());
        opt.zone(answerer.zone(), answerer.zoneLabels());
        return code;
    }

    private int otherClass(AnswerSettings settings, byte[] out, int start, int limit) {
        int behind =
                request.recordClass() == RecordClass.CH
                        ? ChaosAnswers.write(settings.identity(), request, out, start, limit)
                        : ChaosAnswers.NOTHING_TO_SAY;
        if (behind == ChaosAnswers.NOTHING_TO_SAY) {
            opt.error(ExtendedError.NOT_SUPPORTED);
            return ResponseCode.REFUSED;
        }
        end = behind;
        return ResponseCode.NOERROR;
    }

    /**
     * Lets an answer pass the limit: its response code, or {@link #DROPPED}. One that only slips
     * out becomes an empty one.
     */
    private int limited(
            AnswerContext context, RequestFacts facts, byte[] out, int start, int code) {
        if (!context.rates().isOn() || cookie.isValid()) {
            return code;
        }
        RateLimit.Kind kind = kind(code);
        return switch (gate.verdict(context.rates(), facts, kind)) {
            case SEND -> code;
            case DROP -> DROPPED;
            case SLIP -> kind == RateLimit.Kind.ERROR ? code : slipped(out, start);
        };
    }

    private int slipped(byte[] out, int start) {
        fromZones = false;
        end = start + request.questionEnd();
        Wire.put16(out, start + 2, request.answerFlags() | MessageFlags.TRUNCATED);
        Wire.put16(out, start + 6, 0);
        return ResponseCode.NOERROR;
    }

    private RateLimit.Kind kind(int code) {
        return switch (code) {
            case ResponseCode.NOERROR ->
                    fromZones && !writer.isAuthoritative()
                            ? RateLimit.Kind.REFERRAL
                            : RateLimit.Kind.ANSWER;
            case ResponseCode.NXDOMAIN -> RateLimit.Kind.NXDOMAIN;
            default -> RateLimit.Kind.ERROR;
        };
    }

    /** Puts counts, response code and OPT to what is written; the length of the whole. */
    private int finish(
            AnswerContext context,
            RequestFacts facts,
            byte[] out,
            int start,
            int limit,
            int behind,
            int code) {
        if (fromZones) {
            writer.finish();
        }
        responseCode = code;
        out[start + 3] |= (byte) (code & 0xf);
        return opt.write(context.settings(), facts, out, start, end, limit, behind, code) - start;
    }
}
