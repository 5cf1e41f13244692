package campus.broker.sys;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the broker's figures under {@code $SYS/broker/}, retained and at QoS 0, each when it has changed, as
 * Mosquitto does. It does so inside the broker, as no client may publish there.
 */
public final class SysTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SysTopics.class);
    private static final String ROOT = "$SYS/broker/";
    /** At least the bytes that Artemis puts in front of a payload. */
    private static final int HEAD_BYTES = 64;

    private final ActiveMQServer server;
    private final BrokerMetrics figures;
    private final Map<String, String> published = new HashMap<>();
    private final ScheduledFuture<?> schedule;
    private boolean closed;

    /**
     * Publishes now, and after each interval.
     *
     * @param traffic  counts the packets of this server
     * @param interval more than zero
     */
    public SysTopics(ActiveMQServer server, TrafficCounter traffic, Duration interval) {
        this.server = server;
        this.figures = new BrokerMetrics(server, traffic);
        schedule = server.getScheduledPool()
                .scheduleWithFixedDelay(this::publish, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void publish() {
        try {
            for (Map.Entry<String, String> figure : figures.read().entrySet()) {
                publish(figure.getKey(), figure.getValue());
            }
        } catch (Exception e) {
            // If it were thrown, the schedule would end.
            if (server.isStarted()) {
                LOG.warn("the broker's figures were not published: {}", e.toString());
            }
        }
    }

    private synchronized void publish(String figure, String value) throws Exception {
        if (closed || value.equals(published.put(figure, value))) {
            return;
        }
        String topic = ROOT + figure;
        StorageManager storage = server.getStorageManager();
        server.addOrUpdateAddressInfo(new AddressInfo(SimpleString.of(topic), RoutingType.MULTICAST));
        Message message = message(storage.generateID(), topic, value);
        MQTTUtil.sendMessageDirectlyToQueue(storage, server.getPostOffice(), message.copy(storage.generateID()),
                retained(topic), null);
        server.getPostOffice().route(message, false);
    }

    /** The queue in which Artemis looks for the retained message of a topic. Its length is 1: a new one replaces it. */
    private Queue retained(String topic) throws Exception {
        String name = MQTTUtil.getCoreRetainAddressFromMqttTopic(topic,
                server.getConfiguration().getWildcardConfiguration());
        Queue queue = server.locateQueue(name);
        return queue != null ? queue : server.createQueue(QueueConfiguration.of(name)
                .setRoutingType(RoutingType.MULTICAST).setDurable(false).setRingSize(1L).setAutoCreateAddress(true));
    }

    /** The message that Artemis makes of such a PUBLISH packet. */
    private static Message message(long id, String topic, String value) {
        byte[] payload = value.getBytes(StandardCharsets.UTF_8);
        CoreMessage message = new CoreMessage(id, payload.length + HEAD_BYTES);
        message.setAddress(topic);
        message.setRoutingType(RoutingType.MULTICAST);
        message.setType(Message.BYTES_TYPE);
        message.putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, true);
        message.putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, 0);
        message.getBodyBuffer().writeBytes(payload);
        return message;
    }

    /** Ends publishing, after the figure that is being published: Artemis would interrupt it. Retained ones stay. */
    @Override
    public synchronized void close() {
        closed = true;
        schedule.cancel(false);
    }
}
