package campus.link;

import campus.link.wire.ConnectFailure;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a link is connected, and the log of that: one line for each change, never one for each attempt. Others learn
 * it on the topic of the Last Will: the birth payload while it is connected, the will before it disconnects; nothing if
 * there is no birth payload or no Last Will.
 */
public final class LinkState {

    /**
     * The state of a link, or of a consumer of it.
     *
     * @param up     connected, and subscribed if it consumes
     * @param since  the beginning of this state
     * @param reason why it is not up; empty if it is
     */
    public record Status(boolean up, Instant since, String reason) {
    }

    /**
     * The figures of a link since its start, and of one consumer or none.
     *
     * @param connected    whether it is connected
     * @param reconnects   connections after the first
     * @param inFlight     messages (QoS 1 and 2) that the broker has not answered yet
     * @param waiting      messages (QoS 1 and 2) that wait to be sent
     * @param refused      messages (QoS 1 and 2) that were not published
     * @param received     messages that came for the consumer
     * @param acknowledged messages (QoS 1 and 2) that the broker has
     * @param dropped      messages (QoS 0) that the consumer could not take
     */
    public record Figures(boolean connected, long reconnects, long inFlight, long waiting, long refused, long received,
            long acknowledged, long dropped) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MANY = 4;

    private final LinkSettings settings;
    private final Outbox outbox;
    private boolean logged;
    private volatile long connections;
    private long upSince;
    /** How many connections in a row have ended soon after they were made. */
    private int shortLived;
    /** Why the birth payload was not published; a broker that refuses it may close the connection too, each time. */
    private volatile String birthFailure = "";
    private volatile Status status = new Status(false, Instant.now(), "not connected yet");

    LinkState(LinkSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    /** May be called by any thread. */
    public Status status() {
        return status;
    }

    /** May be called by any thread. @param consumer whose messages are counted; null for none */
    public Figures figures(Subscription consumer) {
        return outbox.queue.figures(status.up(), connections, consumer);
    }

    /** It is connected, to this address, and subscribed. */
    void up(String address) {
        upSince = System.nanoTime();
        connections++;
        status = new Status(true, Instant.now(), "");
        if (logged || settings.addresses().size() > 1) {
            LOG.info("{}: connected {}to {}", settings.name(), connections > 1 ? "again " : "", address);
        }
        logged = false;
    }

    /** The words before the failure of a link in this state. @param lastGood the address that it had last */
    String before(String lastGood) {
        return (status.up() ? "connection lost to " + lastGood + settings.asUser()
                : "not connected to " + settings.addressAndUser()) + ": ";
    }

    /** Whether it was connected for a while, and not only for a moment. */
    boolean hasLasted() {
        return status.up() && System.nanoTime() - upSince > LASTING_NANOS;
    }

    /** The failure that has ended a connection: it may be the same again and again. */
    ConnectFailure judge(ConnectFailure failure) {
        if (!status.up()) {
            return failure;
        }
        shortLived = hasLasted() ? 0 : shortLived + 1;
        // Mosquitto 2.0 does not say that another client has taken the session over.
        return shortLived >= MANY ? failure.again() : failure;
    }

    /**
     * It is not connected, and goes on trying.
     *
     * @param before what happened, with the address: the words before the failure
     * @param passes whether the next attempt may succeed although nothing is changed
     */
    void down(String before, ConnectFailure failure, boolean passes) {
        boolean isNew = status.up() || !isSame(status.reason(), failure.withRemedy());
        if (isNew && shortLived <= MANY) {
            logged = true;
            if (passes) {
                LOG.warn("{}: {}{}; trying again", settings.name(), before, failure.withRemedy());
            } else {
                LOG.error("{}: {}{}; trying again slowly", settings.name(), before, failure.withRemedy());
            }
        }
        ended(failure.withRemedy());
    }

    /** It is not connected, for a reason that somebody else tells. */
    void ended(String reason) {
        status = new Status(false, status.up() ? Instant.now() : status.since(), reason);
    }

    /** Publishes the birth payload, which replaces the will that the broker has published for the last connection. */
    void birth() {
        settings.birth().ifPresent(birth -> outbox.first(settings.willTopic(), birth, failure -> {
            String reason = failure == null ? "" : failure.getMessage();
            if (!reason.isEmpty() && !reason.equals(birthFailure)) {
                LOG.warn("{}: {}", settings.name(), reason);
            }
            birthFailure = reason;
        }));
    }

    /**
     * Publishes the will, because a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even if the reason
     * code of the DISCONNECT asks for the will (0x04).
     *
     * @param wanted false if the broker has no will of this connection
     * @param then runs on the event loop when the broker has it, or at once if there is none
     */
    void will(EventLoop loop, boolean wanted, Runnable then) {
        if (wanted && settings.birth().isPresent()) {
            outbox.first(settings.willTopic(), settings.will(), failure -> loop.execute(then));
        } else {
            then.run();
        }
    }

    /** A number in a reason, such as a port of this side, makes no other reason. */
    private static boolean isSame(String one, String other) {
        return one.replaceAll("[0-9]+", "#").equals(other.replaceAll("[0-9]+", "#"));
    }
}
