package campus.link.camel;

import campus.link.Link;
import campus.link.LinkListener;
import campus.link.LinkSettings;
import campus.link.wire.PacketListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@code paho-mqtt5}: that of camel-paho-mqtt5, whose consumers and producers use a {@link Link}. Those
 * with the same client identifier, user and addresses share one. Camel binds {@code camel.component.paho-mqtt5.*} to it
 * because of the annotation.
 */
@Component("paho-mqtt5")
public final class LinkComponent extends PahoMqtt5Component {

    private static final int MAX = 1_000_000;
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private static final Logger LOG = LoggerFactory.getLogger(LinkComponent.class);

    private final LinkSettings.Delays delays;
    private final LinkTls tls = new LinkTls();
    private final Map<List<String>, Shared> links = new HashMap<>();
    private boolean abandoned;
    private String takenOver = "";
    private boolean told;
    private EventLoopGroup loops;
    private ExecutorService executor;

    /** A link and how many use it. */
    private static final class Shared {

        private final Link link;
        private int users;

        private Shared(Link link) {
            this.link = link;
        }
    }

    /** The component of a program. */
    public LinkComponent() {
        this(LinkSettings.Delays.DEFAULT);
    }

    /** As above, with other delays. */
    public LinkComponent(LinkSettings.Delays delays) {
        this.delays = delays;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!isEnabled(getCamelContext())) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        PahoMqtt5Configuration own = getConfiguration().copy();
        List<String> changed = LinkDefaults.apply(own, this::property);
        if (!told && !(changed.isEmpty() && takenOver.isEmpty())) {
            told = true;
            LOG.info("campus-link makes the connections of paho-mqtt5{}; {}", takenOver,
                    changed.isEmpty() ? "all options are kept" : String.join(", ", changed));
        }
        LinkEndpoint endpoint = new LinkEndpoint(uri, remaining, this, own);
        setProperties(endpoint, parameters);
        RefusedOptions.requireNone(endpoint);
        tls.complete(own, this::property);
        return endpoint;
    }

    /** Takes the configuration of a component that the application has made itself; options by properties stay. */
    void takeOver(PahoMqtt5Component own, CamelContext context) throws Exception {
        BeanIntrospection beans = PluginHelper.getBeanIntrospection(context);
        Map<String, Object> present = new HashMap<>();
        Map<String, Object> stock = new HashMap<>();
        beans.getProperties(getConfiguration(), present, null, false);
        beans.getProperties(new PahoMqtt5Configuration(), stock, null, false);
        present.entrySet().removeAll(stock.entrySet());
        PahoMqtt5Configuration taken = own.getConfiguration().copy();
        for (Map.Entry<String, Object> option : present.entrySet()) {
            beans.setProperty(context, taken, option.getKey(), option.getValue());
        }
        setConfiguration(taken);
        setClient(own.getClient());
        setBridgeErrorHandler(own.isBridgeErrorHandler());
        setLazyStartProducer(own.isLazyStartProducer());
        takenOver = ", with the configuration of the application's own component";
    }

    /**
     * Whether endpoints are links ({@code campus.link.enabled}); else they are those of camel-paho-mqtt5. It is asked
     * for each endpoint, because Camel has no properties yet when it creates the component.
     */
    boolean isEnabled(CamelContext context) {
        return flag(context, "campus.link.enabled", true);
    }

    /** Whether shared subscriptions keep a durable session ({@code campus.link.durable-shared}). */
    boolean keepsSharedSessions() {
        return flag(getCamelContext(), "campus.link.durable-shared", false);
    }

    /** What the properties {@code campus.link.*} and the beans of the registry add to the options of an endpoint. */
    LinkSettings.Extras extras() {
        return new LinkSettings.Extras(getCamelContext().getRegistry().findSingleByType(PacketListener.class),
                property("campus.link.birth-payload").orElse(null),
                number("campus.link.queue", 1, LinkSettings.Extras.DEFAULT.queue()),
                number("campus.link.max-inflight", 1, LinkSettings.Extras.DEFAULT.maxInflight()), retry(),
                number("campus.link.resume-seconds", 0, 0), delays);
    }

    private LinkSettings.Retry retry() {
        String value = property("campus.link.retry").orElse("always");
        return switch (value) {
            case "always" -> LinkSettings.Retry.ALWAYS;
            case "after-connect" -> LinkSettings.Retry.AFTER_CONNECT;
            case "never" -> LinkSettings.Retry.NEVER;
            default -> throw unusable("campus.link.retry", value, "always, after-connect or never");
        };
    }

    private static boolean flag(CamelContext context, String key, boolean otherwise) {
        return property(context, key).map(value -> value.toLowerCase(Locale.ROOT).equals("true")).orElse(otherwise);
    }

    private int number(String key, int least, int otherwise) {
        String value = property(key).orElse(String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > MAX) {
            throw unusable(key, value, "a whole number from " + least + " to " + MAX);
        }
        return Integer.parseInt(value);
    }

    private static IllegalArgumentException unusable(String key, String value, String accepted) {
        return new IllegalArgumentException(key + "=" + value + " cannot be used: accepted is " + accepted);
    }

    /** The value of a property without white space around it; empty if it is not set, or blank. */
    private Optional<String> property(String key) {
        return property(getCamelContext(), key);
    }

    private static Optional<String> property(CamelContext context, String key) {
        return context.getPropertiesComponent().resolveProperty(key).map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The link for these settings, which is given back by {@link #release}; the first to ask decides its options. */
    synchronized Link link(LinkSettings settings) {
        if (loops == null) {
            loops = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("link", true));
            executor = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "link callbacks");
        }
        Shared shared = links.computeIfAbsent(settings.key(), key -> new Shared(new Link(settings, loops.next(),
                executor, getCamelContext().getRegistry().findSingleByType(LinkListener.class))));
        shared.users++;
        if (abandoned) {
            shared.link.stop();
        }
        return shared.link;
    }

    /**
     * Ends every link, and each that is asked for later: consumers and producers that wait for their first connection
     * fail. May be called by any thread, also while Camel starts.
     */
    public synchronized void abandon() {
        abandoned = true;
        links.values().forEach(shared -> shared.link.stop());
    }

    /** Whether every link is connected, and its subscriptions are answered. May be called by any thread. */
    public synchronized boolean isConnected() {
        return links.values().stream().allMatch(shared -> shared.link.state().status().up());
    }

    /** Whether all messages that were accepted have left, as far as their links are connected. */
    public boolean isSent() throws InterruptedException, ExecutionException {
        List<Shared> all;
        synchronized (this) {
            all = List.copyOf(links.values());
        }
        for (Shared shared : all) {
            if (!shared.link.isSent().get()) {
                return false;
            }
        }
        return true;
    }

    /** A consumer or producer stops: the link of the last one is stopped. */
    void release(Link link) throws Exception {
        CompletableFuture<Void> stopped = null;
        synchronized (this) {
            Shared shared = links.get(link.settings().key());
            if (shared != null && shared.link == link && --shared.users == 0) {
                links.remove(link.settings().key());
                stopped = link.stop();
            }
        }
        if (stopped != null) {
            try {
                stopped.completeOnTimeout(null, 2, TimeUnit.SECONDS).get();
            } catch (InterruptedException e) {
                // Camel's time for the stop is over: it ends without waiting.
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        synchronized (this) {
            if (loops != null) {
                loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                getCamelContext().getExecutorServiceManager().shutdownNow(executor);
                loops = null;
            }
        }
        super.doShutdown();
    }
}
