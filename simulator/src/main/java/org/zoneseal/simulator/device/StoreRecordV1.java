package org.zoneseal.simulator.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.Argon2;

/** The bytes of {@link StoreRecord}s, format 1: a kind in one byte, then fields as on the wire. */
final class StoreRecordV1 {

    private static final int OBJECT_PUT = 1;
    private static final int OBJECT_GONE = 2;
    private static final int USER_PUT = 3;
    private static final int USER_GONE = 4;
    private static final int FAILURES = 5;
    private static final int SLOT_PUT = 6;
    private static final int SLOT_GONE = 7;
    private static final int USES_SETTLED = 8;
    private static final int USES_TAKEN = 9;
    private static final int ACTIVATION_PUT = 10;
    private static final int ACTIVATION_GONE = 11;
    private static final int RESUME_PUT = 12;
    private static final int RESUME_GONE = 13;
    private static final int SETTING_PUT = 14;
    private static final int SECRET_PUT = 15;
    private static final int GENERATION = 16;
    private static final int CLOSED = 17;

    private static final int PASSWORD = 1;
    private static final int PUBLIC_KEY = 2;

    private StoreRecordV1() {}

    static void write(WireWriter out, StoreRecord record) {
        switch (record) {
            case StoreRecord.ObjectPut(long birth, StoredObject object) -> {
                out.u8(OBJECT_PUT).u64(birth);
                object(out, object);
            }
            case StoreRecord.ObjectGone(String id) -> out.u8(OBJECT_GONE).text(id);
            case StoreRecord.UserPut(User user) -> {
                out.u8(USER_PUT);
                user(out, user);
            }
            case StoreRecord.UserGone(String name) -> out.u8(USER_GONE).text(name);
            case StoreRecord.Failures(String user, int count) ->
                    out.u8(FAILURES).text(user).u32(count);
            case StoreRecord.SlotPut(Slot slot) -> slot(out.u8(SLOT_PUT), slot);
            case StoreRecord.SlotGone(int slot) -> out.u8(SLOT_GONE).u32(slot);
            case StoreRecord.UsesTaken(String id, long taken) ->
                    out.u8(USES_TAKEN).text(id).u64(taken);
            case StoreRecord.UsesSettled(String id, long taken) ->
                    out.u8(USES_SETTLED).text(id).u64(taken);
            case StoreRecord.ActivationPut(String id, Activation activation) ->
                    time(
                            out.u8(ACTIVATION_PUT).text(id).u64(activation.uses()),
                            activation.until());
            case StoreRecord.ActivationGone(String id) -> out.u8(ACTIVATION_GONE).text(id);
            case StoreRecord.ResumePut(String digest, int slot, Instant until, String parent) ->
                    time(out.u8(RESUME_PUT).text(digest).u32(slot), until).text(parent);
            case StoreRecord.ResumeGone(String digest) -> out.u8(RESUME_GONE).text(digest);
            case StoreRecord.SettingPut(String name, String value) ->
                    out.u8(SETTING_PUT).text(name).text(value);
            case StoreRecord.SecretPut(String name, byte[] sealed) ->
                    out.u8(SECRET_PUT).text(name).bytes(sealed);
            case StoreRecord.Generation(long number, byte[] before) ->
                    out.u8(GENERATION).u64(number).bytes(before);
            case StoreRecord.Closed _ -> out.u8(CLOSED);
        }
    }

    /** Reads records until there are no more bytes. */
    static List<StoreRecord> readAll(WireReader in) {
        List<StoreRecord> records = new ArrayList<>();
        while (in.remaining() > 0) {
            records.add(read(in));
        }
        return records;
    }

    private static StoreRecord read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case OBJECT_PUT -> new StoreRecord.ObjectPut(in.u64(), object(in));
            case OBJECT_GONE -> new StoreRecord.ObjectGone(in.text());
            case USER_PUT -> new StoreRecord.UserPut(user(in));
            case USER_GONE -> new StoreRecord.UserGone(in.text());
            case FAILURES -> new StoreRecord.Failures(in.text(), (int) in.u32());
            case SLOT_PUT -> new StoreRecord.SlotPut(slot(in));
            case SLOT_GONE -> new StoreRecord.SlotGone((int) in.u32());
            case USES_TAKEN -> new StoreRecord.UsesTaken(in.text(), in.u64());
            case USES_SETTLED -> new StoreRecord.UsesSettled(in.text(), in.u64());
            case ACTIVATION_PUT ->
                    new StoreRecord.ActivationPut(in.text(), new Activation(in.u64(), time(in)));
            case ACTIVATION_GONE -> new StoreRecord.ActivationGone(in.text());
            case RESUME_PUT ->
                    new StoreRecord.ResumePut(in.text(), (int) in.u32(), time(in), in.text());
            case RESUME_GONE -> new StoreRecord.ResumeGone(in.text());
            case SETTING_PUT -> new StoreRecord.SettingPut(in.text(), in.text());
            case SECRET_PUT -> new StoreRecord.SecretPut(in.text(), in.bytes());
            case GENERATION -> new StoreRecord.Generation(in.u64(), in.bytes());
            case CLOSED -> new StoreRecord.Closed();
            default -> throw new MalformedWireException("a record of unknown kind " + kind);
        };
    }

    static void object(WireWriter out, StoredObject object) {
        out.u32(object.slot())
                .text(object.place().id())
                .u64(object.place().version())
                .attributes(object.attributes())
                .bytes(object.sealedSecret());
    }

    static StoredObject object(WireReader in) {
        return new StoredObject(
                (int) in.u32(),
                new ObjectPlace(in.text(), in.u64()),
                List.copyOf(in.attributes()),
                in.bytes());
    }

    static void user(WireWriter out, User user) {
        out.text(user.name()).u32(user.permissions().mask()).text(user.slots().text());
        switch (user.credential()) {
            case Credential.Password(Argon2 cost, byte[] salt, byte[] hash) ->
                    out.u8(PASSWORD)
                            .u32(cost.memoryKib())
                            .u32(cost.passes())
                            .u32(cost.lanes())
                            .bytes(salt)
                            .bytes(hash);
            case Credential.PublicKey(byte[] key) -> out.u8(PUBLIC_KEY).bytes(key);
        }
    }

    static User user(WireReader in) {
        String name = in.text();
        Permissions permissions = new Permissions((int) in.u32());
        SlotPattern slots = new SlotPattern(in.text());
        return new User(name, permissions, credential(in), slots);
    }

    private static Credential credential(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case PASSWORD ->
                    new Credential.Password(
                            new Argon2((int) in.u32(), (int) in.u32(), (int) in.u32()),
                            in.bytes(),
                            in.bytes());
            case PUBLIC_KEY -> new Credential.PublicKey(in.bytes());
            default -> throw new MalformedWireException("a credential of unknown kind " + kind);
        };
    }

    static void slot(WireWriter out, Slot slot) {
        out.u32(slot.number())
                .text(slot.label())
                .flag(slot.initialized())
                .flag(slot.open())
                .flag(slot.developer())
                .flag(slot.keepsActivation())
                .text(slot.serial());
    }

    static Slot slot(WireReader in) {
        return new Slot(
                (int) in.u32(), in.text(), in.flag(), in.flag(), in.flag(), in.flag(), in.text());
    }

    private static WireWriter time(WireWriter out, Instant time) {
        return out.u64(time.equals(Instant.MAX) ? Long.MAX_VALUE : time.toEpochMilli());
    }

    private static Instant time(WireReader in) {
        long millis = in.u64();
        return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
    }
}
