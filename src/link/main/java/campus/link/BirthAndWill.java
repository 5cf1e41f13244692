package campus.link;

import campus.link.wire.ReasonCode;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state of a link on the topic of its Last Will: the birth payload while it is connected, the will when
 * it disconnects. It publishes nothing if there is no birth payload or no Last Will.
 */
record BirthAndWill(LinkSettings settings) {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAndWill.class);
    private static final long WILL_MILLIS = 200;

    /** Publishes the birth payload, which replaces the will that the broker has published for the last connection. */
    void publishBirth(Connection connection) {
        settings.birth().ifPresent(birth -> publish(connection, birth, code -> {
            if (ReasonCode.isFailure(code)) {
                LOG.warn("{}: {} may not publish to {}: {}", settings.name(), settings.user(), settings.willTopic(),
                        ReasonCode.text(code));
            }
        }));
    }

    /**
     * Publishes the will, because a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even if the reason
     * code of the DISCONNECT asks for the will (0x04). Returns when the broker has acknowledged it, or after 200 ms.
     */
    void publishWill(Connection connection) {
        if (settings.birth().isEmpty() || !connection.isOpen()) {
            return;
        }
        CountDownLatch acknowledged = new CountDownLatch(1);
        publish(connection, settings.will(), code -> acknowledged.countDown());
        try {
            acknowledged.await(WILL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(Connection connection, MqttMessage message, IntConsumer acknowledged) {
        try {
            connection.publish(settings.willTopic(), message, acknowledged);
        } catch (MqttException | IOException e) {
            LOG.debug("{}: the connection ended before its state was published", settings.name(), e);
        }
    }
}
