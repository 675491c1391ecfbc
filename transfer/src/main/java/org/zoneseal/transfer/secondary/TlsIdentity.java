package org.zoneseal.transfer.secondary;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a primary is known behind TLS, and who we are there: zone transfer over TLS (RFC 9103).
 *
 * <p>TLS 1.3 and the application protocol {@code dot} in any case (RFC 9103 §7.1, §9.1). Whom to
 * trust is one of three: a certificate that an authority issued for a host name, one whose key is
 * pinned, or, only where that is asked for by name, anybody (opportunistic privacy, RFC 9103
 * §9.3.2: whoever only listens learns nothing, whoever is active is not kept out).
 */
public final class TlsIdentity {

    private static final String PROTOCOL = "TLSv1.3";

    /** What a primary must select (RFC 9103 §7.1). */
    static final String APPLICATION_PROTOCOL = "dot";

    private final SSLContext context;
    private final @Nullable String hostName;
    private final ApplicationProtocol applicationProtocol;
    private final String shown;

    private TlsIdentity(
            TrustManager trust,
            @Nullable X509ExtendedKeyManager own,
            @Nullable String hostName,
            ApplicationProtocol applicationProtocol,
            String shown) {
        this.hostName = hostName;
        this.applicationProtocol = applicationProtocol;
        this.shown = shown;
        try {
            context = SSLContext.getInstance(PROTOCOL);
            context.init(
                    own == null ? new KeyManager[0] : new KeyManager[] {own},
                    new TrustManager[] {trust},
                    new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + PROTOCOL, e);
        }
    }

    /** Whether a server that selects no application protocol is taken all the same. */
    public enum ApplicationProtocol {
        REQUIRED,
        /** For servers from before RFC 9103, such as NSD up to 4.6. */
        IF_OFFERED
    }

    /**
     * A name as certificates have it: without the final dot, an address as Java writes it.
     *
     * @throws IllegalArgumentException if it is neither a host name nor an address
     */
    public static String hostName(String text) {
        if (isAddress(text)) {
            return InetAddress.ofLiteral(text).getHostAddress();
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        try {
            return new SNIHostName(name).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has '" + text + "', which is neither a host name nor an address", e);
        }
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A certificate for a host name, or for an address.
     *
     * @param authorities issue it
     * @param own shows our certificate, if we are asked; null for none
     * @throws IllegalArgumentException as {@link #hostName}
     */
    public static TlsIdentity byName(
            String hostName,
            X509TrustManager authorities,
            @Nullable X509ExtendedKeyManager own,
            ApplicationProtocol applicationProtocol) {
        String name = hostName(hostName);
        return new TlsIdentity(authorities, own, name, applicationProtocol, "name " + name);
    }

    /**
     * A certificate with one of these keys, whoever issued it and for whatever name and time.
     *
     * @param pins SHA-256 over the SubjectPublicKeyInfo, in base64 (RFC 7858 §4.2, RFC 7469)
     * @param own shows our certificate, if we are asked; null for none
     */
    public static TlsIdentity byPins(
            Set<String> pins,
            @Nullable X509ExtendedKeyManager own,
            ApplicationProtocol applicationProtocol) {
        return new TlsIdentity(
                new PinnedKeys(pins), own, null, applicationProtocol, "pins " + pins);
    }

    /**
     * Anybody.
     *
     * @param own shows our certificate, if we are asked; null for none
     */
    public static TlsIdentity opportunistic(
            @Nullable X509ExtendedKeyManager own, ApplicationProtocol applicationProtocol) {
        return new TlsIdentity(PinnedKeys.ANYBODY, own, null, applicationProtocol, "opportunistic");
    }

    SSLContext context() {
        return context;
    }

    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setApplicationProtocols(new String[] {APPLICATION_PROTOCOL});
        if (hostName != null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        // RFC 6066 §3: addresses are not indicated.
        if (hostName != null && !isAddress(hostName)) {
            parameters.setServerNames(List.of(new SNIHostName(hostName)));
        }
        return parameters;
    }

    /** The name that the certificate must be for; the address if none is asked for. */
    String hostNameOr(String address) {
        return hostName == null ? address : hostName;
    }

    /** Whether what the server selected will do. */
    boolean accepts(@Nullable String selected) {
        if (selected == null || selected.isEmpty()) {
            return applicationProtocol == ApplicationProtocol.IF_OFFERED;
        }
        return selected.equals(APPLICATION_PROTOCOL);
    }

    @Override
    public String toString() {
        return shown;
    }
}
