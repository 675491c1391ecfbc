package org.zoneseal.jce;

import java.security.Provider;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An offer as the JDK's registry of algorithms has it; made without reflection. */
final class HsmService extends Provider.Service {

    private final ServiceTable.Offer offer;

    HsmService(
            Provider provider,
            String type,
            ServiceTable.Offer offer,
            Map<String, String> attributes) {
        super(
                provider,
                type,
                offer.algorithm(),
                HsmService.class.getName(),
                offer.aliases(),
                attributes);
        this.offer = offer;
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
        return offer.maker().get();
    }
}
