package org.zoneseal.hsm;

/**
 * Who a token is.
 *
 * @param kind {@code embedded}, or the PKCS#11 module's file name
 * @param label the token's label
 * @param manufacturer its maker
 * @param model its model
 * @param serial its serial number
 */
public record TokenInfo(
        String kind, String label, String manufacturer, String model, String serial) {}
