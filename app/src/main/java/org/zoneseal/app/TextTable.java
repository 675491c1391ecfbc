package org.zoneseal.app;

import java.io.PrintStream;
import java.util.List;

/** Lines of columns, each as wide as its widest text. */
public final class TextTable {

    private TextTable() {}

    /** Prints lines that all have as many columns as the first. */
    public static void print(PrintStream out, List<List<String>> lines) {
        int[] widths = new int[lines.isEmpty() ? 0 : lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + 2);
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
