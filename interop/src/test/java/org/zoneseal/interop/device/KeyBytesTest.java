package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.CommandAnswer;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSession;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.RequestId;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.wire.Value;

/**
 * Keys whose bytes are known are imported and used in every way that answers something; then
 * everything that left the daemon is searched for those bytes: its answers, its log, its store, its
 * audit log, a backup. {@link KeyBytesSearchTest} is the control of the search; that it finds every
 * secret in what the daemon was sent is the control that these are the bytes of these keys.
 */
class KeyBytesTest {

    private static final String LABEL = "inside";
    private static final int SLOT = 1;

    @TempDir Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void importedKeys_usedInEveryWay_leaveNoBytesOutside() throws Exception {
        KnownKeys keys = KnownKeys.make();
        KeyBytesSearch search = keys.search();
        ZonesealHsm hsm = ZonesealHsm.start(folder.resolve("hsm"));
        byte[] answers;
        byte[] requests;
        List<byte[]> made = new ArrayList<>();
        try (hsm;
                Tap tap = Tap.at(folder.resolve("tap"), hsm.socket());
                HsmClient client = connect(folder.resolve("tap"))) {
            hsm.makeSlot(SLOT, LABEL, false);
            try (RemoteSlot slot = RemoteSlot.ofNumber(client, SLOT, random)) {
                slot.login(ZonesealHsm.PIN.getBytes(StandardCharsets.US_ASCII));
                for (KnownKeys.Known key : keys.all()) {
                    use(slot, key);
                }
            }
            made.add(backup(hsm));
            made.add(audit(hsm));
            hsm.kill();
            hsm.restart();
            answers = tap.answers();
            requests = tap.requests();
        }
        assertThat(search.find(requests)).hasSizeGreaterThanOrEqualTo(search.windows() / 2);
        assertThat(answers).hasSizeGreaterThan(10_000);
        assertThat(search.find(answers)).as("answers").isEmpty();
        made.forEach(bytes -> assertThat(search.find(bytes)).as("made files").isEmpty());
        assertNothingInFiles(search, folder);
    }

    private static HsmClient connect(Path socket) {
        return HsmClient.connect(
                new HsmAddress.UnixSocket(socket), ClientOptions.defaults("interop"));
    }

    private void use(RemoteSlot slot, KnownKeys.Known key) {
        long handle = slot.inSession(session -> session.create(key.template(), slot.newRequest()));
        for (int i = 0; i < 50; i++) {
            slot.inSession(session -> session.sign(key.signing(), handle, new byte[key.hash()]));
        }
        slot.inSession(session -> askForSecrets(session, handle, key));
    }

    /** Everything that might answer with them, most of which has to be refused. */
    private boolean askForSecrets(RemoteSession session, long handle, KnownKeys.Known key) {
        List<Long> types = new ArrayList<>(key.secrets().keySet());
        types.add(Cka.VALUE);
        types.add(Cka.SEED);
        types.add(Cka.LABEL);
        session.attributes(handle, types);
        attempt(() -> session.attributes(handle, List.of(Cka.VALUE)));
        attempt(() -> session.copy(handle, Template.any().flag(Cka.SENSITIVE, false)));
        attempt(() -> session.copy(handle, Template.any().flag(Cka.EXTRACTABLE, true)));
        attempt(() -> session.setAttributes(handle, notSensitive()));
        attempt(() -> session.create(key.template(), request()));
        attempt(() -> session.create(broken(key), request()));
        attempt(() -> session.find(key.template()));
        return true;
    }

    private RequestId request() {
        return RequestId.random(random);
    }

    private static List<Attribute> notSensitive() {
        return Template.any().flag(Cka.SENSITIVE, false).attributes();
    }

    /** A template that has to be refused with its secrets in it: what does the refusal say? */
    private static Template broken(KnownKeys.Known key) {
        return Template.any().and(key.template()).flag(Cka.NEVER_EXTRACTABLE, true);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (HsmClientException e) {
            // A refusal is an answer, too, and is searched.
        }
    }

    private static byte[] backup(ZonesealHsm hsm) {
        return hsm.asOwner(client -> {
            List<Value> holders = List.of(holder("one"), holder("two"));
            client.command(
                    "backup.key-generate",
                    new Value.Fields().put("threshold", 2).put("holders", holders).map());
            return CommandAnswer.of(
                            client.command(
                                    "backup.create",
                                    new Value.Fields().put("users", true).put("keys", true).map()))
                    .bytes("backup");
        });
    }

    private static Value holder(String name) {
        byte[] passphrase = ("passphrase of " + name).getBytes(StandardCharsets.US_ASCII);
        return new Value.Fields().put("name", name).put("passphrase", passphrase).map();
    }

    private static byte[] audit(ZonesealHsm hsm) {
        return hsm.asOwner(
                client -> CommandAnswer.of(client.command("audit.export")).bytes("entries"));
    }

    private static void assertNothingInFiles(KeyBytesSearch search, Path folder)
            throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            assertThat(regular).hasSizeGreaterThan(3);
            for (Path file : regular) {
                assertThat(search.find(Files.readAllBytes(file))).as(file.toString()).isEmpty();
            }
        }
    }
}
