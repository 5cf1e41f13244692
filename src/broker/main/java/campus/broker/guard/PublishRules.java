package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import campus.broker.client.Client;
import campus.broker.limits.Limits;
import campus.broker.users.Acl;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.Optional;

/** Whether a client may publish a message, and how Artemis gets it. */
record PublishRules(Acl acl, Limits limits) {

    /**
     * A user property that tells the guard that a message was published with RETAIN, for subscribers with Retain As
     * Published: Artemis forgets it if their filter has a wildcard. No client sees it.
     */
    static final UserProperty RETAIN = new UserProperty(ArtemisNames.COLON + "retained", "");

    /** The longest time that Artemis can count, 24.8 days: it multiplies an int by 1000. */
    static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    /** The reason for which a message is refused. */
    Optional<Reason> refusal(Client client, MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (PacketProperties.has(header.properties(), MqttPropertyType.TOPIC_ALIAS)) {
            // The CONNACK allows none (MQTT 5 section 3.2.2.3.8).
            return Optional.of(Reason.TOPIC_ALIAS);
        }
        return topicRefusal(client, header.topicName())
                .or(() -> PacketProperties.text(header.properties(), MqttPropertyType.RESPONSE_TOPIC)
                        .filter(topic -> isOfAnother(client, topic)).map(topic -> Reason.NOT_AUTHORIZED));
    }

    /** The reason for which a message or a will on a topic is refused. */
    Optional<Reason> topicRefusal(Client client, String topic) {
        if (topic.isEmpty() || topic.indexOf(ArtemisNames.COLON) >= 0 || topic.indexOf('+') >= 0
                || topic.indexOf('#') >= 0 || limits.isTooDeep(topic)) {
            return Optional.of(Reason.TOPIC_NAME);
        }
        return acl.mayWrite(client.user(), client.id(), topic) ? Optional.empty() : Optional.of(Reason.NOT_AUTHORIZED);
    }

    /** An answer there would reach somebody else. */
    private boolean isOfAnother(Client client, String responseTopic) {
        return responseTopic.startsWith(limits.responses() + "/")
                && !acl.mayRead(client.user(), client.id(), responseTopic);
    }

    /**
     * The message under the names of Artemis; the same object if nothing differs.
     *
     * @param retain false: Artemis has nothing to retain or to delete
     */
    static MqttPublishMessage forArtemis(MqttPublishMessage publish, boolean retain) {
        MqttPublishVariableHeader header = publish.variableHeader();
        MqttProperties properties = header.properties();
        int expiry = PacketProperties.number(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL).orElse(0);
        if (isTooLong(expiry)) {
            properties = PacketProperties.with(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, MAX_SECONDS);
        }
        if (retain) {
            properties = PacketProperties.with(properties, RETAIN);
        }
        return with(publish, retain, ArtemisNames.topic(header.topicName()), properties);
    }

    /** Whether Artemis cannot count a time in seconds; 2^31 and more is negative here. */
    static boolean isTooLong(int seconds) {
        return seconds < 0 || seconds > MAX_SECONDS;
    }

    /** A message with another flag, topic or other properties; the same object if nothing differs. */
    static MqttPublishMessage with(MqttPublishMessage publish, boolean retain, String topic,
            MqttProperties properties) {
        MqttFixedHeader fixed = publish.fixedHeader();
        MqttPublishVariableHeader header = publish.variableHeader();
        boolean same = retain == fixed.isRetain() && topic == header.topicName() && properties == header.properties();
        return same ? publish : new MqttPublishMessage(
                new MqttFixedHeader(fixed.messageType(), fixed.isDup(), fixed.qosLevel(), retain,
                        fixed.remainingLength()),
                new MqttPublishVariableHeader(topic, header.packetId(), properties), publish.payload());
    }
}
