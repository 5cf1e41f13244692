package campus.link.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttSubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {

    private static Packet read(String hex) throws IOException {
        return Packet.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    private static Packet read(byte[] bytes) throws IOException {
        return Packet.read(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, false, 0", "0, true, 1", "1, false, 119", "1, true, 120", "1, false, 128", "0, false, 16383",
        "1, false, 70000", "0, true, 2100000"})
    void pahoAndPacketReadAPublishAlike(int qos, boolean retained, int length) throws Exception {
        byte[] payload = "ñ".repeat(length).getBytes(UTF_8);
        MqttMessage message = new MqttMessage(payload, qos, retained, null);

        byte[] bytes = Packet.publish("EDIFICIO_1/P_7/S/4/TEMP", message, 0x8001);
        MqttPublish paho = (MqttPublish) MqttWireMessage.createWireMessage(bytes);
        Packet.Publish own = read(bytes).publish();

        assertThat(paho.getTopicName()).isEqualTo("EDIFICIO_1/P_7/S/4/TEMP").isEqualTo(own.topic());
        assertThat(paho.getMessage().getPayload()).isEqualTo(payload).isEqualTo(own.message().getPayload());
        assertThat(paho.getQoS()).isEqualTo(qos).isEqualTo(own.message().getQos());
        assertThat(paho.getMessage().isRetained()).isEqualTo(retained).isEqualTo(own.message().isRetained());
        assertThat(own.message().getId()).isEqualTo(qos == 0 ? 0 : 0x8001);
        assertThat(read(bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void aPublishKeepsItsProperties() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic("DST/RESPUESTA/x");
        properties.setCorrelationData(new byte[] {1, 2});
        properties.setUserProperties(List.of(new UserProperty("verdict", "accepted")));
        MqttMessage message = new MqttMessage("12345".getBytes(UTF_8), 1, false, properties);

        Packet.Publish read = read(Packet.publish("t", message, 0xFFFF)).publish();

        assertThat(read.topic()).isEqualTo("t");
        assertThat(read.message().getPayload()).isEqualTo(message.getPayload());
        assertThat(read.message().getId()).isEqualTo(0xFFFF);
        assertThat(read.message().getProperties().getResponseTopic()).isEqualTo("DST/RESPUESTA/x");
        assertThat(read.message().getProperties().getCorrelationData()).containsExactly(1, 2);
        assertThat(read.message().getProperties().getUserProperties())
                .containsExactly(new UserProperty("verdict", "accepted"));
    }

    @Test
    void pahoReadsASubscribe() throws Exception {
        byte[] packet = Packet.subscribe("EDIFICIO_1/+/ñ/#", 1, 0x8002);
        MqttSubscribe paho = (MqttSubscribe) MqttWireMessage.createWireMessage(packet);

        assertThat(paho.getMessageId()).isEqualTo(0x8002);
        assertThat(paho.getSubscriptions()).singleElement().satisfies(subscription -> {
            assertThat(subscription.getTopic()).isEqualTo("EDIFICIO_1/+/ñ/#");
            assertThat(subscription.getQos()).isEqualTo(1);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "4002 8001,             32769, 0",
        "4003 8001 10,          32769, 0x10",
        "4004 8001 87 00,       32769, 0x87",
        "4008 8001 97 041f000161, 32769, 0x97",
        "9004 0007 00 01,       7,     1",
        "9004 0007 00 87,       7,     0x87",
        "9008 0007 041f000161 8f, 7,   0x8f",
    })
    void readsAnAcknowledgement(String hex, int identifier, String reasonCode) throws IOException {
        assertThat(read(hex).identifier()).isEqualTo(identifier);
        assertThat(read(hex).reasonCode()).isEqualTo(Integer.decode(reasonCode));
    }

    @ParameterizedTest
    @CsvSource({"e000, 0", "e001 8e, 0x8E", "e007 8e 05 1100000001, 0x8E"})
    void readsTheReasonCodeOfADisconnect(String hex, String reasonCode) throws IOException {
        assertThat(read(hex).reasonCode()).isEqualTo(Integer.decode(reasonCode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#", "a/+/b"})
    void refusesToPublishToWhatIsNoTopic(String topic) {
        assertThatThrownBy(() -> Packet.requireTopicName(topic)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a+/b"})
    void refusesToSubscribeToWhatIsNoTopicFilter(String filter) {
        assertThatThrownBy(() -> Packet.subscribe(filter, 1, 7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesAPuback() {
        assertThat(Packet.acknowledge(0xFFFE)).isEqualTo(HexFormat.of().parseHex("4002fffe"));
    }

    @Test
    void theEndBetweenTwoPacketsIsNoError() throws IOException {
        assertThat(Packet.read(new ByteArrayInputStream(new byte[0]))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "3080", "3005 0001", "30ffffff7f 0001"})
    void aPacketCutShortIsAnEarlyEnd(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000", "3001 00", "3002 0001", "3003 000161", "3003 00ff61", "3204 0001 61 00",
        "3205 0001 61 0001"})
    void aMalformedMessageIsAnError(String hex) {
        assertThatThrownBy(() -> read(hex).publish()).isInstanceOf(IOException.class)
                .hasMessageStartingWith("malformed");
    }

    @Test
    void aMalformedLengthIsLeftToPaho() throws IOException {
        assertThat(read("30ffffffff 01").bytes()).hasSize(5);
    }
}
