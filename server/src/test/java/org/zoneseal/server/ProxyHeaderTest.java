package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.zoneseal.server.ProxyHeader.Over;

class ProxyHeaderTest {

    private static final byte[] NONE = {};

    private final ProxyHeader header = new ProxyHeader();

    @Test
    void header_ofEitherFamily_namesClient() {
        for (String address : new String[] {"192.0.2.7", "2001:db8::7"}) {
            byte[] bytes =
                    ProxyHeaders.proxied(
                            RunningServer.at(address, 4711), ProxyHeaders.DATAGRAM, NONE);
            assertThat(header.read(bytes, 0, bytes.length, Over.DATAGRAMS)).isEqualTo(bytes.length);
            assertThat(header.namesClient()).isTrue();
            assertThat(DatagramSources.address(header.address(), header.addressLength()))
                    .isEqualTo(RunningServer.at(address, 0).getAddress());
            assertThat(header.port()).isEqualTo(4711);
        }
    }

    @Test
    void header_ofMappedAddress_namesIpv4Client() {
        byte[] bytes =
                ProxyHeaders.proxied(
                        RunningServer.at("2001:db8::7", 4711), ProxyHeaders.DATAGRAM, NONE);
        System.arraycopy(
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 9},
                0,
                bytes,
                ProxyHeader.FIXED,
                16);
        assertThat(header.read(bytes, 0, bytes.length, Over.DATAGRAMS)).isEqualTo(bytes.length);
        assertThat(DatagramSources.address(header.address(), header.addressLength()))
                .isEqualTo(RunningServer.at("192.0.2.9", 0).getAddress());
        assertThat(header.addressLength()).isEqualTo(4);
    }

    @Test
    void header_local_namesNobody() {
        byte[] bytes = ProxyHeaders.local();
        assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS)).isEqualTo(bytes.length);
        assertThat(header.namesClient()).isFalse();
    }

    @Test
    void header_ofOtherTransport_isRefused() {
        byte[] bytes =
                ProxyHeaders.proxied(RunningServer.at("192.0.2.7", 1), ProxyHeaders.STREAM, NONE);
        assertThat(header.read(bytes, 0, bytes.length, Over.DATAGRAMS)).isEqualTo(-1);
        assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS)).isEqualTo(bytes.length);
    }

    @Test
    void header_cutAnywhere_isRefused() {
        byte[] bytes =
                ProxyHeaders.proxied(
                        RunningServer.at("192.0.2.7", 1),
                        ProxyHeaders.STREAM,
                        new byte[] {4, 0, 1, 9});
        for (int length = 0; length < bytes.length; length++) {
            assertThat(header.read(bytes, 0, length, Over.STREAMS)).isEqualTo(-1);
        }
    }

    @Test
    void header_withOneFieldWrong_isRefused() {
        byte[] right =
                ProxyHeaders.proxied(RunningServer.at("192.0.2.7", 1), ProxyHeaders.STREAM, NONE);
        int[][] wrong = {{0, 0}, {11, 0}, {12, 0x11}, {12, 0x22}, {13, 0x31}, {13, 0x01}, {15, 11}};
        for (int[] change : wrong) {
            byte[] bytes = right.clone();
            bytes[change[0]] = (byte) change[1];
            assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS))
                    .as("byte %d = %d", change[0], change[1])
                    .isEqualTo(-1);
        }
    }

    @Test
    void extension_longerThanHeader_isRefused() {
        byte[] bytes =
                ProxyHeaders.proxied(
                        RunningServer.at("192.0.2.7", 1),
                        ProxyHeaders.STREAM,
                        new byte[] {4, 0, 2, 9});
        assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS)).isEqualTo(-1);
    }

    @Test
    void checksum_wrong_isRefused() {
        byte[] bytes =
                ProxyHeaders.proxied(
                        RunningServer.at("192.0.2.7", 1),
                        ProxyHeaders.STREAM,
                        new byte[] {3, 0, 4, 0, 0, 0, 0});
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        for (int i = 0; i < 4; i++) {
            bytes[bytes.length - 4 + i] = (byte) (sum.getValue() >> 24 - 8 * i);
        }
        assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS)).isEqualTo(bytes.length);
        bytes[20]++;
        assertThat(header.read(bytes, 0, bytes.length, Over.STREAMS)).isEqualTo(-1);
    }

    @Test
    void header_mutated_isReadOrRefused() {
        Random random = new Random(5);
        byte[] right =
                ProxyHeaders.proxied(
                        RunningServer.at("2001:db8::7", 1),
                        ProxyHeaders.STREAM,
                        new byte[] {4, 0, 1, 9, 1, 0, 0});
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(right, right.length - random.nextInt(8));
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = header.read(bytes, 0, bytes.length, Over.STREAMS);
            assertThat(length == -1 || length >= 16 && length <= bytes.length).isTrue();
        }
    }
}
