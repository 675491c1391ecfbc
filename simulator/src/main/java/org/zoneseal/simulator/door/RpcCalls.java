package org.zoneseal.simulator.door;

import org.zoneseal.simulator.token.Cryptoki;

/** Which call of p11-kit's RPC does what. */
final class RpcCalls {

    private final RpcSlotCalls slots;
    private final RpcObjectCalls objects;
    private final RpcOperationCalls operations;
    private final RpcKeyCalls keys;

    RpcCalls(Line line, Application application, int version) {
        Cryptoki cryptoki = application.inside().cryptoki();
        this.slots = new RpcSlotCalls(cryptoki, application, version);
        this.objects = new RpcObjectCalls(cryptoki, line);
        this.operations = new RpcOperationCalls(cryptoki, line);
        this.keys = new RpcKeyCalls(cryptoki);
    }

    void run(RpcCall call, RpcReader in, RpcWriter out) {
        switch (call) {
            case INITIALIZE, FINALIZE -> throw new IllegalStateException("the codec's own");
            case GET_INFO -> slots.info(in, out);
            case GET_SLOT_LIST -> slots.slots(in, out);
            case GET_SLOT_INFO -> slots.slotInfo(in, out);
            case GET_TOKEN_INFO -> slots.tokenInfo(in, out);
            case GET_MECHANISM_LIST -> slots.mechanisms(in, out);
            case GET_MECHANISM_INFO -> slots.mechanismInfo(in, out);
            case INIT_TOKEN, INIT_TOKEN_2 -> slots.initToken(in);
            case OPEN_SESSION -> slots.openSession(in, out);
            case CLOSE_SESSION -> slots.closeSession(in);
            case CLOSE_ALL_SESSIONS -> slots.closeAllSessions(in);
            case GET_SESSION_INFO -> slots.sessionInfo(in, out);
            case INIT_PIN -> slots.initPin(in);
            case SET_PIN -> slots.setPin(in);
            case LOGIN -> slots.login(in);
            case LOGIN_USER -> slots.loginUser(in);
            case LOGOUT -> slots.logout(in);
            case SESSION_CANCEL -> slots.cancel(in);
            case WAIT_FOR_SLOT_EVENT -> slots.waitForEvent(in);
            case GET_OPERATION_STATE -> operations.getState(in);
            case SET_OPERATION_STATE -> operations.setState(in);
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
            case GENERATE_KEY -> keys.generateKey(in, out);
            case GENERATE_KEY_PAIR -> keys.generateKeyPair(in, out);
            case WRAP_KEY -> keys.wrap(in, out);
            case UNWRAP_KEY -> keys.unwrap(in, out);
            case DERIVE_KEY -> keys.derive(in, out);
        }
    }
}
