package org.zoneseal.app.hsm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.hsm.SignatureScheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Algorithms to sign with, as the command line takes them: by number or by mnemonic. */
final class Algorithms implements ITypeConverter<SignatureScheme> {

    @Override
    public SignatureScheme convert(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            String number = Integer.toString(scheme.algorithm());
            if (wanted.equals(number) || wanted.equals(Algorithm.name(scheme.algorithm()))) {
                return scheme;
            }
        }
        throw new TypeConversionException("'" + text + "' is none of " + all());
    }

    private static String all() {
        return Arrays.stream(SignatureScheme.values())
                .map(scheme -> scheme.algorithm() + " (" + Algorithm.name(scheme.algorithm()) + ")")
                .collect(Collectors.joining(", "));
    }
}
