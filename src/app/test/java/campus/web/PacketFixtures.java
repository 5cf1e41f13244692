package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.nio.charset.StandardCharsets;

/** The client of the page beside Netty's codec: what one of them writes the other reads. */
final class PacketFixtures {

    private final Chromium browser;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);

    /** @param browser with the page open */
    PacketFixtures(Chromium browser) {
        this.browser = browser;
    }

    void check() {
        MqttConnectMessage connect = (MqttConnectMessage) written("connect({clientId: 'visitante-ñ',"
                + " username: 'pagina', password: 'secreto', keepAlive: 300})");
        assertThat(connect.variableHeader().version()).isEqualTo(5);
        assertThat(connect.variableHeader().isCleanSession()).isTrue();
        assertThat(connect.variableHeader().keepAliveTimeSeconds()).isEqualTo(300);
        assertThat(connect.variableHeader().properties().getProperty(0x27).value())
                .isEqualTo(262_144);
        assertThat(connect.payload().clientIdentifier()).isEqualTo("visitante-ñ");
        assertThat(connect.payload().userName()).isEqualTo("pagina");
        assertThat(connect.payload().passwordInBytes()).asString().isEqualTo("secreto");
        connect = (MqttConnectMessage) written("connect({clientId: 'x', username: '', password: '', keepAlive: 1})");
        assertThat(connect.variableHeader().hasUserName() || connect.variableHeader().hasPassword()).isFalse();

        MqttSubscribeMessage subscribe = (MqttSubscribeMessage) written("subscribe(700, ['a/+', 'ñ/#'], 1)");
        assertThat(subscribe.variableHeader().messageId()).isEqualTo(700);
        assertThat(subscribe.payload().topicSubscriptions())
                .extracting(one -> one.topicFilter() + one.qualityOfService())
                .containsExactly("a/+AT_LEAST_ONCE", "ñ/#AT_LEAST_ONCE");

        for (int qos = 0; qos <= 2; qos++) {
            MqttPublishMessage publish = (MqttPublishMessage) written("publish(9, 'salon/luz', 'x'.repeat(200), " + qos
                    + ")");
            assertThat(publish.fixedHeader().qosLevel().value()).isEqualTo(qos);
            assertThat(publish.variableHeader().topicName()).isEqualTo("salon/luz");
            assertThat(publish.variableHeader().packetId()).isEqualTo(qos == 0 ? -1 : 9);
            assertThat(publish.payload().toString(StandardCharsets.UTF_8)).isEqualTo("x".repeat(200));
        }
        assertThat(written("answer(6, 9)").fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBREL);
        assertThat(written("pingreq()").fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGREQ);
        assertThat(written("disconnect()").fixedHeader().messageType()).isEqualTo(MqttMessageType.DISCONNECT);

        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.UserProperty("k", "v"));
        properties.add(new MqttProperties.IntegerProperty(2, 60));
        assertThat(read(MqttMessageBuilders.publish().topicName("aula/ñ").qos(MqttQoS.EXACTLY_ONCE).messageId(258)
                .retained(true).properties(properties).payload(Unpooled.copiedBuffer("é", StandardCharsets.UTF_8))
                .build()).toString()).isEqualTo("{\"type\":3,\"size\":28,\"qos\":2,\"retain\":true,"
                + "\"topic\":\"aula/ñ\",\"id\":258,\"payload\":[195,169]}");
        assertThat(parse("200600000322000a").get("code").asInt()).as("CONNACK").isZero();
        assertThat(parse("2003008700").get("code").asInt()).isEqualTo(0x87);
        assertThat(parse("900602bc00018702").get("codes").toString()).as("SUBACK").isEqualTo("[1,135,2]");
        assertThat(parse("40020001").get("code").asInt()).as("PUBACK").isZero();
        assertThat(parse("400400018700").get("code").asInt()).isEqualTo(0x87);
        assertThat(parse("e0028e00").get("code").asInt()).as("DISCONNECT").isEqualTo(0x8E);
        for (String part : new String[] {"", "30", "3080", "300a0001", "2006000003"}) {
            assertThat(parse(part).isNull()).as("incomplete: %s", part).isTrue();
        }
        for (String wrong : new String[] {"30ffffffff7f", "3003000961", "9003000a05", "400100"}) {
            assertThatThrownBy(() -> parse(wrong)).as(wrong).hasMessageContaining("malformed");
        }
    }

    private MqttMessage written(String call) {
        String hex = browser.evaluate("import('/mqtt.js').then(m => [...m." + call
                + "].map(b => b.toString(16).padStart(2, '0')).join(''))").asText();
        if (!codec.isOpen() || hex.startsWith("10")) {
            // A second CONNECT is not read on the same connection.
            codec.pipeline().replace(MqttDecoder.class, null, new MqttDecoder(1 << 20));
        }
        codec.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        MqttMessage message = codec.readInbound();
        assertThat(message.decoderResult().isSuccess()).as("%s: %s", call, message.decoderResult()).isTrue();
        return message;
    }

    private JsonNode read(MqttMessage message) {
        codec.writeOutbound(message);
        ByteBuf bytes = codec.readOutbound();
        return parse(ByteBufUtil.hexDump(bytes));
    }

    private JsonNode parse(String hex) {
        return browser.evaluate("import('/mqtt.js').then(m => m.parse(Uint8Array.from('" + hex + "'.match(/../g) ?? [],"
                + " b => parseInt(b, 16)))).then(p => p && {...p, ...(p.payload && {payload: [...p.payload]})})");
    }
}
