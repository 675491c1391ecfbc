package org.zoneseal.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; loads no cryptography, so that it answers at once. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return lines();
    }

    static String[] lines() {
        Properties build = build();
        return new String[] {
            "zoneseal " + build.getProperty("version"),
            "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            "Amazon Corretto Crypto Provider " + build.getProperty("accp"),
            "Bouncy Castle " + build.getProperty("bouncycastle")
        };
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }
}
