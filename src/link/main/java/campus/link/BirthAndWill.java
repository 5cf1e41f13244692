package campus.link;

import campus.link.wire.ConnectFailure;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on the topic of a link's will that the link is there, and that it goes; silent where it has no birth payload. */
record BirthAndWill(LinkSettings settings) {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAndWill.class);
    private static final long GOODBYE_MILLIS = 200;

    /** Undoes the will that the broker has published since the last connection. */
    void online(Connection connection) {
        settings.birth().ifPresent(birth -> publish(connection, birth, code -> {
            if (code >= 0x80) {
                LOG.warn("{}: {} may not publish to {}: {}", settings.name(), settings.user(), settings.willTopic(),
                        ConnectFailure.reason(code));
            }
        }));
    }

    /**
     * Publishes the will, for a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even where the reason
     * code of the DISCONNECT asks for it (0x04). Returns when the broker has it, or soon.
     */
    void offline(Connection connection) {
        if (settings.birth().isEmpty() || !connection.isOpen()) {
            return;
        }
        CountDownLatch acknowledged = new CountDownLatch(1);
        publish(connection, settings.will(), code -> acknowledged.countDown());
        try {
            acknowledged.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(Connection connection, MqttMessage message, IntConsumer acknowledged) {
        try {
            connection.publish(settings.willTopic(), message, acknowledged);
        } catch (MqttException | IOException e) {
            LOG.debug("{}: the connection ended before it was announced", settings.name(), e);
        }
    }
}
