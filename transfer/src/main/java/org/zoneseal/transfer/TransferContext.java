package org.zoneseal.transfer;

import java.util.function.Function;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.zones.ZoneTable;

/**
 * All that transfers depend on beside the message: swapped as a whole when the configuration
 * changes.
 *
 * @param zones what is served
 * @param policies how a zone is given away, by its apex; {@link TransferPolicy#CLOSED} for unknown
 *     ones
 * @param keys the TSIG keys that this server knows
 */
public record TransferContext(
        ZoneTable zones, Function<Name, TransferPolicy> policies, TsigKeys keys) {}
