package campus.link;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes without waiting for each acknowledgement: an exchange is done when the broker has its message. */
final class LinkProducer extends DefaultAsyncProducer implements Link.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(LinkProducer.class);
    private static final long DRAIN_MILLIS = 5000;

    private final PahoMqtt5Configuration config;
    private final String topic;
    private final ScheduledExecutorService scheduler;
    private ExecutorService completions;
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
        LinkSettings settings = endpoint.settings("to " + topic);
        completions = endpoint.getCamelContext().getExecutorServiceManager()
                .newSingleThreadExecutor(this, "link to " + topic);
        outbox = new Outbox(endpoint.getComponent().queue(), endpoint.getComponent().maxInflight(), settings, completions);
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
            MqttTopicValidator.validate(to, false, true);
            if (message.getQos() == 0) {
                LinkException failure = outbox.publishNow(to, message);
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(true);
                return true;
            }
            outbox.publish(to, message, failure -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
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
            int undelivered = outbox.drain(DRAIN_MILLIS);
            if (undelivered > 0) {
                LOG.warn("{}: stopped with {} messages that {} did not get", link.settings().name(), undelivered,
                        link.settings().address());
            }
            LinkHealthCheck.unregister(getEndpoint().getCamelContext(), health);
            link.stop();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(completions);
        }
        super.doStop();
    }
}
