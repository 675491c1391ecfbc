package org.zoneseal.simulator.door;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * What a client is told instead of an answer.
 *
 * @param message a sentence for whoever reads the client's log
 */
record Refusal(long returnValue, String message) {

    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());
    private static final int LONGEST = 500;
    private static final int FRAMES = 12;

    /** The refusal that an exception stands for; what nobody expected is logged, without data. */
    static Refusal of(Throwable cause) {
        return switch (cause) {
            case CryptokiException refused when refused.returnValue() != Ckr.OK ->
                    new Refusal(refused.returnValue(), shortened(refused.getMessage()));
            case MalformedWireException malformed ->
                    new Refusal(
                            Ckr.ARGUMENTS_BAD,
                            "the request is not what its call needs: "
                                    + shortened(malformed.getMessage()));
            case OutOfMemoryError _ ->
                    new Refusal(
                            Ckr.DEVICE_MEMORY,
                            "the HSM has no memory for this call; ask for less, or later");
            default -> unexpected(cause);
        };
    }

    static Refusal notSupported(long call) {
        return new Refusal(
                Ckr.FUNCTION_NOT_SUPPORTED, "this HSM does not know call number " + call);
    }

    /** Its message may quote what the client sent, so only its kind and place are logged. */
    private static Refusal unexpected(Throwable cause) {
        String place =
                Arrays.stream(cause.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
        LOG.log(
                Level.ERROR,
                "hsm.call-failed kind=" + cause.getClass().getName() + " at=\"" + place + "\"");
        return new Refusal(
                Ckr.GENERAL_ERROR, "the HSM failed in this call; its own log says where");
    }

    private static String shortened(@Nullable String text) {
        String message = Objects.requireNonNullElse(text, "");
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST);
    }
}
