package org.zoneseal.client;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** A key of the native API: a reference that is good for one client, until the HSM restarts. */
public final class NativeKey {

    /** Enough for all cores of an HSM, few enough that the first answer comes soon. */
    private static final int MOST_IN_REQUEST = 256;

    private static final int LONGEST_REQUEST = 256 << 10;

    private final HsmClient client;
    private final long generation;
    private final CommandAnswer description;
    private final byte[] reference;

    private NativeKey(HsmClient client, long generation, CommandAnswer description) {
        this.client = client;
        this.generation = generation;
        this.description = description;
        this.reference = description.bytes("reference");
    }

    /** The key that a command answers with. */
    static NativeKey of(HsmClient client, String command, Value.MapOf arguments) {
        long generation = client.generation();
        CommandAnswer description = CommandAnswer.of(client.command(command, arguments));
        return new NativeKey(client, generation, description);
    }

    /** Its id in the HSM (CKA_UNIQUE_ID); empty for an external key. */
    public String id() {
        return description.has("id") ? description.text("id") : "";
    }

    /** The public half. */
    public PublicKey publicKey() {
        return PublicKeys.ofEncoded(description.bytes("public-key"));
    }

    /**
     * The key itself, encrypted under the HSM's backup key.
     *
     * @throws HsmClientException CKR_KEY_UNEXTRACTABLE if the key is an internal one
     */
    public byte[] blob() {
        if (!description.has("blob")) {
            throw new HsmClientException(
                    Ckr.KEY_UNEXTRACTABLE, "the key rests in the HSM: it has no blob");
        }
        return description.bytes("blob").clone();
    }

    /** Signs once. */
    public byte[] sign(Mechanism mechanism, byte[] data) {
        return signAll(mechanism, List.of(data)).get(0);
    }

    /**
     * Signs many times, on one connection and all of the HSM's processors: requests go out without
     * waiting for answers.
     *
     * @return the signatures, in the order of the data
     */
    public List<byte[]> signAll(Mechanism mechanism, List<byte[]> data) {
        List<Consumer<WireWriter>> requests = new ArrayList<>();
        int from = 0;
        while (from < data.size()) {
            int to = endOfRequest(data, from);
            List<byte[]> some = data.subList(from, to);
            requests.add(writer -> write(writer, mechanism, some));
            from = to;
        }
        List<byte[]> signatures = new ArrayList<>(data.size());
        for (WireReader answer : client.callAll(generation, Call.NATIVE_SIGN, requests)) {
            signatures.addAll(HsmClient.read(answer, NativeKey::readSignatures));
        }
        if (signatures.size() != data.size()) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR,
                    "the HSM made " + signatures.size() + " signatures of " + data.size());
        }
        return signatures;
    }

    private int endOfRequest(List<byte[]> data, int from) {
        int most = Math.min(MOST_IN_REQUEST, client.mostInBatch());
        long bytes = 0;
        int to = from;
        while (to < data.size() && to - from < most) {
            bytes += data.get(to).length + (long) Integer.BYTES;
            if (bytes > LONGEST_REQUEST && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private void write(WireWriter writer, Mechanism mechanism, List<byte[]> data) {
        writer.bytes(reference).mechanism(mechanism).u32(data.size());
        data.forEach(writer::bytes);
    }

    private static List<byte[]> readSignatures(WireReader answer) {
        int count = (int) Math.min(answer.u32(), WireReader.MAX_COUNT);
        List<byte[]> signatures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            signatures.add(answer.bytes());
        }
        return signatures;
    }

    @Override
    public String toString() {
        return "NativeKey[" + id() + "]";
    }
}
