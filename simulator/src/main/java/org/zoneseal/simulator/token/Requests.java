package org.zoneseal.simulator.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.VendorAttribute;

/**
 * Calls that run at most once, whoever lost the answer.
 *
 * <p>A request id is remembered twice: here, for this application, with what became of it, also
 * while the first call still runs; and in the token objects that it made, so that a restart of the
 * device does not forget. What failed may be tried again.
 */
final class Requests {

    private static final int REMEMBERED = 4096;
    private static final int WAIT_MINUTES = 5;

    /** A request id as a map's key. */
    private record Id(String call, int slot, AttributeValue bytes) {}

    private final Map<Id, FutureTask<Object>> done =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Id, FutureTask<Object>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** Runs an action, or waits for and returns what it gave the first time. */
    <T> T once(String call, int slot, byte[] requestId, Class<T> type, Supplier<T> action) {
        if (requestId.length == 0) {
            return action.get();
        }
        Id id = new Id(call, slot, new AttributeValue.Bytes(requestId.clone()));
        FutureTask<Object> mine = new FutureTask<>(action::get);
        FutureTask<Object> earlier;
        synchronized (done) {
            earlier = done.putIfAbsent(id, mine);
        }
        if (earlier != null) {
            return answer(id, earlier, type);
        }
        mine.run();
        return answer(id, mine, type);
    }

    /** Remembers a request in an object that it makes. */
    static List<Attribute> marked(List<Attribute> attributes, byte[] requestId) {
        return requestId.length == 0
                ? attributes
                : Attributes.of(attributes)
                        .with(List.of(Attribute.bytes(VendorAttribute.REQUEST_ID, requestId)))
                        .list();
    }

    /** A copy is not what the original's request made. */
    static List<Attribute> unmarked(Attributes attributes) {
        return attributes.list().stream()
                .filter(attribute -> attribute.type() != VendorAttribute.REQUEST_ID)
                .toList();
    }

    /** What an earlier request made, among token objects. */
    static List<TokenObject> made(ObjectIndex index, byte[] requestId) {
        return requestId.length == 0
                ? List.of()
                : index.candidates(List.of(Attribute.bytes(VendorAttribute.REQUEST_ID, requestId)));
    }

    private <T> T answer(Id id, FutureTask<Object> task, Class<T> type) {
        try {
            return type.cast(task.get(WAIT_MINUTES, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CryptokiException(Ckr.FUNCTION_CANCELED, "interrupted");
        } catch (TimeoutException e) {
            throw new CryptokiException(
                    Ckr.FUNCTION_CANCELED,
                    "the first call with this request id is still under way");
        } catch (ExecutionException e) {
            synchronized (done) {
                done.remove(id, task);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }
}
