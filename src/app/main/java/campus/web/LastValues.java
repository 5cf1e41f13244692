package campus.web;

import campus.base.Json;
import campus.camel.MqttMessages;
import campus.mqtt.ReceivedMessage;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;

/**
 * The last values of each topic of the buildings, with the times at which they came: bounded in topics, in values of
 * each, and in the size of a message. Messages that are no numbers are not kept.
 */
public final class LastValues {

    private static final int MAX_TOPICS = 12_000;
    private static final int MAX_TOPIC = 128;
    private static final int MAX_PAYLOAD = 4096;
    private static final int KEPT = 60;
    private static final ObjectReader JSON =
            Json.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, Series> topics = new ConcurrentHashMap<>();
    private final Clock clock;

    /** @param clock gives the time at which a value comes */
    public LastValues(Clock clock) {
        this.clock = clock;
    }

    /** A step of the route {@code page}. */
    public void receive(Exchange exchange) {
        ReceivedMessage message = MqttMessages.received(exchange);
        if (message.topic().length() <= MAX_TOPIC && message.payload().length <= MAX_PAYLOAD) {
            number(message.payload()).ifPresent(value -> add(message.topic(), value));
        }
    }

    void add(String topic, double value) {
        Series series = topics.size() < MAX_TOPICS ? topics.computeIfAbsent(topic, key -> new Series())
                : topics.get(topic);
        if (series != null) {
            series.add(clock.millis(), value);
        }
    }

    /** For each topic: topic, time in milliseconds since 1970, value. */
    List<Object[]> last() {
        return topics.entrySet().stream().map(entry -> entry.getValue().last(entry.getKey())).toList();
    }

    /** The last values of one topic, the oldest first: time in milliseconds since 1970, value. */
    List<Object[]> history(String topic) {
        Series series = topics.get(topic);
        return series == null ? List.of() : series.all();
    }

    /**
     * The number of a reading, as the page finds it: the JSON number, or the one that the member {@code value} of a
     * JSON object is, if the payload is one whole JSON text.
     */
    static OptionalDouble number(byte[] payload) {
        try {
            JsonNode json = JSON.readTree(payload);
            JsonNode number = json.isObject() ? json.path("value") : json;
            return number.isNumber() && Double.isFinite(number.doubleValue())
                    ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
        } catch (IOException e) {
            // no JSON, so no reading
            return OptionalDouble.empty();
        }
    }

    /** A ring of values; it grows to its full size when it is needed. */
    private static final class Series {

        private long[] times = new long[1];
        private double[] values = new double[1];
        private int count;

        synchronized void add(long time, double value) {
            if (count == times.length && count < KEPT) {
                int size = Math.min(KEPT, count * 4);
                times = Arrays.copyOf(times, size);
                values = Arrays.copyOf(values, size);
            }
            times[count % times.length] = time;
            values[count % times.length] = value;
            count++;
        }

        synchronized Object[] last(String topic) {
            int at = (count - 1) % times.length;
            return new Object[] {topic, times[at], values[at]};
        }

        synchronized List<Object[]> all() {
            return IntStream.range(Math.max(0, count - times.length), count).map(i -> i % times.length)
                    .mapToObj(at -> new Object[] {times[at], values[at]}).toList();
        }
    }
}
