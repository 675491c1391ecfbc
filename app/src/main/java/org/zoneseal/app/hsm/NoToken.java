package org.zoneseal.app.hsm;

import java.lang.reflect.Proxy;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.token.Cryptoki;

/** Stands where the token will: refuses every call. */
final class NoToken {

    private NoToken() {}

    static Cryptoki proxy() {
        return (Cryptoki)
                Proxy.newProxyInstance(
                        NoToken.class.getClassLoader(),
                        new Class<?>[] {Cryptoki.class},
                        (_, method, _) -> {
                            if (method.getName().equals("end")) {
                                return null;
                            }
                            throw new CryptokiException(
                                    Ckr.FUNCTION_NOT_SUPPORTED, "there is no PKCS#11 yet");
                        });
    }
}
