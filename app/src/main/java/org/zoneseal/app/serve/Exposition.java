package org.zoneseal.app.serve;

import java.util.Locale;

/**
 * Text in the format that Prometheus reads (version 0.0.4): families of samples, each family once.
 * Mutable, of one thread.
 */
final class Exposition {

    private final StringBuilder out = new StringBuilder(1 << 13);
    private String family = "";

    /** Begins a counter; its name ends in {@code _total}. */
    Exposition counter(String name, String help) {
        return begin(name, help, "counter");
    }

    Exposition gauge(String name, String help) {
        return begin(name, help, "gauge");
    }

    Exposition histogram(String name, String help) {
        return begin(name, help, "histogram");
    }

    private Exposition begin(String name, String help, String type) {
        family = name;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample without labels. */
    Exposition sample(long value) {
        out.append(family).append(' ').append(value).append('\n');
        return this;
    }

    /** A sample with a label. */
    Exposition sample(String label, String labelValue, long value) {
        return suffixed("", label, labelValue, value);
    }

    /** A sample of the family's name with something behind it, as histograms have. */
    Exposition suffixed(String suffix, String label, String labelValue, long value) {
        out.append(family).append(suffix).append('{').append(label).append("=\"");
        for (int i = 0; i < labelValue.length(); i++) {
            char c = labelValue.charAt(i);
            switch (c) {
                case '\\', '"' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
        out.append("\"} ").append(value).append('\n');
        return this;
    }

    /** A sample in seconds. */
    Exposition seconds(String suffix, double value) {
        out.append(family).append(suffix).append(' ').append(number(value)).append('\n');
        return this;
    }

    /** A sample of the family's name with something behind it, without labels. */
    Exposition suffixed(String suffix, long value) {
        out.append(family).append(suffix).append(' ').append(value).append('\n');
        return this;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.9g", value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
