package org.zoneseal.transfer;

/**
 * How one zone is given away.
 *
 * @param access who may have it
 */
public record TransferPolicy(AccessList access) {

    /** Nobody may have it. */
    public static final TransferPolicy CLOSED = new TransferPolicy(AccessList.NOBODY);
}
