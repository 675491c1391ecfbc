package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * What is in a backup, open: here alone secrets are outside their seal, until {@link #close}.
 *
 * @param objects in the order of their birth
 */
record BackupContents(List<User> users, List<Slot> slots, List<OneObject> objects)
        implements AutoCloseable {

    /**
     * An object with its secret.
     *
     * @param uses how often it was used, at most
     */
    record OneObject(int slot, String id, long uses, Vault.NewObject object) {
        long roughLength() {
            return object.secret().length + StoredObject.roughLength(object.attributes());
        }

        @Override
        public String toString() {
            return "OneObject[" + id + "]";
        }
    }

    /** As bytes; the caller wipes them. */
    byte[] toBytes() {
        WireWriter out = new WireWriter();
        out.u32(users.size());
        users.forEach(user -> StoreRecordV1.user(out, user));
        out.u32(slots.size());
        slots.forEach(slot -> StoreRecordV1.slot(out, slot));
        out.u32(objects.size());
        for (OneObject one : objects) {
            out.u32(one.slot())
                    .text(one.id())
                    .u64(one.uses())
                    .attributes(one.object().attributes())
                    .bytes(one.object().secret());
        }
        byte[] bytes = out.toBytes();
        out.clear();
        return bytes;
    }

    /**
     * Reads what {@link #toBytes} made.
     *
     * @throws IllegalArgumentException if it was not
     */
    static BackupContents read(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        List<User> users = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        List<OneObject> objects = new ArrayList<>();
        try {
            for (long left = in.u32(); left > 0; left--) {
                users.add(StoreRecordV1.user(in));
            }
            for (long left = in.u32(); left > 0; left--) {
                slots.add(StoreRecordV1.slot(in));
            }
            for (long left = in.u32(); left > 0; left--) {
                objects.add(object(in));
            }
            in.end();
            return new BackupContents(users, slots, objects);
        } catch (MalformedWireException e) {
            new BackupContents(users, slots, objects).close();
            throw new IllegalArgumentException("this backup is of another version", e);
        }
    }

    private static OneObject object(WireReader in) {
        return new OneObject(
                (int) in.u32(),
                in.text(),
                in.u64(),
                new Vault.NewObject(List.copyOf(in.attributes()), in.bytes()));
    }

    /** Wipes all secrets. */
    @Override
    public void close() {
        objects.forEach(one -> Arrays.fill(one.object().secret(), (byte) 0));
    }
}
