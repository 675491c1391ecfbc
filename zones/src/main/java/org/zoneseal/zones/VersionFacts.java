package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.zoneseal.zones.ZoneOrigin.Other;
import org.zoneseal.zones.ZoneOrigin.Primary;
import org.zoneseal.zones.ZoneOrigin.ZoneFile;

/**
 * What is stored with a version beside its content.
 *
 * @param checkedAt when it was last known to be the latest one
 * @param expiresAt as in {@link Publication}
 */
record VersionFacts(Provenance provenance, long checkedAt, long expiresAt) {

    private static final int ZONE_FILE = 1;
    private static final int PRIMARY = 2;
    private static final int OTHER = 3;

    private static final int NO_PROOF = 0;
    private static final int PROOF = 2;

    /** What the last check found, whatever the clock says of when that was. */
    VersionFacts refreshed(long otherCheck, long otherExpiry) {
        return new VersionFacts(provenance, otherCheck, otherExpiry);
    }

    /** With what is known of the version now. */
    VersionFacts with(Provenance other) {
        return new VersionFacts(other, checkedAt, expiresAt);
    }

    void write(RecordBytes out) {
        out.u64(checkedAt).u64(expiresAt).u64(provenance.receivedAt());
        switch (provenance.origin()) {
            case ZoneFile file ->
                    out.u8(ZONE_FILE)
                            .text(file.path())
                            .u64(file.size())
                            .u64(file.modifiedMillis())
                            .text(file.digest());
            case Primary primary -> out.u8(PRIMARY).text(primary.address());
            case Other other -> out.u8(OTHER).text(other.what());
        }
        Optional<ProofRecord> proof = provenance.proof();
        out.u8(proof.isPresent() ? PROOF : NO_PROOF);
        proof.ifPresent(found ->
                out.text(found.mode().name())
                        .u64(found.earliestExpiry())
                        .u32(found.verifierVersion())
                        .text(found.anchors()));
    }

    static VersionFacts read(ByteBuffer from) {
        long checkedAt = from.getLong();
        long expiresAt = from.getLong();
        long receivedAt = from.getLong();
        int kind = from.get();
        ZoneOrigin origin =
                switch (kind) {
                    case ZONE_FILE ->
                            new ZoneFile(
                                    RecordBytes.text(from),
                                    from.getLong(),
                                    from.getLong(),
                                    RecordBytes.text(from));
                    case PRIMARY -> new Primary(RecordBytes.text(from));
                    case OTHER -> new Other(RecordBytes.text(from));
                    default -> throw new IllegalArgumentException("an origin of kind " + kind);
                };
        int kindOfProof = from.get();
        Optional<ProofRecord> proof =
                switch (kindOfProof) {
                    case NO_PROOF -> Optional.empty();
                    case PROOF -> Optional.of(proof(from));
                    default -> throw new IllegalArgumentException("a proof of kind " + kindOfProof);
                };
        return new VersionFacts(new Provenance(origin, receivedAt, proof), checkedAt, expiresAt);
    }

    private static ProofRecord proof(ByteBuffer from) {
        return new ProofRecord(
                Verification.valueOf(RecordBytes.text(from)),
                from.getLong(),
                from.getInt(),
                RecordBytes.text(from));
    }
}
