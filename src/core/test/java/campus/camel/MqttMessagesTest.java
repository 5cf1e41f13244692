package campus.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttMessagesTest {

    private static final byte[] CORRELATION = {1, 0, (byte) 0xff};

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @Test
    void aMessageWithoutPropertiesHasTopicPayloadAndQos() {
        Message message = exchange.getMessage();
        message.setBody("hello");
        message.setHeader(PahoMqtt5Constants.MQTT_TOPIC, "a/b");
        message.setHeader(PahoMqtt5Constants.MQTT_QOS, 2);
        ReceivedMessage received = MqttMessages.received(exchange);
        assertThat(received.topic()).isEqualTo("a/b");
        assertThat(received.payload()).asString(UTF_8).isEqualTo("hello");
        assertThat(received.qos()).isEqualTo(2);
        assertThat(received.retained()).isFalse();
        assertThat(received.responseTopic()).isEmpty();
        assertThat(received.correlationData()).isNull();
        assertThat(received.userProperties()).isEmpty();
    }

    @Test
    void anEmptyBodyIsAnEmptyPayload() {
        assertThat(MqttMessages.received(exchange).payload()).isEmpty();
    }

    @Test
    void propertiesAreReadAndOfTwoWithOneNameTheFirst() {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic("DST/RESPUESTA/me");
        properties.setCorrelationData(CORRELATION);
        properties.setUserProperties(List.of(new UserProperty("verdict", "code"), new UserProperty("reason", "x"),
                new UserProperty("verdict", "accepted")));
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties);
        ReceivedMessage received = MqttMessages.received(exchange);
        assertThat(received.responseTopic()).contains("DST/RESPUESTA/me");
        assertThat(received.correlationData()).isEqualTo(CORRELATION);
        assertThat(received.userProperties())
                .isEqualTo(Map.of("verdict", "code", "reason", "x"));
    }

    /** Paho refuses to set one, and reads one from the network all the same. */
    @Test
    void anEmptyResponseTopicIsNone() {
        MqttProperties properties = new MqttProperties() {
            @Override
            public String getResponseTopic() {
                return "";
            }
        };
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties);
        assertThat(MqttMessages.received(exchange).responseTopic()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theRetainFlagIsThatOfTheMessage(boolean retained) {
        MqttMessage message = new MqttMessage(new byte[] {1});
        message.setRetained(retained);
        exchange.setMessage(new PahoMqtt5Message(context, message));
        assertThat(MqttMessages.received(exchange).retained()).isEqualTo(retained);
    }

    @Test
    void aPublicationReplacesWhatWasReceived() {
        Message message = exchange.getMessage();
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "someone/elses");
        message.setHeader("other", "x");
        Map<String, String> userProperties = new LinkedHashMap<>();
        userProperties.put("verdict", "accepted");
        userProperties.put("reason", "y");
        message.setBody(new Publication("a/b", "hello".getBytes(UTF_8), Optional.of("c/d"), CORRELATION, userProperties,
                Duration.ofMinutes(10)));
        MqttMessages.publication(exchange);
        assertThat(message.getBody(String.class)).isEqualTo("hello");
        assertThat(message.getHeaders()).containsOnlyKeys(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC,
                PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES)
                .containsEntry(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "a/b");
        MqttProperties properties = properties();
        assertThat(properties.getResponseTopic()).isEqualTo("c/d");
        assertThat(properties.getCorrelationData()).isEqualTo(CORRELATION);
        assertThat(properties.getUserProperties()).extracting(UserProperty::getKey)
                .containsExactly("verdict", "reason");
        assertThat(properties.getMessageExpiryInterval()).isEqualTo(600);
    }

    /** MQTT 5 section 3.3.2.3.3 counts in whole seconds, and 0 means that the message has expired. */
    @ParameterizedTest
    @CsvSource({"PT0S,", "PT0.2S,1", "PT1.9S,1", "PT2S,2"})
    void expiryIsInWholeSecondsAndAtLeastOne(Duration expiry, Long seconds) {
        exchange.getMessage().setBody(Publication.of("a", "x").expiring(expiry));
        MqttMessages.publication(exchange);
        assertThat(properties().getMessageExpiryInterval()).isEqualTo(seconds);
    }

    private MqttProperties properties() {
        return exchange.getMessage().getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
    }
}
