package campus.link;

import campus.link.wire.ConnectFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dependable connection to a broker, for one consumer or producer of a route. It tries to connect until it is
 * stopped, with the waits of {@link RetryDelay}. Each attempt is a new {@link Connection}, so that nothing of a lost
 * connection can disturb the next one.
 */
final class Link {

    /** The consumer or producer that uses the connections of a link. */
    interface Owner {

        /** A connection is up. The owner calls {@link Link#ready} or {@link Link#failed} when it has done its part. */
        void connected(Connection connection);

        /** The connection that was up is lost. */
        void lost(Connection connection);
    }

    /**
     * The state of a link.
     *
     * @param up     connected, and subscribed if it consumes
     * @param since  the beginning of this state
     * @param reason why it is not up; empty if it is
     * @param logged whether the log has a line that it is not up
     */
    record Status(boolean up, Instant since, String reason, boolean logged) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);

    private final LinkSettings settings;
    private final ScheduledExecutorService scheduler;
    private final Owner owner;
    private final Connection.Receiver receiver;
    private final BirthAndWill birthAndWill;
    private final RetryDelay retryDelay;
    /** The result of the first attempt: empty if it succeeded. */
    private final CompletableFuture<Optional<ConnectFailure>> firstAttempt = new CompletableFuture<>();

    private Connection current;
    private ScheduledFuture<?> watchdog;
    private boolean stopped;
    private Status status = new Status(false, Instant.now(), "not connected yet", false);

    Link(LinkSettings settings, ScheduledExecutorService scheduler, Owner owner, Connection.Receiver receiver) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.owner = owner;
        this.receiver = receiver;
        this.birthAndWill = new BirthAndWill(settings);
        this.retryDelay = settings.retryDelay();
    }

    /** Begins to connect, and does not wait. */
    void start() {
        scheduler.execute(this::connect);
    }

    private synchronized void connect() {
        if (stopped) {
            return;
        }
        Connection attempt = new Connection(settings, this, receiver);
        current = attempt;
        attempt.open();
        // Paho's threads may wait for each other for ever; then this attempt would never report its end.
        watchdog = scheduler.schedule(() -> endAttempt(attempt), settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** A task that waits in the scheduler keeps its connection, with its buffers, in memory. */
    private synchronized void cancelWatchdog() {
        if (watchdog != null) {
            watchdog.cancel(false);
            watchdog = null;
        }
    }

    private void endAttempt(Connection attempt) {
        if (!attempt.isOpen()) {
            failed(attempt, new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "no answer in time"));
        }
    }

    /** The broker has accepted the connection. */
    void opened(Connection connection) {
        if (isCurrent(connection)) {
            // First of all, because the broker has published the will of the last connection.
            birthAndWill.publishBirth(connection);
            owner.connected(connection);
            watch(connection);
        }
    }

    /** Ends a connection on which neither the SUBACK nor a message came for longer than Keep Alive allows. */
    private synchronized void watch(Connection connection) {
        Duration limit = settings.connectTimeout().plus(settings.keepAlive().multipliedBy(2));
        Duration left = limit.minusNanos(System.nanoTime() - connection.lastReceived());
        if (!isCurrent(connection) || status().up()) {
            return;
        }
        if (left.isNegative()) {
            scheduler.execute(() -> failed(connection, new ConnectFailure(ConnectFailure.Kind.TRANSIENT,
                    "no answer to the subscription in time")));
        } else {
            cancelWatchdog();
            watchdog = scheduler.schedule(() -> watch(connection), left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** The owner has done its part: a consumer has subscribed. */
    void ready(Connection connection) {
        Status before;
        synchronized (this) {
            if (connection != current || stopped) {
                return;
            }
            cancelWatchdog();
            before = status;
            status = new Status(true, Instant.now(), "", false);
            retryDelay.reset();
        }
        if (before.logged()) {
            LOG.info("{}: connected again to {}", settings.name(), settings.address());
        }
        firstAttempt.complete(Optional.empty());
    }

    /** This connection does not work, or no longer works. */
    void failed(Connection connection, ConnectFailure failure) {
        Status before;
        Duration wait;
        synchronized (this) {
            if (connection != current) {
                return;
            }
            current = null;
            cancelWatchdog();
            before = status;
            status = new Status(false, before.up() ? Instant.now() : before.since(), failure.text(), true);
            if (!stopped && settings.reconnect() && (before.up() || !before.reason().equals(failure.text()))) {
                log(before.up(), failure);
            }
            wait = retryDelay.after(failure);
        }
        connection.close();
        owner.lost(connection);
        firstAttempt.complete(Optional.of(failure));
        if (settings.reconnect()) {
            // After the owner knows of the loss: otherwise it would take it for the loss of the next connection.
            scheduler.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void log(boolean wasUp, ConnectFailure failure) {
        String text = text(wasUp ? "connection lost to " : "not connected to ", failure);
        if (failure.isTransient()) {
            LOG.warn("{}: {}; trying again", settings.name(), text);
        } else {
            LOG.error("{}: {}; trying again slowly", settings.name(), text);
        }
    }

    private String text(String state, ConnectFailure failure) {
        return failure.kind() == ConnectFailure.Kind.SUBSCRIPTION_REFUSED
                ? failure.text()
                : state + settings.addressAndUser() + ": " + failure.text();
    }

    private synchronized boolean isCurrent(Connection connection) {
        return connection == current && !stopped;
    }

    synchronized Status status() {
        return status;
    }

    LinkSettings settings() {
        return settings;
    }

    /**
     * Starts, and waits for the end of the first attempt, at most for a second if the link reconnects. If there is a
     * broker, the route so begins with a connection.
     *
     * @throws LinkException if the link does not reconnect and its only attempt failed
     */
    void startAndWait() throws LinkException {
        start();
        Optional<ConnectFailure> failure =
                Optional.of(new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "no answer in time"));
        try {
            Duration limit = settings.reconnect() ? FIRST_ATTEMPT : settings.connectTimeout().plus(FIRST_ATTEMPT);
            failure = firstAttempt.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The attempts go on without this thread.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt never ends with an exception", e);
        }
        if (failure.isPresent() && !settings.reconnect()) {
            throw new LinkException(text("not connected to ", failure.get()), failure.get().refused());
        }
    }

    /** Sends the will and a DISCONNECT if it is connected, and closes; the link does not connect again. */
    void stop() {
        Connection open;
        synchronized (this) {
            stopped = true;
            open = current;
            current = null;
            status = new Status(false, Instant.now(), "stopped", false);
        }
        if (open != null) {
            birthAndWill.publishWill(open);
            open.disconnect();
        }
    }
}
