package org.zoneseal.simulator.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckc;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.Hash;

/** X.509 certificates and requests for the native API. */
final class NativeCertificates {

    private static final int SERIAL_BITS = 127;
    private static final int CHECK_LENGTH = 3;
    private static final long MAX_DAYS = 36_500;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final Environment environment;
    private final ObjectCalls calls;
    private final SignatureCalls signatures;

    NativeCertificates(Environment environment, ObjectCalls calls, SignatureCalls signatures) {
        this.environment = environment;
        this.calls = calls;
        this.signatures = signatures;
    }

    Value list(NativeArguments arguments) {
        List<Value> found = new ArrayList<>();
        for (TokenObject object : environment.tokenObjects().of(arguments.slot()).all()) {
            if (object.kind().objectClass() == Cko.CERTIFICATE && !object.isPrivate()) {
                found.add(describe(object));
            }
        }
        return new Value.ListOf(found);
    }

    Value store(NativeArguments arguments) {
        int slot = arguments.slot();
        X509Certificate certificate = parse(arguments.bytes("certificate"));
        byte[] encoded = encoded(certificate);
        byte[] publicInfo = certificate.getPublicKey().getEncoded();
        List<Attribute> attributes =
                List.of(
                        Attribute.number(Cka.CLASS, Cko.CERTIFICATE),
                        Attribute.number(Cka.CERTIFICATE_TYPE, Ckc.X_509),
                        Attribute.flag(Cka.TOKEN, true),
                        Attribute.bytes(Cka.LABEL, NativeArguments.utf8(arguments.text("name"))),
                        Attribute.bytes(
                                Cka.SUBJECT, certificate.getSubjectX500Principal().getEncoded()),
                        Attribute.bytes(
                                Cka.ISSUER, certificate.getIssuerX500Principal().getEncoded()),
                        Attribute.bytes(Cka.SERIAL_NUMBER, integer(certificate.getSerialNumber())),
                        Attribute.bytes(Cka.ID, keyId(slot, publicInfo)),
                        Attribute.bytes(Cka.PUBLIC_KEY_INFO, publicInfo),
                        date(Cka.START_DATE, certificate.getNotBefore().toInstant()),
                        date(Cka.END_DATE, certificate.getNotAfter().toInstant()),
                        Attribute.bytes(
                                Cka.CHECK_VALUE,
                                Arrays.copyOf(Hash.SHA1.digest().digest(encoded), CHECK_LENGTH)),
                        Attribute.bytes(Cka.VALUE, encoded));
        Session session = NativeKeys.session(slot);
        Draft draft =
                Draft.of(
                        ObjectKind.of(Cko.CERTIFICATE, Ckc.X_509),
                        attributes,
                        Origin.CREATED,
                        session);
        TokenObject stored =
                calls.store(
                                "certificate.imported",
                                0,
                                session,
                                List.of(new Vault.NewObject(draft.finish().list(), new byte[0])),
                                new byte[0])
                        .getFirst();
        return new Value.Fields().put("id", stored.id()).map();
    }

    Value export(NativeArguments arguments) {
        TokenObject object = object(arguments);
        if (object.kind().objectClass() != Cko.CERTIFICATE || object.isPrivate()) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID, "the object " + object.id() + " is no certificate");
        }
        return new Value.Fields().put("certificate", object.attributes().bytes(Cka.VALUE)).map();
    }

    Value request(NativeArguments arguments) {
        TokenObject key = key(arguments);
        try {
            byte[] request =
                    new PKCS10CertificationRequestBuilder(subject(arguments), publicInfo(key))
                            .build(new KeySigner(signatures, new HeldObject(key)))
                            .getEncoded();
            calls.audit("certificate.requested", key);
            return new Value.Fields().put("request", request).map();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Value selfSign(NativeArguments arguments) {
        TokenObject key = key(arguments);
        long days = arguments.number("days", 365);
        if (days < 1 || days > MAX_DAYS) {
            throw arguments.wrong("days", "from 1 to " + MAX_DAYS);
        }
        X500Name subject = subject(arguments);
        Instant now = environment.clock().instant();
        try {
            byte[] certificate =
                    new X509v3CertificateBuilder(
                                    subject,
                                    new BigInteger(SERIAL_BITS, environment.random())
                                            .add(BigInteger.ONE),
                                    Date.from(now),
                                    Date.from(now.plus(Duration.ofDays(days))),
                                    subject,
                                    publicInfo(key))
                            .build(new KeySigner(signatures, new HeldObject(key)))
                            .getEncoded();
            calls.audit("certificate.self-signed", key);
            return new Value.Fields().put("certificate", certificate).map();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TokenObject object(NativeArguments arguments) {
        TokenObject object =
                environment.tokenObjects().of(arguments.slot()).byId(arguments.text("id"));
        if (object == null || object.isPrivate() && !arguments.slots().test(object.slot())) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID,
                    "slot " + arguments.slot() + " has no object " + arguments.text("id"));
        }
        return object;
    }

    private TokenObject key(NativeArguments arguments) {
        TokenObject key = object(arguments);
        if (!key.kind().isPrivateKey()) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "the object " + key.id() + " is no private key");
        }
        return key;
    }

    private static SubjectPublicKeyInfo publicInfo(TokenObject key) {
        return SubjectPublicKeyInfo.getInstance(key.attributes().bytes(Cka.PUBLIC_KEY_INFO));
    }

    private static X500Name subject(NativeArguments arguments) {
        try {
            return new X500Name(arguments.text("subject"));
        } catch (IllegalArgumentException e) {
            throw arguments.wrong("subject", "a name such as CN=www.example.com,O=Example");
        }
    }

    /** The id of the key that the certificate is for, so that programs find both together. */
    private byte[] keyId(int slot, byte[] publicInfo) {
        for (TokenObject object : environment.tokenObjects().of(slot).all()) {
            if (object.kind().isPrivateKey()
                    && Arrays.equals(publicInfo, object.attributes().bytes(Cka.PUBLIC_KEY_INFO))) {
                return object.attributes().bytes(Cka.ID);
            }
        }
        return new byte[0];
    }

    /** What is no certificate, whatever its class says, is listed without names. */
    private static Value describe(TokenObject object) {
        Value.Fields fields =
                new Value.Fields()
                        .put("id", object.id())
                        .put(
                                "name",
                                new String(
                                        object.attributes().bytes(Cka.LABEL),
                                        StandardCharsets.UTF_8));
        try {
            X509Certificate certificate = parse(object.attributes().bytes(Cka.VALUE));
            return fields.put("subject", certificate.getSubjectX500Principal().getName())
                    .put("issuer", certificate.getIssuerX500Principal().getName())
                    .put("not-after", certificate.getNotAfter().toInstant().toString())
                    .map();
        } catch (CryptokiException e) {
            return fields.put("subject", "").put("issuer", "").put("not-after", "").map();
        }
    }

    /** DER or PEM. */
    private static X509Certificate parse(byte[] certificate) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate));
        } catch (CertificateException e) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "this is not an X.509 certificate in DER or PEM");
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] integer(BigInteger number) {
        try {
            return new ASN1Integer(number).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Attribute date(long type, Instant instant) {
        return Attribute.bytes(type, DATE.format(instant).getBytes(StandardCharsets.US_ASCII));
    }
}
