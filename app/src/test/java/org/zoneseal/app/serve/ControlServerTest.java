package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the control socket answers to whoever does not speak as our client does. */
class ControlServerTest {

    private static final int MUTATIONS = 1000;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> GOOD =
            List.of(
                    "{\"command\":\"status\"}",
                    "{\"command\":\"zone-list\"}",
                    "{\"command\":\"zone-show\",\"zone\":\"www.example.\"}",
                    "{\"command\":\"zone-reload\",\"zone\":\"a\\\\.b.example.\",\"force\":true}");
    private static final String SPICE = "{}[]\"':,&*!?|>%@`#-\\\t\0\r~<=.é\uFFFD\u2028 ";

    @TempDir Path folder;
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        server =
                ControlServer.open(
                        folder.resolve("control.socket"),
                        (request, rows) -> Map.of("line", request.line()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The last line that is answered. */
    private JsonNode ask(byte[] request) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(server.path()))) {
            channel.write(ByteBuffer.wrap(request));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            String line = reader.readLine();
            assertThat(line).as("an answer").isNotNull();
            return MAPPER.readTree(line);
        }
    }

    private JsonNode ask(String request) throws IOException {
        return ask(request.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "[]",
                "{\"command\":\"shutdown\"}",
                "{\"command\":[\"status\"]}",
                "{\"command\":\"zone-show\"}",
                "{\"command\":\"zone-show\",\"zone\":\"a..b\"}",
                "{\"command\":\"status\",\"command\":\"reload\"}",
                "{\"command\":\"status\",\"more\":1}",
                "{\"command\":\"zone-list\",\"force\":\"perhaps\"}",
                "&a [*a]",
                "!!java.net.URL \"http://192.0.2.1\"",
                "%YAML 9.9"
            })
    void request_thatIsNone_isAnsweredWithAnError(String request) throws IOException {
        JsonNode answer = ask(request);
        assertThat(answer.get("ok").asBoolean()).isFalse();
        assertThat(answer.get("code").asInt()).isEqualTo(2);
        assertThat(answer.get("message").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "{\"a\":", "? ", "- ", "!a ", "&a [", "''"})
    void request_ofOnePieceOverAndOver_isAnsweredWithAnError(String piece) throws IOException {
        String request = piece.repeat((ControlRequest.LONGEST - 1) / piece.length());
        assertThat(ask(request).get("ok").asBoolean()).isFalse();
        assertThat(ask(GOOD.getFirst()).get("ok").asBoolean()).isTrue();
    }

    @Test
    void request_thatIsTooLong_isAnsweredWithAnError() throws IOException {
        assertThat(ask(" ".repeat(ControlRequest.LONGEST)).get("message").asString())
                .contains("longer than");
    }

    @Test
    void requests_changedAtRandom_areAnsweredAndTheServerGoesOn() throws IOException {
        Random random = new Random(4);
        int good = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] request = changed(GOOD.get(random.nextInt(GOOD.size())), random);
            JsonNode answer = ask(request);
            if (answer.get("ok").asBoolean()) {
                good++;
            } else {
                assertThat(answer.get("code").asInt()).isEqualTo(2);
            }
        }
        assertThat(good).as("some changes do no harm").isBetween(1, MUTATIONS - 1);
        for (String request : GOOD) {
            assertThat(ask(request).get("result").get("line").asString()).isEqualTo(request);
        }
    }

    private static byte[] changed(String request, Random random) {
        StringBuilder text = new StringBuilder(request);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            char c = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                case 3 -> text.insert(at, text.substring(at));
                default -> text.insert(at, String.valueOf(c).repeat(random.nextInt(200)));
            }
            if (text.isEmpty()) {
                text.append(c);
            }
        }
        text.setLength(Math.min(text.length(), ControlRequest.LONGEST / 2));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) (0x80 | random.nextInt(128));
        }
        return bytes;
    }
}
