package org.zoneseal.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.dnssec.ZonemdDigest;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.SerialPolicy;
import org.zoneseal.signer.SigningPolicy;
import org.zoneseal.signer.SigningTimes;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to sign, as the command line says it. */
final class SignOptions {

    /** How a zone denies, as the command line names it. */
    enum DenialKind {
        NSEC,
        NSEC3,
        NSEC3_OPT_OUT
    }

    @Option(
            names = "--denial",
            paramLabel = "KIND",
            defaultValue = "nsec",
            converter = DenialNames.class,
            description = "nsec, nsec3 or nsec3-opt-out (${DEFAULT-VALUE}).")
    DenialKind denial = DenialKind.NSEC;

    @Option(
            names = "--nsec3-iterations",
            paramLabel = "N",
            description = "Extra hash iterations; RFC 9276 says 0. Needs --force.")
    int iterations;

    @Option(
            names = "--nsec3-salt",
            paramLabel = "HEX",
            description = "A salt, or - for none; RFC 9276 says none. Needs --force.")
    @Nullable String salt;

    @Option(names = "--force", description = "Do what an RFC advises against.")
    boolean force;

    @Option(
            names = "--algorithm",
            paramLabel = "ALG",
            split = ",",
            description =
                    "Algorithm of new keys by number or mnemonic: 8, 10, 13, 14, 15, 16"
                            + " (ECDSAP256SHA256); several with commas.")
    List<String> algorithms = List.of();

    @Option(names = "--csk", description = "Make one key with both roles, not a KSK and a ZSK.")
    boolean singleKey;

    @Option(
            names = "--rsa-bits",
            paramLabel = "BITS",
            defaultValue = "2048",
            description = "Modulus of new RSA keys (${DEFAULT-VALUE}).")
    int rsaBits = 2048;

    @Option(
            names = "--experimental",
            description = "Allow ML-DSA-44, whose algorithm number is not assigned yet.")
    boolean experimental;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Durations.Instants.class,
            description = "Sign as if at this time (now).")
    @Nullable Instant at;

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            defaultValue = "14d",
            converter = Durations.class,
            description = "How long signatures are valid (${DEFAULT-VALUE}).")
    Duration validity = Duration.ofDays(14);

    @Option(
            names = "--dnskey-validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "The same for DNSKEY, CDS and CDNSKEY (as --validity).")
    @Nullable Duration dnskeyValidity;

    @Option(
            names = "--inception-offset",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = Durations.class,
            description = "How long before now they begin to be (${DEFAULT-VALUE}).")
    Duration inceptionOffset = Duration.ofHours(1);

    @Option(
            names = "--jitter",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = Durations.class,
            description = "Spread expirations over this long before the end (${DEFAULT-VALUE}).")
    Duration jitter = Duration.ZERO;

    @Option(
            names = "--refresh",
            paramLabel = "DURATION",
            converter = Durations.class,
            description =
                    "With --previous: keep signatures that are valid for this long still (a quarter"
                            + " of --validity).")
    @Nullable Duration refresh;

    @Option(
            names = "--serial",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "keep, increment, unixtime or date (${DEFAULT-VALUE}).")
    SerialPolicy serial = SerialPolicy.KEEP;

    @Option(
            names = "--zonemd",
            paramLabel = "HASH",
            arity = "0..1",
            parameterConsumer = ZonemdHashes.class,
            description = "Add a ZONEMD record: sha384, sha512, or both with a comma (sha384).")
    List<String> zonemd = List.of();

    @Option(names = "--cds", description = "Publish CDS and CDNSKEY for the parent (RFC 7344).")
    boolean cds;

    @Option(
            names = "--dnskey-ttl",
            paramLabel = "SECONDS",
            defaultValue = "-1",
            description = "TTL of the DNSKEY RRset (that of the SOA record).")
    long dnskeyTtl = -1;

    @Option(
            names = "--add-dnskey",
            paramLabel = "FILE",
            description = "Publish the DNSKEY records of this file too; may be repeated.")
    List<Path> foreignKeys = List.of();

    @Option(
            names = "--signatures",
            paramLabel = "FILE",
            description =
                    "RRSIG records over the DNSKEY, CDS and CDNSKEY RRsets, by keys that are"
                            + " elsewhere.")
    @Nullable Path signatures;

    SigningPolicy policy(long now) {
        long valid = validity.toSeconds();
        Duration dnskey = dnskeyValidity;
        Duration keep = refresh;
        SigningTimes times;
        try {
            times =
                    new SigningTimes(
                            now,
                            inceptionOffset.toSeconds(),
                            valid,
                            dnskey == null ? valid : dnskey.toSeconds(),
                            jitter.toSeconds(),
                            keep == null ? valid / 4 : keep.toSeconds());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
        return new SigningPolicy(denial(), times, serial, zonemdHashes(), cds, dnskeyTtl);
    }

    private Denial denial() {
        byte[] saltBytes = saltBytes();
        if (denial == DenialKind.NSEC) {
            if (iterations != 0 || salt != null) {
                throw CommandException.usage("--nsec3-iterations and --nsec3-salt go with nsec3");
            }
            return new Denial.Nsec();
        }
        if ((iterations != 0 || saltBytes.length > 0) && !force) {
            throw CommandException.usage(
                    "RFC 9276 says 0 iterations and no salt, because they cost without protecting,"
                            + " and validators treat more as insecure; --force does it all the"
                            + " same");
        }
        if (iterations < 0 || iterations > Nsec3Param.MAX_ITERATIONS) {
            throw CommandException.usage(
                    "--nsec3-iterations takes 0 to "
                            + Nsec3Param.MAX_ITERATIONS
                            + ", even with --force");
        }
        return new Denial.Nsec3(denial == DenialKind.NSEC3_OPT_OUT, iterations, saltBytes);
    }

    private byte[] saltBytes() {
        String hex = salt;
        if (hex == null || hex.equals("-")) {
            return new byte[0];
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length <= 255) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw notSalt(hex);
        }
        throw notSalt(hex);
    }

    private static CommandException notSalt(String text) {
        return CommandException.usage(
                "--nsec3-salt takes up to 255 bytes in hex, or -, not '" + text + "'");
    }

    private Set<Integer> zonemdHashes() {
        Set<Integer> hashes = new TreeSet<>();
        for (String name : zonemd) {
            hashes.add(
                    switch (name) {
                        case "sha384" -> ZonemdDigest.SHA384;
                        case "sha512" -> ZonemdDigest.SHA512;
                        default ->
                                throw CommandException.usage(
                                        "--zonemd takes sha384 or sha512, not '" + name + "'");
                    });
        }
        return hashes;
    }

    KeyProvision.Wish keyWish() {
        if (rsaBits < 1024 || rsaBits > 4096) {
            throw CommandException.usage("--rsa-bits takes 1024 to 4096 (RFC 5702 §2)");
        }
        return new KeyProvision.Wish(
                algorithms.stream().map(this::scheme).distinct().toList(), singleKey, rsaBits);
    }

    private SignatureScheme scheme(String name) {
        for (Algorithm algorithm : Algorithm.values()) {
            boolean meant =
                    name.equals(String.valueOf(algorithm.number()))
                            || name.equalsIgnoreCase(algorithm.mnemonic());
            if (meant && !algorithm.maySign()) {
                throw CommandException.usage(
                        algorithm.mnemonic() + " is not for signing any more (RFC 8624 §3.1)");
            }
            if (meant && algorithm.isExperimental() && !experimental) {
                throw CommandException.usage(
                        algorithm.mnemonic() + " is an experiment: it needs --experimental");
            }
            if (meant) {
                return SignatureScheme.ofAlgorithm(algorithm.number());
            }
        }
        throw CommandException.usage(
                "--algorithm takes 8, 10, 13, 14, 15 or 16, or its mnemonic, not '" + name + "'");
    }

    /** Takes the word after {@code --zonemd} unless it is another option or the zone file. */
    static final class ZonemdHashes implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean given =
                    !words.isEmpty() && words.peek().matches("[A-Za-z0-9]+(,[A-Za-z0-9]+)*");
            String hashes = given && !Files.exists(Path.of(words.peek())) ? words.pop() : "sha384";
            option.setValue(List.of(hashes.split(",")));
        }
    }

    /** Takes the names with dashes. */
    static final class DenialNames implements ITypeConverter<DenialKind> {
        @Override
        public DenialKind convert(String text) {
            return switch (text) {
                case "nsec" -> DenialKind.NSEC;
                case "nsec3" -> DenialKind.NSEC3;
                case "nsec3-opt-out" -> DenialKind.NSEC3_OPT_OUT;
                default ->
                        throw new TypeConversionException(
                                "'" + text + "' is none of nsec, nsec3, nsec3-opt-out");
            };
        }
    }
}
