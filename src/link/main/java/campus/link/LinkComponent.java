package campus.link;

import campus.link.wire.PacketListener;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.annotations.Component;

/**
 * camel-paho-mqtt5 under its own scheme, made dependable. The annotation is what lets
 * {@code camel.component.paho-mqtt5.*} be bound to it.
 */
@Component("paho-mqtt5")
public final class LinkComponent extends PahoMqtt5Component {

    private static final int QOS = 1;
    private static final int QUEUE = 1000;
    private static final int MAX_INFLIGHT = 500;
    private static final int MAX = 1_000_000;

    private ScheduledExecutorService scheduler;

    /** A component whose endpoints have QoS 1 unless they say otherwise. */
    public LinkComponent() {
        getConfiguration().setQos(QOS);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (getClient() != null || !isEnabled()) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        PahoMqtt5Configuration own = getConfiguration().copy();
        LinkEndpoint endpoint = new LinkEndpoint(uri, remaining, this, own, birthPayload());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Whether endpoints are links; else they are those of camel-paho-mqtt5. No property can be read before there is one. */
    private boolean isEnabled() {
        return getCamelContext().getPropertiesComponent().resolveProperty("campus.link.enabled")
                .map(value -> !value.strip().equals("false")).orElse(true);
    }

    /** How many messages a producer keeps while there is no connection ({@code campus.link.queue}). */
    int queue() {
        return number("campus.link.queue", QUEUE);
    }

    /** How many messages may be in flight ({@code campus.link.max-inflight}). */
    int maxInflight() {
        return number("campus.link.max-inflight", MAX_INFLIGHT);
    }

    /** Published on the topic of a will at each connection ({@code campus.link.birth-payload}); null: nothing is. */
    private String birthPayload() {
        return getCamelContext().getPropertiesComponent().resolveProperty("campus.link.birth-payload")
                .map(String::strip).filter(payload -> !payload.isEmpty()).orElse(null);
    }

    /** The bean that sees all packets; null where there is none. */
    PacketListener packetListener() {
        return getCamelContext().getRegistry().findSingleByType(PacketListener.class);
    }

    private int number(String key, int otherwise) {
        String value = getCamelContext().getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX) {
            throw new IllegalArgumentException(
                    key + "=" + value + " cannot be used: accepted is a whole number from 1 to " + MAX);
        }
        return Integer.parseInt(value);
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
