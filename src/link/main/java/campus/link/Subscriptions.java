package campus.link;

import campus.link.connection.Connection;
import campus.link.timing.RetryDelay;
import campus.link.wire.ConnectFailure;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions of a link: asked for on each connection, each with the broker's answer. */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final LinkSettings settings;
    private final EventLoop loop;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Link link;
    private final Map<Integer, Subscription> asked = new HashMap<>();
    private final RetryDelay slow;
    private Connection current;

    Subscriptions(LinkSettings settings, EventLoop loop, Inbox inbox, Outbox outbox, Link link) {
        this.settings = settings;
        this.loop = loop;
        this.inbox = inbox;
        this.outbox = outbox;
        this.link = link;
        this.slow = settings.retryDelay();
    }

    /** Adds one. @param stopped whether no connection follows */
    void add(Subscription subscription, boolean stopped) {
        inbox.subscriptions.add(subscription);
        if (stopped) {
            subscription.refuse(ConnectFailure.timeout());
        } else if (isConnected() && inbox.hasUnclaimed()) {
            // Its messages came while it was stopped; the broker repeats them on the next connection.
            current.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "a route has started again"));
        } else if (isConnected()) {
            ask(subscription, false);
            current.flush();
        }
    }

    /** Removes one. A durable session keeps it, unless it is shared: its part would wait, and the others miss it. */
    void remove(Subscription subscription) {
        inbox.subscriptions.remove(subscription);
        inbox.leftOver = true;
        List<String> filters = settings.isDurable() ? subscription.sharedFilters() : subscription.filters;
        if (isConnected() && !filters.isEmpty() && (settings.isDurable() || !inbox.subscriptions.isEmpty())) {
            current.send(Packets.unsubscribe(filters, outbox.ids.take()));
            current.flush();
        }
    }

    /** Its consumer has taken most of the messages that waited for it. */
    void drained(Subscription subscription) {
        if (isConnected()) {
            current.resume(subscription);
        }
    }

    private boolean isConnected() {
        return current != null && current.isOpen();
    }

    /** Whether the broker has to answer one still. */
    boolean isAsking() {
        return !asked.isEmpty();
    }

    /** A connection is up. @param again whether the session may have the subscriptions already */
    void connected(Connection connection, boolean again) {
        current = connection;
        inbox.subscriptions.forEach(subscription -> ask(subscription, again));
    }

    private void ask(Subscription subscription, boolean again) {
        Optional<String> refusal = subscription.filters.stream()
                .map(current.limits()::refusal).filter(text -> text != null).findFirst();
        if (refusal.isPresent()) {
            refused(subscription, new ConnectFailure(ConnectFailure.Kind.REFUSED, refusal.get()));
            return;
        }
        int id = outbox.ids.take();
        asked.put(id, subscription);
        current.send(Packets.subscribe(subscription.filters, subscription.qos, id, again));
        requireAnswerIn(current, id, settings.connectTimeout());
    }

    /** Ends a connection on which neither the SUBACK nor anything else came for as long as an attempt may take. */
    private void requireAnswerIn(Connection connection, int id, Duration limit) {
        loop.schedule(() -> {
            if (connection != current || !asked.containsKey(id)) {
                return;
            }
            Duration left = settings.connectTimeout().minusNanos(System.nanoTime() - connection.lastAnswer());
            if (left.isNegative() || left.isZero()) {
                connection.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT,
                        "no answer to the subscription in time"));
            } else {
                requireAnswerIn(connection, id, left);
            }
        }, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A SUBACK (MQTT 5 section 3.9): one reason code for each filter. */
    void answered(MqttSubAckMessage answer) {
        int id = answer.variableHeader().messageId();
        Subscription subscription = asked.remove(id);
        outbox.ids.free(id);
        if (subscription == null) {
            return;
        }
        List<Integer> codes = answer.payload().reasonCodes();
        Optional<Integer> failure = codes.stream().filter(ReasonCode::isFailure).findFirst();
        if (failure.isPresent()) {
            refused(subscription, ReasonCode.failure(failure.get(),
                    Packets.reasonString(answer.idAndPropertiesVariableHeader().properties())));
        } else {
            granted(subscription, codes.stream().min(Integer::compare).orElse(0));
        }
        link.settle(current);
    }

    private void granted(Subscription subscription, int qos) {
        String filters = String.join(", ", subscription.filters);
        if (qos < subscription.qos) {
            LOG.warn("{}: {} grants QoS {} at most for {}", subscription.settings.name(), current.address(),
                    qos, filters);
        }
        if (subscription.refusal() != null) {
            LOG.info("{}: subscribed to {}", subscription.settings.name(), filters);
        }
        subscription.grant();
    }

    private void refused(Subscription subscription, ConnectFailure reason) {
        ConnectFailure failure = new ConnectFailure(ConnectFailure.Kind.REFUSED, settings.user()
                + " may not subscribe to " + String.join(", ", subscription.filters) + " on " + current.address()
                + ": " + reason.text(), reason.remedy());
        if (settings.retry() != LinkSettings.Retry.ALWAYS && subscription.firstAnswer().isDone()) {
            // Its consumer has started, so that it cannot fail any more; nobody would notice.
            link.refused(failure);
            return;
        }
        if (settings.retry() == LinkSettings.Retry.ALWAYS) {
            if (subscription.refusal() == null) {
                LOG.error("{}: {}; trying again slowly", subscription.settings.name(), failure.text());
            }
            Connection connection = current;
            loop.schedule(() -> {
                if (connection == current && connection.isOpen() && inbox.subscriptions.contains(subscription)) {
                    ask(subscription, true);
                    connection.flush();
                }
            }, slow.slow().toMillis(), TimeUnit.MILLISECONDS);
        }
        subscription.refuse(failure);
    }

    /** The connection is lost. */
    void lost() {
        asked.keySet().forEach(outbox.ids::free);
        asked.clear();
        inbox.subscriptions.forEach(Subscription::lost);
    }

    /** The link has ended. */
    void end(ConnectFailure failure) {
        inbox.subscriptions.forEach(subscription -> subscription.refuse(failure));
    }
}
