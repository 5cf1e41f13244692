package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.postoffice.impl.WildcardAddressManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** The sessions that Artemis keeps, by the names that the guard gave them, and its retained messages. */
record ArtemisSessions(ActiveMQServer server, MQTTStateManager states) {

    Set<String> names() {
        return states.getSessionStates().keySet();
    }

    /** The subscriptions of a session; none if it has just ended. */
    Collection<MqttTopicSubscription> subscriptions(String client) {
        return state(client).map(MQTTSessionState::getSubscriptions).orElse(List.of());
    }

    /** How long a session of MQTT 3.1.1, which cannot say so, outlives its connection. */
    void expire(String client, int seconds) {
        state(client).ifPresent(state -> state.setClientSessionExpiryInterval(seconds));
    }

    /** Asking Artemis for one session would make it, if it has just ended. */
    private Optional<MQTTSessionState> state(String client) {
        return Optional.ofNullable(states.getSessionStates().get(client));
    }

    /** Forgets a session whose client is away; when it comes back it learns that there is none. */
    void end(String client) throws Exception {
        states.removeSessionState(client);
        for (Binding queue : queues(client)) {
            server.destroyQueue(queue.getUniqueName(), null, false);
        }
    }

    /** Drops the messages that wait for a group. */
    void drain(String group) throws Exception {
        for (Binding binding : queues(group)) {
            Queue queue = server.locateQueue(binding.getUniqueName());
            if (queue != null) {
                queue.deleteAllReferences();
            }
        }
    }

    private List<Binding> queues(String session) {
        return server.getPostOffice().getAllBindings()
                .filter(binding -> binding.getUniqueName().toString().startsWith(session + ".")).toList();
    }

    /** Whether there is something to replace or to delete on a topic: a retained message, or its empty queue. */
    boolean hasRetained(String topic) {
        return server.locateQueue(retained(topic)) != null;
    }

    /** As {@link #hasRetained}, but drops the queue of a message that was deleted or has expired. */
    boolean keepsRetained(String topic) {
        try {
            Queue queue = server.locateQueue(retained(topic));
            if (queue != null && queue.getMessageCount() == 0) {
                server.destroyQueue(queue.getName(), null, false);
                return false;
            }
            return queue != null;
        } catch (Exception e) {
            return true;
        }
    }

    private static SimpleString retained(String topic) {
        return SimpleString.of(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX + ArtemisNames.topic(topic));
    }

    /** Whether there is anything by the name of a topic: a message, or a subscription to it without wildcards. */
    boolean hasTopic(String topic) {
        return server.getAddressInfo(SimpleString.of(ArtemisNames.topic(topic))) != null;
    }

    /** How many subscriptions get a message on a topic; 1 if that is not known yet. */
    int listeners(String topic) {
        try {
            Bindings bindings = server.getPostOffice()
                    .lookupBindingsForAddress(SimpleString.of(ArtemisNames.topic(topic)));
            return bindings == null ? 1 : Math.max(1, bindings.getBindings().size());
        } catch (Exception e) {
            return 1;
        }
    }

    /** Whether there is anything by the name of a topic, or a subscription with wildcards that matches it. */
    boolean hasListeners(String topic) {
        if (hasTopic(topic)
                || !(server.getPostOffice().getAddressManager() instanceof WildcardAddressManager addresses)) {
            return true;
        }
        boolean[] found = new boolean[1];
        try {
            addresses.getAddressMap().visitMatchingWildcards(SimpleString.of(ArtemisNames.topic(topic)),
                    bindings -> found[0] |= !bindings.getBindings().isEmpty());
        } catch (Exception e) {
            return true;
        }
        return found[0];
    }
}
