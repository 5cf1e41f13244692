package campus.broker;

import campus.mqtt.TopicFilter;
import javax.management.MBeanServerFactory;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.BindingQueryResult;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * Artemis with retained messages for filters that begin with a wildcard. Artemis itself finds none: it looks for
 * {@code $sys.mqtt.retain.#}, in which no level is a wildcard if the slash separates levels.
 */
final class MqttServer extends ActiveMQServerImpl {

    private static final String RETAINED = MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX;

    MqttServer(Configuration configuration, ActiveMQSecurityManager security) {
        // A server of its own, as nothing is registered: to make the JVM's takes a twentieth of the program's start.
        super(configuration, MBeanServerFactory.newMBeanServer(), security);
    }

    /** The queues of retained messages for a new subscription; the address is its filter behind a prefix. */
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

    /** False for a topic that begins with {@code $}, as the filter begins with a wildcard (MQTT 5 section 4.7.2). */
    private static boolean isRetained(Binding binding, TopicFilter filter) {
        String text = binding.getAddress().toString();
        return text.startsWith(RETAINED) && filter.matches(text.substring(RETAINED.length()));
    }
}
