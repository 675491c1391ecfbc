package org.zoneseal.interop.answer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks one server many questions at once, by UDP, and those again that it leaves unanswered. */
final class QuerySocket implements AutoCloseable {

    /** As many answers as a socket's buffer has room for. */
    private static final int AT_ONCE = 24;

    private static final int TRIES = 20;
    private static final int WAIT_MILLISECONDS = 1500;

    private final InetSocketAddress server;
    private final DatagramSocket socket;
    private final DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);

    /** The id of a batch's first query: what comes late for another batch is not taken for ours. */
    private int firstId;

    QuerySocket(InetSocketAddress server) throws IOException {
        this.server = server;
        this.socket = new DatagramSocket();
        socket.connect(server);
        socket.setSoTimeout(WAIT_MILLISECONDS);
    }

    /** The answers, in the order of the queries. */
    List<DnsAnswer> ask(List<DnsQuery> queries) throws IOException {
        List<DnsAnswer> answers = new ArrayList<>(queries.size());
        for (int from = 0; from < queries.size(); from += AT_ONCE) {
            int to = Math.min(from + AT_ONCE, queries.size());
            answers.addAll(askFew(queries.subList(from, to)));
        }
        return answers;
    }

    private List<DnsAnswer> askFew(List<DnsQuery> queries) throws IOException {
        DnsAnswer[] answers = new DnsAnswer[queries.size()];
        firstId = (firstId + AT_ONCE) & 0x7fff;
        int missing = queries.size();
        for (int i = 0; i < TRIES && missing > 0; i++) {
            for (int k = 0; k < answers.length; k++) {
                if (answers[k] == null) {
                    byte[] query = queries.get(k).bytes(firstId + k);
                    socket.send(new DatagramPacket(query, query.length));
                }
            }
            missing -= receive(answers, missing);
        }
        if (missing > 0) {
            int first = Arrays.asList(answers).indexOf(null);
            throw new AssertionError(server + " does not answer " + queries.get(first));
        }
        return List.of(answers);
    }

    private int receive(DnsAnswer[] answers, int missing) throws IOException {
        int came = 0;
        try {
            while (came < missing) {
                packet.setLength(packet.getData().length);
                socket.receive(packet);
                byte[] message = packet.getData();
                int k = ((message[0] & 0xff) << 8 | message[1] & 0xff) - firstId;
                if (k >= 0 && k < answers.length && answers[k] == null) {
                    answers[k] = DnsAnswer.read(message, packet.getLength());
                    came++;
                }
            }
        } catch (SocketTimeoutException | PortUnreachableException e) {
            return came;
        }
        return came;
    }

    @Override
    public void close() {
        socket.close();
    }
}
