package org.zoneseal.simulator.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.AesCipherScheme;

/**
 * An active encryption or decryption.
 *
 * <p>What does not fit into the caller's buffer is asked for again, so a one-shot call begins anew
 * each time, and the end of a multi-part one is kept until it is fetched.
 */
final class CipherOperation implements Operation {

    /** What the operation is made of. */
    interface Engine {

        /** Whether its key is private. */
        boolean needsLogin();

        /** How much at most becomes of {@code length} bytes in one piece. */
        long bound(long length);

        /** Everything in one piece. */
        byte[] whole(byte[] data);

        /**
         * Begins a multi-part operation.
         *
         * @throws CryptokiException CKR_OPERATION_NOT_INITIALIZED if there is none
         */
        AesCipherScheme.Run begin();
    }

    private final long flag;
    private final Engine engine;
    private final MemoryBudget memory;
    private long keptBytes;
    private final boolean mustAuthenticate;
    private boolean authenticated;
    private AesCipherScheme.@Nullable Run run;
    private byte @Nullable [] last;
    private boolean handedOut;

    CipherOperation(long flag, Engine engine, MemoryBudget memory, boolean mustAuthenticate) {
        this.memory = memory;
        this.flag = flag;
        this.engine = engine;
        this.mustAuthenticate = mustAuthenticate;
    }

    @Override
    public long flag() {
        return flag;
    }

    @Override
    public boolean needsLogin() {
        return engine.needsLogin();
    }

    boolean isEncryption() {
        return flag == Ckf.ENCRYPT;
    }

    boolean mustAuthenticate() {
        return mustAuthenticate;
    }

    void authenticate() {
        authenticated = true;
    }

    boolean inParts() {
        return run != null;
    }

    /** Returns a null-bytes output where there was no room; the operation goes on then. */
    Cryptoki.Output whole(byte[] data, long room) {
        checkAuthenticated();
        long bound = engine.bound(data.length);
        if (room == Cryptoki.SIZE_ONLY || isEncryption() && room < bound) {
            return new Cryptoki.Output(null, bound);
        }
        byte[] out = engine.whole(data);
        if (fits(out, room)) {
            return new Cryptoki.Output(out, out.length);
        }
        Arrays.fill(out, (byte) 0);
        return new Cryptoki.Output(null, out.length);
    }

    Cryptoki.Output update(byte[] part, long room) {
        checkAuthenticated();
        AesCipherScheme.Run running = run;
        if (running == null) {
            running = engine.begin();
            run = running;
        }
        long bound = running.updateBound(part.length);
        if (room == Cryptoki.SIZE_ONLY || room < bound && room < running.updateSize(part.length)) {
            return new Cryptoki.Output(null, bound);
        }
        if (running.keepsAll()) {
            memory.take(part.length);
            keptBytes += part.length;
        }
        byte[] out = running.update(part);
        return new Cryptoki.Output(out, out.length);
    }

    Cryptoki.Output finish(long room) {
        checkAuthenticated();
        AesCipherScheme.Run running = run;
        if (running == null) {
            running = engine.begin();
            run = running;
        }
        byte[] ended = last;
        if (ended == null) {
            if (room == Cryptoki.SIZE_ONLY) {
                return new Cryptoki.Output(null, running.updateBound(0));
            }
            ended = running.finish(new byte[0]);
            last = ended;
        }
        handedOut = fits(ended, room);
        return new Cryptoki.Output(handedOut ? ended : null, ended.length);
    }

    @Override
    public void end() {
        memory.giveBack(keptBytes);
        keptBytes = 0;
        byte[] kept = last;
        if (kept != null && !handedOut) {
            Arrays.fill(kept, (byte) 0);
        }
    }

    private void checkAuthenticated() {
        if (mustAuthenticate && !authenticated) {
            throw new CryptokiException(
                    Ckr.USER_NOT_LOGGED_IN,
                    "the key asks for the PIN each time: C_Login with CKU_CONTEXT_SPECIFIC");
        }
    }

    private static boolean fits(byte[] out, long room) {
        return room != Cryptoki.SIZE_ONLY && room >= out.length;
    }
}
