package org.zoneseal.transfer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;

/**
 * Which secondary has to be told of which zone, and when; a state machine without clock and
 * sockets. Mutable, for one thread at a time.
 *
 * <p>There is one task for a zone and a secondary, whatever the number of versions: a new one takes
 * the place of the last, and is told at once or when the spacing allows. A task ends with an
 * answer, or when the attempts are used up. An answer is one if it comes from where the message
 * went to, has its id and its question, and, where a key is agreed on, a good signature.
 */
final class NotifySchedule {

    /** Messages that {@link #due} gives out at a time; the others wait for the pause. */
    static final int BURST = 64;

    static final Duration PAUSE = Duration.ofMillis(20);

    /** Tasks there may be; zones times secondaries of any server we have heard of. */
    static final int MOST_TASKS = 1_000_000;

    private static final int MOST_UNANSWERED = 1 << 15;

    /** A message to be sent. */
    record Outgoing(NotifyTarget target, Name zone, long serial, int attempt, byte[] bytes) {}

    /** How a task ended, or went on in a way that somebody should know of. */
    record Outcome(Kind kind, NotifyTarget target, Name zone, long serial, int responseCode) {

        enum Kind {
            ANSWERED,
            REFUSED,
            GIVEN_UP
        }
    }

    private record Key(Name zone, InetSocketAddress address) {}

    private static final class Task {
        private final Key key;
        private NotifyTarget target;
        private long serial;
        private byte[] soa;
        private int attempt;
        private Instant due;
        private Instant lastSent = Instant.MIN;
        private @Nullable NotifyMessage message;
        private boolean isOver;

        Task(Key key, NotifyTarget target, long serial, byte[] soa, Instant due) {
            this.key = key;
            this.target = target;
            this.serial = serial;
            this.soa = soa;
            this.due = due;
        }
    }

    /** A task's place in the queue; void once the task is due at another time. */
    private record Turn(Task task, Instant at) {

        boolean isVoid() {
            return task.isOver || !task.due.equals(at);
        }
    }

    private final NotifyTimes times;
    private final IntSupplier ids;
    private final Map<Key, Task> tasks = new HashMap<>();
    private final Map<Integer, Task> unanswered = new HashMap<>();
    private final PriorityQueue<Turn> queue = new PriorityQueue<>(Comparator.comparing(Turn::at));
    private final List<Outcome> outcomes = new ArrayList<>();
    private Instant notBefore = Instant.MIN;

    /**
     * @param ids message ids that nobody can guess, 0 to 65535
     */
    NotifySchedule(NotifyTimes times, IntSupplier ids) {
        this.times = times;
        this.ids = ids;
    }

    /**
     * A zone has a new version.
     *
     * @param soa rdata of its SOA
     */
    void changed(
            Name zone, long serial, byte[] soa, Collection<NotifyTarget> targets, Instant now) {
        for (NotifyTarget target : targets) {
            Key key = new Key(zone, target.address());
            Task task = tasks.get(key);
            if (task == null) {
                if (tasks.size() < MOST_TASKS) {
                    Task fresh = new Task(key, target, serial, soa, now);
                    tasks.put(key, fresh);
                    queue.add(new Turn(fresh, now));
                }
            } else {
                task.target = target;
                renew(task, serial, soa, now);
            }
        }
    }

    private void renew(Task task, long serial, byte[] soa, Instant now) {
        task.serial = serial;
        task.soa = soa;
        task.attempt = 0;
        forgetMessage(task);
        Instant earliest =
                task.lastSent.equals(Instant.MIN) ? now : task.lastSent.plus(times.spacing());
        schedule(task, earliest.isAfter(now) ? earliest : now);
    }

    /** Nobody is to be told of a zone any more. */
    void forget(Name zone) {
        List<Task> gone =
                tasks.values().stream().filter(task -> task.key.zone().equals(zone)).toList();
        gone.forEach(this::end);
    }

    private void schedule(Task task, Instant at) {
        task.due = at;
        queue.add(new Turn(task, at));
    }

    private void forgetMessage(Task task) {
        if (task.message != null) {
            unanswered.remove(task.message.id(), task);
            task.message = null;
        }
    }

    private void end(Task task) {
        forgetMessage(task);
        task.isOver = true;
        tasks.remove(task.key);
    }

    /** What is to be sent now. */
    List<Outgoing> due(Instant now) {
        List<Outgoing> sending = new ArrayList<>();
        if (now.isBefore(notBefore)) {
            return sending;
        }
        Turn turn = queue.peek();
        while (turn != null && (turn.isVoid() || !turn.at().isAfter(now))) {
            if (sending.size() == BURST || unanswered.size() == MOST_UNANSWERED) {
                notBefore = now.plus(PAUSE);
                break;
            }
            queue.remove();
            if (!turn.isVoid()) {
                next(turn.task(), now).ifPresent(sending::add);
            }
            turn = queue.peek();
        }
        return sending;
    }

    private Optional<Outgoing> next(Task task, Instant now) {
        forgetMessage(task);
        if (task.attempt == times.attempts()) {
            outcomes.add(outcome(Outcome.Kind.GIVEN_UP, task, ResponseCode.NOERROR));
            end(task);
            return Optional.empty();
        }
        task.attempt++;
        task.lastSent = now;
        NotifyMessage message =
                NotifyMessage.of(
                        freshId(),
                        task.key.zone(),
                        task.soa,
                        task.target.key(),
                        now.getEpochSecond());
        task.message = message;
        unanswered.put(message.id(), task);
        schedule(task, now.plus(times.patience(task.attempt)));
        return Optional.of(
                new Outgoing(
                        task.target, task.key.zone(), task.serial, task.attempt, message.bytes()));
    }

    // Half of all ids are free at least, so this ends soon with any source that is random.
    private int freshId() {
        int id = ids.getAsInt() & 0xffff;
        while (unanswered.containsKey(id)) {
            id = id + 1 & 0xffff;
        }
        return id;
    }

    private static Outcome outcome(Outcome.Kind kind, Task task, int responseCode) {
        return new Outcome(kind, task.target, task.key.zone(), task.serial, responseCode);
    }

    /** A message has come that may be an answer. */
    void received(InetSocketAddress from, byte[] message, int offset, int length, Instant now) {
        Task task = unanswered.get(NotifyMessage.idOfAnswer(message, offset, length));
        if (task == null || task.message == null || !task.key.address().equals(from)) {
            return;
        }
        Optional<Integer> code =
                task.message.responseCode(message, offset, length, now.getEpochSecond());
        if (code.isEmpty() || code.get() == ResponseCode.SERVFAIL) {
            return;
        }
        boolean isFine = code.get() == ResponseCode.NOERROR;
        outcomes.add(
                outcome(isFine ? Outcome.Kind.ANSWERED : Outcome.Kind.REFUSED, task, code.get()));
        end(task);
    }

    /** What has happened since this was last asked. */
    List<Outcome> outcomes() {
        List<Outcome> all = List.copyOf(outcomes);
        outcomes.clear();
        return all;
    }

    /** When {@link #due} has something to give next; {@code Instant.MAX} if nothing is to come. */
    Instant nextDue() {
        while (!queue.isEmpty() && queue.peek().isVoid()) {
            queue.remove();
        }
        if (queue.isEmpty()) {
            return Instant.MAX;
        }
        Instant at = queue.peek().at();
        return at.isBefore(notBefore) ? notBefore : at;
    }

    int tasks() {
        return tasks.size();
    }
}
