package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.zoneseal.simulator.device.CryptokiException;

/** What a call answers. */
final class Returns {

    private Returns() {}

    static void assertReturns(long returnValue, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CryptokiException.class,
                        e ->
                                assertThat("0x" + Long.toHexString(e.returnValue()))
                                        .as(e.getMessage())
                                        .isEqualTo("0x" + Long.toHexString(returnValue)));
    }
}
