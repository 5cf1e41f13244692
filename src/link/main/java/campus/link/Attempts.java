package campus.link;

import campus.link.connection.Connection;
import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectPacket;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of attempts to connect, until one succeeds or all have failed: to every IP address of every address, in the
 * order given, but first to the one that worked last.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** For a broker to come back while the application stops. */
    private static final long SOON_MILLIS = 5000;

    /** An address of the settings, and one IP address of its host name. */
    private record Target(Address address, InetAddress host) {
    }

    private final LinkSettings settings;
    private final EventLoop loop;
    private final Executor resolver;
    private final Link link;
    /** What this round has not tried yet. */
    private final Deque<Target> left = new ArrayDeque<>();
    private final Map<Address, ConnectFailure> failures = new LinkedHashMap<>();
    private Target target;
    private Target lastGood;
    private Connection current;
    private ScheduledFuture<?> waiting;
    private boolean willLeftOut;
    private boolean started;
    private boolean stopped;

    /** @param resolver looks up host names, which takes time */
    Attempts(LinkSettings settings, EventLoop loop, Executor resolver, Link link) {
        this.settings = settings;
        this.loop = loop;
        this.resolver = resolver;
        this.link = link;
    }

    /** Begins the first round, unless it has begun; {@link Link#opened} or {@link Link#lost} is called at its end. */
    void start() {
        if (!started) {
            started = true;
            begin();
        }
    }

    private void begin() {
        if (!stopped) {
            CompletableFuture.supplyAsync(this::resolve, resolver)
                    .completeOnTimeout(Map.of(), settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .thenAcceptAsync(this::begin, loop);
        }
    }

    /** Begins a round after a wait. */
    void beginAfter(Duration wait) {
        waiting = loop.schedule(() -> begin(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins the round that waits, if one does; the link ends if it is not connected soon, or not any more. */
    void stopSoon() {
        if (waiting != null && waiting.cancel(false)) {
            begin();
        }
        loop.scheduleWithFixedDelay(() -> {
            if (!link.state().status().up()) {
                link.disconnect();
            }
        }, SOON_MILLIS, SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Map<Address, List<InetAddress>> resolve() {
        Map<Address, List<InetAddress>> found = new LinkedHashMap<>();
        for (Address address : settings.addresses()) {
            try {
                found.put(address, List.of(InetAddress.getAllByName(address.host())));
            } catch (UnknownHostException e) {
                found.put(address, List.of());
            }
        }
        return found;
    }

    private void begin(Map<Address, List<InetAddress>> found) {
        left.clear();
        failures.clear();
        found.forEach((address, hosts) -> {
            hosts.forEach(host -> left.add(new Target(address, host)));
            if (hosts.isEmpty()) {
                failures.put(address, ConnectFailure.of(new UnknownHostException(address.host())));
            }
        });
        if (left.remove(lastGood)) {
            left.addFirst(lastGood);
        }
        next();
    }

    private void next() {
        if (stopped) {
            return;
        }
        target = left.poll();
        if (target == null) {
            current = null;
            link.lost(summary());
            return;
        }
        ConnectPacket connect = settings.connect(isAccepted());
        current = new Connection(target.address(), settings.transport(),
                willLeftOut ? connect.withoutWill() : connect, link.session(), loop);
        current.open(target.host(), settings.name(), settings.connectTimeout());
    }

    /** The failures of a round in one: it passes if one of them passes. */
    private ConnectFailure summary() {
        ConnectFailure mildest = failures.values().stream()
                .reduce((one, next) -> one.isTransient() ? one : next).orElseGet(ConnectFailure::timeout);
        return failures.size() < 2 ? mildest : new ConnectFailure(mildest.kind(), failures.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue().text()).collect(Collectors.joining("; ")),
                mildest.remedy());
    }

    /** The connection of the last attempt; null if there is none. */
    Connection current() {
        return current;
    }

    /** Whether a broker has accepted this link before. */
    boolean isAccepted() {
        return lastGood != null;
    }

    /** Whether the connections have no Last Will, because a broker cannot keep it. */
    boolean isWillLeftOut() {
        return willLeftOut;
    }

    /** Where the broker is that has accepted last. */
    String lastGood() {
        return isAccepted() ? lastGood.address().toString() : "";
    }

    /** The broker has accepted the present connection. */
    void accepted() {
        lastGood = target;
    }

    /** The present connection was not accepted, or has ended. */
    void failed(ConnectFailure failure) {
        if (current.isWillRefused()) {
            LOG.warn("{}: {} does not take the Last Will on {}: {}; connecting without it", settings.name(),
                    target.address(), settings.willTopic(), failure.text());
            willLeftOut = true;
            left.addFirst(target);
            next();
        } else if (current.limits() == null) {
            failures.put(target.address(), failure);
            next();
        } else {
            current = null;
            link.lost(failure);
        }
    }

    /** Ends the present connection, and no attempt follows; whether {@link Link#ended} is called later. */
    boolean disconnect() {
        stopped = true;
        boolean open = current != null && current.isOpen();
        if (current != null) {
            current.disconnect(settings.endsSession());
        }
        return open;
    }
}
