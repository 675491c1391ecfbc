package org.zoneseal.app.hsm;

import picocli.CommandLine.Command;

/** {@code zoneseal hsm}: any HSM tried out and measured; the software HSM run and cared for. */
@Command(
        name = "hsm",
        description =
                "Try out and measure an HSM: the embedded one, or any through PKCS#11; and run the"
                        + " software HSM, a process of its own that stands in for a hardware one.",
        subcommands = {
            HsmTestCommand.class,
            HsmBenchCommand.class,
            InitCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            UserCommand.class,
            SlotCommand.class,
            StoredKeyCommand.class,
            CertificateCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            CompareCommand.class,
            ConnectCommand.class,
            TlsCommand.class,
            StateCommands.Maintenance.class,
            StateCommands.AlarmReset.class,
            ConfigurationCommands.Template.class,
            ConfigurationCommands.Check.class
        })
public final class HsmCommand {}
