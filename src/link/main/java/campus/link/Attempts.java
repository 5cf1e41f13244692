package campus.link;

import campus.link.connection.Connection;
import campus.link.connection.Targets;
import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectPacket;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rounds of attempts to connect: one target after the other, until one accepts or all have failed. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final LinkSettings settings;
    private final EventLoop loop;
    private final Executor resolver;
    private final Link link;
    private final Targets targets;
    private Connection current;
    private boolean accepted;
    private boolean willLeftOut;
    private boolean stopped;

    /** @param resolver looks up host names, which takes time */
    Attempts(LinkSettings settings, EventLoop loop, Executor resolver, Link link) {
        this.settings = settings;
        this.loop = loop;
        this.resolver = resolver;
        this.link = link;
        this.targets = new Targets(settings.addresses());
    }

    /** Begins a round; {@link Link#opened} or {@link Link#lost} is called at its end. */
    void begin() {
        if (!stopped) {
            CompletableFuture.supplyAsync(targets::resolve, resolver)
                    .completeOnTimeout(Map.of(), settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .thenAcceptAsync(found -> {
                        targets.begin(found);
                        next();
                    }, loop);
        }
    }

    private void next() {
        Targets.Target target = targets.next();
        if (stopped) {
            return;
        }
        if (target == null) {
            current = null;
            link.lost(targets.summary());
            return;
        }
        ConnectPacket connect = settings.connect(accepted);
        current = new Connection(target, settings.transport(), willLeftOut ? connect.withoutWill() : connect,
                settings.name(), settings.connectTimeout(), link.session(), loop);
        current.open();
    }

    /** The connection of the last attempt; null if there is none. */
    Connection current() {
        return current;
    }

    /** Whether a broker has accepted this link before. */
    boolean isAccepted() {
        return accepted;
    }

    /** Whether the connections have no Last Will, because a broker cannot keep it. */
    boolean isWillLeftOut() {
        return willLeftOut;
    }

    /** Where the broker is that has accepted last. */
    String lastGood() {
        return accepted ? targets.lastGood().toString() : "";
    }

    /** The broker has accepted the present connection. */
    void accepted() {
        accepted = true;
        targets.good(current.target());
    }

    /** The broker refuses the Last Will, because it keeps no retained messages or not this QoS. */
    void willRefused(String reason) {
        LOG.warn("{}: {} does not take the Last Will on {}: {}; connecting without it", settings.name(),
                current.target().address(), settings.willTopic(), reason);
        willLeftOut = true;
        targets.again(current.target());
        next();
    }

    /** The present connection was not accepted, or has ended. */
    void failed(ConnectFailure failure) {
        if (current.limits() == null) {
            targets.failed(current.target(), failure);
            next();
        } else {
            current = null;
            link.lost(failure);
        }
    }

    /** Ends the present connection, and no attempt follows; whether {@link Link#closed} is called later. */
    boolean disconnect() {
        stopped = true;
        boolean open = current != null && current.isOpen();
        if (current != null) {
            current.disconnect(settings.endsSession());
        }
        return open;
    }
}
