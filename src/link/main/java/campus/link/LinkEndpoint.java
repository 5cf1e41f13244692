package campus.link;

import java.util.UUID;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An endpoint with the options of camel-paho-mqtt5, whose consumers and producers have a {@link Link} each. */
final class LinkEndpoint extends PahoMqtt5Endpoint {

    LinkEndpoint(String uri, String topic, LinkComponent component, PahoMqtt5Configuration configuration) {
        super(uri, topic, component, configuration);
    }

    @Override
    public LinkComponent getComponent() {
        return (LinkComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        requireQos(getConfiguration().getQos(), getConfiguration());
        return new LinkProducer(this, getComponent().scheduler());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        requireQos(getConfiguration().getQos(), getConfiguration());
        LinkConsumer consumer = new LinkConsumer(this, processor, getComponent().scheduler());
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The settings of one link.
     *
     * @param name the id of the route that consumes, or {@code to TOPIC}, for the log
     */
    LinkSettings settings(String name) {
        String clientId = getConfiguration().getClientId();
        LinkComponent component = getComponent();
        return new LinkSettings(name, clientId == null ? "campus-" + UUID.randomUUID() : clientId, getConfiguration(),
                component.packetListener(), component.birthPayload(), component.delays());
    }

    /**
     * Checks a QoS. QoS 2 is exactly once within one connection: Paho forgets its state with the connection, so that a
     * message may be lost or come twice after a reconnect. Therefore it needs a link that has one connection only.
     *
     * @throws IllegalArgumentException for QoS 2 on a link that reconnects, and if it is not 0, 1 or 2
     */
    static void requireQos(int qos, PahoMqtt5Configuration config) {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos=" + qos + " cannot be used: accepted is 0, 1 or 2");
        }
        if (qos == 2 && config.isAutomaticReconnect()) {
            throw new IllegalArgumentException("qos=2 cannot be kept across a reconnect: use qos=1, or"
                    + " automaticReconnect=false");
        }
    }

    /** The properties that a client may send: without those that belong to one delivery by the broker. */
    static MqttProperties sendable(MqttProperties received) {
        MqttProperties properties = new MqttProperties();
        properties.setPayloadFormat(received.getPayloadFormat());
        properties.setMessageExpiryInterval(received.getMessageExpiryInterval());
        properties.setContentType(received.getContentType());
        properties.setResponseTopic(received.getResponseTopic());
        properties.setCorrelationData(received.getCorrelationData());
        properties.setUserProperties(received.getUserProperties());
        return properties;
    }
}
