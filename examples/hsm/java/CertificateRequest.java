import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.zoneseal.jce.HsmKeyParameterSpec;
import org.zoneseal.jce.ZonesealProvider;

/**
 * Makes a key pair that stays in the HSM under a name, and prints a certificate request (PKCS#10,
 * RFC 2986) that is signed by it.
 *
 * <pre>java -cp JARS CertificateRequest.java "address=unix:…;slot=1;pin-file=…" web CN=www.example.com</pre>
 */
public final class CertificateRequest {

    /** OBJECT IDENTIFIER ecdsa-with-SHA256. */
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    public static void main(String[] arguments) throws Exception {
        Provider hsm = new ZonesealProvider().configure(arguments[0]);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", hsm);
        generator.initialize(
                new HsmKeyParameterSpec(arguments[1], new ECGenParameterSpec("secp256r1")));
        KeyPair pair = generator.generateKeyPair();
        byte[] request = request(pair, new X500Principal(arguments[2]), hsm);
        System.out.println("-----BEGIN CERTIFICATE REQUEST-----");
        System.out.println(
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request));
        System.out.println("-----END CERTIFICATE REQUEST-----");
    }

    private static byte[] request(KeyPair pair, X500Principal subject, Provider hsm)
            throws Exception {
        byte[] info =
                der(
                        0x30,
                        new byte[] {0x02, 0x01, 0x00},
                        subject.getEncoded(),
                        pair.getPublic().getEncoded(),
                        new byte[] {(byte) 0xa0, 0x00});
        Signature signature = Signature.getInstance("SHA256withECDSA", hsm);
        signature.initSign(pair.getPrivate());
        signature.update(info);
        byte[] bits = der(0x03, new byte[1], signature.sign());
        return der(0x30, info, der(0x30, ECDSA_WITH_SHA256), bits);
    }

    /** A DER value: tag, length, content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        if (content.size() >= 0x80) {
            value.write(0x82);
            value.write(content.size() >> 8);
        }
        value.write(content.size());
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }
}
