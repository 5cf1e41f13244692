package campus.broker.guard;

import campus.broker.client.Client;
import campus.broker.limits.Limits;
import campus.broker.limits.TokenBucket;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Optional;

/**
 * How fast and how much one client publishes. Past its rate it is not read for a while, so that TCP holds it back and
 * nothing is dropped. For one thread.
 */
final class PublishQuota {

    /** Instead of a pause: the client has waited long enough. */
    static final long TOO_LONG = -1;

    private static final long RECHECK_NANOS = 50_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Guard guard;
    private final Client client;
    private final TokenBucket exchangeBucket;
    private final TokenBucket otherBucket;
    private long fullSince;

    PublishQuota(Guard guard, Client client) {
        this.guard = guard;
        this.client = client;
        Limits.Rates rates = guard.limits.rates();
        long now = System.nanoTime();
        this.exchangeBucket = new TokenBucket(rates.exchange(), rates.exchangeBurst(), now);
        this.otherBucket = new TokenBucket(rates.others(), rates.others(), now);
    }

    /** Nanoseconds to wait before the next packet is handled; 0: none; or {@link #TOO_LONG}. */
    long pause(MqttMessage packet) {
        if (!(packet instanceof MqttPublishMessage publish)) {
            return 0;
        }
        String topic = publish.variableHeader().topicName();
        long now = System.nanoTime();
        // What is refused anyway need not wait.
        if (!canBeRefused(publish) && guard.stored.isFull(topic)
                && guard.publishing.refusal(client, publish).isEmpty()) {
            fullSince = fullSince == 0 ? now : fullSince;
            return now - fullSince > PATIENCE_NANOS ? TOO_LONG : RECHECK_NANOS;
        }
        fullSince = 0;
        TokenBucket bucket = Limits.level(topic).equals(guard.limits.exchange()) ? exchangeBucket : otherBucket;
        return client.trusted() ? 0 : bucket.take(publish.payload().readableBytes(), now);
    }

    /** Only MQTT 5 has a negative acknowledgement. */
    private boolean canBeRefused(MqttPublishMessage publish) {
        return client.mqtt5() && publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
    }

    /** The reason for which there is no room for a message that is permitted; if there is none, it counts. */
    Optional<Reason> refusal(MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        int bytes = publish.payload().readableBytes();
        boolean room = (!canBeRefused(publish) || !guard.stored.isFull(topic))
                && (client.trusted() || isForNobody(publish) || guard.artemis.hasTopic(topic)
                || guard.stored.takeTopic(topic))
                && (!retains(publish) || guard.retained.put(client, topic, bytes, false));
        if (room) {
            guard.stored.level(topic).pass(bytes, guard.artemis.listeners(topic));
        }
        return room ? Optional.empty() : Optional.of(Reason.QUOTA);
    }

    /**
     * Whether no subscription matches the topic of a message, and nothing of it stays: it need not go to Artemis, where
     * its topic would take heap.
     */
    boolean isForNobody(MqttPublishMessage publish) {
        return !client.trusted() && !retains(publish)
                && !guard.artemis.hasListeners(publish.variableHeader().topicName());
    }

    /** False if the message is not retained, or deletes a retained one that is not there. */
    boolean retains(MqttPublishMessage publish) {
        return publish.fixedHeader().isRetain() && (publish.payload().isReadable()
                || guard.artemis.hasRetained(publish.variableHeader().topicName()));
    }
}
