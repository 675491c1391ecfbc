package org.zoneseal.simulator.door;

import java.nio.charset.StandardCharsets;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/** p11-kit's calls about slots, tokens, sessions and logins. */
final class RpcSlotCalls {

    private static final int LONG_FIELD = 64;
    private static final int FIELD = 32;
    private static final int SHORT_FIELD = 16;

    private final Cryptoki cryptoki;
    private final Application application;
    private final boolean hasVersion3;

    RpcSlotCalls(Cryptoki cryptoki, Application application, int version) {
        this.cryptoki = cryptoki;
        this.application = application;
        this.hasVersion3 = version > 0;
    }

    void info(RpcReader in, RpcWriter out) {
        in.end();
        Cryptoki.DeviceInfo info = cryptoki.info();
        out.version(hasVersion3 ? 3 : 2, hasVersion3 ? 0 : 40)
                .padded(info.manufacturer(), FIELD)
                .u64(0)
                .padded(info.description(), FIELD)
                .version(info.major(), info.minor());
    }

    void slots(RpcReader in, RpcWriter out) {
        boolean withTokenOnly = in.u8() != 0;
        long room = in.count();
        in.end();
        out.numbers(cryptoki.slots(withTokenOnly), room);
    }

    void slotInfo(RpcReader in, RpcWriter out) {
        Cryptoki.SlotInfo info = cryptoki.slotInfo(in.last());
        out.padded(info.description(), LONG_FIELD)
                .padded(info.manufacturer(), FIELD)
                .u64(info.flags())
                .version(info.hardwareMajor(), info.hardwareMinor())
                .version(info.firmwareMajor(), info.firmwareMinor());
    }

    void tokenInfo(RpcReader in, RpcWriter out) {
        Cryptoki.TokenInfo info = cryptoki.tokenInfo(in.last());
        out.padded(info.label(), FIELD)
                .padded(info.manufacturer(), FIELD)
                .padded(info.model(), SHORT_FIELD)
                .padded(info.serial(), SHORT_FIELD)
                .u64(info.flags())
                .u64(info.maxSessions())
                .u64(info.sessions())
                .u64(info.maxWriteSessions())
                .u64(info.writeSessions())
                .u64(info.maxPinLength())
                .u64(info.minPinLength())
                .u64(info.totalPublicMemory())
                .u64(info.freePublicMemory())
                .u64(info.totalPrivateMemory())
                .u64(info.freePrivateMemory())
                .version(info.hardwareMajor(), info.hardwareMinor())
                .version(info.firmwareMajor(), info.firmwareMinor())
                .padded(info.utcTime(), SHORT_FIELD);
    }

    void mechanisms(RpcReader in, RpcWriter out) {
        long slot = in.u64();
        long room = in.count();
        in.end();
        out.numbers(cryptoki.mechanisms(slot), room);
    }

    void mechanismInfo(RpcReader in, RpcWriter out) {
        long slot = in.u64();
        Cryptoki.MechanismInfo info = cryptoki.mechanismInfo(slot, in.last());
        out.u64(info.minKeySize()).u64(info.maxKeySize()).u64(info.flags());
    }

    void initToken(RpcReader in) {
        long slot = in.u64();
        byte[] pin = in.bytes();
        try {
            String label = in.text();
            in.end();
            cryptoki.initToken(slot, pin, label);
        } finally {
            Secrets.wipe(pin);
        }
    }

    void openSession(RpcReader in, RpcWriter out) {
        long slot = in.u64();
        out.u64(cryptoki.openSession(slot, in.last()));
    }

    void closeSession(RpcReader in) {
        cryptoki.closeSession(in.last());
    }

    void closeAllSessions(RpcReader in) {
        cryptoki.closeAllSessions(in.last());
    }

    void sessionInfo(RpcReader in, RpcWriter out) {
        Cryptoki.SessionInfo info = cryptoki.sessionInfo(in.last());
        out.u64(info.slot()).u64(info.state()).u64(info.flags()).u64(info.deviceError());
    }

    void initPin(RpcReader in) {
        long session = in.u64();
        byte[] pin = in.bytes();
        try {
            in.end();
            cryptoki.initPin(session, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    void setPin(RpcReader in) {
        long session = in.u64();
        byte[] oldPin = in.bytes();
        try {
            setPin(session, oldPin, in);
        } finally {
            Secrets.wipe(oldPin);
        }
    }

    private void setPin(long session, byte[] oldPin, RpcReader in) {
        byte[] newPin = in.bytes();
        try {
            in.end();
            cryptoki.setPin(session, oldPin, newPin);
        } finally {
            Secrets.wipe(newPin);
        }
    }

    void login(RpcReader in) {
        long session = in.u64();
        long userType = in.u64();
        byte[] pin = in.bytes();
        try {
            in.end();
            login(session, userType, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    void loginUser(RpcReader in) {
        long session = in.u64();
        long userType = in.u64();
        byte[] pin = in.bytes();
        try {
            String name = new String(in.bytes(), StandardCharsets.UTF_8);
            in.end();
            WireSlotCalls.requireNoName(name);
            login(session, userType, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    /** This protocol has no way to use a resume secret; it ends with the application. */
    private void login(long session, long userType, byte[] pin) {
        cryptoki.login(session, userType, pin);
        application.loggedIn();
    }

    void logout(RpcReader in) {
        cryptoki.logout(in.last());
    }

    void cancel(RpcReader in) {
        long session = in.u64();
        cryptoki.cancel(session, in.last());
    }

    /** Slots do not come and go; waiting would hold up all threads of the client. */
    void waitForEvent(RpcReader in) {
        long flags = in.last();
        throw (flags & Ckf.DONT_BLOCK) != 0
                ? new CryptokiException(Ckr.NO_EVENT, "nothing has happened to any slot")
                : new CryptokiException(
                        Ckr.FUNCTION_NOT_SUPPORTED, "slots of this HSM do not come and go");
    }
}
