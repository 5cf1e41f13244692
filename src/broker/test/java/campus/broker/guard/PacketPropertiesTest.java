package campus.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketPropertiesTest {

    /** A name may be empty (MQTT 5 section 1.5.7). */
    @Test
    void aChangedCopyHasAllUserPropertiesOfThePacket() {
        MqttProperties properties = new MqttProperties();
        List.of("", "name").forEach(name -> properties.add(new UserProperty(name, "value")));

        MqttProperties copy = PacketProperties.with(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 7);

        assertThat(PacketProperties.number(copy, MqttPropertyType.SESSION_EXPIRY_INTERVAL)).contains(7);
        assertThat(copy.getProperties(MqttPropertyType.USER_PROPERTY.value()))
                .extracting(property -> ((StringPair) property.value()).key).containsExactly("", "name");
        assertThat(PacketProperties.hasUserProperty(PacketProperties.withoutUserProperty(copy, "name"), "name"))
                .isFalse();
    }
}
