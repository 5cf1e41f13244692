package campus.app;

import campus.base.Credentials;
import campus.base.Durations;
import campus.base.Settings;
import campus.link.LinkException;
import campus.link.LinkListener;
import campus.link.camel.LinkComponent;
import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import campus.link.wire.PacketListener;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.util.function.ThrowingRunnable;

/**
 * Camel Main of a command: the first attempt to connect counts, later ones follow each other until the broker is back,
 * and the stop is quick.
 */
public class CommandCamel extends CampusCamel {

    private static final String RETRY = "campus.link.retry";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    private final boolean isElsewhere;
    private final CompletableFuture<LinkException> ended = new CompletableFuture<>();
    private volatile boolean connected;
    private volatile boolean gaveUp;

    /** @param routes names of the route classes to run */
    public CommandCamel(CommandOptions options, String... routes) {
        this(options, Optional.empty(), routes);
    }

    /** @param trace gets every MQTT packet */
    public CommandCamel(CommandOptions options, Optional<PacketListener> trace, String... routes) {
        super(Configuration.load(options.properties()), options.literals(), routes);
        isElsewhere = options.properties().containsKey(CommandOptions.BROKER_URL);
        trace.ifPresent(listener -> bind("trace", listener));
        bind("ended", (LinkListener) (link, reason) -> ended.complete(reason));
        if (!options.properties().containsKey(RETRY)) {
            addOverrideProperty(RETRY, "after-connect");
        }
        addOverrideProperty("camel.main.shutdown-timeout", "2");
    }

    /** Gives an endpoint what was typed. Camel would look for placeholders and references in a property. */
    @Override
    protected void configure(PahoMqtt5Configuration endpoint) {
        set(CommandOptions.USER, endpoint::setUserName);
        set(CommandOptions.PASSWORD, endpoint::setPassword);
        set(CommandOptions.CLIENT_ID, endpoint::setClientId);
        set(CommandOptions.STUDENT_USER, endpoint::setUserName);
        set(CommandOptions.STUDENT_PASSWORD, endpoint::setPassword);
        super.configure(endpoint);
        boolean isNamed = endpoint.getUserName() != null && !endpoint.getUserName().isEmpty();
        if (isNamed && endpoint.getPassword() == null && isOwnBroker()) {
            Credentials.passwordOf(endpoint.getUserName(), settings()).ifPresent(endpoint::setPassword);
        }
    }

    /** The broker of the properties, or one on this machine: no other gets a password that was not typed. */
    private boolean isOwnBroker() {
        return !isElsewhere || addresses().stream().allMatch(CommandCamel::isHere);
    }

    /** Whether a broker is on this machine. */
    static boolean isHere(Address broker) {
        return LOCAL.contains(broker.host());
    }

    private void set(String key, Consumer<String> option) {
        Optional.ofNullable(literals.get(key)).ifPresent(option);
    }

    /**
     * Starts, and takes a step that connects too.
     *
     * @param limit longest time; zero for none
     * @return false if the time was over first, or {@link #giveUp} was called
     */
    public boolean connect(Duration limit, ThrowingRunnable<Exception> step) throws Exception {
        CompletableFuture<Void> timer = new CompletableFuture<>();
        timer.thenRun(this::giveUp);
        if (!limit.isZero()) {
            timer.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            start();
            explain(step);
            connected = true;
        } catch (Exception e) {
            if (!gaveUp) {
                throw e;
            }
        } finally {
            timer.cancel(false);
        }
        return !gaveUp;
    }

    /** Ends {@link #connect}, if it has not ended. May be called by any thread, and does not block. */
    public void giveUp() {
        if (!connected) {
            gaveUp = true;
            links().ifPresent(LinkComponent::abandon);
        }
    }

    @Override
    protected void prepare(Settings settings) {
        if (gaveUp) {
            links().ifPresent(LinkComponent::abandon);
        }
    }

    /** The failure of a command for which {@link #connect} took too long. */
    public LinkException notConnected(Duration limit) {
        return new LinkException("not connected to " + address() + " and subscribed within "
                + Durations.format(limit) + ": ", ConnectFailure.timeout(), null);
    }

    /** Whether every link is up. */
    public boolean isConnected() {
        return links().map(LinkComponent::isConnected).orElse(true);
    }

    /** Whether all messages have left; only those of QoS 0 count as published before. */
    public boolean isSent() throws InterruptedException, ExecutionException {
        return links().isEmpty() || links().get().isSent();
    }

    private Optional<LinkComponent> links() {
        return Optional.ofNullable(getCamelContext()).map(camel -> camel.getComponent("paho-mqtt5"))
                .filter(LinkComponent.class::isInstance).map(LinkComponent.class::cast);
    }

    /** Completes if a connection has ended for good, with the reason. */
    public CompletableFuture<LinkException> ended() {
        return ended;
    }

    /** @throws LinkException the reason, if a connection has ended for good */
    public void requireNotEnded() throws LinkException {
        if (ended.isDone()) {
            throw ended.join();
        }
    }
}
