package org.zoneseal.simulator.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;

/**
 * The secrets with which logins of slots' users are resumed after a restart; the store knows their
 * SHA-256 only.
 *
 * <p>Each use gives a new one. The one that was used stays good until the new one is used: an
 * answer may be lost with its connection, and then the client holds the old one only. Whoever uses
 * the old one again makes the new one void, so of two who hold a copy one is thrown out.
 */
final class Resumes {

    private static final Duration LIFE = Duration.ofHours(24);
    private static final int LENGTH = 32;
    private static final int MOST = 10_000;

    private final DeviceCore core;

    Resumes(DeviceCore core) {
        this.core = core;
    }

    /** A first secret, after a login with the PIN. */
    byte[] issue(int slot) {
        return core.configuring(() -> {
            List<StoreRecord> records = new ArrayList<>(tooMany());
            byte[] secret = next(slot, "", records);
            core.commit(records);
            return secret;
        });
    }

    /** Checks a secret and gives the next one. */
    byte[] use(int slot, byte[] secret, Peer peer) {
        String digest = digest(secret);
        return core.configuring(() -> {
            StoreRecord.ResumePut known = core.contents().resume(digest);
            if (known == null
                    || known.slot() != slot
                    || !core.clock().instant().isBefore(known.until())) {
                core.noteUnlessFlooded(event("login.resume-failed", slot, peer));
                throw new CryptokiException(
                        Ckr.PIN_INCORRECT, "this login cannot be resumed; log in with the PIN");
            }
            List<StoreRecord> records = new ArrayList<>(tooMany());
            records.addAll(gone(known.parent()));
            records.addAll(children(digest));
            byte[] secretNext = next(slot, digest, records);
            core.change(event("login.resumed", slot, peer), records);
            return secretNext;
        });
    }

    /** Takes a secret back, with the one before it and the one after. */
    void revoke(byte[] secret) {
        String digest = digest(secret);
        core.configuring(() -> {
            StoreRecord.ResumePut known = core.contents().resume(digest);
            if (known != null) {
                List<StoreRecord> records = new ArrayList<>(children(digest));
                records.addAll(gone(known.parent()));
                records.addAll(gone(digest));
                core.commit(records);
            }
            return digest;
        });
    }

    /** What takes all secrets of a slot back. */
    List<StoreRecord> allRevoked(int slot) {
        List<StoreRecord> records = new ArrayList<>();
        for (StoreRecord.ResumePut each : core.contents().resumes()) {
            if (each.slot() == slot) {
                records.addAll(gone(each.digest()));
            }
        }
        return records;
    }

    private byte[] next(int slot, String parent, List<StoreRecord> records) {
        byte[] secret = new byte[LENGTH];
        core.random().nextBytes(secret);
        Instant until = core.clock().instant().plus(LIFE);
        records.add(new StoreRecord.ResumePut(digest(secret), slot, until, parent));
        return secret;
    }

    private List<StoreRecord> children(String digest) {
        List<StoreRecord> records = new ArrayList<>();
        for (StoreRecord.ResumePut each : core.contents().resumes()) {
            if (each.parent().equals(digest)) {
                records.addAll(gone(each.digest()));
            }
        }
        return records;
    }

    private static List<StoreRecord> gone(String digest) {
        return digest.isEmpty() ? List.of() : List.of(new StoreRecord.ResumeGone(digest));
    }

    /** Forgets what is too old, when there is much of it. */
    private List<StoreRecord> tooMany() {
        List<StoreRecord.ResumePut> all = new ArrayList<>(core.contents().resumes());
        if (all.size() < MOST) {
            return List.of();
        }
        all.sort(Comparator.comparing(StoreRecord.ResumePut::until));
        List<StoreRecord> gone = new ArrayList<>();
        for (StoreRecord.ResumePut each : all) {
            if (gone.size() <= MOST / 10 || !core.clock().instant().isBefore(each.until())) {
                gone.add(new StoreRecord.ResumeGone(each.digest()));
            }
        }
        return gone;
    }

    private static AuditEvent event(String event, int slot, Peer peer) {
        return new AuditEvent(event, List.of(), peer, "slot " + slot, "");
    }

    private static String digest(byte[] secret) {
        return HexFormat.of().formatHex(StoreFold.sha256().digest(secret));
    }
}
