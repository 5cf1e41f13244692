package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectPacket;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dependable connection to a broker, for the consumers and producers with its client identifier. It tries to
 * connect until it is stopped, with the waits of {@link RetryDelay}, one address after the other. Each attempt is a new
 * {@link Connection}; the session, which outlives it, is the {@link Inbox} and the {@link Outbox}. Everything happens
 * on one event loop, except what says otherwise.
 */
public final class Link {

    /**
     * The state of a link, or of a consumer of it.
     *
     * @param up     connected, and subscribed if it consumes
     * @param since  the beginning of this state
     * @param reason why it is not up; empty if it is
     */
    public record Status(boolean up, Instant since, String reason) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long WILL_MILLIS = 200;
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MANY = 4;

    private final LinkSettings settings;
    private final EventLoop loop;
    private final Executor executor;
    private final LinkListener listener;
    private final Outbox outbox;
    private final Inbox inbox;
    private final BirthAndWill birthAndWill;
    private final RetryDelay retryDelay;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<Integer, Subscription> asked = new HashMap<>();
    /** The end of the first attempt: empty if it succeeded. */
    private final CompletableFuture<Optional<ConnectFailure>> firstAttempt = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Targets targets;
    private Connection current;
    private boolean started;
    private boolean stopped;
    private boolean connectedBefore;
    private long upSince;
    /** How many connections in a row have ended soon after they were made. */
    private int shortLived;
    private boolean willLeftOut;
    private boolean abandoned;
    private boolean told;
    private volatile Status status = new Status(false, Instant.now(), "not connected yet");

    /**
     * A link that does not connect yet.
     *
     * @param executor looks up host names, and calls producers back
     * @param listener null for none
     */
    public Link(LinkSettings settings, EventLoop loop, Executor executor, LinkListener listener) {
        this.settings = settings;
        this.loop = loop;
        this.executor = executor;
        this.targets = new Targets(settings.addresses());
        this.listener = listener;
        this.outbox = new Outbox(settings, loop, executor);
        this.inbox = new Inbox(settings, loop);
        this.birthAndWill = new BirthAndWill(settings);
        this.retryDelay = settings.retryDelay();
    }

    /** The settings of the first that uses it. */
    public LinkSettings settings() {
        return settings;
    }

    /**
     * Publishes a message; see {@link Outbox#publish}. May be called by any thread but an event loop.
     *
     * @param sender names the producer, for {@link #fail(Object)}
     * @param done   called once: with null if the broker has the message (at QoS 0: if it is accepted here), else with
     *               the reason
     */
    public void publish(Object sender, String topic, MqttMessage message, Consumer<LinkException> done) {
        outbox.publish(sender, topic, message, done);
    }

    /** A consumer has handled a message, which is acknowledged after those before it. May be called by any thread. */
    public void handled(Inbox.Delivery delivery) {
        inbox.handled(delivery);
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    /** May be called by any thread. */
    public Status status() {
        return status;
    }

    /** Begins to connect, unless it has begun. May be called by any thread. */
    public CompletableFuture<Optional<ConnectFailure>> start() {
        loop.execute(() -> {
            if (!started) {
                started = true;
                beginRound();
            }
        });
        return firstAttempt;
    }

    /** Adds a consumer. May be called by any thread. */
    public void add(Subscription subscription) {
        loop.execute(() -> {
            subscriptions.add(subscription);
            inbox.subscriptions(subscriptions, abandoned);
            if (stopped) {
                subscription.refuse(ConnectFailure.timeout());
            } else if (current != null && current.isOpen() && inbox.hasUnclaimed()) {
                // Its messages came while it was stopped; the broker repeats them on the next connection.
                current.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "a route has started again"));
            } else if (current != null && current.isOpen()) {
                subscribe(current, subscription, false);
                current.flush();
            }
        });
    }

    /** Removes a consumer; a durable session keeps its subscription. May be called by any thread. */
    public void remove(Subscription subscription) {
        loop.execute(() -> {
            subscriptions.remove(subscription);
            abandoned = true;
            inbox.subscriptions(subscriptions, true);
            if (current != null && current.isOpen() && !settings.isDurable() && !subscriptions.isEmpty()) {
                current.send(Packets.unsubscribe(subscription.filters(), outbox.ids().take()));
                current.flush();
            }
        });
    }

    /** A consumer has taken most of the messages that waited for it. May be called by any thread. */
    void drained(Subscription subscription) {
        loop.execute(() -> {
            if (current != null && current.isOpen()) {
                current.resume(subscription);
            }
        });
    }

    /** A producer stops: its messages fail. May be called by any thread. */
    public void fail(Object sender) {
        loop.execute(() -> outbox.fail(sender, new LinkException("stopped before the broker had the message", false,
                "")));
    }

    private void beginRound() {
        if (stopped) {
            return;
        }
        CompletableFuture.supplyAsync(targets::resolve, executor)
                .completeOnTimeout(Map.of(), settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenAcceptAsync(found -> {
                    targets.begin(found);
                    connectNext();
                }, loop);
    }

    private void connectNext() {
        Targets.Target target = targets.next();
        if (stopped) {
            return;
        }
        if (target == null) {
            lost(targets.summary());
            return;
        }
        ConnectPacket connect = settings.connect(connectedBefore);
        current = new Connection(target, settings, willLeftOut ? connect.withoutWill() : connect, this, loop);
        current.open();
    }

    /** The broker has accepted a connection. */
    void opened(Connection connection) {
        if (connection != current || stopped) {
            connection.disconnect(false);
            return;
        }
        targets.good(connection.target());
        boolean again = connectedBefore;
        connectedBefore = true;
        if (!willLeftOut) {
            // First of all, because the broker has published the will of the last connection.
            birthAndWill.birth(outbox::first);
        }
        inbox.connected(connection);
        outbox.connected(connection);
        subscriptions.forEach(subscription -> subscribe(connection, subscription, again));
        connection.flush();
        settle(connection);
    }

    private void subscribe(Connection connection, Subscription subscription, boolean again) {
        Optional<String> refusal = subscription.filters().stream()
                .map(connection.limits()::refusal).filter(text -> text != null).findFirst();
        if (refusal.isPresent()) {
            refused(connection, subscription, new ConnectFailure(ConnectFailure.Kind.REFUSED, refusal.get()));
            return;
        }
        int id = outbox.ids().take();
        asked.put(id, subscription);
        connection.send(Packets.subscribe(subscription.filters(), subscription.qos(), id, again));
        loop.schedule(() -> requireAnswer(connection, id), settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Ends a connection on which neither the SUBACK nor anything else came for as long as an attempt may take. */
    private void requireAnswer(Connection connection, int id) {
        if (connection != current || !asked.containsKey(id)) {
            return;
        }
        long left = settings.connectTimeout().toNanos() - (System.nanoTime() - connection.lastAnswer());
        if (left <= 0) {
            connection.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT,
                    "no answer to the subscription in time"));
        } else {
            loop.schedule(() -> requireAnswer(connection, id), left, TimeUnit.NANOSECONDS);
        }
    }

    /** A SUBACK (MQTT 5 section 3.9): one reason code for each filter. */
    void answered(Connection connection, int id, List<Integer> codes, String reasonString) {
        Subscription subscription = asked.remove(id);
        outbox.ids().free(id);
        if (subscription == null) {
            return;
        }
        Optional<Integer> failure = codes.stream().filter(ReasonCode::isFailure).findFirst();
        if (failure.isPresent()) {
            refused(connection, subscription, ConnectFailure.ofReasonCode(failure.get(), reasonString));
        } else {
            if (codes.stream().anyMatch(code -> code < subscription.qos())) {
                LOG.warn("{}: {} grants QoS {} at most for {}", subscription.settings().name(), connection.address(),
                        codes.stream().min(Integer::compare).orElse(0), String.join(", ", subscription.filters()));
            }
            if (subscription.refusal() != null) {
                LOG.info("{}: subscribed to {}", subscription.settings().name(),
                        String.join(", ", subscription.filters()));
            }
            subscription.grant();
        }
        settle(connection);
    }

    private void refused(Connection connection, Subscription subscription, ConnectFailure reason) {
        ConnectFailure failure = new ConnectFailure(ConnectFailure.Kind.REFUSED, settings.user()
                + " may not subscribe to " + String.join(", ", subscription.filters()) + " on "
                + connection.address() + ": " + reason.text(), reason.remedy());
        if (settings.retry() != LinkSettings.Retry.ALWAYS && subscription.firstAnswer().isDone()) {
            // Its consumer has started, so that it cannot fail any more; nobody would notice.
            connection.disconnect(!settings.isDurable());
            end(new LinkException("", failure, null), failure);
            return;
        }
        if (settings.retry() == LinkSettings.Retry.ALWAYS) {
            if (subscription.refusal() == null) {
                LOG.error("{}: {}; trying again slowly", subscription.settings().name(), failure.text());
            }
            loop.schedule(() -> {
                if (connection == current && connection.isOpen() && subscriptions.contains(subscription)) {
                    subscribe(connection, subscription, true);
                    connection.flush();
                }
            }, retryDelay.slow().toMillis(), TimeUnit.MILLISECONDS);
        }
        subscription.refuse(failure);
    }

    /** All subscriptions are answered. */
    private void settle(Connection connection) {
        if (!asked.isEmpty() || status.up()) {
            return;
        }
        upSince = System.nanoTime();
        status = new Status(true, Instant.now(), "");
        if (told || settings.addresses().size() > 1) {
            LOG.info("{}: connected {}to {}", settings.name(), told ? "again " : "", connection.address());
        }
        told = false;
        firstAttempt.complete(Optional.empty());
    }

    /** The broker refuses the Last Will, because it keeps no retained messages or not this QoS. */
    void willRefused(Connection connection, String reason) {
        LOG.warn("{}: {} does not take the Last Will on {}: {}; connecting without it", settings.name(),
                connection.address(), settings.willTopic(), reason);
        willLeftOut = true;
        targets.again(connection.target());
        connectNext();
    }

    /** An attempt has failed, or a connection has ended. */
    void failed(Connection connection, ConnectFailure failure) {
        if (connection != current || stopped) {
            return;
        }
        if (connection.limits() == null) {
            targets.failed(connection.target(), failure);
            connectNext();
        } else {
            lost(failure);
        }
    }

    private void lost(ConnectFailure reason) {
        current = null;
        ConnectFailure failure = reason;
        if (status.up()) {
            boolean lasted = System.nanoTime() - upSince > LASTING_NANOS;
            shortLived = lasted ? 0 : shortLived + 1;
            if (lasted) {
                retryDelay.reset();
            } else if (shortLived >= MANY) {
                // Mosquitto 2.0 does not say that another client has taken the session over.
                failure = reason.again();
            }
        }
        boolean blamed = outbox.lost(failure);
        asked.keySet().forEach(outbox.ids()::free);
        asked.clear();
        boolean wasUp = status.up();
        boolean isNew = wasUp || !sameReason(status.reason(), failure.withRemedy());
        boolean passes = failure.isTransient() || blamed;
        boolean goesOn = settings.retry() == LinkSettings.Retry.ALWAYS
                || settings.retry() == LinkSettings.Retry.AFTER_CONNECT && connectedBefore && passes;
        // A command tells which message it was.
        boolean toldByMessage = blamed && settings.retry() == LinkSettings.Retry.AFTER_CONNECT;
        if (goesOn && isNew && !toldByMessage && shortLived <= MANY) {
            log(wasUp, failure, passes);
        }
        status = new Status(false, wasUp ? Instant.now() : status.since(), failure.withRemedy());
        subscriptions.forEach(Subscription::lost);
        if (!goesOn) {
            end(new LinkException(text(wasUp), failure, null), failure);
            return;
        }
        firstAttempt.complete(Optional.of(failure));
        Duration wait = retryDelay.after(passes);
        loop.schedule(this::beginRound, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A number in a reason, such as a port of this side, makes no other reason. */
    private static boolean sameReason(String one, String other) {
        return one.replaceAll("[0-9]+", "#").equals(other.replaceAll("[0-9]+", "#"));
    }

    private void log(boolean wasUp, ConnectFailure failure, boolean passes) {
        told = true;
        if (passes) {
            LOG.warn("{}: {}{}; trying again", settings.name(), text(wasUp), failure.withRemedy());
        } else {
            LOG.error("{}: {}{}; trying again slowly", settings.name(), text(wasUp), failure.withRemedy());
        }
    }

    private String text(boolean wasUp) {
        return (wasUp ? "connection lost to " + targets.lastGood() + settings.asUser()
                : "not connected to " + settings.addressAndUser()) + ": ";
    }

    private void end(LinkException reason, ConnectFailure failure) {
        stopped = true;
        ConnectFailure last = new ConnectFailure(failure.kind(), reason.getMessage(), failure.remedy());
        boolean first = firstAttempt.complete(Optional.of(last));
        if (!first && listener != null) {
            // Before the messages fail, each for this reason.
            listener.ended(settings.name(), reason);
        }
        outbox.close(reason);
        subscriptions.forEach(subscription -> subscription.refuse(last));
        ended.complete(null);
    }

    /**
     * Publishes the will and sends a DISCONNECT if it is connected, and closes; the link does not connect again. May be
     * called by any thread.
     *
     * @return completes when it is closed
     */
    public CompletableFuture<Void> stop() {
        loop.execute(() -> {
            if (stopped) {
                ended.complete(null);
            } else if (current == null || !current.isOpen()) {
                disconnect();
            } else if (!willLeftOut && birthAndWill.will(outbox::first, failure -> loop.execute(this::disconnect))) {
                outbox.send();
                current.flush();
                loop.schedule(this::disconnect, WILL_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                disconnect();
            }
        });
        return ended;
    }

    private void disconnect() {
        if (stopped) {
            return;
        }
        stopped = true;
        status = new Status(false, Instant.now(), "stopped");
        outbox.close(new LinkException("stopped", false, ""));
        // For those that still wait to start.
        ConnectFailure last = new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "stopped");
        firstAttempt.complete(Optional.of(last));
        subscriptions.forEach(subscription -> subscription.refuse(last));
        if (current == null) {
            ended.complete(null);
        } else if (current.isOpen()) {
            current.disconnect(!settings.isDurable());
        } else {
            current.end();
            ended.complete(null);
        }
    }

    /** A connection has ended after a DISCONNECT of this side; perhaps with a last word of the broker. */
    void closed(ConnectFailure failure) {
        if (!failure.isTransient() && listener != null) {
            listener.ended(settings.name(), new LinkException("connection lost to " + targets.lastGood()
                    + settings.asUser() + ": ", failure, null));
        }
        ended.complete(null);
    }
}
