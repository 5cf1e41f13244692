package campus.link;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state of a link on the topic of its Last Will: the birth payload while it is connected, the will before
 * it disconnects. It publishes nothing if there is no birth payload or no Last Will.
 */
record BirthAndWill(LinkSettings settings, Outbox outbox) {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAndWill.class);
    private static final long WILL_MILLIS = 200;

    /** The birth payload, which replaces the will that the broker has published for the last connection. */
    void birth() {
        settings.birth().ifPresent(birth -> outbox.first(settings.willTopic(), birth, failure -> {
            if (failure != null) {
                LOG.warn("{}: {}", settings.name(), failure.getMessage());
            }
        }));
    }

    /**
     * The will, because a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even if the reason code of
     * the DISCONNECT asks for the will (0x04).
     *
     * @param then runs when the broker has it, after a moment without an answer, or at once if there is none
     */
    void will(EventLoop loop, Runnable then) {
        if (settings.birth().isEmpty()) {
            then.run();
            return;
        }
        outbox.first(settings.willTopic(), settings.will(), failure -> loop.execute(then));
        loop.schedule(then, WILL_MILLIS, TimeUnit.MILLISECONDS);
    }
}
