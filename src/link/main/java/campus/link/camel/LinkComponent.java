package campus.link.camel;

import campus.link.Link;
import campus.link.LinkListener;
import campus.link.LinkSettings;
import campus.link.tls.ContextSocketFactory;
import campus.link.tls.TlsFiles;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.function.Suppliers;
import org.eclipse.paho.mqttv5.client.security.SSLSocketFactoryFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@code paho-mqtt5}: that of camel-paho-mqtt5, whose consumers and producers use a {@link Link}. Those
 * with the same client identifier, user and addresses share one. Camel binds {@code camel.component.paho-mqtt5.*} to it
 * because of the annotation.
 */
@Component("paho-mqtt5")
public final class LinkComponent extends PahoMqtt5Component {

    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private static final Logger LOG = LoggerFactory.getLogger(LinkComponent.class);

    private final LinkSettings.Delays delays;
    /** That of {@code campus.tls.*}: the files are read once. */
    private final Supplier<Optional<SocketFactory>> sockets = Suppliers.memorize(() -> TlsFiles.OF_PROPERTIES
            .context(new LinkProperties(getCamelContext())::value).map(ContextSocketFactory::new));
    private final Map<List<String>, Link> links = new ConcurrentHashMap<>();
    private final Map<Link, Integer> users = new HashMap<>();
    private boolean abandoned;
    private String takenOver = "";
    private boolean logged;
    private EventLoopGroup loops;
    private ExecutorService executor;

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
        LinkProperties properties = new LinkProperties(getCamelContext());
        if (!properties.isEnabled()) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        PahoMqtt5Configuration own = getConfiguration().copy();
        List<String> changed = LinkOptions.replaceDefaults(own, properties::value);
        if (!logged && !(changed.isEmpty() && takenOver.isEmpty())) {
            logged = true;
            LOG.info("campus-link makes the connections of paho-mqtt5{}; {}", takenOver,
                    changed.isEmpty() ? "all options are kept" : String.join(", ", changed));
        }
        LinkEndpoint endpoint = new LinkEndpoint(uri, remaining, this, own);
        LinkOptions.RANGES.forEach(each -> each.require(each.option(), parameters.get(each.option())));
        setProperties(endpoint, parameters);
        LinkOptions.RANGES.forEach(each -> each.require(each.option(), each.read().applyAsLong(own)));
        if (own.getUserName() != null && own.getUserName().isBlank()) {
            own.setUserName(getConfiguration().getUserName());
            own.setPassword(getConfiguration().getPassword());
        }
        LinkOptions.requireNoneRefused(endpoint);
        if (own.getSocketFactory() == null) {
            own.setSocketFactory(own.getSslClientProps() == null ? sockets.get().orElse(null) : ofClientProps(own));
        }
        return endpoint;
    }

    private static SocketFactory ofClientProps(PahoMqtt5Configuration configuration) {
        try {
            SSLSocketFactoryFactory factory = new SSLSocketFactoryFactory();
            factory.initialize(configuration.getSslClientProps(), null);
            return factory.createSocketFactory(null);
        } catch (MqttException | RuntimeException e) {
            throw new IllegalArgumentException("sslClientProps cannot be used: " + e.getMessage(), e);
        }
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

    /** What the properties add to the options of an endpoint; the topic of its Last Will may be null. */
    LinkSettings.Extras extras(String willTopic) {
        return new LinkProperties(getCamelContext()).extras(willTopic, delays);
    }

    /** The link for these settings, which is given back by {@link #release}; the first to ask decides its options. */
    synchronized Link link(LinkSettings settings) {
        if (loops == null) {
            loops = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("link", true));
            executor = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "link callbacks");
        }
        Link link = links.computeIfAbsent(settings.key(), key -> new Link(settings, loops.next(), executor,
                getCamelContext().getRegistry().findSingleByType(LinkListener.class)));
        users.merge(link, 1, Integer::sum);
        if (abandoned) {
            link.stop();
        }
        return link;
    }

    /**
     * Ends every link, and each that is asked for later: consumers and producers that wait for their first connection
     * fail. May be called by any thread, also while Camel starts.
     */
    public synchronized void abandon() {
        abandoned = true;
        links.values().forEach(Link::stop);
    }

    /** The application stops, and what waits for a broker that does not come back soon must not hold up the end. */
    synchronized void stopSoon() {
        links.values().forEach(Link::stopSoon);
    }

    /** Whether every link is connected, and its subscriptions are answered. May be called by any thread. */
    public synchronized boolean isConnected() {
        return links.values().stream().allMatch(link -> link.state().status().up());
    }

    /** Whether all messages that were accepted have left, as far as their links are connected. */
    public boolean isSent() throws InterruptedException, ExecutionException {
        for (Link link : links.values()) {
            if (!link.isSent().get()) {
                return false;
            }
        }
        return true;
    }

    /** A consumer or producer stops: the link of the last one is stopped. */
    void release(Link link) throws Exception {
        CompletableFuture<Void> stopped;
        synchronized (this) {
            if (users.computeIfPresent(link, (each, count) -> count > 1 ? count - 1 : null) != null) {
                return;
            }
            links.remove(link.settings().key(), link);
            stopped = link.stop();
        }
        try {
            stopped.completeOnTimeout(null, 2, TimeUnit.SECONDS).get();
        } catch (InterruptedException e) {
            // Camel's time for the stop is over: it ends without waiting.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected synchronized void doShutdown() throws Exception {
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            getCamelContext().getExecutorServiceManager().shutdownNow(executor);
            loops = null;
        }
        super.doShutdown();
    }
}
