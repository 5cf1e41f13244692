package campus.link;

import campus.link.connection.Connection;
import campus.link.timing.RetryDelay;
import campus.link.wire.ConnectFailure;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * One dependable connection to a broker, for the consumers and producers with its client identifier. It tries to
 * connect until it is stopped, with the waits of {@link RetryDelay}, one address after the other. Each attempt is a new
 * {@link Connection}; the session, which outlives it, is the {@link Inbox} and the {@link Outbox}. Everything happens
 * on one event loop, except what says otherwise.
 */
public final class Link {


    private final LinkSettings settings;
    private final EventLoop loop;
    private final LinkListener listener;
    private final Outbox outbox;
    private final Inbox inbox;
    private final BirthAndWill birthAndWill;
    private final RetryDelay retryDelay;
    private final Subscriptions subscriptions;
    /** The end of the first attempt: empty if it succeeded. */
    private final CompletableFuture<Optional<ConnectFailure>> firstAttempt = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Attempts attempts;
    private final LinkState state;
    private boolean started;
    private boolean stopped;

    /**
     * A link that does not connect yet.
     *
     * @param executor looks up host names, and calls producers back
     * @param listener null for none
     */
    public Link(LinkSettings settings, EventLoop loop, Executor executor, LinkListener listener) {
        this.settings = settings;
        this.loop = loop;
        this.attempts = new Attempts(settings, loop, executor, this);
        this.state = new LinkState(settings);
        this.listener = listener;
        this.outbox = new Outbox(settings, loop, executor);
        this.inbox = new Inbox(settings, loop);
        this.subscriptions = new Subscriptions(settings, loop, inbox, outbox, this::settle);
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
    public void handled(Delivery delivery) {
        inbox.handled(delivery);
    }

    LinkSession session() {
        return new LinkSession(this, inbox, outbox, subscriptions);
    }

    /** May be called by any thread. */
    public LinkState.Status status() {
        return state.status();
    }

    /** Begins to connect, unless it has begun. May be called by any thread. */
    public CompletableFuture<Optional<ConnectFailure>> start() {
        loop.execute(() -> {
            if (!started) {
                started = true;
                attempts.begin();
            }
        });
        return firstAttempt;
    }

    /** Adds a consumer. May be called by any thread. */
    public void add(Subscription subscription) {
        loop.execute(() -> subscriptions.add(subscription, stopped));
    }

    /** Removes a consumer; a durable session keeps its subscription. May be called by any thread. */
    public void remove(Subscription subscription) {
        loop.execute(() -> subscriptions.remove(subscription));
    }

    /** A consumer has taken most of the messages that waited for it. May be called by any thread. */
    void drained(Subscription subscription) {
        loop.execute(() -> subscriptions.drained(subscription));
    }

    /** A producer stops: its messages fail. May be called by any thread. */
    public void fail(Object sender) {
        loop.execute(() -> outbox.fail(sender, new LinkException("stopped before the broker had the message", false,
                "")));
    }

    /** The broker has accepted a connection. */
    void opened(Connection connection) {
        if (connection != attempts.current() || stopped) {
            connection.disconnect(false);
            return;
        }
        boolean again = attempts.isAccepted();
        attempts.accepted();
        if (!attempts.isWillLeftOut()) {
            // First of all, because the broker has published the will of the last connection.
            birthAndWill.birth(outbox::first);
        }
        inbox.connected(connection);
        outbox.connected(connection);
        subscriptions.connected(connection, again);
        connection.flush();
        settle(connection);
    }

    /** All subscriptions are answered. */
    private void settle(Connection connection) {
        if (!subscriptions.isAsking() && !state.status().up()) {
            retryDelay.reset();
            state.up(connection.target().address().toString());
            firstAttempt.complete(Optional.empty());
        }
    }

    /** The broker refuses the Last Will of a connection. */
    void willRefused(Connection connection, String reason) {
        if (connection == attempts.current() && !stopped) {
            attempts.willRefused(reason);
        }
    }

    /** An attempt has failed, or a connection has ended. */
    void failed(Connection connection, ConnectFailure failure) {
        if (connection == attempts.current() && !stopped) {
            attempts.failed(failure);
        }
    }

    /** All attempts of a round have failed, or the connection is lost. */
    void lost(ConnectFailure failure) {
        boolean passes = outbox.lost(failure) || failure.isTransient();
        boolean goesOn = settings.retry() == LinkSettings.Retry.ALWAYS
                || settings.retry() == LinkSettings.Retry.AFTER_CONNECT && attempts.isAccepted() && passes;
        String before = before();
        if (goesOn) {
            state.down(before, failure, passes);
        } else {
            state.ended(failure.withRemedy());
        }
        subscriptions.lost();
        if (goesOn) {
            firstAttempt.complete(Optional.of(failure));
            loop.schedule(attempts::begin, retryDelay.after(passes).toMillis(), TimeUnit.MILLISECONDS);
        } else {
            end(new LinkException(before, failure, null), failure);
        }
    }

    private String before() {
        return (state.status().up() ? "connection lost to " + attempts.lastGood() + settings.asUser()
                : "not connected to " + settings.addressAndUser()) + ": ";
    }

    private void end(LinkException reason, ConnectFailure failure) {
        stopped = true;
        attempts.stop();
        outbox.close(reason);
        ConnectFailure whole = new ConnectFailure(failure.kind(), reason.getMessage(), failure.remedy());
        subscriptions.end(whole);
        boolean first = firstAttempt.complete(Optional.of(whole));
        ended.complete(null);
        if (!first && listener != null) {
            listener.ended(settings.name(), reason);
        }
    }

    /**
     * Publishes the will and sends a DISCONNECT if it is connected, and closes; the link does not connect again. May be
     * called by any thread.
     *
     * @return completes when it is closed
     */
    public CompletableFuture<Void> stop() {
        loop.execute(() -> {
            Connection current = attempts.current();
            if (stopped) {
                ended.complete(null);
            } else if (current != null && current.isOpen() && !attempts.isWillLeftOut()) {
                birthAndWill.will(outbox::first, loop, this::disconnect);
                outbox.send();
                current.flush();
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
        attempts.stop();
        state.ended("stopped");
        Connection current = attempts.current();
        outbox.close(new LinkException("stopped", false, ""));
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
            listener.ended(settings.name(), new LinkException("connection lost to " + attempts.lastGood()
                    + settings.asUser() + ": ", failure, null));
        }
        ended.complete(null);
    }
}
