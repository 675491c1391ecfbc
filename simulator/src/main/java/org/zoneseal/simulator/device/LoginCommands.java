package org.zoneseal.simulator.device;

import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** The commands that begin with {@code login.}, {@code logout} and {@code session.}. */
final class LoginCommands {

    private static final long CHALLENGE_LIFE_MILLIS = 60_000;

    private final DeviceCore core;
    private final Logins logins;

    LoginCommands(DeviceCore core, Logins logins) {
        this.core = core;
        this.logins = logins;
    }

    void register(Commands commands) {
        commands.register(
                "login.password", Need.NOTHING, List.of("user", "password"), this::password);
        commands.register("login.challenge", Need.NOTHING, List.of("user"), this::challenge);
        commands.register(
                "login.response", Need.NOTHING, List.of("user", "signature"), this::response);
        commands.register("logout", Need.NOTHING, List.of("user"), this::logout);
        commands.register("session.show", Need.NOTHING, List.of(), call -> show(session(call)));
    }

    private Value password(CommandCall call) {
        String user = call.text("user");
        logins.password(user, call.bytes("password"), call.peer());
        return entered(session(call), user);
    }

    private Value challenge(CommandCall call) {
        byte[] challenge = new byte[KeyFiles.CHALLENGE_LENGTH];
        core.random().nextBytes(challenge);
        long until = core.clock().millis() + CHALLENGE_LIFE_MILLIS;
        session(call).challenge(call.text("user"), challenge, until);
        return new Value.Fields()
                .put("challenge", challenge)
                .put("device-id", core.deviceId())
                .map();
    }

    private Value response(CommandCall call) {
        String user = call.text("user");
        byte[] challenge = session(call).takeChallenge(user);
        byte[] signed = KeyFiles.signed(core.deviceId(), challenge);
        logins.signature(user, signed, call.bytes("signature"), call.peer());
        return entered(session(call), user);
    }

    private static Value entered(Session session, String user) {
        session.loggedIn(user);
        return new Value.Fields()
                .put("user", user)
                .put("permissions", session.permissions().toString())
                .map();
    }

    private Value logout(CommandCall call) {
        if (call.has("user")) {
            session(call).logout(call.text("user"));
        } else {
            List.copyOf(session(call).users()).forEach(session(call)::logout);
        }
        return Value.Nothing.NOTHING;
    }

    private static Value show(Session session) {
        List<Value> users = session.users().stream().<Value>map(Value.Text::new).toList();
        return new Value.Fields()
                .put("users", users)
                .put("permissions", session.permissions().toString())
                .map();
    }

    static Session session(CommandCall call) {
        if (call.session() instanceof Session session) {
            return session;
        }
        throw new CryptokiException(Ckr.FUNCTION_FAILED, "not a session of this device");
    }
}
