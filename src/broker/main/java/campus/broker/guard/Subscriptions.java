package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import campus.broker.client.Client;
import campus.mqtt.TopicFilter;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The subscriptions of a client's session, whether it may have another one, and the messages that it gets. */
final class Subscriptions {

    /** A filter that no client can have: to unsubscribe from it tells that there was no such subscription. */
    private static final String NONE = "$none";

    private final Guard guard;
    /** By filter: those that are Retain As Published, empty for the others. */
    private final Map<String, Optional<TopicFilter>> filters = new HashMap<>();
    /** Topics by the aliases that Artemis gave them (MQTT 5 section 3.3.2.3.4). */
    private final Map<Integer, String> aliases = new HashMap<>();

    Subscriptions(Guard guard) {
        this.guard = guard;
    }

    /** Those that a session has already. */
    void resume(Collection<MqttTopicSubscription> subscriptions) {
        subscriptions.forEach(subscription -> put(ArtemisNames.clientFilter(subscription.topicFilter()), subscription));
    }

    private void put(String filter, MqttTopicSubscription subscription) {
        filters.put(filter, subscription.option().isRetainAsPublished()
                ? Optional.of(TopicFilter.ofSubscription(filter)) : Optional.empty());
    }

    /** The codes of a SUBACK; {@link Acknowledgements#OF_ARTEMIS} if the subscription may go to Artemis. */
    List<Integer> decide(Client client, MqttSubscribeMessage subscribe) {
        List<Integer> codes = new ArrayList<>();
        for (MqttTopicSubscription subscription : subscribe.payload().topicSubscriptions()) {
            Optional<Reason> refusal = refusal(client, subscription);
            if (refusal.isEmpty()) {
                put(subscription.topicFilter(), subscription);
            }
            refusal.ifPresent(reason -> guard.log.warn("subscription " + reason, "refused a subscription to "
                    + subscription.topicFilter() + " from " + client.description() + ": " + reason.text()));
            codes.add(refusal.map(reason -> code(client, reason, subscription)).orElse(Acknowledgements.OF_ARTEMIS));
        }
        return codes;
    }

    /** MQTT 3.1 has no code for a refusal: it gets what it asked for. */
    private static int code(Client client, Reason reason, MqttTopicSubscription subscription) {
        return switch (client.version()) {
            case 5 -> reason.code();
            case 4 -> 0x80;
            default -> subscription.qualityOfService().value();
        };
    }

    private Optional<Reason> refusal(Client client, MqttTopicSubscription subscription) {
        String filter = subscription.topicFilter();
        if (guard.limits.isTooDeep(filter) || !TopicFilter.isSubscription(filter)
                || filter.indexOf(ArtemisNames.COLON) >= 0) {
            return Optional.of(Reason.TOPIC_FILTER);
        }
        if (!guard.acl.mayRead(client.user(), client.id(), filter)) {
            return Optional.of(Reason.NOT_AUTHORIZED);
        }
        boolean room = filters.containsKey(filter)
                || filters.size() < guard.limits.sessions().filters() && guard.stored.takeQueue(client, filters.size());
        room = room && (client.trusted() || guard.stored.takeRetained(filter, copies(subscription)));
        return room ? Optional.empty() : Optional.of(Reason.QUOTA);
    }

    /** Bytes of the retained messages that a subscription gets at once; a shared one gets none (section 4.8.2). */
    private long copies(MqttTopicSubscription subscription) {
        boolean none = subscription.option().retainHandling() == RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE
                || subscription.topicFilter().startsWith("$share/");
        return none ? 0 : guard.retained.copies(TopicFilter.of(subscription.topicFilter()));
    }

    /** The part of a SUBSCRIBE that goes to Artemis. */
    static MqttSubscribeMessage forArtemis(Client client, MqttSubscribeMessage subscribe, List<Integer> codes) {
        List<MqttTopicSubscription> mapped = IntStream.range(0, codes.size())
                .filter(i -> codes.get(i) == Acknowledgements.OF_ARTEMIS)
                .mapToObj(subscribe.payload().topicSubscriptions()::get)
                .map(one -> new MqttTopicSubscription(ArtemisNames.filter(client.user(), one.topicFilter()),
                        one.option()))
                .toList();
        MqttMessageIdAndPropertiesVariableHeader header = subscribe.idAndPropertiesVariableHeader();
        return new MqttSubscribeMessage(subscribe.fixedHeader(), header, new MqttSubscribePayload(mapped));
    }

    /** An UNSUBSCRIBE under the names of Artemis. */
    MqttUnsubscribeMessage remove(Client client, MqttUnsubscribeMessage unsubscribe) {
        List<String> mapped = unsubscribe.payload().topics().stream()
                .map(filter -> filters.remove(filter) == null ? NONE : ArtemisNames.filter(client.user(), filter))
                .toList();
        return new MqttUnsubscribeMessage(unsubscribe.fixedHeader(), unsubscribe.idAndPropertiesVariableHeader(),
                new MqttUnsubscribePayload(mapped));
    }

    /** A message that Artemis sends, under the names that the client knows. */
    MqttPublishMessage forClient(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        String topic = ArtemisNames.clientTopic(header.topicName());
        MqttProperties properties = header.properties();
        String full = PacketProperties.number(properties, MqttPropertyType.TOPIC_ALIAS)
                .map(alias -> aliases.compute(alias, (key, known) -> topic.isEmpty() ? known : topic)).orElse(topic);
        String mark = PublishRules.RETAIN.value().key;
        boolean retain = publish.fixedHeader().isRetain();
        return PacketProperties.hasUserProperty(properties, mark)
                ? PublishRules.with(publish, retain || isRetainAsPublished(full), topic,
                        PacketProperties.withoutUserProperty(properties, mark))
                : PublishRules.with(publish, retain, topic, properties);
    }

    /** Whether a message on a topic keeps its RETAIN flag for this client (MQTT 5 section 3.8.3.1). */
    private boolean isRetainAsPublished(String topic) {
        return filters.values().stream().anyMatch(filter -> filter.isPresent() && filter.get().matches(topic));
    }
}
