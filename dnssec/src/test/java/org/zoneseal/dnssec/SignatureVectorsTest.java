package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/** The signed records of RFC 5702, RFC 6605 and RFC 8080, and what must not pass for one. */
class SignatureVectorsTest {

    record Vector(
            String name,
            Dnskey key,
            int keyTag,
            String owner,
            int type,
            byte[] rdata,
            long expiration,
            long inception,
            String signature) {

        String signer() {
            return owner.startsWith("www.") ? owner.substring(4) : owner;
        }

        byte[] rrsig() {
            return Rdata.of()
                    .u16(type)
                    .u8(key.algorithm(), Name.parse(owner).labelCount())
                    .u32(3600)
                    .u32(expiration)
                    .u32(inception)
                    .u16(keyTag)
                    .name(signer())
                    .base64(signature)
                    .bytes();
        }

        boolean verifies(byte[] rrsigData, byte[] data) {
            return SignatureVectorsTest.verifies(key, rrsigData, owner, data);
        }

        /** Whether a verifier takes the signature with one of its bits changed, or none. */
        boolean verifies(SignatureVerifier verifier, int change) {
            byte[] data = rrsig();
            data[data.length - 1] ^= (byte) change;
            Rrsig rrsig = new Rrsig();
            SignedData signed = new SignedData();
            byte[] name = Name.parse(owner).toWire();
            assertThat(rrsig.wrap(data, 0, data.length)).isTrue();
            assertThat(signed.begin(rrsig, name, 0, name.length)).isTrue();
            signed.add(rdata, 0, rdata.length);
            return verifier.verify(
                    signed.bytes(),
                    0,
                    signed.length(),
                    data,
                    rrsig.signatureOffset(),
                    rrsig.signatureLength());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final Vector RSA_SHA256 =
            new Vector(
                    "RFC 5702 §6.1 RSASHA256",
                    Rdata.key(
                            256,
                            8,
                            "AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgt"
                                    + "vd4Qs8PkxUdp6p/DlUmObdk="),
                    9033,
                    "www.example.net.",
                    RecordType.A,
                    new byte[] {(byte) 192, 0, 2, 91},
                    1893456000L,
                    946684800L,
                    "kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lP"
                            + "tPiVYP4bwg==");

    static final Vector RSA_SHA512 =
            new Vector(
                    "RFC 5702 §6.2 RSASHA512",
                    Rdata.key(
                            256,
                            10,
                            "AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQuj"
                                    + "X/AyhqFDxj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpz"
                                    + "tNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL"),
                    3740,
                    "www.example.net.",
                    RecordType.A,
                    new byte[] {(byte) 192, 0, 2, 91},
                    1893456000L,
                    946684800L,
                    "tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep9"
                            + "4PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9Sa"
                            + "9ZXIbNl1MBGk0fthPgxdDLw=");

    static final Vector P256 =
            new Vector(
                    "RFC 6605 §6.1 ECDSAP256SHA256",
                    Rdata.key(
                            257,
                            13,
                            "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MA"
                                    + "nLr+Wi9xMWyQLc8NAA=="),
                    55648,
                    "www.example.net.",
                    RecordType.A,
                    new byte[] {(byte) 192, 0, 2, 1},
                    1284026679L,
                    1281607479L,
                    "qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7Zwm"
                            + "wWep666VCw==");

    static final Vector P384 =
            new Vector(
                    "RFC 6605 §6.2 ECDSAP384SHA384",
                    Rdata.key(
                            257,
                            14,
                            "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ"
                                    + "6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40"),
                    10771,
                    "www.example.net.",
                    RecordType.A,
                    new byte[] {(byte) 192, 0, 2, 1},
                    1284027625L,
                    1281608425L,
                    "/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbav"
                            + "RKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm");

    static final Vector ED25519 =
            new Vector(
                    "RFC 8080 §6.1 ED25519",
                    Rdata.key(257, 15, "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="),
                    3613,
                    "example.com.",
                    RecordType.MX,
                    Rdata.of().u16(10).name("mail.example.com.").bytes(),
                    1440021600L,
                    1438207200L,
                    "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9Vrbp"
                            + "MngwcrqNAg==");

    static final Vector ED448 =
            new Vector(
                    "RFC 8080 §6.2 ED448",
                    Rdata.key(
                            257,
                            16,
                            "3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm"
                                    + "1MDpJtIA"),
                    9713,
                    "example.com.",
                    RecordType.MX,
                    Rdata.of().u16(10).name("mail.example.com.").bytes(),
                    1440021600L,
                    1438207200L,
                    "3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSA"
                            + "xGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJ"
                            + "lwEA");

    static final Stream<Vector> vectors() {
        return Stream.of(RSA_SHA256, RSA_SHA512, P256, P384, ED25519, ED448);
    }

    static boolean verifies(Dnskey key, byte[] rrsigData, String owner, byte[]... rdatas) {
        Rrsig rrsig = new Rrsig();
        assertThat(rrsig.wrap(rrsigData, 0, rrsigData.length)).isTrue();
        SignedData data = new SignedData();
        byte[] name = Name.parse(owner).toWire();
        if (!data.begin(rrsig, name, 0, name.length)) {
            return false;
        }
        for (byte[] rdata : rdatas) {
            data.add(rdata, 0, rdata.length);
        }
        return SignatureVerifier.of(key, VerifyPolicy.STANDARD.withSha1().withExperimental())
                .verify(
                        data.bytes(),
                        0,
                        data.length(),
                        rrsigData,
                        rrsig.signatureOffset(),
                        rrsig.signatureLength());
    }

    @SuppressWarnings("unused") // read by name below
    static final Supplier<Stream<Vector>> VECTORS = SignatureVectorsTest::vectors;

    @ParameterizedTest
    @FieldSource("VECTORS")
    void signature_ofTheRfc_isValidAndHasItsKeyTag(Vector vector) {
        assertThat(vector.key().keyTag()).isEqualTo(vector.keyTag());
        assertThat(vector.verifies(vector.rrsig(), vector.rdata())).isTrue();
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void signature_withAnyByteOfTheRrsigChanged_isNotValid(Vector vector) {
        byte[] good = vector.rrsig();
        int signer = Rrsig.FIXED;
        int signature = signer + Name.parse(vector.signer()).wireLength();
        // The type covered is what a record set is found by: it cannot differ here.
        for (int i = 2; i < good.length; i++) {
            if (i >= signer && i < signature) {
                continue;
            }
            byte[] bad = good.clone();
            bad[i] ^= 0x01;
            assertThat(vector.verifies(bad, vector.rdata())).as("byte %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void signature_ofOtherLength_isNotValidAndTheVerifierGoesOn(Vector vector) {
        byte[] good = vector.rrsig();
        for (int length = good.length - 3; length < good.length; length++) {
            assertThat(vector.verifies(Arrays.copyOf(good, length), vector.rdata())).isFalse();
        }
        assertThat(vector.verifies(Arrays.copyOf(good, good.length + 1), vector.rdata())).isFalse();
        SignatureVerifier verifier = SignatureVerifier.of(vector.key(), VerifyPolicy.STANDARD);
        Rrsig rrsig = new Rrsig();
        assertThat(rrsig.wrap(good, 0, good.length)).isTrue();
        SignedData data = new SignedData();
        byte[] owner = Name.parse(vector.owner()).toWire();
        assertThat(data.begin(rrsig, owner, 0, owner.length)).isTrue();
        data.add(vector.rdata(), 0, vector.rdata().length);
        byte[] nothing = new byte[rrsig.signatureLength()];
        byte[] ones = new byte[rrsig.signatureLength()];
        Arrays.fill(ones, (byte) 0xff);
        for (byte[] bad : new byte[][] {nothing, ones}) {
            assertThat(verifier.verify(data.bytes(), 0, data.length(), bad, 0, bad.length))
                    .isFalse();
            assertThat(
                            verifier.verify(
                                    data.bytes(),
                                    0,
                                    data.length(),
                                    good,
                                    rrsig.signatureOffset(),
                                    rrsig.signatureLength()))
                    .isTrue();
        }
    }

    /** What is used where the native provider has no build. */
    @Test
    void signature_withoutTheNativeProvider_isJudgedTheSame() {
        for (Vector vector : vectors().toList()) {
            byte[] key = vector.key().publicKey();
            SignatureVerifier verifier =
                    switch (vector.key().algorithm()) {
                        case 8 -> Verifiers.rsa("SHA256withRSA", key, null);
                        case 10 -> Verifiers.rsa("SHA512withRSA", key, null);
                        case 13 -> Verifiers.ecdsa(Curve.P256, key, null);
                        case 14 -> Verifiers.ecdsa(Curve.P384, key, null);
                        case 15 -> Verifiers.ed25519(key, null);
                        default -> Verifiers.ed448(key);
                    };
            for (int i = 0; i < 3; i++) {
                assertThat(vector.verifies(verifier, 0)).as(vector.name()).isTrue();
                assertThat(vector.verifies(verifier, 1)).as(vector.name()).isFalse();
            }
        }
    }

    /** RFC 4035 §5.3.2: the labels field says which name was signed. */
    @Test
    void signature_ofAWildcard_isThatOfTheNamesItIsExpandedTo() {
        byte[] wildcard = signedBytes("*.example.", 1);
        assertThat(signedBytes("a.b.example.", 1)).isEqualTo(wildcard);
        assertThat(signedBytes("A.example.", 1)).isEqualTo(wildcard);
        assertThat(signedBytes("a.example.", 2)).isNotEqualTo(wildcard);
        assertThat(signedBytes("example.", 2)).isEmpty();
    }

    private static byte[] signedBytes(String owner, int labels) {
        byte[] prefix = new byte[64];
        byte[] signer = Name.parse("EXAMPLE.").toWire();
        int end = Rrsig.writePrefix(prefix, 0, RecordType.A, 13, labels, 60, 2, 1, 9, signer);
        byte[] name = Name.parse(owner).toWire();
        SignedData data = new SignedData();
        if (!data.begin(prefix, 0, end, name, 0, name.length)) {
            return new byte[0];
        }
        data.add(new byte[] {1, 2, 3, 4}, 0, 4);
        byte[] bytes = Arrays.copyOf(data.bytes(), data.length());
        bytes[3] = 0;
        return bytes;
    }

    @Test
    void signature_overNamesInOtherCase_isValid() {
        assertThat(
                        verifies(
                                ED25519.key(),
                                ED25519.rrsig(),
                                "EXAMPLE.com.",
                                Rdata.of().u16(10).name("MAIL.example.COM.").bytes()))
                .isTrue();
    }

    @Test
    void legacyAlgorithm_withoutItsSwitch_isRefused() {
        Dnskey key = new Dnskey(256, 3, 5, RSA_SHA512.key().publicKey());
        assertThatThrownBy(() -> SignatureVerifier.of(key, VerifyPolicy.STANDARD))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("RSASHA1");
        assertThat(SignatureVerifier.of(key, VerifyPolicy.STANDARD.withSha1())).isNotNull();
    }
}
