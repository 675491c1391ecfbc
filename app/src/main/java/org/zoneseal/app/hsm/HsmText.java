package org.zoneseal.app.hsm;

import java.io.PrintStream;
import org.zoneseal.app.Terminal;
import org.zoneseal.hsm.TokenInfo;

/** How commands name a token. */
final class HsmText {

    private HsmText() {}

    static void heading(Terminal terminal, TokenInfo token) {
        PrintStream out = terminal.out();
        out.print("token \"" + token.label() + "\" (" + token.kind() + ")");
        if (!token.manufacturer().isEmpty() || !token.model().isEmpty()) {
            out.print(", " + (token.manufacturer() + " " + token.model()).strip());
        }
        if (!token.serial().isEmpty()) {
            out.print(", serial number " + token.serial());
        }
        out.println();
    }
}
