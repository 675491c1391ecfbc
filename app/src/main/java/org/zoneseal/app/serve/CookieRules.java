package org.zoneseal.app.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.app.daemon.Section;

/**
 * DNS cookies (RFC 7873, RFC 9018).
 *
 * @param isOn whether they are spoken
 * @param secrets files with the secrets that several servers of one address share; the first makes
 *     new cookies, all are taken; without any this process makes its own
 */
record CookieRules(boolean isOn, List<Path> secrets) {

    private static final int MOST = 3;

    static CookieRules read(Section section, Surroundings surroundings) {
        section.refuse("secret", "secrets stand in files of their own: name them in secret-files");
        List<Path> files = new ArrayList<>();
        section.each(
                "secret-files",
                text -> files.add(surroundings.secret(surroundings.base().resolve(text))));
        if (files.size() > MOST) {
            section.problem("secret-files", "has " + files.size() + "; at most " + MOST);
        }
        boolean isOn = section.flag("on", true);
        section.end();
        return new CookieRules(isOn, files);
    }
}
