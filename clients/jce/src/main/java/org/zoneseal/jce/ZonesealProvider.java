package org.zoneseal.jce;

import java.io.IOException;
import java.security.AuthProvider;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;

/**
 * The JCE provider "Zoneseal": keys in the software HSM behind the JDK's own interfaces.
 *
 * <p>Made without an argument, it is told by {@link #configure} where its HSM is: the name of a
 * file, or settings such as {@code address=unix:/run/zoneseal/hsm.socket;slot=0}. Each configured
 * provider has a connection and a login of its own, to one slot. Nothing is connected to before it
 * is needed.
 *
 * <p>A JDK program needs no more of it: once it is installed, {@code
 * KeyStore.getInstance("ZONESEAL")} has the keys, and whatever is started with one of them comes
 * here by itself.
 */
public final class ZonesealProvider extends AuthProvider {

    static final String NAME = "Zoneseal";
    private static final String VERSION = "1.0";

    private final transient HsmAccess access;
    private transient @Nullable CallbackHandler handler;

    /** A provider that has to be configured before it can do anything. */
    public ZonesealProvider() {
        this(HsmAccess.none());
    }

    private ZonesealProvider(HsmAccess access) {
        super(NAME, VERSION, "Zoneseal software HSM: keys stay inside");
        this.access = access;
        ServiceTable.of(access, this::logInFor)
                .forEach((type, services) -> services.forEach(s -> putService(s.in(this, type))));
    }

    /**
     * A provider for the HSM and slot that an argument names.
     *
     * @throws InvalidParameterException with everything that is wrong with it
     */
    @Override
    public ZonesealProvider configure(String argument) {
        return new ZonesealProvider(HsmAccess.of(ProviderConfiguration.of(argument)));
    }

    @Override
    public boolean isConfigured() {
        return access.isConfigured();
    }

    /**
     * Logs in to the slot, with the configured PIN file or the PIN that a callback gives.
     *
     * @param subject not used: the login is the provider's
     */
    @Override
    public void login(@Nullable Subject subject, @Nullable CallbackHandler given)
            throws LoginException {
        try {
            byte[] pin = access.pinFromFile().orElse(null);
            access.login(pin != null ? pin : asked(given != null ? given : handler));
        } catch (IOException e) {
            throw failure(e);
        } catch (HsmClientException e) {
            throw failure(e);
        }
    }

    private static LoginException failure(Exception e) {
        LoginException failure = new FailedLoginException(String.valueOf(e.getMessage()));
        failure.initCause(e);
        return failure;
    }

    /** Logs out; keys of the key store are of no use until somebody logs in again. */
    @Override
    public void logout() throws LoginException {
        try {
            access.logout();
        } catch (HsmClientException e) {
            throw failure(e);
        }
    }

    @Override
    public void setCallbackHandler(@Nullable CallbackHandler given) {
        handler = given;
    }

    /** Logs in as a key store asks for it: with a PIN, a callback, or what was set up before. */
    private void logInFor(KeyStore.@Nullable ProtectionParameter protection) throws IOException {
        if (protection == null) {
            logInIfSetUp();
        } else if (protection instanceof KeyStore.PasswordProtection given) {
            logIn(given);
        } else if (protection instanceof KeyStore.CallbackHandlerProtection given) {
            access.login(asked(given.getCallbackHandler()));
        } else {
            throw new IOException(
                    "a PIN or a callback is expected, not " + protection.getClass().getName());
        }
    }

    private void logIn(KeyStore.PasswordProtection given) throws IOException {
        char[] password = given.getPassword();
        if (password == null) {
            logInIfSetUp();
        } else {
            access.login(Pins.of(password));
        }
    }

    /** Without a PIN only what is public can be seen. */
    private void logInIfSetUp() throws IOException {
        CallbackHandler set = handler;
        byte[] pin = access.pinFromFile().orElse(null);
        if (pin != null) {
            access.login(pin);
        } else if (set != null) {
            access.login(asked(set));
        }
    }

    private byte[] asked(@Nullable CallbackHandler whom) throws IOException {
        if (whom == null) {
            throw new IOException("nobody to ask for the PIN: no callback handler is set");
        }
        PasswordCallback question =
                new PasswordCallback("PIN of " + access.slot().description().label() + ": ", false);
        try {
            whom.handle(new Callback[] {question});
            char[] typed = question.getPassword();
            if (typed == null) {
                throw new IOException("no PIN was given");
            }
            byte[] pin = Pins.of(typed);
            Arrays.fill(typed, '\0');
            return pin;
        } catch (UnsupportedCallbackException e) {
            throw new IOException(e);
        } finally {
            question.clearPassword();
        }
    }
}
