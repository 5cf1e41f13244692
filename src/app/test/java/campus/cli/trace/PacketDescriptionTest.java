package campus.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.link.wire.ConnectPacket;
import campus.link.wire.Packets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttConnect;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets made by Paho, and by hand from MQTT 5 section 3. */
class PacketDescriptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2003 000000             | CONNACK     |     0 | success (0x00)",
        "2009 01 00 06 21ffff 220000 | CONNACK |     0 | success (0x00), session present, receive maximum 65535,"
            + " topic alias maximum 0",
        "2003 008700             | CONNACK     |     0 | not authorized (0x87)",
        "4002 ffff               | PUBACK      | 65535 | id 65535, success (0x00)",
        "4003 0007 10            | PUBACK      |     7 | id 7, no matching subscribers (0x10)",
        "400a 0007 97 06 1f0003 0a1b5b | PUBACK |    7 | id 7, quota exceeded (0x97), reason string=??[",
        "5003 0007 91            | PUBREC      |     7 | id 7, packet identifier in use (0x91)",
        "6202 0007               | PUBREL      |     7 | id 7, success (0x00)",
        "7003 0007 92            | PUBCOMP     |     7 | id 7, packet identifier not found (0x92)",
        "820a 0001 00 0003612f23 01 | SUBSCRIBE |    1 | cannot be read",
        "8209 0001 00 0003612f23 01 | SUBSCRIBE |    1 | id 1, filter=a/# QoS 1",
        "9006 0001 00 01 87 8f   | SUBACK      |     1 | id 1, granted QoS 1, not authorized (0x87),"
            + " topic filter invalid (0x8F)",
        "a208 0001 00 0003612f23 | UNSUBSCRIBE |     1 | id 1, filter=a/#",
        "b004 0001 00 11         | UNSUBACK    |     1 | id 1, no subscription existed (0x11)",
        "c000                    | PINGREQ     |     0 |",
        "d000                    | PINGRESP    |     0 |",
        "e000                    | DISCONNECT  |     0 | normal disconnection (0x00)",
        "e007 8e 05 1100000001   | DISCONNECT  |     0 | session taken over by another client with the same identifier"
            + " (0x8E), session expiry interval 1",
        "2003 00ff00             | CONNACK     |     0 | cannot be read",
        "4001 00                 | PUBACK      |     0 | cannot be read",
        "0000                    | RESERVED    |     0 | cannot be read"})
    void aPacketHasTypeIdentifierAndDetails(String hex, String type, int identifier, String details) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        PacketDescription description = PacketDescription.of(packet);

        boolean readable = !"cannot be read".equals(details);
        assertThat(description).isEqualTo(new PacketDescription(type, packet.length, readable ? identifier : 0, 0, 0,
                details == null ? "" : details));
    }

    @Test
    void aConnectHidesItsPassword() throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setSessionExpiryInterval(4_294_967_295L);
        MqttProperties will = new MqttProperties();
        will.setWillDelayInterval(5L);
        MqttConnect connect = new MqttConnect("me", 5, false, 10, properties, will);
        connect.setUserName("dst");
        connect.setPassword("s3cret".getBytes(UTF_8));
        connect.setWillDestination("DST/PRUEBA");
        connect.setWillMessage(new MqttMessage("gone".getBytes(UTF_8), 1, true, will));

        assertThat(PacketDescription.of(connect.serialize()).details()).isEqualTo("client=me, keep alive 10 s,"
                + " user=dst, password=(6 bytes), session expiry interval 4294967295, will=DST/PRUEBA (4 bytes),"
                + " will QoS 1, will retain, will delay interval 5");
    }

    @Test
    void aPublishShowsFlagsNamesAndPropertiesButNoPayload() throws MqttException {
        MqttMessage message = new MqttMessage("the payload".getBytes(UTF_8), 1, true, new MqttProperties());
        message.getProperties().setMessageExpiryInterval(60L);
        message.getProperties().setContentType("text/plain\u2028");
        message.getProperties().setCorrelationData(new byte[3]);
        message.getProperties().setUserProperties(List.of(new UserProperty("a", "b"), new UserProperty("a", "c")));
        byte[] packet = encoded(Packets.publish("salon/más", message, 40_000, false));
        packet[0] |= 8;

        PacketDescription description = PacketDescription.of(packet);
        assertThat(description.details()).startsWith("id 40000, QoS 1, DUP, RETAIN, topic=salon/más, payload 11 B")
                .contains(", message expiry interval 60", ", content type=text/plain?", ", correlation data=(3 bytes)",
                        ", user property a=b, user property a=c").doesNotContain("the payload");
        assertThat(description.payload()).isEqualTo(11);
        assertThat(description.qos()).isEqualTo(1);
        assertThat(description.identifier()).isEqualTo(40_000);
        assertThat(description.size()).isEqualTo(packet.length);
    }

    private static byte[] encoded(io.netty.handler.codec.mqtt.MqttMessage packet) {
        EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
        // The CONNECT tells the encoder that the packets are of MQTT 5.
        encoder.writeOutbound(new ConnectPacket("c", "", "", true, 0, 0, 10, null, null).packet(), packet);
        encoder.<ByteBuf>readOutbound().release();
        return ByteBufUtil.getBytes(encoder.<ByteBuf>readOutbound());
    }
}
