package campus.link;

import campus.link.wire.PacketListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.annotations.Component;

/**
 * The component {@code paho-mqtt5}: that of camel-paho-mqtt5, whose endpoints have a link for each consumer and
 * producer. Camel binds {@code camel.component.paho-mqtt5.*} to it because of the annotation.
 */
@Component("paho-mqtt5")
public final class LinkComponent extends PahoMqtt5Component {

    private static final int QOS = 1;
    private static final int QUEUE = 1000;
    private static final int MAX_INFLIGHT = 500;
    private static final int MAX = 1_000_000;

    private final LinkSettings.Delays delays;
    private ScheduledExecutorService scheduler;

    /** A component whose endpoints have QoS 1 if their URI sets no other. */
    public LinkComponent() {
        this(LinkSettings.Delays.DEFAULT);
    }

    /** As above, with other delays. */
    LinkComponent(LinkSettings.Delays delays) {
        this.delays = delays;
        getConfiguration().setQos(QOS);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (getClient() != null || !isEnabled()) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        PahoMqtt5Configuration own = getConfiguration().copy();
        LinkEndpoint endpoint = new LinkEndpoint(uri, remaining, this, own);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * Whether endpoints are links ({@code campus.link.enabled}); else they are those of camel-paho-mqtt5. It is asked
     * for each endpoint, because Camel has no properties yet when it creates the component.
     */
    private boolean isEnabled() {
        return !property("campus.link.enabled").orElse("true").equals("false");
    }

    /** How many messages a producer keeps while there is no connection ({@code campus.link.queue}). */
    int queue() {
        return number("campus.link.queue", QUEUE);
    }

    /** How many messages of a producer may be in flight ({@code campus.link.max-inflight}). */
    int maxInflight() {
        return number("campus.link.max-inflight", MAX_INFLIGHT);
    }

    /** Published on the topic of a Last Will at each connection ({@code campus.link.birth-payload}); null for none. */
    String birthPayload() {
        return property("campus.link.birth-payload").orElse(null);
    }

    /** The bean that sees all packets; null if there is none. */
    PacketListener packetListener() {
        return getCamelContext().getRegistry().findSingleByType(PacketListener.class);
    }

    LinkSettings.Delays delays() {
        return delays;
    }

    private int number(String key, int otherwise) {
        String value = property(key).orElse(String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX) {
            throw new IllegalArgumentException(
                    key + "=" + value + " cannot be used: accepted is a whole number from 1 to " + MAX);
        }
        return Integer.parseInt(value);
    }

    /** The value of a property without white space around it; empty if it is not set, or blank. */
    private Optional<String> property(String key) {
        return getCamelContext().getPropertiesComponent().resolveProperty(key).map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    synchronized ScheduledExecutorService scheduler() {
        if (scheduler == null) {
            scheduler = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "link", 1);
        }
        return scheduler;
    }

    @Override
    protected void doShutdown() throws Exception {
        synchronized (this) {
            if (scheduler != null) {
                getCamelContext().getExecutorServiceManager().shutdownNow(scheduler);
                scheduler = null;
            }
        }
        super.doShutdown();
    }
}
