package org.zoneseal.app.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.server.TlsKeys;
import org.zoneseal.transfer.secondary.IncomingLimits;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.transfer.secondary.TimerBounds;
import org.zoneseal.transfer.secondary.TlsIdentity;

/**
 * Makes what secondaries are told out of what the configuration says.
 *
 * <p>Files are read here, so it may fail, and is done for all zones before anything changes.
 */
final class SecondarySettings {

    private final ServerConfiguration configuration;
    private final @Nullable X509ExtendedKeyManager own;

    SecondarySettings(ServerConfiguration configuration) throws IOException {
        this.configuration = configuration;
        Optional<TlsIdentityFiles> files = configuration.tls();
        this.own =
                files.isEmpty()
                        ? null
                        : TlsKeys.own(
                                new TlsFiles(
                                        files.get().certificate(), files.get().key(), List.of()));
    }

    SecondaryZone of(Name apex, ZoneRules rules) throws IOException {
        List<Primary> primaries = new ArrayList<>();
        for (RemoteSettings remote : rules.primaries()) {
            primaries.add(primary(remote));
        }
        ZoneRules.Intake intake = rules.intake();
        return SecondaryZone.of(apex, primaries)
                .withVerification(rules.proof().rule(apex, configuration.base()))
                .withLimits(
                        IncomingLimits.DEFAULT
                                .withBytes(intake.bytes())
                                .withRecords(intake.records())
                                .withTimes(
                                        IncomingLimits.DEFAULT.connect(),
                                        IncomingLimits.DEFAULT.idle(),
                                        intake.time()))
                .withBounds(bounds(intake));
    }

    private static TimerBounds bounds(ZoneRules.Intake intake) {
        TimerBounds usual = TimerBounds.DEFAULT;
        TimerBounds.Range range =
                new TimerBounds.Range(
                        intake.refreshLeast().toSeconds(), intake.refreshMost().toSeconds());
        return new TimerBounds(range, range, usual.expire(), usual.firstRetry(), usual.notifyGap());
    }

    private Primary primary(RemoteSettings remote) throws IOException {
        Primary primary = Primary.plain(remote.address());
        Name key = remote.key().orElse(null);
        if (key != null) {
            primary = primary.withKey(configuration.tsig().keys().find(key).orElseThrow());
        }
        RemoteSettings.Tls tls = remote.tls().orElse(null);
        return tls == null ? primary : primary.withTls(identity(tls));
    }

    private TlsIdentity identity(RemoteSettings.Tls tls) throws IOException {
        return tls.pins().isEmpty()
                ? TlsIdentity.byName(
                        tls.host().orElseThrow(),
                        TlsKeys.authorities(tls.authorities().stream().toList()),
                        own,
                        tls.protocol())
                : TlsIdentity.byPins(tls.pins(), own, tls.protocol());
    }
}
