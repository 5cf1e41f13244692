package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketsTest {

    @ParameterizedTest
    @CsvSource({"0, 0, false", "1, 123, false", "0, 124, false", "2, 16377, false", "0, 16379, false",
        "0, 2097145, false", "0, 2097146, false", "1, 10, true", "0, 16384, true"})
    void theSizeOfAPublishIsThatOfItsBytes(int qos, int payload, boolean withProperties) {
        MqttMessage message = new MqttMessage(new byte[payload], qos, false,
                withProperties ? properties() : null);
        EmbeddedChannel codec = new EmbeddedChannel(MqttEncoder.INSTANCE);
        // It tells the codec the version.
        codec.writeOutbound(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId("a").build());
        codec.<ByteBuf>readOutbound().release();
        codec.writeOutbound(Packets.publish("salón/€", message, qos == 0 ? 0 : 7, false));
        ByteBuf packet = codec.readOutbound();

        assertThat(Packets.size("salón/€", message)).isEqualTo(packet.readableBytes());
        packet.release();
    }

    private static MqttProperties properties() {
        MqttProperties properties = new MqttProperties();
        properties.setPayloadFormat(true);
        properties.setMessageExpiryInterval(60L);
        properties.setContentType("text/plain; ñ");
        properties.setResponseTopic("DST/RESPUESTA/a");
        properties.setCorrelationData(new byte[100]);
        properties.setUserProperties(List.of(new UserProperty("ñ", "value"), new UserProperty("b", null)));
        return properties;
    }
}
