package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.Packet;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the body of each exchange. At QoS 1 and 2 the exchange completes when the broker has acknowledged its
 * message; the next exchange does not wait for that.
 */
final class LinkProducer extends DefaultAsyncProducer implements Link.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(LinkProducer.class);
    private static final long DRAIN_MILLIS = 5000;

    private final PahoMqtt5Configuration config;
    private final String topic;
    private final ScheduledExecutorService scheduler;
    private ExecutorService callbacks;
    private Outbox outbox;
    private Link link;
    private LinkHealthCheck health;

    LinkProducer(LinkEndpoint endpoint, ScheduledExecutorService scheduler) {
        super(endpoint);
        this.config = endpoint.getConfiguration();
        this.topic = endpoint.getTopic();
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LinkEndpoint endpoint = (LinkEndpoint) getEndpoint();
        LinkComponent component = endpoint.getComponent();
        LinkSettings settings = endpoint.settings("to " + topic);
        callbacks = endpoint.getCamelContext().getExecutorServiceManager()
                .newSingleThreadExecutor(this, "link to " + topic);
        outbox = new Outbox(component.queue(), component.maxInflight(), settings, callbacks);
        link = new Link(settings, scheduler, this, (connection, name, message) -> { });
        health = LinkHealthCheck.register(endpoint.getCamelContext(), link);
        link.startAndWait();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Message in = exchange.getIn();
            String to = in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic, String.class);
            MqttMessage message = message(in);
            Packet.requireTopicName(to);
            if (message.getQos() > 0) {
                outbox.publish(to, message, failure -> {
                    if (failure != null) {
                        exchange.setException(failure);
                    }
                    callback.done(false);
                });
                return false;
            }
            publishUnacknowledged(to, message);
        } catch (LinkException | RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private MqttMessage message(Message in) {
        byte[] payload = in.getBody(byte[].class);
        MqttMessage message = new MqttMessage(payload == null ? new byte[0] : payload);
        message.setQos(in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, config.getQos(), Integer.class));
        message.setRetained(
                in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, config.isRetained(), Boolean.class));
        MqttProperties properties = in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        if (properties != null) {
            message.setProperties(LinkEndpoint.sendable(properties));
        }
        LinkEndpoint.requireQos(message.getQos(), config);
        return message;
    }

    /** Publishes at QoS 0, which the broker does not acknowledge. */
    private void publishUnacknowledged(String to, MqttMessage message) throws LinkException {
        Connection connection = outbox.connection();
        if (isStoppingOrStopped()) {
            throw LinkException.notPublished(to, "stopped", false);
        }
        if (connection == null) {
            throw LinkException.notKept(to, 0, "not connected to " + link.settings().addressAndUser());
        }
        try {
            connection.publish(to, message, none -> { });
        } catch (IOException e) {
            throw LinkException.notKept(to, 0, "connection lost to " + link.settings().addressAndUser());
        } catch (MqttException e) {
            throw LinkException.notPublished(to, ConnectFailure.of(e).text(), true);
        }
    }

    @Override
    public void connected(Connection connection) {
        outbox.connected(connection);
        link.ready(connection);
    }

    @Override
    public void lost(Connection connection) {
        outbox.lost();
    }

    @Override
    protected void doStop() throws Exception {
        if (link != null) {
            int rest = outbox.drain(DRAIN_MILLIS);
            if (rest > 0) {
                LOG.warn("{}: stopped; {} messages were not delivered to {}", link.settings().name(), rest,
                        link.settings().address());
            }
            LinkHealthCheck.unregister(getEndpoint().getCamelContext(), health);
            link.stop();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(callbacks);
        }
        super.doStop();
    }
}
