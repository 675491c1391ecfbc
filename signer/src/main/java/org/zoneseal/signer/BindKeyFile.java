package org.zoneseal.signer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * A key pair as BIND's tools keep it: {@code Kzone.+algorithm+tag.private} and the {@code .key}
 * file beside it.
 *
 * <p>The private key is in here from reading to closing, as bytes that closing wipes; it is on its
 * way into a token and has no other use.
 *
 * @param zone the owner of the DNSKEY
 * @param dnskey the public key with its flags
 * @param material the private key
 */
public record BindKeyFile(Name zone, Dnskey dnskey, PrivateMaterial material)
        implements AutoCloseable {

    private static final String PRIVATE = ".private";
    private static final String PUBLIC = ".key";

    /**
     * Reads a pair.
     *
     * @param file either file of the pair, or their common name without the ending
     * @throws SigningException if one of them is missing, has a form that is not known, or they are
     *     not of one pair as far as can be seen without signing
     */
    public static BindKeyFile read(Path file) {
        Path privateFile = sibling(file, PRIVATE);
        try {
            BindPublicKey published = BindPublicKey.read(sibling(file, PUBLIC));
            try (BindPrivateKey key = BindPrivateKey.read(privateFile)) {
                return of(privateFile, published, key);
            }
        } catch (IOException e) {
            throw failed("cannot read the key pair " + file + ": " + reason(e), e);
        } catch (ZoneFileException e) {
            throw failed(
                    "the public half of " + privateFile + " is no DNSKEY: " + e.getMessage(), e);
        }
    }

    /** What the key is, as a token says it. */
    public PublicHalf publicHalf() {
        return new PublicHalf(material.scheme(), dnskey.publicKey());
    }

    /** Wipes the private key. */
    @Override
    public void close() {
        material.close();
    }

    @Override
    public String toString() {
        return "BindKeyFile[" + zone + ", " + material.scheme() + ", " + dnskey.keyTag() + "]";
    }

    private static BindKeyFile of(Path file, BindPublicKey published, BindPrivateKey key) {
        Dnskey dnskey = published.dnskey();
        if (key.algorithm() != dnskey.algorithm()) {
            throw new SigningException(
                    file
                            + " holds a key for algorithm "
                            + key.algorithm()
                            + ", the .key file beside it one for "
                            + dnskey.algorithm());
        }
        SignatureScheme scheme = scheme(file, key.algorithm());
        PrivateMaterial material =
                scheme.isRsa()
                        ? key.rsa(scheme, dnskey.publicKey())
                        : key.raw(scheme, dnskey.publicKey());
        return new BindKeyFile(published.zone(), dnskey, material);
    }

    private static SignatureScheme scheme(Path file, int algorithm) {
        return Arrays.stream(SignatureScheme.values())
                .filter(scheme -> scheme.algorithm() == algorithm)
                .findFirst()
                .orElseThrow(() ->
                        new SigningException(
                                file
                                        + " holds a key for algorithm "
                                        + algorithm
                                        + ", which we do not sign with"));
    }

    private static Path sibling(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        for (String each : new String[] {PRIVATE, PUBLIC}) {
            if (name.endsWith(each)) {
                return file.resolveSibling(
                        name.substring(0, name.length() - each.length()) + ending);
            }
        }
        return file.resolveSibling(name + ending);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException missing
                ? missing.getFile() + " is not there"
                : String.valueOf(e.getMessage());
    }

    private static SigningException failed(String message, Exception cause) {
        SigningException failed = new SigningException(message);
        failed.initCause(cause);
        return failed;
    }
}
