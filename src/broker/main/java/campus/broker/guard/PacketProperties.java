package campus.broker.guard;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.util.Optional;

/** Reads and changes the properties of a packet of MQTT 5; those that a packet has are not changed in place. */
final class PacketProperties {

    /** The identifier of no property. */
    private static final int NONE = 0;

    private PacketProperties() {
    }

    static Optional<Integer> number(MqttProperties properties, MqttPropertyType type) {
        return Optional.ofNullable(properties.getProperty(type.value())).map(found -> (Integer) found.value());
    }

    static Optional<String> text(MqttProperties properties, MqttPropertyType type) {
        return Optional.ofNullable(properties.getProperty(type.value())).map(found -> (String) found.value());
    }

    static boolean has(MqttProperties properties, MqttPropertyType type) {
        return properties.getProperty(type.value()) != null;
    }

    /** Whether there is a user property of this name. */
    static boolean hasUserProperty(MqttProperties properties, String name) {
        return properties.getProperties(MqttPropertyType.USER_PROPERTY.value()).stream()
                .anyMatch(property -> ((StringPair) property.value()).key.equals(name));
    }

    /** A copy with another number, which may be a new one. */
    static MqttProperties with(MqttProperties properties, MqttPropertyType type, int number) {
        return with(properties, new IntegerProperty(type.value(), number));
    }

    /** A copy with another property, or one more if it is a user property. */
    static MqttProperties with(MqttProperties properties, MqttProperty<?> other) {
        MqttProperties copy = copy(properties, other.propertyId(), null);
        copy.add(other);
        return copy;
    }

    static MqttProperties withoutUserProperty(MqttProperties properties, String name) {
        return copy(properties, NONE, name);
    }

    /** @param withoutUser the name of a user property; null: all of them are copied */
    private static MqttProperties copy(MqttProperties properties, int without, String withoutUser) {
        MqttProperties copy = new MqttProperties();
        for (MqttProperty<?> property : properties.listAll()) {
            if (property instanceof UserProperties all) {
                all.value().stream().filter(pair -> !pair.key.equals(withoutUser))
                        .forEach(pair -> copy.add(new UserProperty(pair.key, pair.value)));
            } else if (property.propertyId() != without) {
                copy.add(property);
            }
        }
        return copy;
    }
}
