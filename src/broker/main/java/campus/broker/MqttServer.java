package campus.broker;

import campus.mqtt.TopicFilter;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.BindingQueryResult;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * Artemis, and retained messages for a filter that begins with a wildcard. Artemis finds none for it: it looks for
 * {@code $sys.mqtt.retain.#}, of which, where levels end at a slash, no level is a wildcard.
 */
final class MqttServer extends ActiveMQServerImpl {

    private static final String RETAINED = MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX;

    MqttServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
    }

    /** At a subscription MQTT asks for the queues of the retained messages, by the filter with a prefix. */
    @Override
    public BindingQueryResult bindingQuery(SimpleString address, boolean newFQQN) throws Exception {
        BindingQueryResult found = super.bindingQuery(address, newFQQN);
        String text = address.toString();
        if (text.startsWith(RETAINED + "#") || text.startsWith(RETAINED + "+")) {
            TopicFilter filter = TopicFilter.of(text.substring(RETAINED.length()));
            getPostOffice().getAllBindings().filter(binding -> isRetained(binding, filter))
                    .forEach(binding -> found.getQueueNames().add(binding.getUniqueName()));
        }
        return found;
    }

    /** Never for the topics of {@code $SYS} (MQTT 5 section 4.7.2). */
    private static boolean isRetained(Binding binding, TopicFilter filter) {
        String text = binding.getAddress().toString();
        return text.startsWith(RETAINED) && filter.matches(text.substring(RETAINED.length()));
    }
}
