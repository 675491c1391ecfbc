package org.zoneseal.transfer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;

/**
 * Which secondary has to be told of which zone, and when; a state machine without clock and
 * sockets. Mutable, for one thread at a time. Its times are those of a clock that nobody sets: only
 * signatures have the time of day.
 *
 * <p>There is one task for a zone and a secondary, whatever the number of versions: a new one takes
 * the place of the last, and is told at once or when the spacing allows. A task ends with an
 * answer, or when the attempts are used up. An answer is one if it comes from where the message
 * went to, has its id and its question, and, where a key is agreed on, a good signature.
 *
 * <p>A secondary may owe us a bounded number of answers. Beyond that its tasks stand in line, the
 * ones without an answer behind the ones that were not told at all: a secondary that is down costs
 * neither memory for each of its zones nor any other secondary's time.
 */
final class NotifySchedule {

    /** Messages that {@link #due} gives out at a time; the others wait for the pause. */
    static final int BURST = 64;

    static final Duration PAUSE = Duration.ofMillis(20);

    /** Tasks there may be; zones times secondaries of any server we have heard of. */
    static final int MOST_TASKS = 1_000_000;

    /** Answers that one secondary may owe; far fewer than there are message ids. */
    static final int MOST_UNANSWERED = 1 << 12;

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

    private static final class Secondary {
        private final Map<Name, Task> tasks = new HashMap<>();
        private final Map<Integer, Task> unanswered = new HashMap<>();

        /** Tasks that are due and have no place among the unanswered; first come, first served. */
        private final SequencedSet<Task> waiting = new LinkedHashSet<>();

        boolean hasRoom() {
            return unanswered.size() < MOST_UNANSWERED;
        }
    }

    private static final class Task {
        private final Name zone;
        private final Secondary secondary;
        private NotifyTarget target;
        private long serial;
        private byte[] soa;
        private int attempt;
        private Instant due;
        private Instant lastSent = Instant.MIN;
        private @Nullable NotifyMessage message;
        private boolean isOver;

        Task(
                Name zone,
                Secondary secondary,
                NotifyTarget target,
                long serial,
                byte[] soa,
                Instant due) {
            this.zone = zone;
            this.secondary = secondary;
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
    private final Map<InetSocketAddress, Secondary> secondaries = new HashMap<>();
    private final PriorityQueue<Turn> queue = new PriorityQueue<>(Comparator.comparing(Turn::at));
    private final List<Outcome> outcomes = new ArrayList<>();
    private int tasks;
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
            Secondary known = secondaries.get(target.address());
            Task task = known == null ? null : known.tasks.get(zone);
            if (task != null) {
                task.target = target;
                renew(task, serial, soa, now);
            } else if (tasks < MOST_TASKS) {
                Secondary secondary =
                        secondaries.computeIfAbsent(target.address(), address -> new Secondary());
                Task fresh = new Task(zone, secondary, target, serial, soa, now);
                secondary.tasks.put(zone, fresh);
                tasks++;
                queue.add(new Turn(fresh, now));
            }
        }
    }

    private void renew(Task task, long serial, byte[] soa, Instant now) {
        task.serial = serial;
        task.soa = soa;
        task.attempt = 0;
        if (task.secondary.waiting.contains(task)) {
            return;
        }
        forgetMessage(task);
        callNext(task.secondary);
        Instant earliest =
                task.lastSent.equals(Instant.MIN) ? now : task.lastSent.plus(times.spacing());
        schedule(task, earliest.isAfter(now) ? earliest : now);
    }

    /** Nobody is to be told of a zone any more. */
    void forget(Name zone) {
        for (Secondary secondary : List.copyOf(secondaries.values())) {
            Task task = secondary.tasks.get(zone);
            if (task != null) {
                end(task);
            }
        }
    }

    private void schedule(Task task, Instant at) {
        task.due = at;
        queue.add(new Turn(task, at));
    }

    private void forgetMessage(Task task) {
        if (task.message != null) {
            task.secondary.unanswered.remove(task.message.id(), task);
            task.message = null;
        }
    }

    // The one called calls the next, so it takes one call however many places have become free.
    private void callNext(Secondary secondary) {
        if (secondary.hasRoom() && !secondary.waiting.isEmpty()) {
            Task first = secondary.waiting.getFirst();
            schedule(first, first.due);
        }
    }

    private void end(Task task) {
        Secondary secondary = task.secondary;
        forgetMessage(task);
        task.isOver = true;
        secondary.waiting.remove(task);
        secondary.tasks.remove(task.zone);
        tasks--;
        if (secondary.tasks.isEmpty()) {
            secondaries.remove(task.target.address());
        }
        callNext(secondary);
    }

    /**
     * What is to be sent now.
     *
     * @param epochSeconds what signatures say
     */
    List<Outgoing> due(Instant now, long epochSeconds) {
        List<Outgoing> sending = new ArrayList<>();
        if (now.isBefore(notBefore)) {
            return sending;
        }
        Turn turn = queue.peek();
        while (turn != null && (turn.isVoid() || !turn.at().isAfter(now))) {
            if (sending.size() == BURST) {
                notBefore = now.plus(PAUSE);
                break;
            }
            queue.remove();
            if (!turn.isVoid()) {
                next(turn.task(), now, epochSeconds).ifPresent(sending::add);
            }
            turn = queue.peek();
        }
        return sending;
    }

    /** What the turn of a task comes to: its message, or that of one which has waited longer. */
    private Optional<Outgoing> next(Task task, Instant now, long epochSeconds) {
        forgetMessage(task);
        if (task.attempt == times.attempts()) {
            outcomes.add(outcome(Outcome.Kind.GIVEN_UP, task, ResponseCode.NOERROR));
            end(task);
            return Optional.empty();
        }
        Secondary secondary = task.secondary;
        secondary.waiting.add(task);
        if (!secondary.hasRoom()) {
            return Optional.empty();
        }
        Outgoing message = message(secondary.waiting.removeFirst(), now, epochSeconds);
        callNext(secondary);
        return Optional.of(message);
    }

    private Outgoing message(Task task, Instant now, long epochSeconds) {
        task.attempt++;
        task.lastSent = now;
        NotifyMessage message =
                NotifyMessage.of(
                        freshId(task.secondary),
                        task.zone,
                        task.soa,
                        task.target.key(),
                        epochSeconds);
        task.message = message;
        task.secondary.unanswered.put(message.id(), task);
        schedule(task, now.plus(times.patience(task.attempt)));
        return new Outgoing(task.target, task.zone, task.serial, task.attempt, message.bytes());
    }

    // Most ids are free, so this ends soon with any source that is random.
    private int freshId(Secondary secondary) {
        int id = ids.getAsInt() & 0xffff;
        while (secondary.unanswered.containsKey(id)) {
            id = id + 1 & 0xffff;
        }
        return id;
    }

    private static Outcome outcome(Outcome.Kind kind, Task task, int responseCode) {
        return new Outcome(kind, task.target, task.zone, task.serial, responseCode);
    }

    /** A message has come that may be an answer. */
    void received(
            InetSocketAddress from, byte[] message, int offset, int length, long epochSeconds) {
        Secondary secondary = secondaries.get(from);
        if (secondary == null) {
            return;
        }
        Task task = secondary.unanswered.get(NotifyMessage.idOfAnswer(message, offset, length));
        if (task == null || task.message == null) {
            return;
        }
        Optional<Integer> code = task.message.responseCode(message, offset, length, epochSeconds);
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
        return tasks;
    }
}
