package campus.link;

import campus.link.wire.ConnectFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dependable connection to a broker, of one route's consumer or producer. It tries for as long as it is not
 * stopped: soon after a loss, with growing and random waits; slowly where only a person can help. Each attempt is a
 * fresh {@link Connection}, so nothing of a lost one can disturb the next.
 */
final class Link {

    /** What the owner of a link does with its connections. */
    interface Owner {

        /** A connection is up. Calls {@link Link#ready} or {@link Link#failed} when it has done its part. */
        void connected(Connection connection);

        /** The connection that was up is gone. */
        void lost(Connection connection);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofMinutes(5);

    private final LinkSettings settings;
    private final ScheduledExecutorService scheduler;
    private final Owner owner;
    private final Connection.Receiver receiver;
    private final BirthAndWill presence;
    /** How the first attempt ended: empty where all was well. */
    private final CompletableFuture<Optional<ConnectFailure>> first = new CompletableFuture<>();

    private Connection current;
    private ScheduledFuture<?> watchdog;
    private boolean stopped;
    private int failures;
    private int slowFailures;
    private LinkStatus status = new LinkStatus(false, Instant.now(), "not connected yet");

    Link(LinkSettings settings, ScheduledExecutorService scheduler, Owner owner, Connection.Receiver receiver) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.owner = owner;
        this.receiver = receiver;
        this.presence = new BirthAndWill(settings);
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
        // Paho's threads may come to wait for each other; then nobody would ever report the end of this attempt.
        watchdog = scheduler.schedule(() -> giveUp(attempt), settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that waits keeps its connection, buffers and all, in memory. */
    private synchronized void dismissWatchdog() {
        if (watchdog != null) {
            watchdog.cancel(false);
            watchdog = null;
        }
    }

    private void giveUp(Connection attempt) {
        if (!attempt.isOpen()) {
            failed(attempt, new ConnectFailure(ConnectFailure.Kind.PASSING, "no answer in time"));
        }
    }

    /** The broker has accepted the connection. */
    void opened(Connection connection) {
        if (isCurrent(connection)) {
            // Before anything else: the broker has published the will of the last connection.
            presence.online(connection);
            owner.connected(connection);
            watch(connection);
        }
    }

    /** A broker that sends neither the SUBACK nor a message for longer than a connection may be silent is given up. */
    private synchronized void watch(Connection connection) {
        Duration limit = settings.patience().plus(settings.keepAlive().multipliedBy(2));
        Duration left = limit.minusNanos(System.nanoTime() - connection.lastHeard());
        if (!isCurrent(connection) || status().up()) {
            return;
        }
        if (left.isNegative()) {
            scheduler.execute(() -> failed(connection,
                    new ConnectFailure(ConnectFailure.Kind.PASSING, "no answer to the subscription in time")));
        } else {
            dismissWatchdog();
            watchdog = scheduler.schedule(() -> watch(connection), left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** The owner has done its part (a consumer: its subscription is granted). */
    void ready(Connection connection) {
        LinkStatus before;
        synchronized (this) {
            if (connection != current || stopped) {
                return;
            }
            dismissWatchdog();
            before = status;
            status = new LinkStatus(true, Instant.now(), "");
            failures = 0;
            slowFailures = 0;
        }
        if (before.told()) {
            LOG.info("{}: connected again to {}", settings.name(), settings.address());
        }
        first.complete(Optional.empty());
    }

    /** This connection does not work, or works no longer. */
    void failed(Connection connection, ConnectFailure trouble) {
        LinkStatus before;
        long wait;
        synchronized (this) {
            if (connection != current) {
                return;
            }
            current = null;
            dismissWatchdog();
            before = status;
            boolean told = before.up() || !before.reason().equals(trouble.text());
            status = new LinkStatus(false, before.up() ? Instant.now() : before.since(), trouble.text(), true);
            if (!stopped && told && settings.reconnect()) {
                tell(before.up(), trouble);
            }
            wait = delay(trouble).toMillis();
        }
        connection.close();
        owner.lost(connection);
        first.complete(Optional.of(trouble));
        if (settings.reconnect()) {
            // Not before the owner knows of the loss: it would take it for the loss of the next connection.
            scheduler.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
        }
    }

    private void tell(boolean wasUp, ConnectFailure trouble) {
        String next = trouble.kind() == ConnectFailure.Kind.PASSING ? "trying again" : "trying again slowly";
        String what = sentence(wasUp ? "connection lost to " : "not connected to ", trouble);
        if (trouble.kind() == ConnectFailure.Kind.PASSING) {
            LOG.warn("{}: {}; {}", settings.name(), what, next);
        } else {
            LOG.error("{}: {}; {}", settings.name(), what, next);
        }
    }

    private String sentence(String state, ConnectFailure trouble) {
        return trouble.kind() == ConnectFailure.Kind.FORBIDDEN ? trouble.text() : state + settings.who() + ": " + trouble.text();
    }

    /** Between half of it and all of it, so that many who lost the same broker do not come back at once. */
    private Duration delay(ConnectFailure trouble) {
        long millis = trouble.kind() == ConnectFailure.Kind.PASSING
                ? settings.firstDelay().toMillis() << Math.min(failures++, 10)
                : settings.slowDelay().toMillis() << Math.min(slowFailures++, 10);
        Duration cap = trouble.kind() == ConnectFailure.Kind.PASSING ? settings.maxDelay() : SLOWEST;
        long capped = Math.min(millis, cap.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(capped / 2, capped + 1));
    }

    private synchronized boolean isCurrent(Connection connection) {
        return connection == current && !stopped;
    }

    synchronized LinkStatus status() {
        return status;
    }

    LinkSettings settings() {
        return settings;
    }

    private LinkException exception(ConnectFailure trouble) {
        return new LinkException(sentence("not connected to ", trouble), trouble.refused());
    }

    /**
     * Starts, and waits for the end of the first attempt: what begins now begins with a connection, if there is a broker.
     *
     * @throws LinkException where the link does not reconnect and its only attempt failed
     */
    void startAndWait() throws LinkException {
        start();
        Optional<ConnectFailure> trouble = Optional.of(new ConnectFailure(ConnectFailure.Kind.PASSING, "no answer in time"));
        try {
            Duration patience = settings.reconnect() ? FIRST_ATTEMPT : settings.patience().plus(FIRST_ATTEMPT);
            trouble = first.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it goes on without us
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt never ends with an exception", e);
        }
        if (trouble.isPresent() && !settings.reconnect()) {
            throw exception(trouble.get());
        }
    }

    /** Disconnects in good order, or drops what is not connected; never comes back. */
    void stop() {
        Connection open;
        synchronized (this) {
            stopped = true;
            open = current;
            current = null;
            status = new LinkStatus(false, Instant.now(), "stopped");
        }
        if (open != null) {
            presence.offline(open);
            open.disconnect();
        }
    }
}
