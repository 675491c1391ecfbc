package org.zoneseal.interop.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key as a listing of {@code pkcs11-tool} shows it, for the curves of which version 0.23
 * writes no file that OpenSSL reads.
 */
enum ListedPoint {
    P384(97, "3076301006072a8648ce3d020106052b81040022036200"),
    ED25519(32, "302a300506032b6570032100");

    private static final Pattern LISTED = Pattern.compile("EC_POINT: +([0-9a-f]+)");

    private final int length;

    /** What a SubjectPublicKeyInfo has in front of the point. */
    private final byte[] prefix;

    ListedPoint(int length, String prefix) {
        this.length = length;
        this.prefix = HexFormat.of().parseHex(prefix);
    }

    /** The last bytes of what is listed: some tokens wrap points in an OCTET STRING. */
    void writePem(String listing, Path file) throws IOException {
        Matcher matcher = LISTED.matcher(listing);
        if (!matcher.find()) {
            throw new AssertionError("no point in: " + listing);
        }
        byte[] listed = HexFormat.of().parseHex(matcher.group(1));
        ByteBuffer all = ByteBuffer.allocate(prefix.length + length);
        all.put(prefix).put(listed, listed.length - length, length);
        Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(all.array())
                        + "\n-----END PUBLIC KEY-----\n");
    }
}
