package campus.link;

import campus.link.connection.Connection;
import campus.link.timing.RetryDelay;
import campus.link.wire.ConnectFailure;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * One dependable connection to a broker, for the consumers and producers with its client identifier. It tries to
 * connect until it is stopped, or as long as {@link LinkSettings.Retry} says, with the waits of {@link RetryDelay}, one
 * address after the other. Each attempt is a new {@link Connection}; the session, which outlives it, is the
 * {@link Inbox} and the {@link Outbox}. Everything happens on one event loop, except what says otherwise.
 */
public final class Link {

    /** For the will and for QoS 2, whose handshakes a DISCONNECT may cut off with the session. */
    private static final long LAST_MILLIS = 500;

    private final LinkSettings settings;
    private final EventLoop loop;
    private final LinkListener listener;
    private final Outbox outbox;
    private final Inbox inbox;
    private final RetryDelay retryDelay;
    private final Subscriptions subscriptions;
    /** The end of the first attempt: empty if it succeeded. */
    private final CompletableFuture<Optional<ConnectFailure>> firstAttempt = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Attempts attempts;
    private final LinkState state;
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
        this.listener = listener;
        this.outbox = new Outbox(settings, loop, executor);
        this.state = new LinkState(settings, outbox);
        this.inbox = new Inbox(settings, loop);
        this.subscriptions = new Subscriptions(settings, loop, inbox, outbox, this);
        this.retryDelay = settings.retryDelay();
    }

    /** The settings of the first that uses it. */
    public LinkSettings settings() {
        return settings;
    }

    /**
     * Publishes a message; {@code done} is called once: with null if the broker has it (at QoS 0: if it is accepted
     * here), else with the reason. May be called by any thread but an event loop.
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
    public LinkState state() {
        return state;
    }

    /** Begins to connect, unless it has begun. May be called by any thread. */
    public CompletableFuture<Optional<ConnectFailure>> start() {
        loop.execute(attempts::start);
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

    /** Whether all messages have left, or there is no connection. May be called by any thread. */
    public Future<Boolean> isSent() {
        return loop.submit(outbox::isSent);
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
            state.birth();
        }
        inbox.connected(connection);
        outbox.connected(connection);
        subscriptions.connected(connection, again);
        connection.flush();
        settle(connection);
    }

    /** All subscriptions are answered. */
    void settle(Connection connection) {
        if (!subscriptions.isAsking() && !state.status().up()) {
            state.up(connection.address().toString());
            firstAttempt.complete(Optional.empty());
        }
    }

    /** The broker refuses a subscription that it has granted before, and the link is to end then. */
    void refused(ConnectFailure failure) {
        attempts.disconnect();
        end(new LinkException("", failure, null), failure);
    }

    /** An attempt has failed, or a connection has ended. */
    void ended(Connection connection, ConnectFailure failure) {
        if (connection == attempts.current() && stopped) {
            closed(failure);
        } else if (connection == attempts.current()) {
            attempts.failed(failure);
        }
    }

    /** All attempts of a round have failed, or the connection is lost. */
    void lost(ConnectFailure reason) {
        ConnectFailure failure = state.judge(reason);
        if (state.hasLasted()) {
            retryDelay.reset();
        }
        boolean blamed = outbox.lost(failure);
        boolean passes = blamed || failure.isTransient();
        boolean afterConnect = settings.retry() == LinkSettings.Retry.AFTER_CONNECT;
        boolean goesOn = settings.retry() == LinkSettings.Retry.ALWAYS
                || afterConnect && attempts.isAccepted() && passes;
        String before = state.before(attempts.lastGood());
        if (goesOn && !(blamed && afterConnect)) {
            state.down(before, failure, passes);
        } else {
            // A command tells which message it was.
            state.ended(failure.withRemedy());
        }
        subscriptions.lost();
        if (goesOn) {
            firstAttempt.complete(Optional.of(failure));
            attempts.beginAfter(retryDelay.after(passes));
        } else {
            end(new LinkException(before, failure, null), failure);
        }
    }

    private void end(LinkException reason, ConnectFailure failure) {
        stopped = true;
        ConnectFailure last = new ConnectFailure(failure.kind(), reason.getMessage(), failure.remedy());
        if (!firstAttempt.complete(Optional.of(last)) && listener != null) {
            // Before the messages fail, each for this reason.
            listener.ended(settings.name(), reason);
        }
        outbox.close(reason);
        subscriptions.end(last);
        ended.complete(null);
    }

    /** The application stops: as {@link #stop} if it is not connected soon. May be called by any thread. */
    public void stopSoon() {
        loop.execute(attempts::stopSoon);
    }

    /**
     * Publishes the will and sends a DISCONNECT if it is connected, and closes for good. May be called by any thread.
     *
     * @return completes when it is closed
     */
    public CompletableFuture<Void> stop() {
        loop.execute(() -> {
            Connection current = attempts.current();
            if (stopped || current == null || !current.isOpen()) {
                disconnect();
            } else {
                state.will(loop, !attempts.isWillLeftOut(), () -> inbox.whenReleased(this::disconnect));
                outbox.send();
                current.flush();
                loop.schedule(this::disconnect, LAST_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        return ended;
    }

    /** Closes for good. */
    void disconnect() {
        if (stopped) {
            return;
        }
        stopped = true;
        state.ended("stopped");
        outbox.close(new LinkException("stopped", false, ""));
        // For those that still wait to start.
        ConnectFailure last = new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "stopped");
        firstAttempt.complete(Optional.of(last));
        subscriptions.end(last);
        if (!attempts.disconnect()) {
            ended.complete(null);
        }
    }

    /** The connection has ended after a DISCONNECT of this side; perhaps with a last word of the broker. */
    private void closed(ConnectFailure failure) {
        if (!failure.isTransient() && listener != null) {
            listener.ended(settings.name(), new LinkException("connection lost to " + attempts.lastGood()
                    + settings.asUser() + ": ", failure, null));
        }
        ended.complete(null);
    }
}
