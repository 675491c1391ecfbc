package org.zoneseal.dnssec;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;

/** The curves of RFC 6605. */
enum Curve {
    P256("secp256r1", 32, "SHA256"),
    P384("secp384r1", 48, "SHA384");

    private final String javaName;
    private final int bytes;
    private final String hash;

    Curve(String javaName, int bytes, String hash) {
        this.javaName = javaName;
        this.bytes = bytes;
        this.hash = hash;
    }

    /** Bytes of a coordinate, and of r and s. */
    int bytes() {
        return bytes;
    }

    String hash() {
        return hash;
    }

    /**
     * The key of x and y side by side (RFC 6605 §4).
     *
     * @throws UnusableKeyException if that is no point of the curve
     */
    ECPublicKey publicKey(byte[] xy) {
        if (xy.length != 2 * bytes) {
            throw UnusableKeyException.malformed(
                    "a " + this + " key of " + xy.length + " bytes; it has " + 2 * bytes);
        }
        ECPoint point =
                new ECPoint(
                        new BigInteger(1, Arrays.copyOf(xy, bytes)),
                        new BigInteger(1, Arrays.copyOfRange(xy, bytes, 2 * bytes)));
        ECParameterSpec parameters = parameters();
        if (!isOn(parameters.getCurve(), point)) {
            throw UnusableKeyException.malformed("the key is no point of the curve " + this);
        }
        return (ECPublicKey) Verifiers.key("EC", new ECPublicKeySpec(point, parameters));
    }

    private static boolean isOn(EllipticCurve curve, ECPoint point) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return y.multiply(y).mod(p).equals(right);
    }

    private ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(javaName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
            throw new IllegalStateException(javaName + " is part of every JDK", e);
        }
    }
}
