package campus.link.camel;

import campus.link.Link;
import campus.link.LinkSettings;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;

/** An endpoint with the options of camel-paho-mqtt5, whose consumers and producers use a {@link Link}. */
public final class LinkEndpoint extends PahoMqtt5Endpoint {

    private List<String> filters;

    LinkEndpoint(String uri, String topic, LinkComponent component, PahoMqtt5Configuration configuration) {
        super(uri, topic, component, configuration);
        this.filters = List.of(topic);
    }

    @Override
    public LinkComponent getComponent() {
        return (LinkComponent) super.getComponent();
    }

    /** Lets its consumers subscribe to these topic filters, as they are, instead of the one in the URI. */
    public void subscribeTo(List<String> topicFilters) {
        filters = List.copyOf(topicFilters);
    }

    List<String> filters() {
        return filters;
    }

    @Override
    public Producer createProducer() {
        return new LinkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LinkConsumer consumer = new LinkConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** The settings of a link. @param name the id of the route that consumes, or {@code to TOPIC} */
    LinkSettings settings(String name) {
        return new LinkSettings(name, getConfiguration(), getComponent().extras(getConfiguration().getWillTopic()));
    }
}
