package org.zoneseal.app;

import java.nio.channels.Channels;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileWriter;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyRing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoneseal key dnskey}: the DNSKEY records of a zone's keys, as zone text. */
@Command(
        name = "dnskey",
        description =
                "Print the DNSKEY records of a zone's keys as zone text: for an offline KSK to"
                        + " sign, for another signer to publish.")
final class KeyDnskeyCommand implements Operation {

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "NAME",
            description = "The zone's name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String origin;

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "TTL of the records (${DEFAULT-VALUE}).")
    long ttl = 3600;

    @Mixin private final StateOptions state = new StateOptions();

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Name zone = Name.parse(origin);
        ZoneFileWriter writer = new ZoneFileWriter(Channels.newChannel(terminal.out()));
        byte[] owner = zone.toWire();
        for (KeyEntry entry : KeyRing.of(state.folder().path(), zone).read()) {
            byte[] rdata = entry.dnskey().rdata();
            writer.record(owner, 0, RecordType.DNSKEY, ttl, rdata, 0, rdata.length);
        }
        writer.flush();
        return ExitCode.FINE;
    }
}
