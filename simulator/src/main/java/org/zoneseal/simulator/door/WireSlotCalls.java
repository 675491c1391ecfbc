package org.zoneseal.simulator.door;

import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/** Calls about slots, tokens, sessions and logins. */
final class WireSlotCalls {

    private final Cryptoki cryptoki;
    private final Application application;

    WireSlotCalls(Cryptoki cryptoki, Application application) {
        this.cryptoki = cryptoki;
        this.application = application;
    }

    void info(WireReader in, WireWriter out) {
        in.end();
        Cryptoki.DeviceInfo info = cryptoki.info();
        out.text(info.manufacturer()).text(info.description()).u8(info.major()).u8(info.minor());
    }

    void slots(WireReader in, WireWriter out) {
        boolean withTokenOnly = in.flag();
        in.end();
        out.numbers(cryptoki.slots(withTokenOnly));
    }

    void slotInfo(WireReader in, WireWriter out) {
        Cryptoki.SlotInfo info = cryptoki.slotInfo(only(in));
        out.text(info.description()).text(info.manufacturer()).u64(info.flags());
        out.u8(info.hardwareMajor()).u8(info.hardwareMinor());
        out.u8(info.firmwareMajor()).u8(info.firmwareMinor());
    }

    void tokenInfo(WireReader in, WireWriter out) {
        Cryptoki.TokenInfo info = cryptoki.tokenInfo(only(in));
        out.text(info.label()).text(info.manufacturer()).text(info.model()).text(info.serial());
        out.u64(info.flags());
        out.u64(info.maxSessions()).u64(info.sessions());
        out.u64(info.maxWriteSessions()).u64(info.writeSessions());
        out.u64(info.maxPinLength()).u64(info.minPinLength());
        out.u64(info.totalPublicMemory()).u64(info.freePublicMemory());
        out.u64(info.totalPrivateMemory()).u64(info.freePrivateMemory());
        out.u8(info.hardwareMajor()).u8(info.hardwareMinor());
        out.u8(info.firmwareMajor()).u8(info.firmwareMinor());
        out.text(info.utcTime());
    }

    void mechanisms(WireReader in, WireWriter out) {
        out.numbers(cryptoki.mechanisms(only(in)));
    }

    void mechanismInfo(WireReader in, WireWriter out) {
        long slot = in.u64();
        Cryptoki.MechanismInfo info = cryptoki.mechanismInfo(slot, only(in));
        out.u64(info.minKeySize()).u64(info.maxKeySize()).u64(info.flags());
    }

    void initToken(WireReader in) {
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

    void openSession(WireReader in, WireWriter out) {
        long slot = in.u64();
        out.u64(cryptoki.openSession(slot, only(in)));
    }

    void closeSession(WireReader in) {
        cryptoki.closeSession(only(in));
    }

    void closeAllSessions(WireReader in) {
        cryptoki.closeAllSessions(only(in));
    }

    void sessionInfo(WireReader in, WireWriter out) {
        Cryptoki.SessionInfo info = cryptoki.sessionInfo(only(in));
        out.u64(info.slot()).u64(info.state()).u64(info.flags()).u64(info.deviceError());
    }

    void initPin(WireReader in) {
        long session = in.u64();
        byte[] pin = in.bytes();
        try {
            in.end();
            cryptoki.initPin(session, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    void setPin(WireReader in) {
        long session = in.u64();
        byte[] oldPin = in.bytes();
        try {
            setPin(session, oldPin, in);
        } finally {
            Secrets.wipe(oldPin);
        }
    }

    private void setPin(long session, byte[] oldPin, WireReader in) {
        byte[] newPin = in.bytes();
        try {
            in.end();
            cryptoki.setPin(session, oldPin, newPin);
        } finally {
            Secrets.wipe(newPin);
        }
    }

    void login(WireReader in, WireWriter out) {
        long session = in.u64();
        long userType = in.u64();
        byte[] pin = in.bytes();
        try {
            in.end();
            out.bytes(cryptoki.login(session, userType, pin));
            application.loggedIn();
        } finally {
            Secrets.wipe(pin);
        }
    }

    /** A slot has one user of each kind, so a name tells nothing new: only none is taken. */
    void loginUser(WireReader in, WireWriter out) {
        long session = in.u64();
        long userType = in.u64();
        byte[] pin = in.bytes();
        try {
            String name = in.text();
            in.end();
            requireNoName(name);
            out.bytes(cryptoki.login(session, userType, pin));
            application.loggedIn();
        } finally {
            Secrets.wipe(pin);
        }
    }

    static void requireNoName(String name) {
        if (!name.isEmpty()) {
            throw new CryptokiException(
                    Ckr.FUNCTION_NOT_SUPPORTED,
                    "a slot has one user; log in without a user name, or with C_Login");
        }
    }

    void logout(WireReader in) {
        cryptoki.logout(only(in));
    }

    void resume(WireReader in, WireWriter out) {
        long session = in.u64();
        byte[] secret = in.bytes();
        try {
            in.end();
            out.bytes(cryptoki.resume(session, secret));
            application.loggedIn();
        } finally {
            Secrets.wipe(secret);
        }
    }

    void cancel(WireReader in) {
        long session = in.u64();
        cryptoki.cancel(session, only(in));
    }

    private static long only(WireReader in) {
        long number = in.u64();
        in.end();
        return number;
    }
}
