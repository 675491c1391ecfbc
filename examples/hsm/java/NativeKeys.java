import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.client.NativeKey;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/**
 * The native API: a user logs in, finds a key by its name or makes it, and signs; once, and a
 * thousand times with all of the HSM's processors.
 *
 * <pre>java -cp JARS NativeKeys.java unix:/run/zoneseal/hsm.socket SLOT USER PASSWORD-FILE NAME</pre>
 */
public final class NativeKeys {

    public static void main(String[] arguments) throws Exception {
        HsmAddress address = HsmAddress.parse(arguments[0]);
        long slot = Long.parseLong(arguments[1]);
        try (HsmClient client = HsmClient.connect(address, ClientOptions.defaults("example"))) {
            NativeHsm hsm = new NativeHsm(client, new SecureRandom());
            login(hsm, arguments[2], Path.of(arguments[3]));
            NativeKey key = findOrMake(hsm, slot, arguments[4]);
            sign(key);
            hsm.logout();
        }
    }

    private static void login(NativeHsm hsm, String user, Path passwordFile) throws Exception {
        byte[] line = Files.readAllBytes(passwordFile);
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        byte[] password = Arrays.copyOf(line, end);
        System.out.println("permissions: " + hsm.loginPassword(user, password));
        Arrays.fill(password, (byte) 0);
        Arrays.fill(line, (byte) 0);
    }

    private static NativeKey findOrMake(NativeHsm hsm, long slot, String name) {
        try {
            return hsm.find(slot, name, "1");
        } catch (HsmClientException e) {
            System.out.println("not found, so it is made: " + e.getMessage());
            return hsm.generate(
                    new NativeHsm.KeyRequest(
                            slot, name, "1", "ed25519", 0, NativeHsm.Storage.INTERNAL));
        }
    }

    private static void sign(NativeKey key) throws Exception {
        Mechanism eddsa = Mechanism.of(Ckm.EDDSA);
        List<byte[]> orders = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            orders.add(("order " + i).getBytes());
        }
        byte[] one = key.sign(eddsa, orders.get(0));
        List<byte[]> all = key.signAll(eddsa, orders);
        Signature check = Signature.getInstance("Ed25519");
        for (int i = 0; i < all.size(); i++) {
            check.initVerify(key.publicKey());
            check.update(orders.get(i));
            if (!check.verify(all.get(i))) {
                throw new IllegalStateException("signature " + i + " is wrong");
            }
        }
        System.out.println("one signature of " + one.length + " bytes, then " + all.size());
    }
}
