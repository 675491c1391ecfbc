package org.zoneseal.hsm.pkcs11;

import java.util.Set;

/** A PKCS#11 function answered something else than CKR_OK; becomes an HsmException at the rim. */
final class CkrException extends RuntimeException {

    private final String call;
    private final long answer;

    CkrException(String call, long answer) {
        super(call + ": " + Ckr.nameOf(answer));
        this.call = call;
        this.answer = answer;
    }

    String call() {
        return call;
    }

    long answer() {
        return answer;
    }

    boolean is(Ckr ckr) {
        return ckr.is(answer);
    }

    boolean isOneOf(Set<Ckr> any) {
        return any.stream().anyMatch(this::is);
    }

    static void check(String call, long answer) {
        if (answer != 0) {
            throw new CkrException(call, answer);
        }
    }
}
