package org.zoneseal.simulator.door;

import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/**
 * Which call of our protocol does what: arguments are read whole, then the call is made, then its
 * answer is written.
 */
final class WireCalls {

    private final Hall hall;
    private final Application application;
    private final WireSlotCalls slots;
    private final WireObjectCalls objects;
    private final WireOperationCalls operations;
    private final WireKeyCalls keys;
    private final WireNativeCalls natives;

    WireCalls(Line line, Hall hall, Application application) {
        Cryptoki cryptoki = application.inside().cryptoki();
        this.hall = hall;
        this.application = application;
        this.slots = new WireSlotCalls(cryptoki, application);
        this.objects = new WireObjectCalls(cryptoki, line);
        this.operations = new WireOperationCalls(cryptoki, line);
        this.keys = new WireKeyCalls(cryptoki);
        this.natives = new WireNativeCalls(application, line);
    }

    /** Makes a call; false if the connection ends with its answer. */
    boolean run(Call call, WireReader in, WireWriter out) {
        if (application.hasEnded()) {
            throw new CryptokiException(
                    Ckr.DEVICE_REMOVED, "the application has ended; begin a new one");
        }
        switch (call) {
            case GET_INFO -> slots.info(in, out);
            case GET_SLOT_LIST -> slots.slots(in, out);
            case GET_SLOT_INFO -> slots.slotInfo(in, out);
            case GET_TOKEN_INFO -> slots.tokenInfo(in, out);
            case GET_MECHANISM_LIST -> slots.mechanisms(in, out);
            case GET_MECHANISM_INFO -> slots.mechanismInfo(in, out);
            case INIT_TOKEN -> slots.initToken(in);
            case OPEN_SESSION -> slots.openSession(in, out);
            case CLOSE_SESSION -> slots.closeSession(in);
            case CLOSE_ALL_SESSIONS -> slots.closeAllSessions(in);
            case GET_SESSION_INFO -> slots.sessionInfo(in, out);
            case INIT_PIN -> slots.initPin(in);
            case SET_PIN -> slots.setPin(in);
            case GET_OPERATION_STATE -> refuse(Ckr.STATE_UNSAVEABLE, "saved");
            case SET_OPERATION_STATE -> refuse(Ckr.SAVED_STATE_INVALID, "restored");
            case LOGIN -> slots.login(in, out);
            case LOGIN_USER -> slots.loginUser(in, out);
            case LOGOUT -> slots.logout(in);
            case RESUME -> slots.resume(in, out);
            case SESSION_CANCEL -> slots.cancel(in);
            case CREATE_OBJECT -> objects.create(in, out);
            case COPY_OBJECT -> objects.copy(in, out);
            case DESTROY_OBJECT -> objects.destroy(in);
            case GET_OBJECT_SIZE -> objects.size(in, out);
            case GET_ATTRIBUTE_VALUE -> objects.attributes(in, out);
            case SET_ATTRIBUTE_VALUE -> objects.setAttributes(in);
            case FIND_OBJECTS_INIT -> objects.findInit(in);
            case FIND_OBJECTS -> objects.find(in, out);
            case FIND_OBJECTS_FINAL -> objects.findFinal(in);
            case ENCRYPT_INIT -> operations.encryptInit(in);
            case ENCRYPT -> operations.encrypt(in, out);
            case ENCRYPT_UPDATE -> operations.encryptUpdate(in, out);
            case ENCRYPT_FINAL -> operations.encryptFinal(in, out);
            case DECRYPT_INIT -> operations.decryptInit(in);
            case DECRYPT -> operations.decrypt(in, out);
            case DECRYPT_UPDATE -> operations.decryptUpdate(in, out);
            case DECRYPT_FINAL -> operations.decryptFinal(in, out);
            case DIGEST_INIT -> operations.digestInit(in);
            case DIGEST -> operations.digest(in, out);
            case DIGEST_UPDATE -> operations.digestUpdate(in);
            case DIGEST_KEY -> operations.digestKey(in);
            case DIGEST_FINAL -> operations.digestFinal(in, out);
            case SIGN_INIT -> operations.signInit(in);
            case SIGN -> operations.sign(in, out);
            case SIGN_UPDATE -> operations.signUpdate(in);
            case SIGN_FINAL -> operations.signFinal(in, out);
            case VERIFY_INIT -> operations.verifyInit(in);
            case VERIFY -> operations.verify(in);
            case VERIFY_UPDATE -> operations.verifyUpdate(in);
            case VERIFY_FINAL -> operations.verifyFinal(in);
            case SEED_RANDOM -> operations.seedRandom(in);
            case GENERATE_RANDOM -> operations.random(in, out);
            case SIGN_ONCE -> operations.signOnce(in, out);
            case SIGN_BATCH -> operations.signBatch(in, out);
            case GENERATE_KEY -> keys.generateKey(in, out);
            case GENERATE_KEY_PAIR -> keys.generateKeyPair(in, out);
            case WRAP_KEY -> keys.wrap(in, out);
            case UNWRAP_KEY -> keys.unwrap(in, out);
            case DERIVE_KEY -> keys.derive(in, out);
            case COMMAND -> natives.command(in, out);
            case NATIVE_SIGN -> natives.sign(in, out);
            case PING -> ping(in, out);
            case END_APPLICATION -> end(in);
        }
        return call != Call.END_APPLICATION;
    }

    private void ping(WireReader in, WireWriter out) {
        in.end();
        out.bytes(hall.instance());
    }

    private void end(WireReader in) {
        in.end();
        hall.applications().end(application);
    }

    private static void refuse(long returnValue, String what) {
        throw new CryptokiException(
                returnValue, "the state of an operation cannot be " + what + " on this HSM");
    }
}
