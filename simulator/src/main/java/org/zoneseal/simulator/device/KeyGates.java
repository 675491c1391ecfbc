package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets keys be used, and counts that for the audit log.
 *
 * <p>An entry for each signature would make the log the slowest part of the device. So uses are
 * counted by key and peer, and written down after a minute or a hundred thousand, and at the end.
 */
final class KeyGates implements Vault.Watcher {

    private static final long MOST_UNWRITTEN = 100_000;

    private final DeviceCore core;
    private final Map<String, KeyRules> rules = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Gate> counted = new ConcurrentLinkedQueue<>();

    KeyGates(DeviceCore core) {
        this.core = core;
        core.contents().watch(this);
    }

    KeyUse use(StoredObject key, Peer peer) {
        String id = key.place().id();
        return new Gate(id, key.slot(), peer, rules(key));
    }

    /** The rules of a key, one set for all who use it; session objects have theirs alone. */
    KeyRules rules(StoredObject key) {
        String id = key.place().id();
        StoredObject now = core.contents().object(id);
        if (now == null) {
            return new KeyRules(core, id, KeyLimit.of(key.attributes()));
        }
        return rules.computeIfAbsent(
                id, one -> new KeyRules(core, one, KeyLimit.of(now.attributes())));
    }

    @Override
    public void stored(StoredObject object) {
        KeyRules known = rules.get(object.place().id());
        if (known != null) {
            known.limit(KeyLimit.of(object.attributes()));
        }
    }

    @Override
    public void destroyed(StoredObject object) {
        rules.remove(object.place().id());
    }

    /** Writes down all uses that were counted and not written yet. */
    void write() {
        Gate gate = counted.poll();
        while (gate != null) {
            gate.write();
            gate = counted.poll();
        }
        count();
    }

    /** Ends all use, and gives back what was reserved and not used. */
    void end() {
        write();
        List<StoreRecord> records = new ArrayList<>();
        rules.values().forEach(each -> records.addAll(each.end()));
        commit(records);
    }

    private void count() {
        List<StoreRecord> records = new ArrayList<>();
        rules.values().forEach(each -> records.addAll(each.count()));
        commit(records);
    }

    private void commit(List<StoreRecord> records) {
        if (!records.isEmpty() && core.state() != DeviceState.ALARM) {
            core.commit(records);
        }
    }

    /** The right of one peer to one key. */
    private final class Gate implements KeyUse {

        private final String id;
        private final int slot;
        private final Peer peer;
        private final KeyRules rules;
        private final AtomicLong unwritten = new AtomicLong();

        Gate(String id, int slot, Peer peer, KeyRules rules) {
            this.id = id;
            this.slot = slot;
            this.peer = peer;
            this.rules = rules;
        }

        @Override
        public void take(int count) {
            core.checkUsable();
            rules.take(count);
            long before = unwritten.getAndAdd(count);
            if (before == 0) {
                counted.add(this);
            }
            if (before < MOST_UNWRITTEN && before + count >= MOST_UNWRITTEN) {
                write();
            }
        }

        private void write() {
            long uses = unwritten.getAndSet(0);
            if (uses == 0) {
                return;
            }
            try {
                core.note(
                        new AuditEvent(
                                "key.used", List.of(), peer, id, "slot " + slot + " uses " + uses));
            } catch (CryptokiException e) {
                unwritten.getAndAdd(uses);
                counted.add(this);
                throw e;
            }
        }
    }
}
