package campus.link;

import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state of a link on the topic of its Last Will: the birth payload while it is connected, the will before
 * it disconnects. It publishes nothing if there is no birth payload or no Last Will.
 */
final class BirthAndWill {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAndWill.class);

    private final LinkSettings settings;
    private final Outbox outbox;
    /** A broker that refuses it may close the connection too, each time. */
    private volatile String logged = "";

    BirthAndWill(LinkSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    /** The birth payload, which replaces the will that the broker has published for the last connection. */
    void birth() {
        settings.birth().ifPresent(birth -> outbox.first(settings.willTopic(), birth, failure -> {
            String reason = failure == null ? "" : failure.getMessage();
            if (!reason.isEmpty() && !reason.equals(logged)) {
                LOG.warn("{}: {}", settings.name(), reason);
            }
            logged = reason;
        }));
    }

    /**
     * The will, because a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even if the reason code of
     * the DISCONNECT asks for the will (0x04).
     *
     * @param wanted false if the broker has no will of this connection
     * @param then runs on the event loop when the broker has it, or at once if there is none
     */
    void will(EventLoop loop, boolean wanted, Runnable then) {
        if (!wanted || settings.birth().isEmpty()) {
            then.run();
            return;
        }
        outbox.first(settings.willTopic(), settings.will(), failure -> loop.execute(then));
    }
}
