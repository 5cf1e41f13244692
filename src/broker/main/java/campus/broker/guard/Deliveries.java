package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.HashMap;
import java.util.Map;

/** The messages that Artemis sends to one client, under the names that the client knows. */
final class Deliveries {

    private final Subscriptions subscriptions;
    /** Topics by the aliases that Artemis gave them (MQTT 5 section 3.3.2.3.4). */
    private final Map<Integer, String> aliases = new HashMap<>();

    Deliveries(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    MqttPublishMessage forClient(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        String topic = ArtemisNames.clientTopic(header.topicName());
        MqttProperties properties = header.properties();
        String full = PacketProperties.number(properties, MqttPropertyType.TOPIC_ALIAS)
                .map(alias -> aliases.compute(alias, (key, known) -> topic.isEmpty() ? known : topic)).orElse(topic);
        String mark = PublishRules.RETAIN.value().key;
        boolean retain = publish.fixedHeader().isRetain();
        return PacketProperties.hasUserProperty(properties, mark)
                ? PublishRules.with(publish, retain || subscriptions.isRetainAsPublished(full), topic,
                        PacketProperties.withoutUserProperty(properties, mark))
                : PublishRules.with(publish, retain, topic, properties);
    }
}
